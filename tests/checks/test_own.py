"""Rules that fail on no sample, each run alone (own.yaml, whole.yaml); every rule has a case that holds, fails and does not apply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.checks.catalogue import by_id, rules
from kg.checks.outcomes import FAILED, INFO, NOT_APPLICABLE, PASSED, Result
from tests.checks.draft import alone

HERE = Path(__file__).parent
OWN: list[dict[str, Any]] = yaml.safe_load((HERE / "own.yaml").read_text(encoding="utf-8"))
WHOLE: dict[str, Any] = yaml.safe_load((HERE / "whole.yaml").read_text(encoding="utf-8"))
NOTHING = "五、其他\n\n本单位无其他需要说明的事项。\n"
# Their cases stand in test_years.py, test_forms.py, test_samples.py.
ELSEWHERE = {"year-base", "year-opening", "year-opening-fiscal", "form-copies"}


def holds(results: list[Result]) -> None:
    """Something is judged, and nothing found."""
    outcomes = [r.outcome for r in results if r.severity != INFO]
    assert FAILED not in outcomes
    assert PASSED in outcomes


def fails(results: list[Result]) -> None:
    """A finding with both sides and a sentence."""
    found = [r for r in results if r.outcome == FAILED]
    assert found
    assert all(r.stated and r.expected and r.message.endswith("。") for r in found)


def own(case: dict[str, Any], filled: str) -> list[Result]:
    """The results of the case's rule with `holds` or `fails` in its place."""
    tables, text, contents = (str(case.get(part, "")).replace("{}", str(case[filled])) for part in ("tables", "text", "contents"))
    return alone(case["rule"], text, tables, contents)


@pytest.mark.parametrize("case", OWN, ids=[case["rule"] for case in OWN])
def test_a_rule(case: dict[str, Any]) -> None:
    holds(own(case, "holds"))
    fails(own(case, "fails"))
    rule = by_id()[case["rule"]]
    assert {r.outcome for r in alone(rule.id, NOTHING)} == {NOT_APPLICABLE} or rule.types and not rule.applies("绩效自评报告", 2024)


@pytest.mark.parametrize("case", WHOLE["cases"], ids=[case["rule"] for case in WHOLE["cases"]])
def test_a_rule_of_evaluations(case: dict[str, str]) -> None:
    rule, report, tables, contents = case["rule"], WHOLE["report"], WHOLE["tables"], WHOLE["contents"]
    assert report.count(case["old"]) == 1
    holds(alone(rule, report, tables, contents))
    fails(alone(rule, report.replace(case["old"], case["new"]), tables, contents))
    assert {r.outcome for r in alone(rule, NOTHING)} == {NOT_APPLICABLE}


def test_every_rule_has_its_cases() -> None:
    """One that holds, one that fails and one that does not apply."""
    from tests.checks.test_cases import CASES as SAMPLES
    from tests.checks.test_words import CASES as WORDS
    from tests.checks.test_written import CASES as WRITTEN

    held = {case["rule"] for case in (*OWN, *WHOLE["cases"])} | {case[0] for case in WORDS} | {case["rule"] for _, case in WRITTEN}
    held |= {case["rule"] for case in SAMPLES if "without" in case} | ELSEWHERE
    assert {rule.id for rule in rules()} - held == set()
