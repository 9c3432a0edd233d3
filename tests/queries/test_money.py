"""Income and expenditure, subjects, 三公, budget lines: rows against the printed cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.content import draft
from kg.facts import CellPlace, Observation
from kg.iris import Iris
from kg.mapper import quads
from kg.store import rows
from queries import library
from tests.kg.example import account, wan
from tests.queries.conftest import Ask
from tests.queries.gold import accounts, cells, gold, of, percent, plain, stated, yuan

FIRST = "收入支出决算总表"  # also ends the title of 公开04表, 财政拨款收入支出决算总表


def first_table(sample: str) -> dict[tuple[str, str], str]:
    """公开01表: 元 by side and row."""
    return {(line["side"], line["row"]): yuan(line["value"]) for line in cells(sample, FIRST) if not line["title"].startswith("财政拨款")}


def test_income_and_expenditure(ask: Ask) -> None:
    found = {(row["side"], row["item"]): row["amount_yuan"] for row in ask("income-and-expenditure", **of("s08"))}
    assert found == {key: value for key, value in first_table("s08").items() if "结" in key[1] or key[1].endswith(("合计", "总计"))}
    assert found["支出", "年末结转和结余"] == first_table("s08")["支出", "年末结转和结余"]
    assert found["收入", "总计"] == "48738400"


def test_income_by_source(ask: Ask) -> None:
    found = {row["item"]: (row["amount_yuan"], row["share_percent"], row["fund_source"]) for row in ask("income-by-source", **of("s08"))}
    printed = first_table("s08")
    assert found["事业收入"] == (printed["收入", "事业收入"], percent("164.30", "4852.49"), "事业收入")
    assert found["政府性基金预算财政拨款收入"] == ("300000", percent("30", "4852.49"), "政府性基金预算财政拨款")
    assert sum(Decimal(amount) for amount, _, _ in found.values()) == Decimal(printed["收入", "本年收入合计"])


def test_basic_and_project_expenditure(ask: Ask) -> None:
    found = {row["kind"]: (row["amount_yuan"], row["share_percent"]) for row in ask("basic-and-project", **of("s02"))}
    basic, project = stated("s02", "基本支出"), stated("s02", "项目支出")
    assert found == {"基本支出": (yuan(basic), stated("s02", "基本支出占比")), "项目支出": (yuan(project), percent(project, "1061.99"))}


@pytest.mark.parametrize("sample", accounts())
def test_classes_of_functional_subjects_add_up_the_items(ask: Ask, sample: str) -> None:
    found = {row["code"]: row["amount_yuan"] for row in ask("spending-by-functional-subject", **of(sample))}
    assert found == by_class(sample)


def by_class(sample: str) -> dict[str, str]:
    """元 by class of 公开05表, from its items alone."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in cells(sample, "一般公共预算财政拨款支出决算表"):
        if len(line["code"] or "") == 7 and line["column"].endswith("小计"):
            sums[line["code"][:3]] += Decimal(line["value"]) * 10000
    return {code: plain(amount) for code, amount in sums.items()}


def test_the_share_of_a_class_is_the_one_that_the_narrative_states(ask: Ask) -> None:
    found = {row["subject_name"]: row["share_percent"] for row in ask("spending-by-functional-subject", **of("s02"))}
    assert found["一般公共服务支出"] == stated("s02", "一般公共服务支出（类）占比")
    assert found["社会保障和就业支出"] == stated("s02", "社会保障和就业支出（类）占比")


def test_groups_and_items_of_another_table(ask: Ask) -> None:
    groups = ask("spending-by-functional-subject", level="group", table="expenditure", **of("s02"))
    assert [(row["code"], row["leaf_facts"]) for row in groups] == [
        ("20103", "3"),
        ("20805", "2"),
        ("20899", "1"),
        ("21011", "2"),
        ("22102", "1"),
    ]
    items = ask("spending-by-functional-subject", level="item", table="governmentFund", **of("s03"))
    assert [(row["code"], row["amount_yuan"], row["share_percent"]) for row in items] == [("2120816", "1500000", "100")]


@pytest.mark.parametrize("sample", ["s01", "s02"])
def test_economic_subjects_with_and_without_columns_for_staff_and_running_costs(ask: Ask, sample: str) -> None:
    printed = {line["code"]: yuan(line["value"]) for line in cells(sample, "基本支出决算") if line["code"]}
    for level, digits in (("class", 3), ("group", 5)):
        found = {row["code"]: row["amount_yuan"] for row in ask("spending-by-economic-subject", level=level, **of(sample))}
        assert found == {code: amount for code, amount in printed.items() if len(code) == digits}


def test_an_economic_subject_in_three_columns_counts_once() -> None:
    """A form with 合计, 人员经费 and 公用经费 side by side."""
    kinds = {"basic": "7", "personnel": "5", "running": "2"}
    observations = tuple(
        Observation(CellPlace(6, 3, column), "其他支出", (kind,), wan(value), economic="39999", phase="executed", expenditure=kind)
        for column, (kind, value) in enumerate(kinds.items(), 3)
    )
    facts = replace(account(), tables=(replace(account().tables[0], number=6, kind="basicItems"),), observations=observations)
    store = draft(Iris(), [quads(facts, Iris())])
    (row,) = rows(store, library.get("library", "spending-by-economic-subject").bound({}))
    assert (row["code"], row["amount_yuan"], row["leaf_facts"], row["share_percent"]) == ("399", yuan("7"), "1", "")


def test_one_economic_subject_over_units(ask: Ask) -> None:
    found = {
        (row["unit_name"], row["year"]): row["amount_yuan"] for row in ask("spending-by-economic-subject", level="group", subject="差旅费")
    }
    travel = {sample: next(line["value"] for line in cells(sample, "基本支出") if line["row"] == "差旅费") for sample in accounts()}
    assert found == {(of(sample)["unit"], of(sample)["year"]): yuan(value) for sample, value in travel.items()}


def test_share_of_a_subject(ask: Ask) -> None:
    (row,) = ask("subject-share", subject="208", **of("s02"))
    assert (row["subject_name"], row["amount_yuan"], row["total_yuan"]) == ("社会保障和就业支出", yuan("73.36"), yuan("1061.99"))
    assert row["share_percent"] == stated("s02", "社会保障和就业支出（类）占比")


def test_where_a_subject_is_used(ask: Ask) -> None:
    found = [(row["statement"], row["column_label"], row["amount_yuan"]) for row in ask("subject-uses", subject="2010302", **of("s02"))]
    lines = [line for line in gold("s02")["cell"] if line["code"] == "2010302"]
    assert found == [(line["table"], line["column"], yuan(line["value"])) for line in lines]
    assert len(found) == 6
    assert {row["item"] for row in ask("subject-uses", subject="30211")} == {"差旅费"}


def test_government_fund(ask: Ask) -> None:
    found = [(row["item"], row["code"], row["column_label"], row["amount_yuan"]) for row in ask("government-fund", **of("s03"))]
    lines = cells("s03", "政府性基金")
    assert found == [(line["row"], line["code"] or "", line["column"], yuan(line["value"])) for line in lines]
    assert ask("government-fund", **of("s02")) == []  # the table prints 无


def test_expenditure_over_years(ask: Ask) -> None:
    old, new = ask("expenditure-over-years", unit=of("s03")["unit"])
    before, now = first_table("s07")["支出", "本年支出合计"], first_table("s03")["支出", "本年支出合计"]
    assert (old["year"], old["expenditure_yuan"], old["before_yuan"]) == ("2023", before, "")
    assert (new["year"], new["expenditure_yuan"], new["before_yuan"]) == ("2024", now, before)
    assert new["income_yuan"] == first_table("s03")["收入", "本年收入合计"]
    assert new["change_yuan"] == plain(Decimal(now) - Decimal(before))
    assert new["change_percent"] == percent(new["change_yuan"], before)


def test_units_ranked_by_expenditure(ask: Ask) -> None:
    found = [(row["unit_name"], row["expenditure_yuan"]) for row in ask("units-by-expenditure", year="2024")]
    samples = [sample for sample in accounts() if of(sample)["year"] == "2024"]
    spent = [(of(sample)["unit"], first_table(sample)["支出", "本年支出合计"]) for sample in samples]
    assert found == sorted(spent, key=lambda row: -Decimal(row[1]))
    assert [row["unit_name"] for row in ask("units-by-expenditure", year="2024", region="松岭县", type="单位决算")] == ["松岭县云岭中学"]


@pytest.mark.parametrize("sample", accounts())
def test_three_public_by_part(ask: Ask, sample: str) -> None:
    found = {(row["part"], side): row[f"{side}_yuan"] for row in ask("three-public", **of(sample)) for side in ("budget", "final")}
    printed = {three_public_key(line["column"]): yuan(line["value"]) for line in cells(sample, "三公")}
    assert {key: value for key, value in found.items() if value} == printed


def three_public_key(column: str) -> tuple[str, str]:
    side, part = column.split("/")[0], column.split("/")[-1].removesuffix("小计") or "公务用车购置及运行维护费"
    return part, {"预算数": "budget", "决算数": "final"}[side]


def test_completion_of_the_three_public_budget(ask: Ask) -> None:
    rates = {row["part"]: row["completion_percent"] for row in ask("three-public", **of("s02"))}
    assert rates["合计"] == stated("s02", "“三公”经费财政拨款完成预算")
    assert rates["公务接待费"] == stated("s02", "公务接待费完成预算")
    assert [row["completion_percent"] for row in ask("three-public", **of("s01")) if row["budget_yuan"] == "0"] == ["", ""]


def test_units_ranked_by_three_public(ask: Ask) -> None:
    found = [(row["unit_name"], row["year"], row["final_yuan"]) for row in ask("units-by-three-public")]
    totals = {sample: next(line["value"] for line in cells(sample, "三公") if line["column"] == "决算数/合计") for sample in accounts()}
    spent = [(of(sample)["unit"], of(sample)["year"], yuan(value)) for sample, value in totals.items()]
    assert found == sorted(spent, key=lambda row: (-Decimal(row[2]), row[:2]))


def test_budget_lines(ask: Ask) -> None:
    found = [(row["path"], row["initial_budget_yuan"], row["final_yuan"], row["reason"]) for row in ask("budget-lines", **of("s02"))]
    lines = gold("s02")["budgetline"]
    assert found == [(" > ".join(line["path"]), yuan(line["initial_budget"]), yuan(line["final"]), line["reason"]) for line in lines]
    (row,) = ask("budget-lines", subject="行政运行", **of("s02"))
    assert (row["completion_rate"], row["subject_code"]) == ("108.56", "2010301")


def test_largest_deviations(ask: Ask) -> None:
    found = ask("budget-deviations", least="20", **of("s03"))
    differences = {line["path"][-1]: Decimal(line["final"]) - Decimal(line["initial_budget"]) for line in gold("s03")["budgetline"]}
    large = sorted(differences, key=lambda path: -abs(differences[path]))[:2]
    assert [(row["path"], row["difference_yuan"]) for row in found] == [(path, plain(differences[path] * 10000)) for path in large]
    assert found[0]["reason"] == "上年结转资金与本年预算统筹使用，部分渠系维修因秋汛延期，结转下年"
