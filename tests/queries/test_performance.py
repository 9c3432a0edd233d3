"""Projects, self-evaluations and indicators; and the whole path that joins them with duties and money."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from pyoxigraph import NamedNode, Quad

from kg.content import draft
from kg.iris import Iris
from kg.store import rows
from ontology.terms import FA
from queries import library
from tests.queries.conftest import Ask
from tests.queries.gold import SAMPLES, Line, gold, number, of, plain, yuan


@pytest.mark.parametrize("sample", SAMPLES)
def test_projects_of_a_unit(ask: Ask, sample: str) -> None:
    found = {row["project_name"]: (row["executed_yuan"], row["score"]) for row in ask("unit-projects", **of(sample))}
    assert found == {line["name"]: (yuan(line["spent"]), number(line.get("score"))) for line in gold(sample)["project"]}


@pytest.mark.parametrize("sample", SAMPLES)
def test_budgets_and_rates_of_projects(ask: Ask, sample: str) -> None:
    columns = ("full_budget_yuan", "execution_rate")
    found = {row["project_name"]: tuple(row[column] for column in columns) for row in ask("unit-projects", **of(sample))}
    for line in rated(sample):
        assert found[line["name"]] == (yuan(line["full_budget"]), number(line["exec_rate"]))


def rated(sample: str) -> list[Line]:
    """Projects with one rate: a budget line of the same name states another, 完成年初预算."""
    budget_lines = {line["path"][-1] for line in gold(sample)["budgetline"]}
    return [line for line in gold(sample)["project"] if line["name"] not in budget_lines]


def test_a_score_that_differs_between_text_and_form_is_shown_twice(ask: Ask) -> None:
    found = {row["project_name"]: (row["score"], row["score_in_form"]) for row in ask("unit-projects", **of("s02"))}
    assert found["政务服务大厅运行经费"] == ("99.75", "99.5")
    assert found["一件事改革经费"] == ("98.23", "98.23")  # the form calls it 高效办成一件事改革专项经费


@pytest.mark.parametrize("rate", ["90", "95.5"])
def test_projects_below_a_rate(ask: Ask, rate: str) -> None:
    found = [(row["project_name"], row["execution_rate"]) for row in ask("low-execution-projects", rate=rate, year="2024")]
    projects = [line for sample in SAMPLES if of(sample)["year"] == "2024" for line in rated(sample)]
    low = [(line["name"], number(line["exec_rate"])) for line in projects if Decimal(line["exec_rate"]) < Decimal(rate)]
    names = {line["name"] for line in projects}
    assert sorted(row for row in found if row[0] in names) == sorted(low)
    assert [Decimal(value) for _, value in found] == sorted(Decimal(value) for _, value in found)


def test_without_a_rate_the_limit_is_90(ask: Ask) -> None:
    (row,) = ask("low-execution-projects", **of("s05"))
    assert (row["project_name"], row["execution_rate"], row["unspent_yuan"]) == ("中小企业数字化转型诊断经费", "80.45", yuan("7.82"))


def test_projects_under_a_subject_of_the_same_amount(ask: Ask) -> None:
    found = {
        row["project_name"]: (row["subject_code"], row["executed_yuan"], row["basis"]) for row in ask("projects-by-subject", **of("s08"))
    }
    spent = {line["name"]: yuan(line["spent"]) for line in gold("s08")["project"]}
    codes = {line["value"]: line["code"] for line in gold("s08")["cell"] if line["title"] == "支出决算表" and line["column"] == "项目支出"}
    assert len(found) == 4
    for name, (code, amount, basis) in found.items():
        assert (amount, basis) == (spent[name], "金额相同")
        assert code in {codes[value] for value in codes if yuan(value) == amount}
    assert [row["subject_name"] for row in ask("projects-by-subject", subject="229", **of("s08"))] == ["用于教育事业的彩票公益金支出"]


def test_a_subject_that_the_report_names_comes_before_the_amount(graphs: dict[str, list[Quad]]) -> None:
    project = subject_of(graphs["s08"], FA.carriedOutBy, "彩票公益金励志助学")
    store = draft(Iris(), [[*graphs["s08"], said(project, FA.fundedUnder, Iris().functional(2024, "2050203"), graphs["s08"])]])
    found = list(rows(store, library.get("library", "projects-by-subject").bound({"subject": "2050203"})))
    assert [(row["project_name"], row["basis"]) for row in found] == [
        ("义务教育课后服务补助", "金额相同"),
        ("彩票公益金励志助学项目", "报告写明"),
    ]


def subject_of(graph: list[Quad], predicate: NamedNode, words: str) -> NamedNode:
    """The first thing with that property whose IRI or value holds `words`."""
    subjects = (quad.subject for quad in graph if quad.predicate == predicate and words in f"{quad.subject} {quad.object}")
    return next(subject for subject in subjects if isinstance(subject, NamedNode))


def said(subject: NamedNode, predicate: NamedNode, value: NamedNode, graph: list[Quad]) -> Quad:
    """One statement more of the report."""
    return Quad(subject, predicate, value, graph[0].graph_name)


@pytest.mark.parametrize("sample", SAMPLES)
def test_indicators(ask: Ask, sample: str) -> None:
    found = Counter(
        (row["subject_name"], *(row[key] for key in ("indicator_name", "target", "actual", "score")))
        for row in ask("indicators", **of(sample))
    )
    assert found == Counter(
        (line["project"] or "整体支出", line["l3"], line["target"], line["actual"], number(line["score"])) for line in indicators(sample)
    )


def indicators(sample: str) -> list[Line]:
    return gold(sample)["indicator"]


def test_indicators_of_one_project(ask: Ask) -> None:
    found = ask("indicators", project="中小企业数字化转型诊断经费", indicator="满意度", **of("s05"))
    (line,) = [line for line in indicators("s05") if line["project"] == "中小企业数字化转型诊断经费" and "满意度" in line["l3"]]
    (row,) = found
    assert (row["level1"], row["level2"], row["weight"]) == (line["l1"], line["l2"], number(line["weight"]))
    assert row["met"] == "true"


def test_points_deducted(ask: Ask) -> None:
    found = [(row["indicator_name"], row["deducted"], row["reason"]) for row in ask("points-deducted")]
    scored = [line for sample in SAMPLES for line in indicators(sample) if line["weight"] and line["score"]]
    lost = [(line, Decimal(line["weight"]) - Decimal(line["score"])) for line in scored]
    assert sorted(found) == sorted((line["l3"], plain(points), line["reason"] or "") for line, points in lost if points > 0)
    assert [Decimal(points) for _, points, _ in found] == sorted((points for _, points in lost if points > 0), reverse=True)


def test_indicators_by_level_join_two_wordings(ask: Ask) -> None:
    found = {row["level2"]: row for row in ask("indicators-by-level", **of("s03"))}
    wordings = Counter(line["l2"] for line in indicators("s03"))
    assert int(found["经济成本指标"]["indicators"]) == wordings["经济成本"] + wordings["经济成本指标"]
    assert int(found["数量指标"]["indicators"]) == wordings["数量指标"]
    assert sum(int(row["indicators"]) for row in found.values()) == len(indicators("s03"))
    quantity = [line for line in indicators("s03") if line["l2"] == "数量指标"]
    assert Decimal(found["数量指标"]["score"]) == sum(Decimal(line["score"]) for line in quantity)
    assert found["数量指标"]["score_percent"] == "95.65"


def test_evaluation_scores(ask: Ask) -> None:
    found = [(row["subject_name"], row["score"]) for row in ask("evaluation-scores", year="2024", scope="项目")]
    lines = [line for sample in SAMPLES if of(sample)["year"] == "2024" for line in gold(sample)["evaluation"] if line["project"]]
    assert sorted(found) == sorted((line["project"], number(line["score"])) for line in lines)
    assert [Decimal(score) for _, score in found] == sorted(Decimal(score) for _, score in found)
    (whole,) = ask("evaluation-scores", scope="整体支出", **of("s02"))
    assert (whole["score"], whole["executed_yuan"], whole["full_budget_yuan"]) == ("99.75", yuan("1061.99"), yuan("1089.2"))


def test_basic_data(ask: Ask) -> None:
    found = [(row["item"], row["column_label"], row["value"], row["value_unit"]) for row in ask("basic-data", **of("s03"))]
    assert len(found) == len(gold("s03")["basecell"])
    assert ("财政供养人员情况（人）", "编制数", "38", "人") in found
    assert ("财政供养人员情况（人）", "控制率", "94.74", "%") in found
    assert ("公务接待", "2024年决算数", yuan("1.86"), "元") in found


def test_the_whole_path(ask: Ask) -> None:
    found = ask("whole-path", project="普通高中改善办学条件资金", **of("s09"))
    lines = [line for line in indicators("s09") if line["project"] == "普通高中改善办学条件资金"]
    assert [(row["indicator_name"], row["score"]) for row in found] == [(line["l3"], number(line["score"])) for line in lines]
    assert {(row["subjects"], row["subject_basis"], row["subject_amount_yuan"]) for row in found} == {
        ("2050204 高中教育", "金额相同", yuan("154.82"))
    }
    assert {(row["full_budget_yuan"], row["execution_rate"], row["total_score"]) for row in found} == {(yuan("160"), "96.76", "97.68")}
    duties = {line["text"] for line in gold("s09")["duty"]}
    assert {frozenset(row["duties"].split("\n")) for row in found} == {frozenset(duties)}
    assert {row["duty_basis"] for row in found} == {"报告全部职责"}


def test_the_whole_path_without_a_subject_of_its_own_names_all(ask: Ask) -> None:
    row = ask("whole-path", project="产业项目全程代办", **of("s04"))[0]
    assert row["subjects"] == "2150805 中小企业发展专项；2150899 其他支持中小企业发展和管理支出"
    assert (row["subject_basis"], row["subject_amount_yuan"]) == ("单位全部项目支出科目", yuan("192.85"))


def test_the_whole_path_prefers_a_derived_duty_and_a_linked_subject(ask: Ask) -> None:
    found = ask("whole-path", project="12345热线", **of("s02"))
    assert len(found) == 8
    assert {(row["duties"], row["duty_basis"]) for row in found} == {(HOTLINE, "推导")}
    assert {(row["subjects"], row["subject_basis"]) for row in found} == {("2010302 一般行政管理事务", "合计金额相同")}
    assert {row["subject_amount_yuan"] for row in found} == {yuan("437.29")}


HOTLINE = gold("s02")["duty"][3]["text"]
