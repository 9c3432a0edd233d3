"""Classes of plain questions: fees by their stem, the year before, given divisors, multiples, reasons, who, and what must stay refused."""

from __future__ import annotations

import pytest

from search_app.ask import ask
from tests.ask.test_sample_questions import Asked, asked
from tests.ask.test_wide_questions import is_given

__all__ = ["asked"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("疾控中心2022年用于专用材料的支出", ["42.60"]),
        ("云岭中学2024年的前一年，水费多少", ["21.90"]),
        ("松岭县农业农村局2022年的公务接待费", ["1.42"]),
        ("按36人计算，松岭县农业农村局2024年每人公用经费多少", ["3.60"]),
        ("2024年云岭中学的培训费是云溪区产业服务中心的几倍", ["16.56"]),
        ("2024年云岭中学支出合计比松岭县农业农村局高出百分之几", ["164.99"]),
        ("松岭县农业农村局2024年公务接待来了多少批、多少人", ["17", "143"]),
        ("云溪区产业服务中心2024年受理企业诉求多少件，办结了多少件", ["1704", "1653"]),
        ("谁办了现场流行病学培训班", ["示例市疾病预防控制中心"]),
        ("云溪区产业服务中心及其前身2022到2024年差旅费各多少", ["2.47", "5.84", "6.48"]),
        ("疾控中心2022年发出去的抚血金有多少", ["12.45"]),
        ("松岭县农业农村局2024年三公经费年初预算、决算、完成率各是多少", ["12.00", "9.80", "81.67"]),
    ],
)
def test_values(asked: Asked, question: str, values: list[str]) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert [value["value"] for value in body["answer"]["values"]] == values
    assert is_given(asked[0], body)


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("青禾区数据局2024年三公经费是不是比预算少", "是"),
        ("云岭中学2024年三公经费是不是高于预算", "没有"),
        ("2024年云岭中学的办公费是不是比松岭县农业农村局高", "是"),
        ("2024年云岭中学的办公费低于松岭县农业农村局吗", "不是"),
    ],
)
def test_yes_or_no(asked: Asked, question: str, beginning: str) -> None:
    assert (ask(*asked, question).text or "").startswith(beginning)


def test_number_of_a_year_without_report_is_said_to_be_from_the_year_after(asked: Asked) -> None:
    assert "2023年的报告印的上年数" in (ask(*asked, "松岭县农业农村局2022年的公务接待费").text or "")


def test_reason_is_the_one_printed_with_the_change(asked: Asked) -> None:
    body = ask(*asked, "松岭县农业农村局2024年项目支出为什么比上年多").body()
    assert "高标准农田管护资金" in body["answer"]["values"][0]["value"]
    assert is_given(asked[0], body)


@pytest.mark.parametrize(
    "question",
    [
        "疾控中心2022年做政策咨询花了多少",  # not the whole 咨询费
        "松岭县农业农村局2021年的公务接待费",  # no later report prints it
        "云岭中学2024年公务接待费为什么比上年少",  # no reason is printed
        "云溪区产业服务中心女职工有几名",
        "云岭中学的食堂承包给了谁",
        "云岭中学2024年奖学金发了多少",  # not 助学金
    ],
)
def test_refused(asked: Asked, question: str) -> None:
    body = ask(*asked, question).body()
    assert body["answer"] is None
    assert body["reason"]
