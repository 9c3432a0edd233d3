"""Rules on two written reports, one case a line (evaluations.yaml, tables.yaml): what holds, what fails, and a report without any of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.formats import read_document
from ingest.pipeline import facts
from kg.checks.engine import Checked, check_facts
from kg.checks.outcomes import FAILED, INFO, NOT_APPLICABLE, PASSED
from kg.iris import Iris
from tests.checks.draft import HEAD

HELD: list[dict[str, Any]] = [
    yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("evaluations", "tables")
]
CASES = [(held["report"], case) for held in HELD for case in held["cases"]]


@cache
def checked(text: str) -> Checked:
    """The results of a report with that text as its last part."""
    return check_facts(facts(read_document((HEAD + text).encode(), "draft.txt"), "0" * 64), Iris())


def outcomes(rule: str, text: str) -> set[str]:
    """The outcomes of one rule, without what it found for information."""
    return {r.outcome for r in checked(text).results if r.rule == rule and r.severity != INFO}


@pytest.mark.parametrize(("report", "case"), CASES, ids=[case["rule"] for _, case in CASES])
def test_a_rule(report: str, case: dict[str, str]) -> None:
    rule = case["rule"]
    assert report.count(case["old"]) == 1
    assert FAILED not in outcomes(rule, report)
    found = [r for r in checked(report.replace(case["old"], case["new"])).findings if r.rule == rule and r.severity != INFO]
    assert found
    assert all(r.outcome == FAILED and r.stated and r.expected and r.message.endswith("。") for r in found)
    assert outcomes(rule, "") == {NOT_APPLICABLE}


@pytest.mark.parametrize("held", HELD, ids=["evaluations", "tables"])
def test_the_report_holds(held: dict[str, Any]) -> None:
    """Nothing is found, but that tables are missing; most rules of the cases do judge it."""
    assert not [r.message for r in checked(held["report"]).findings if r.severity != INFO and not r.rule.startswith("form-")]
    judged = {r.rule for r in checked(held["report"]).results if r.outcome == PASSED}
    assert 2 * len(judged & {case["rule"] for case in held["cases"]}) > len(held["cases"])
