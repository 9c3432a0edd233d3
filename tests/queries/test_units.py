"""What a unit is, does and belongs to."""

from __future__ import annotations

import pytest

from kg.content import draft
from kg.iris import Iris
from kg.mapper import quads
from kg.store import rows
from queries import library
from tests.kg.example import account
from tests.queries.conftest import Ask
from tests.queries.gold import SAMPLES, gold, of


@pytest.mark.parametrize("sample", SAMPLES)
def test_duties(ask: Ask, sample: str) -> None:
    found = [(int(row["position"]), row["duty"]) for row in ask("unit-duties", **of(sample))]
    assert found == [(line["n"], line["text"]) for line in gold(sample)["duty"]]


def test_a_part_of_the_name_finds_the_unit_in_all_years(ask: Ask) -> None:
    found = ask("unit-duties", unit="产业服务中心")
    assert {row["unit_name"] for row in found} == {"示例市云溪区产业服务中心"}
    assert [row["year"] for row in found] == ["2023"] * 12 + ["2024"] * 15


def test_divisions(ask: Ask) -> None:
    found = {(row["division_name"], row["division_status"]) for row in ask("unit-divisions", **of("s02"))}
    assert found == {(line["name"], line["status"]) for line in gold("s02")["division"]}


def test_divisions_of_one_status() -> None:
    store = draft(Iris(), [quads(account(2023), Iris())])
    former = library.get("library", "unit-divisions").bound({"status": "原设"})
    assert [(row["division_name"], row["division_status"]) for row in rows(store, former)] == [("科技股（原）", "原设")]


def test_staffing(ask: Ask) -> None:
    found = {(row["what"], row["value"], row["stated_at"]) for row in ask("unit-staffing", **of("s02"))}
    assert found == {(line["what"], line["value"], line["when"]) for line in gold("s02")["staff"]}
    assert [row["kind"] for row in ask("unit-staffing", **of("s02"))] == ["在职人数", "离退休人员", "编制数"]


def test_affiliations(ask: Ask) -> None:
    unit = of("s02")["unit"]
    found = {(row["parent_name"], row["child_name"]) for row in ask("unit-affiliations", **of("s02"))}
    above = {(line["name"], unit) for line in gold("s02")["parent"]}
    assert found == above | {(unit, line["name"]) for line in gold("s02")["subunit"]}


def test_reports_loaded(ask: Ask) -> None:
    found = {(row["unit_name"], row["year"], row["report_type"]) for row in ask("reports-loaded")}
    lines = [gold(sample)["report"][0] for sample in SAMPLES]
    assert found == {(line["unit"], str(line["year"]), line["type"]) for line in lines}


@pytest.mark.parametrize("region", ["990121", "松岭县"])
def test_reports_of_a_region_by_code_or_name(ask: Ask, region: str) -> None:
    assert {row["unit_name"] for row in ask("reports-loaded", region=region)} == {"松岭县农业农村局", "松岭县云岭中学"}


def test_a_region_holds_those_below_it(ask: Ask) -> None:
    assert len(ask("reports-loaded", region="990100")) == len(SAMPLES)
    assert [row["file_path"][:3] for row in ask("reports-loaded", region="示例市", type="绩效自评报告")] == ["s11"]
