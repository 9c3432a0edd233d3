"""Classes of plain questions: several values in one, parts of a whole, subordinate units, what is never added up or guessed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from search_app.ask import ask
from search_app.ask.answer import Source
from search_app.ask.candidates import Choice, Found
from search_app.ask.lookups import in_one_unit
from tests.ask.test_sample_questions import Asked, asked
from tests.ask.test_wide_questions import is_given

__all__ = ["asked"]

_PLACE = Found(
    "工会经费", 0, "u1", "甲局", 2024, "3.68", "万元", Decimal("3.68"), Decimal(36800), "", "", "", Source("r", "f", "", 1, 2, "", "p")
)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("云岭中学2024年三公经费一共花了多少，预算给了多少", ["4.00", "3.40"]),  # a budget and what was spent are no sum
        ("松岭县农业农村局2024年的收入里财政拨款占百分之几？其他收入呢", ["100.00", "0.00"]),
        ("云溪区产业服务中心2024年公务接待花了多少钱，接待了几批、多少人", ["0.75", "9", "71"]),
        ("松岭县农业农村局2024年公车有几台，一年养车花多少", ["3", "7.94"]),
        ("青禾区数据和政务服务局的下属单位有哪些", ["示例市青禾区政务服务中心"]),  # 本级 is the unit itself
        ("松岭县农业农村局2022年公务接待费是多少，2023年少了多少", ["1.42", "0.63"]),
    ],
)
def test_values(asked: Asked, question: str, values: list[str]) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert [value["value"] for value in body["answer"]["values"]] == values
    assert is_given(asked[0], body)


def test_the_accounts_units_of_a_report_hold_its_own_office(asked: Asked) -> None:
    assert len(ask(*asked, "青禾区数据和政务服务局的决算单位有哪些").values) == 2


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("松岭县农业农村局行政运行项目的自评得分是多少", "没有行政运行的项目绩效自评"),  # a subject is no project
        ("云岭中学教务处2024年支出多少", "没有单列教务处支出"),  # nor are a unit's numbers those of a division
    ],
)
def test_refused(asked: Asked, question: str, reason: str) -> None:
    answer = ask(*asked, question)
    assert answer.text is None
    assert reason in answer.reason


def test_what_has_no_reason_is_still_told(asked: Asked) -> None:
    text = ask(*asked, "云岭中学2024年公务接待费比上年多了多少？为什么").text or ""
    assert "减少0.16万元" in text
    assert "不答原因" in text


def test_units_that_print_yuan_and_those_that_print_ten_thousands_are_told_in_one() -> None:
    other = replace(_PLACE, unit="u2", printed="538,214.40", printed_unit="元", number=Decimal("538214.40"), amount=Decimal("538214.40"))
    told = [choice.best for choice in in_one_unit([Choice(_PLACE), Choice(other)])]
    assert [(place.printed, place.printed_unit) for place in told] == [("3.68", "万元"), ("53.82144", "万元")]
    assert in_one_unit([Choice(other)])[0].best.printed == "538,214.40"
