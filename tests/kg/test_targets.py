"""Targets and results of indicators: the fictional cases of `targets.csv`, and the rows of real reports read for absurd results."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pipeline import extract
from ingest.sources import Source
from kg.targets import Comparison, Named, compare

CASES = list(csv.DictReader(io.StringIO(Path(__file__).with_name("targets.csv").read_text(encoding="utf-8"))))
REPORTS = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
MET = {"true": True, "false": False, "": None}


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def expected(case: dict[str, str]) -> dict[str, object]:
    """The row as fields of a comparison; `value` and `result` of a point in time are dates."""
    in_time = case["comparator"] == "by"
    return {
        "comparator": case["comparator"],
        "target": None if in_time else number(case["value"]),
        "upper": number(case["upper"]),
        "actual": None if in_time else number(case["result"]),
        "actual_upper": number(case["result_upper"]),
        "unit": case["unit"],
        "reached": case["reached"],
        "due": day(case["value"]) if in_time else None,
        "done": day(case["result"]) if in_time else None,
        "met": MET[case["met"]],
        "why": case["why"],
    }


def test_there_are_at_least_150_cases_each_of_its_own() -> None:
    assert len({(case["target"], case["actual"], case["name"]) for case in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['target']}|{case['actual']}|{case['name']}")
def test_compare(case: dict[str, str]) -> None:
    found = compare(case["target"], case["actual"], Named(case["name"], case["level2"], 2023))
    assert found is not None
    assert {name: getattr(found, name) for name in expected(case)} == expected(case)


def test_no_target_and_no_result_is_nothing() -> None:
    assert compare("", "——") is None


def test_without_a_year_a_date_without_one_stays_open() -> None:
    assert compare("6月底前", "6月18日") == Comparison("qualitative", why="several")


@given(
    st.text(alphabet="0123456789.,%‰≥≤<>=约近余多万亿元次家人天年月日前底内以上下至-~第一二十百$\\ge{}() 提升完成", max_size=24),
    st.text(max_size=12),
)
def test_any_text_is_read_or_left_open(target: str, actual: str) -> None:
    found = compare(target, actual, Named("合格率", "质量指标", 2023))
    if found is not None:
        assert (found.met is None) == bool(found.why)


@pytest.mark.real
def test_real_rows_are_met_missed_or_say_why() -> None:
    files = sorted(REPORTS.glob("*.txt"))
    if not files:
        pytest.skip("no real reports: set JUESUAN_REPORTS")
    for path in files:
        facts = extract(Source(path, path.name))
        for row in facts.indicators:
            found = compare(row.target or "", row.actual or "", Named(row.level3 or "", row.level2 or "", facts.info.year))
            assert found is None or (found.met is None) == bool(found.why)
