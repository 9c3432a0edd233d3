"""Chinese numerals, thresholds, figures in a row and in brackets, measures of the right kind."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.narrative.figures import figures
from ingest.narrative.measures import measure_of
from ingest.narrative.numerals import numeral
from ingest.narrative.stated_numbers import numbers
from ingest.narrative.wordings import plain
from kg.amounts import Quantity
from kg.facts import Passage


def told(text: str, heading: str = "（二）绩效情况") -> list[str]:
    found = figures([Passage(1, ("第三部分", heading), text)], ())
    return [f"{f.what} {f.quantity.text}{f.quantity.unit}" for f in found]


@pytest.mark.parametrize(
    ("text", "number"),
    [("五", 5), ("十", 10), ("十二", 12), ("三十二", 32), ("两百", 200), ("一百零五", 105), ("二百一十", 210), ("三千", 3000)],
)
def test_numerals(text: str, number: int) -> None:
    assert numeral(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "二三", "十十", "百", "三一十"])
def test_what_is_no_numeral(text: str) -> None:
    assert numeral(text) is None


def test_counts_in_chinese_numerals() -> None:
    (figure,) = figures([Passage(1, ("绩效",), "通过网站、热线等五个渠道沟通。")], ())
    assert (figure.quantity.printed, figure.quantity.number, figure.quantity.unit) == ("五", Decimal(5), "个")


@pytest.mark.parametrize(
    "text",
    [
        "第三批项目，这三个项目，以下三个方面，一个月，落实“五个一”。",
        "三个维度持续发力，八项规定，连续两个季度，一期工程，二期扩建。",
        "第一、二批名单，三大攻坚战，十四五规划，双百行动。",
    ],
)
def test_names_and_places_in_a_row_are_no_counts(text: str) -> None:
    assert [n.quantity.printed for n in numbers(plain(text))] == []


def test_thresholds_name_a_class() -> None:
    assert told("评价结果为：90分以上18个，单价50万元以上设备3台，单价100万元（含）以上设备1台。") == [
        "90分以上 18个",
        "单价50万元以上设备 3台",
        "单价100万元（含）以上设备 1台",
    ]
    assert told("车辆6辆，价值120万元。") == ["车辆 6辆", "车辆价值 120万元"]


def test_a_row_shares_sign_and_wording() -> None:
    assert told("水费、电费分别下降3%和2%，与去年比分别减少1万元、2万元。") == [
        "水费下降 -3%",
        "电费下降 -2%",
        "水费下降与去年比减少 -1万元",
        "电费下降与去年比减少 -2万元",
    ]
    assert told("甲、乙、丙三所学校分别为12个、8个、6个。") == ["甲 12个", "乙 8个", "丙 6个"]
    assert told("接待和出国分别为1次、2次、3次。") == ["接待和出国 1次", "接待和出国 2次", "接待和出国 3次"]


def test_brackets_name_their_own_subjects() -> None:
    assert told("公务接待费2万元（其中外事接待0.5万元，占25%），完成预算的80%。", "三公") == [
        "公务接待费 2万元",
        "外事接待 0.5万元",
        "外事接待占 25%",
        "公务接待费完成预算 80%",
    ]


def test_a_label_is_the_subject_of_the_next_sentence() -> None:
    assert told("3.公务接待费。2023年决算数3万元，比上年减少1万元。", "三公") == [
        "公务接待费决算数 3万元",
        "公务接待费比上年减少 -1万元",
    ]


def test_less_than_the_budget_is_negative() -> None:
    assert told("“三公”经费支出决算数小于预算数3.5万元，比上年节约0.5万元。", "三公")[0] == "“三公”经费支出决算数小于预算数 -3.5万元"
    assert told("为企业节约成本20万元，代办项目比计划少2个。") == ["为企业节约成本 20万元", "代办项目比计划少 2个"]


@pytest.mark.parametrize(
    ("what", "number", "unit", "section", "measure"),
    [
        ("车辆总数", "9", "辆", "国有资产", "vehicleCount"),
        ("车辆总数", "159", "万元", "国有资产", ""),
        ("人均公务接待费", "50", "元", "三公", ""),
        ("外事接待", "2", "批次", "三公", "foreignReceptionBatches"),
        ("国内公务接待", "2", "批次", "三公", "receptionBatches"),
        ("政府采购计划金额", "2", "万元", "政府采购", "procurementBudget"),
        ("召开会议", "2", "次", "会议费", "meetingCount"),
        ("举办培训班", "2", "期", "培训费", "trainingCount"),
        ("固定资产处置收益", "2", "万元", "资产", ""),
    ],
)
def test_a_measure_is_of_its_kind(what: str, number: str, unit: str, section: str, measure: str) -> None:
    assert measure_of(what, Quantity(number, Decimal(number), unit), (section,)) == measure
