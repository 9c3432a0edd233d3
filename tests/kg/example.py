"""A fictional report, small and with every kind of fact."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from kg.amounts import Quantity
from kg.facts import (
    DEPARTMENT_ACCOUNT,
    BudgetLine,
    CellPlace,
    Division,
    Duty,
    Evaluation,
    Headcount,
    IndicatorResult,
    Mention,
    Observation,
    Passage,
    Project,
    ReportFacts,
    ReportInfo,
    RowPlace,
    StatedFigure,
    Table,
    TextPlace,
    Unresolved,
)

UNIT = "云溪区产业服务中心"
PROJECT = "企业服务专项经费"


def wan(printed: str, qualifier: str = "") -> Quantity:
    """万元 as printed."""
    return Quantity(printed, Decimal(printed.replace(",", "")), "万元", qualifier)


def number(printed: str, unit: str = "") -> Quantity:
    """Any other number as printed."""
    return Quantity(printed, Decimal(printed.replace(",", "")), unit)


def account(year: int = 2023, unit: str = UNIT, region: str = "990102", path: str = "") -> ReportFacts:
    """One department account with every kind of fact; another year or unit is another report."""
    path = path or f"{unit}{year}.txt"
    info = ReportInfo(
        unit,
        year,
        DEPARTMENT_ACCOUNT,
        f"{unit}{year}年度部门决算",
        region,
        path,
        hashlib.sha256(path.encode()).hexdigest(),
        published=f"{year + 1}-09-01",
        consolidated=True,
        consolidates=(f"{unit}本级",),
        style="markdown",
    )
    return ReportFacts(
        info,
        tables=_tables(),
        observations=_observations(),
        passages=_passages(),
        budget_lines=_budget_lines(),
        figures=_figures(),
        evaluations=_evaluations(),
        indicators=_indicators(),
        projects=_projects(),
        duties=(Duty("主要职能", 1, "服务辖区企业。", TextPlace(1, 0, 7)), Duty("主要职能", 2, "优化营商环境。", TextPlace(1, 7, 14))),
        divisions=(
            Division("综合办公室", "division", "current", TextPlace(2, 0, 5)),
            Division("科技股（原）", "division", "former", TextPlace(2, 6, 9)),
            Division(f"{unit}本级", "subunit", "current", TextPlace(2, 10, 20)),
            Division("示例市工业和信息化局", "parent", "current", TextPlace(2, 21, 31)),
        ),
        headcounts=(Headcount("编制数", number("12", "人"), f"{year}年底", TextPlace(2, 32, 40)),),
        mentions=(Mention("company", "青禾科技有限公司", TextPlace(3, 0, 8)), Mention("policy", "企业帮扶办法", TextPlace(3, 9, 15))),
        unresolved=(Unresolved("t01r9c2", "12..5", "not a number"),),
    )


def _tables() -> tuple[Table, ...]:
    grid = (("项目", "决算数"), ("合计", "1,240.50"))
    return (
        Table(1, "incomeExpenditure", "收入支出决算总表", grid, (10, 11), "公开01表", "公开01表", "万元", page=5),
        Table(5, "generalPublic", "一般公共预算财政拨款支出决算表", grid, (40, 41), "公开05表", "公开05表", "万元"),
        Table(6, "basicData", "绩效评价基础数据表", grid, (60, 61), "绩效评价基础数据表"),
        Table(12, "selfEvaluation", "项目支出绩效自评表", grid, (80, 81), "项目支出绩效自评表"),
        Table(13, "selfEvaluation", "整体支出绩效自评表", grid, (90, 91), "整体支出绩效自评表", same_as=12),
    )


def _cell(place: CellPlace, row: str, column: str, quantity: Quantity, **meaning: Any) -> Observation:
    return Observation(place, row, tuple(column.split("/")), quantity, phase="executed", **meaning)


def _observations() -> tuple[Observation, ...]:
    total = {"level": "total", "is_leaf": False, "fund": "general", "character": "expenditure"}
    item = {"code": "2010303", "level": "item", "functional": "2010303", "fund": "general", "character": "expenditure"}
    return (
        _cell(CellPlace(1, 3, 2, 5), "财政拨款收入", "金额", wan("1,240.50"), side="收入", character="income"),
        _cell(CellPlace(1, 3, 4, 6), "科学技术支出", "金额", wan("0.00"), side="支出", functional="206", level="class"),
        _cell(CellPlace(1, 9, 2, 5), "年初结转和结余", "金额", wan("10"), side="收入", balance="opening", under="其中"),
        _cell(CellPlace(5, 3, 3), "合计", "本年支出/小计", wan("1000.50"), **total),
        _cell(CellPlace(5, 3, 4), "合计", "本年支出/基本支出", wan("600"), expenditure="basic", **total),
        _cell(CellPlace(5, 10, 3), "机关服务", "本年支出/小计", wan("1000.50"), **item),
        _cell(CellPlace(5, 10, 4), "机关服务", "本年支出/基本支出", wan("600"), expenditure="basic", **item),
        _cell(CellPlace(6, 2, 2), "财政供养人员", "编制数", number("12", "人")),
        _cell(CellPlace(6, 3, 2), "“三公”经费", "决算数", Quantity("18,400", Decimal(18400), "元")),
    )


def _passages() -> tuple[Passage, ...]:
    return (
        Passage(1, ("第一部分 概况", "主要职能"), "服务辖区企业。优化营商环境。", line=3),
        Passage(
            2, ("第一部分 概况", "机构设置"), "综合办公室、科技股，云溪区产业服务中心本级，主管为示例市工业和信息化局，编制12名", line=5
        ),
        Passage(
            3,
            ("第三部分", "收入决算"),
            "青禾科技有限公司和企业帮扶办法：青禾园收入近1,240.50万元，比上年减少45.77万元，因政策调整。占95.70%。",
            line=120,
        ),
        Passage(10, ("第三部分", "具体情况"), "一般公共服务支出（类）…", line=130),
    )


def _figures() -> tuple[StatedFigure, ...]:
    section = ("第三部分", "收入决算")
    return (
        StatedFigure(
            TextPlace(3, 22, 30), section, "收入", wan("1,240.50", "近"), "incomeOfYear", text="收入近1,240.50万元，比上年减少45.77万元"
        ),
        StatedFigure(TextPlace(3, 38, 43), section, "收入比上年", wan("-45.77"), reason="政策调整"),
        StatedFigure(TextPlace(3, 53, 58), section, "占比", number("95.70", "%")),
    )


def _budget_lines() -> tuple[BudgetLine, ...]:
    path = ("一般公共服务", "政府办公厅（室）及相关机构事务", "机关服务")
    return (
        BudgetLine(TextPlace(10, 0, 30), path, False, wan("980"), wan("1000.50"), number("102.09", "%"), "人员增加", "2010303"),
        BudgetLine(TextPlace(10, 30, 60), path, False, wan("980"), wan("1000.50"), number("102.09", "%"), None, "2010303"),
        BudgetLine(TextPlace(10, 60, 80), ("企业服务经费",), True, wan("0"), wan("17.76")),
    )


def _evaluations() -> tuple[Evaluation, ...]:
    funds = (("年度资金总额", "20", "18.00", "17.76"), ("其他资金", "", "—", "0"))
    return (
        Evaluation(
            12,
            "项目",
            PROJECT,
            UNIT,
            wan("20"),
            wan("18.00"),
            wan("17.76"),
            number("98.67", "%"),
            number("10", "分"),
            number("9.87", "分"),
            number("98.5", "分"),
            number("100", "分"),
            "优",
            "服务企业",
            "已完成",
            row=5,
            funds=funds,
        ),
        Evaluation(13, "整体支出", executed=wan("1,000.50"), score=number("96.08", "分")),
    )


def _indicators() -> tuple[IndicatorResult, ...]:
    return (
        IndicatorResult(
            RowPlace(12, 10), "产出指标", "数量指标", "走访企业", "≥20家", "25家", number("20"), number("20.0"), None, number("50")
        ),
        IndicatorResult(RowPlace(12, 9), "产出指标", "质量指标", "办结率", "≥95%", "90%", number("10"), number("8.5"), "企业外迁", None),
        IndicatorResult(RowPlace(13, 8), "成本指标", "经济成本", "项目支出", "≤1311.67万元", "1153.40万元", number("10"), number("8.79")),
        IndicatorResult(RowPlace(13, 12), None, None, "服务效能", "提升", "提升", number("10"), number("10"), inferred=("level2",)),
    )


def _projects() -> tuple[Project, ...]:
    return (
        Project(
            "企业服务经费项目",
            TextPlace(10, 60, 80),
            (PROJECT,),
            wan("20"),
            wan("18.00"),
            wan("17.76"),
            number("98.67", "%"),
            number("98.5", "分"),
            "优",
            "做好企业服务工作",
            "2010303",
            (12,),
        ),
    )
