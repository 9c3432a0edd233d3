"""Several things in one question, units of money asked for, years without a report, subjects within a bound."""

from __future__ import annotations

import pytest

from kg.store import rows
from search_app.ask import ask
from search_app.ask.asked_units import asked_unit
from tests.ask.test_sample_questions import Asked, asked
from tests.ask.test_wide_questions import is_given

__all__ = ["asked"]

_LINES = """
PREFIX fa: <https://w3id.org/juesuan/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?unit ?year ?path ?budget ?final WHERE {
  ?line a fa:BudgetLine ; fa:path ?path ; fa:initialBudgetText ?budget ; fa:finalText ?final ; fa:statedIn/dct:isPartOf ?report .
  ?report fa:reportOf/skos:prefLabel ?unit ; fa:year ?year .
} ORDER BY ?line
"""


@pytest.mark.parametrize(
    ("question", "values"),
    [
        # Units of money: the values in the unit asked for, one value with the printed one beside.
        ("农业农村局2024年三公经费折合多少元", ["98000", "9.80"]),
        ("云岭中学2024年水费、电费、差旅费各是多少元", ["224500", "689200", "125800"]),
        ("2024年所有单位三公经费一共多少元", ["406300", "40.63"]),
        ("2024年云岭中学人均公用经费是多少元", ["23456.07", "2.35"]),
        ("云岭中学2024年支出比2023年增加了多少元", ["3006100", "300.61"]),
        ("2024年三公经费最高和最低的单位分别是谁，相差多少元", ["示例市疾病预防控制中心", "示例市云溪区产业服务中心", "174100"]),
        # Units with a year each, and years that only the next report prints.
        ("产业服务中心2023年、云岭中学2024年的培训费分别是多少", ["2.10", "38.75"]),
        ("产业服务中心2023年和云岭中学2024年的培训费加起来是多少", ["40.85"]),
        ("农业农村局2022年和2023年的三公经费各是多少", ["10.38", "28.77"]),
        # Every part of the question.
        ("农业农村局和云岭中学2024年培训费哪家更高，高出多少万元", ["松岭县云岭中学", "35.15"]),
        ("农业农村局2024年项目支出的年初预算、全年预算和决算数", ["955.00", "1066.00", "1006.36"]),
        ("云岭中学2024年教育支出中基本支出和项目支出各多少", ["3323.26", "335.66"]),
        ("云岭中学2024年财政拨款收入、支出分别是多少", ["4675.73", "4675.73"]),
        ("农业农村局2024年公务接待多少批次多少人次", ["17", "143"]),
        ("一件事改革经费事项上线及时率得了几分", ["9.5"]),
        # Subjects and projects within a bound.
        ("云岭中学2024年一般公共预算财政拨款支出里哪些类超过500万元", ["社会保障和就业支出", "教育支出"]),
        ("云岭中学2024年有几个功能科目的支出超过100万元", ["4"]),
        ("青禾区数据局2024年五个项目的执行率分别是多少", ["97.46", "87.3", "100", "90.53", "87.5"]),
    ],
)
def test_values(asked: Asked, question: str, values: list[str]) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert sorted(value["value"] for value in body["answer"]["values"]) == sorted(values)
    assert is_given(asked[0], body)


@pytest.mark.parametrize(
    "question",
    [
        "云岭中学2024年支出折合多少美元",
        "云岭中学2022年三公经费多少元",
        "云岭中学2025年、农业农村局2024年的三公经费分别是多少",
        "云岭小学2023年、云岭中学2024年的培训费分别是多少",
        "青禾区数据局2024年三个项目的执行率分别是多少",
        "云岭中学2024年高一学生人数和高二学生人数",
        "2023年农业农村局支出是云岭中学2024年支出的百分之几",
        "农业农村局2024年三公经费比2019年少多少元",
    ],
)
def test_what_is_not_printed_is_refused(asked: Asked, question: str) -> None:
    body = ask(*asked, question).body()
    assert body["answer"] is None
    assert body["reason"]


def test_a_year_that_is_not_printed_is_said(asked: Asked) -> None:
    assert "没有载入松岭县农业农村局2021年的报告" in (ask(*asked, "农业农村局2021年和2022年的三公经费各是多少").text or "")


@pytest.mark.parametrize(
    ("question", "unit"),
    [("三公经费多少元", "元"), ("折合几万", "万元"), ("支出（单位：万元）", "万元"), ("学生多少万人", ""), ("甲多少元，乙多少万元", "")],
)
def test_units_that_are_asked_for(question: str, unit: str) -> None:
    assert asked_unit(question) == unit


def test_budget_and_expenditure_are_those_of_one_line(asked: Asked) -> None:
    lines = [row for row in rows(asked[0], _LINES) if row["path"].count(" > ") == 2]
    assert len(lines) > 20
    for row in lines[::3]:
        body = ask(*asked, f"{row['unit']}{row['year'][:4]}年{row['path'].split(' > ')[-1]}年初预算和决算分别是多少").body()
        assert [float(value["value"]) for value in body["answer"]["values"]] == [float(row["budget"]), float(row["final"])]


def test_what_no_table_divides_is_told_by_a_sentence_or_refused(asked: Asked) -> None:
    assert ask(*asked, "农业农村局2024年基本支出中的差旅费是多少").text
    assert "没有" in ask(*asked, "农业农村局2024年公务接待费里的差旅费是多少").reason
