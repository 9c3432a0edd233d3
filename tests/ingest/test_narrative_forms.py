"""Wordings of other provinces and kinds of units: budget lines, duties, divisions, headcounts, projects and signs."""

from __future__ import annotations

import pytest

from ingest.narrative.budget_lines import budget_lines
from ingest.narrative.duties import duties
from ingest.narrative.figures import figures
from ingest.narrative.organisation import divisions
from ingest.narrative.projects import projects
from ingest.narrative.staffing import headcounts
from ingest.narrative.unit_changes import unit_changes
from kg.amounts import Quantity
from kg.facts import Passage

DETAILS = ("五、一般公共预算财政拨款支出决算情况说明", "（三）具体情况")
ABOUT = ("第一部分概况", "二、机构设置及人员情况")


def passage(text: str, section: tuple[str, ...]) -> list[Passage]:
    return [Passage(1, section, text)]


def printed(*quantities: Quantity | None) -> tuple[str | None, ...]:
    return tuple(quantity.text if quantity else None for quantity in quantities)


LINES = [
    (
        "2.“公共安全支出（204类）法院（05款）案件审判（04项）”36.40万元，主要用于：办案。年初预算为42.00万元，支出决算为36.40万元，完成年初预算的86.67%。",
        ("公共安全支出", "法院", "案件审判"),
        ("42.00", "36.40", "86.67"),
    ),
    (
        "3、卫生健康支出（210）公共卫生（21004）重大公共卫生专项（2100409）年初预算数200万元，决算数200万元，为年初预算的100%。",
        ("卫生健康支出", "公共卫生", "重大公共卫生专项"),
        ("200", "200", "100"),
    ),
    (
        "4.卫生健康支出-行政事业单位医疗-行政单位医疗：年初预算为18.20万元，支出决算为18.11万元，完成年初预算的99.51%。",
        ("卫生健康支出", "行政事业单位医疗", "行政单位医疗"),
        ("18.20", "18.11", "99.51"),
    ),
    (
        "1.一般公共服务支出（类）财政事务（款）行政运行（项）：支出决算数为68.54万元，比上年决算增加4.3万元。",
        ("一般公共服务支出", "财政事务", "行政运行"),
        (None, "68.54", None),
    ),
    (
        "（2）文化旅游体育与传媒支出28.5万元，年初预算15万元，完成年初预算的190%。",
        ("文化旅游体育与传媒支出",),
        ("15", "28.5", "190"),
    ),
    ("2050201学前教育支出年初预算10万元，决算数12万元，完成预算的120%。", ("学前教育支出",), ("10", "12", "120")),
]


@pytest.mark.parametrize(("text", "path", "amounts"), LINES, ids=[text[:14] for text, _, _ in LINES])
def test_a_budget_line(text: str, path: tuple[str, ...], amounts: tuple[str | None, ...]) -> None:
    (line,) = budget_lines(passage(text, DETAILS), 2023)
    assert (line.path, printed(line.initial_budget, line.final, line.rate)) == (path, amounts)
    assert not line.is_project


def test_a_sentence_about_a_year_is_no_line_with_a_code() -> None:
    text = "2023年度一般公共预算财政拨款“三公”经费支出年初预算为65.00万元，决算为58.74万元，完成年初预算的90.37％。"
    assert not budget_lines(passage(text, DETAILS), 2023)


def test_a_list_of_duties_inside_a_numbered_paragraph() -> None:
    text = "1、示例医院主要职能为：（1）负责医疗服务。（2）承担教学任务。"
    found = duties(passage(text, ("一、主要职能",)))
    assert [(duty.number, duty.text) for duty in found] == [(1, "负责医疗服务。"), (2, "承担教学任务。")]


def test_what_was_done_in_the_year_is_no_duty() -> None:
    assert not duties(passage("2023年，共立案1,246件。", ("一、主要职能", "（二）2023年度重点工作任务介绍")))


def test_brackets_inside_a_name_belong_to_it() -> None:
    text = "下设3个事业单位：政务（便民）服务中心、文化站（挂旅游服务站牌子）、综合执法大队。"
    found = divisions(passage(text, ABOUT), "松岭县石桥镇人民政府")
    assert [row.name for row in found] == ["政务（便民）服务中心", "文化站", "综合执法大队"]


def test_kinds_of_rooms_are_no_divisions() -> None:
    text = "设有孕产保健部、儿童保健部2个业务部，临床医技科室26个，行政职能科室12个。"
    assert [row.name for row in divisions(passage(text, ABOUT), "示例市妇幼保健院")] == ["孕产保健部", "儿童保健部"]


def test_a_sign_of_a_division_is_none_of_the_unit() -> None:
    unit = "松岭县石桥镇人民政府"
    assert not unit_changes(passage("内设经济发展办公室（加挂统计办公室牌子）、党建办公室。", ABOUT), unit)
    (sign,) = unit_changes(passage("松岭县石桥镇人民政府（加挂石桥风景区管理委员会牌子）为正科级。", ABOUT), unit)
    assert (sign.kind, sign.current) == ("sign", ("石桥风景区管理委员会",))


def test_posts_for_vehicles_and_beds_are_no_headcounts() -> None:
    text = "事业编制291人（含参公管理事业编制3人）；在职在编实有事业人员268人。车辆编制数6辆，编制床位300张。"
    found = [(row.what, row.quantity.text) for row in headcounts(passage(text, ABOUT))]
    assert found == [("事业编制", "291"), ("参公编制", "3"), ("实有人数", "268")]


def test_a_project_named_before_a_comma() -> None:
    text = "2.实训设备采购项目，预算安排资金200万元，实际支出188.35万元，执行率94.18%。"
    (project,) = projects(passage(text, ("二、项目支出情况",)), (), ())
    assert (project.name, printed(project.spent, project.execution_rate)) == ("实训设备采购项目", ("188.35", "94.18"))


def test_a_rate_of_an_amount_is_of_the_budget() -> None:
    found = figures(passage("一般公共预算财政拨款支出38.97万元，完成年初预算21.5万元的181.28%。", ("四、支出情况",)), ())
    assert [(f.quantity.text, f.measure) for f in found] == [
        ("38.97", "generalBudgetExpenditure"),
        ("21.5", "fiscalExpenditureBudget"),
        ("181.28", "completionRate"),
    ]


def test_and_inside_a_name_is_no_comparison() -> None:
    found = figures(passage("文化旅游体育与传媒支出28.5万元，占支出的12%，比上年减少3万元。", ("二、支出情况",)), ())
    assert [(f.what, f.quantity.printed) for f in found] == [
        ("文化旅游体育与传媒支出", "28.5"),
        ("文化旅游体育与传媒支出占支出", "12"),
        ("文化旅游体育与传媒支出比上年减少", "-3"),
    ]
