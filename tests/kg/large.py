"""A fictional report as large as they come."""

from __future__ import annotations

from dataclasses import replace

from kg.facts import (
    CellPlace,
    Evaluation,
    IndicatorResult,
    Mention,
    Observation,
    Passage,
    Project,
    ReportFacts,
    RowPlace,
    StatedFigure,
    Table,
    TextPlace,
)
from tests.kg.example import account, number, wan

KINDS = (
    "incomeExpenditure",
    "income",
    "expenditure",
    "fiscalSummary",
    "generalPublic",
    "basicItems",
    "threePublic",
    "stateCapital",
    "basicData",
)
CELLS, FIGURES, PASSAGES, INDICATORS, FORMS, MENTIONS = 460, 270, 150, 80, 6, 66


def largest(unit: str = "青禾区示例局", path: str = "largest.txt") -> ReportFacts:
    """460 cells, 270 figures, 150 passages, 80 indicators in 6 forms, 66 mentions, 6 projects, and the small things of the example."""
    return replace(
        account(2023, unit, "990103", path),
        tables=_tables(),
        observations=tuple(_cell(i) for i in range(CELLS)),
        passages=tuple(
            Passage(n, ("第三部分", "情况说明"), f"第{n}段，金额{n}.50万元。以及其他。", line=n) for n in range(1, PASSAGES + 1)
        ),
        figures=tuple(_figure(i) for i in range(FIGURES)),
        evaluations=tuple(_evaluation(20 + i) for i in range(FORMS)),
        indicators=tuple(_indicator(i) for i in range(INDICATORS)),
        mentions=tuple(Mention("company", f"青禾第{i}有限公司", TextPlace(i + 1, 0, 4)) for i in range(MENTIONS)),
        projects=tuple(_project(i) for i in range(FORMS)),
    )


def _tables() -> tuple[Table, ...]:
    grid = tuple(("机关服务", "2010303", "1,240.50", "0.00") for _ in range(40))
    accounts = [
        Table(n, kind, f"{kind}表", grid, tuple(range(40)), f"公开0{n}表", f"公开0{n}表", "万元") for n, kind in enumerate(KINDS, 1)
    ]
    return (*accounts, *(Table(20 + i, "selfEvaluation", "项目支出绩效自评表", grid[:1], (1,), "绩效自评表") for i in range(FORMS)))


def _cell(i: int) -> Observation:
    table, row, column = i % len(KINDS) + 1, i // len(KINDS) // 3 + 3, i // len(KINDS) % 3 + 2
    subject = "2080505" if row % 5 else "208"
    part = ("小计", "基本支出", "项目支出")[column - 2]
    return Observation(
        CellPlace(table, row, column),
        f"第{row}行",
        ("本年支出", part),
        wan(f"{row}.{i % 90 + 10}"),
        side="支出" if table in {1, 4} else "",
        code=subject if table in {2, 3, 5, 6} else "",
        level="item" if row % 5 else "class",
        is_leaf=row > 5,
        functional=subject if row % 4 else "",
        fund="general" if table > 4 else "",
        expenditure={"基本支出": "basic", "项目支出": "project"}.get(part, "") if table in {3, 5} else "",
        phase="executed",
        character="expenditure" if row % 9 else "",
        balance="" if row % 9 else "opening",
    )


def _figure(i: int) -> StatedFigure:
    passage = i % PASSAGES + 1
    place = TextPlace(passage, 5 + i // PASSAGES, 9 + i // PASSAGES)
    measure = "incomeOfYear" if i % 2 else ""
    return StatedFigure(
        place, ("第三部分", "情况说明"), f"事项{i}", wan(f"{i}.50"), measure, "政策调整" if i % 9 == 0 else None, "以及其他。"
    )


def _evaluation(table: int) -> Evaluation:
    return Evaluation(
        table,
        "项目",
        f"第{table}号专项经费",
        "青禾区示例局",
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
        funds=(("年度资金总额", "20", "18.00", "17.76"), ("当年财政拨款", "20", "18.00", "17.76"), ("其他资金", "0", "0", "0")),
    )


def _indicator(i: int) -> IndicatorResult:
    weight = number("10")
    level1 = number("50") if i % 5 == 0 else None
    return IndicatorResult(
        RowPlace(20 + i % FORMS, 8 + i // FORMS), "产出指标", "数量指标", f"第{i}项", "≥20家", "25家", weight, weight, None, level1
    )


def _project(i: int) -> Project:
    place = TextPlace(i + 1, 0, 4)
    return Project(f"第{20 + i}号专项经费", place, (), wan("20"), wan("18"), wan("17.76"), number("98.67", "%"), evaluations=(20 + i,))
