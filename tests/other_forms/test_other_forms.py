"""Fictional reports in the forms of other provinces and kinds of units are read whole, and the checks find no error in them."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks import scores
from ingest.pipeline import extract
from ingest.sources import find_files
from kg.amounts import fold
from kg.checks.engine import check_facts
from kg.facts import ReportFacts
from kg.iris import Iris

HERE = Path(__file__).parent
REPORTS = sorted((HERE / "reports").glob("*.*"))
# A scorer's gold lists what matters among the mentions and figures, not all there is.
ROUGH = {"mention"}


@cache
def facts(path: Path) -> ReportFacts:
    """What is read from a report."""
    return extract(find_files([path])[0])


def gold(path: Path, kind: str) -> list[dict[str, Any]]:
    """The report's gold facts of one kind."""
    lines = (HERE / "gold" / f"gold_{path.name[:3]}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["k"] == kind]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_amounts_duties_and_divisions_are_those_of_the_gold(path: Path) -> None:
    found = facts(path)
    assert (found.info.unit, found.info.year) == (gold(path, "report")[0]["unit"], gold(path, "report")[0]["year"])
    printed = Counter(fold(row["text"]).rstrip("。;") for row in gold(path, "duty"))
    assert printed <= Counter(fold(duty.text).rstrip("。;") for duty in found.duties)
    named = {row["name"] for kind in ("division", "subunit", "parent") for row in gold(path, kind)}
    assert named == {division.name for division in found.divisions}
    amounts = Counter(row["value"] for row in gold(path, "cell"))
    assert amounts <= Counter(fact.quantity.text.replace(",", "") for fact in found.observations)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_consistent_report_has_no_error_finding(path: Path) -> None:
    checked = check_facts(facts(path), Iris())
    assert [finding.message for finding in checked.findings if finding.severity == "error"] == []


def test_the_scorer_finds_every_fact(tmp_path: Path) -> None:
    found = scores.sets().get("other-forms")
    if not found:
        pytest.skip("the scorer is not here: set JUESUAN_TOOLS")
    now = scores.score(scores.export_reports(found.reports, tmp_path), found.gold)
    recalls = {kind: values["recall"] for kind, values in now.items() if kind not in ROUGH and values["recall"] is not None}
    assert {kind: recall for kind, recall in recalls.items() if recall < 0.99} == {}
