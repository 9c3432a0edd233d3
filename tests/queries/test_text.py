"""What the narrative states, and where a number is printed."""

from __future__ import annotations

import re
from importlib import resources

from kg.content import draft
from kg.iris import Iris
from kg.mapper import quads
from kg.store import rows
from queries import library
from tests.kg.example import account
from tests.queries.conftest import Ask
from tests.queries.gold import cells, gold, of, stated, yuan


def test_procurement(ask: Ask) -> None:
    found = {row["measure_name"]: (row["value"], row["value_unit"]) for row in ask("procurement", **of("s02"))}
    for what in (
        "政府采购支出总额",
        "政府采购货物支出",
        "政府采购工程支出",
        "政府采购服务支出",
        "授予中小企业合同金额",
        "授予小微企业合同金额",
    ):
        assert found[what] == (yuan(stated("s02", what)), "元")
    assert found["授予中小企业合同金额占比"] == (stated("s02", "授予中小企业合同金额占比"), "%")


def test_assets(ask: Ask) -> None:
    found = {row["what"]: (row["value"], row["value_unit"]) for row in ask("assets", **of("s03"))}
    assert found["资产总额"] == (yuan(stated("s03", "资产总额")), "元")
    assert found["负债总额"] == (yuan(stated("s03", "负债总额")), "元")
    assert found["机要通信用车"] == (stated("s03", "机要通信用车"), "辆")


def test_agency_running_costs(ask: Ask) -> None:
    found = ask("agency-running-costs", **of("s02"))
    change = stated("s02", "机关运行经费比年初预算数变化")
    assert [row["value"] for row in found] == [yuan(stated("s02", "机关运行经费支出")), yuan(change), "3.87"]
    assert found[1]["reason"].startswith("新增人员相应增加工会经费")


def test_stated_figures_of_a_measure_over_units(ask: Ask) -> None:
    found = {(row["unit_name"], row["year"]): row["value"] for row in ask("stated-figures", measure="培训费")}
    samples = [sample for sample in ("s02", "s03", "s05", "s08") if any(line["what"] == "培训费" for line in gold(sample)["narr"])]
    assert len(samples) > 2
    for sample in samples:
        assert found[of(sample)["unit"], of(sample)["year"]] == yuan(stated(sample, "培训费"))


def test_any_wording_finds_the_measure(ask: Ask) -> None:
    by_name, by_other_name = (ask("stated-figures", measure=name, **of("s02")) for name in ("公务用车保有量", "公车保有量"))
    assert [row["value"] for row in by_name] == [stated("s02", "公务用车保有量")] == [row["value"] for row in by_other_name]


def test_passages_with_a_word(ask: Ask) -> None:
    (row,) = ask("passages-with-word", word="红黄蓝")
    text = resources.files("ingest").joinpath("samples/reports/s02_示例市青禾区数据和政务服务局_2024.txt").read_text(encoding="utf-8")
    printed = next(number for number, line in enumerate(text.splitlines(), 1) if "红黄蓝" in line)
    assert row["unit_name"] == of("s02")["unit"]
    assert row["section"].endswith("（三）12345热线办成“总客服”")
    assert abs(int(row["line"]) - printed) <= 2  # the passage begins up to two lines before
    assert ask("passages-with-word", word='红"}黄') == []


def test_named_things(ask: Ask) -> None:
    found = {row["thing_name"] for row in ask("named-things", type="企业", **of("s02"))}
    assert {line["text"] for line in gold("s02")["mention"] if line["type"] == "company"} <= found
    assert {row["type_name"] for row in ask("named-things", type="企业")} == {"企业"}


def test_provenance_of_a_cell(ask: Ask) -> None:
    cell = next(row for row in ask("subject-uses", subject="30211", **of("s02")))
    (found,) = ask("provenance", fact=cell["fact_iri"])
    assert (found["statement"], found["item"], found["column_label"]) == ("公开06表", "差旅费", "决算数")
    assert (found["printed"], found["printed_unit"], found["amount_yuan"]) == ("3.66", "万元", yuan("3.66"))
    assert cell["fact_iri"].endswith(f"#t06r{found['row_index']}c{found['column_index']}")
    text = resources.files("ingest").joinpath("samples/reports", found["file_path"]).read_text(encoding="utf-8")
    assert re.search(r"差旅费\s3\.66", text.splitlines()[int(found["line"]) - 1])


def test_provenance_of_a_quantity(ask: Ask) -> None:
    row = ask("basic-data", row_name="财政供养人员", **of("s03"))[0]
    (found,) = ask("provenance", fact=row["fact_iri"])
    assert (found["table_title"], found["printed"], found["printed_unit"], found["amount_yuan"]) == (
        "2024年度部门整体支出绩效评价基础数据表",
        "38",
        "人",
        "",
    )


def test_provenance_of_a_figure_and_of_a_budget_line(ask: Ask) -> None:
    figure = ask("procurement", **of("s02"))[0]
    (found,) = ask("provenance", fact=figure["figure_iri"])
    assert (found["column_label"], found["printed"], found["amount_yuan"]) == ("政府采购支出总额", "354.36", yuan("354.36"))
    assert "政府采购支出总额354.36万元" in found["text"]
    line = ask("budget-lines", **of("s02"))[0]
    (found,) = ask("provenance", fact=line["line_iri"])
    assert (found["printed"], found["amount_yuan"]) == ("448.01", yuan("448.01"))


def test_tables_against_text_finds_what_the_samples_print_twice_and_differently(ask: Ask) -> None:
    found = ask("tables-against-text")
    different = {
        (row["unit_name"], row["year"], row["what"], row["stated_yuan"], row["table_yuan"])
        for row in found
        if row["difference_yuan"] != "0"
    }
    assert different == {
        ("松岭县云岭中学", "2024", "公用经费", yuan("510.96"), yuan("501.96")),
        ("松岭县农业农村局", "2023", "公务用车购置费及运行维护费支出决算", yuan("26.72"), yuan("27.62")),
    }
    assert {"收入总计", "支出总计", "基本支出", "项目支出", "“三公”经费支出决算"} <= {row["measure_name"] for row in found}


def test_unresolved_places() -> None:
    store = draft(Iris(), [quads(account(2022), Iris()), quads(account(2023), Iris())])
    found = list(rows(store, library.get("library", "unresolved-places").bound({"year": "2023"})))
    assert [(row["year"], row["place"], row["printed"], row["why"]) for row in found] == [("2023", "t01r9c2", "12..5", "not a number")]


def test_tables_of_a_report(ask: Ask) -> None:
    found = ask("tables-of-a-report", **of("s02"))
    assert [row["table_number"] for row in found] == [str(number) for number in range(1, 14)]
    general = next(row for row in found if row["table_kind"] == "一般公共预算财政拨款支出决算表")
    assert (general["statement"], general["printed_unit"]) == ("公开05表", "万元")
    assert int(general["facts"]) == len(cells("s02", "一般公共预算财政拨款支出决算表"))
