"""Every rule that the samples reach: it holds on a clean one, fails when a number is changed, and does not apply to another."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from benchmarks.mutation import IRIS, cell_changes, clean, findings
from ingest.document import Document, Paragraph
from ingest.pipeline import facts
from kg.checks.engine import Checked, check_facts
from kg.checks.outcomes import FAILED, INFO, NOT_APPLICABLE
from kg.facts import ReportFacts
from tests.samples.spec import specs

CASES: list[dict[str, str]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@cache
def document(name: str) -> Document:
    """The clean sample as read."""
    return clean(next(spec for spec in specs() if spec.id == name))


@cache
def sample(name: str) -> ReportFacts:
    """Its facts."""
    return facts(document(name), "0" * 64)


@cache
def results(name: str) -> Checked:
    """Its results."""
    return check_facts(sample(name), IRIS)


@cache
def changed(name: str, cell: str, old: str, new: str) -> Checked:
    """The results with one number changed."""
    if cell:
        return check_facts(next(other for own, other in cell_changes(sample(name)) if own.place.fragment == cell), IRIS)
    blocks = tuple(replace(b, text=b.text.replace(old, new)) if isinstance(b, Paragraph) else b for b in document(name).blocks)
    return check_facts(facts(replace(document(name), blocks=blocks), "0" * 64), IRIS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_changed_number_is_found(case: dict[str, str]) -> None:
    before = results(case["sample"])
    after = changed(case["sample"], case.get("cell", ""), case.get("old", ""), case.get("new", ""))
    known = findings(before)
    new = [r for r in after.findings if r.rule == case["rule"] and r.severity != INFO and (r.rule, r.where, r.stated) not in known]
    assert new
    assert all(r.outcome == FAILED and r.message and r.stated and r.expected for r in new)
    if "without" in case:
        assert {r.outcome for r in results(case["without"]).results if r.rule == case["rule"]} == {NOT_APPLICABLE}
