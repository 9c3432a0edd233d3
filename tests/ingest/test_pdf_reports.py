"""Sample reports printed as PDF in several looks and read back: the same facts as from text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

import pytest

from ingest.formats.pdf import read
from ingest.formats.text import read_text
from ingest.limits import Limits
from ingest.pipeline import facts
from kg.facts import ReportFacts
from tests.samples.pdf import Look, pdf
from tests.samples.render import render
from tests.samples.spec import specs

LOOKS = {
    "s06": Look(rules="bars", head="none", header="2023年度决算公开", watermark="公开"),
    "s11": Look(rules="boxes", head="last", bold=True, indent=False),
}


@pytest.mark.parametrize("sample", sorted(LOOKS))
def test_a_printed_report_gives_the_facts_of_its_text(sample: str) -> None:
    made = next(render(spec) for spec in specs() if spec.id == sample)
    expected = facts(read_text(made.text, "report.txt"), "0" * 64)
    document = read(pdf(made.blocks, LOOKS[sample]), "report.pdf", Limits())
    found = facts(document, "0" * 64)
    assert (found.info.unit, found.info.year, found.info.type) == (expected.info.unit, expected.info.year, expected.info.type)
    for kind, wanted in _stated(expected).items():
        got = _stated(found)[kind]
        assert not wanted - got, f"{kind} lost"
        assert not got - wanted, f"{kind} made up"


def test_every_block_has_its_page() -> None:
    made = next(render(spec) for spec in specs() if spec.id == "s11")
    blocks = read(pdf(made.blocks), "report.pdf", Limits()).blocks
    pages = [block.page for block in blocks]
    assert None not in pages
    assert pages == sorted(page for page in pages if page)


def _stated(report: ReportFacts) -> dict[str, Counter[Hashable]]:
    """What a report states, without places."""
    return {
        "cells": Counter((o.code, o.row, o.column, o.quantity, o.side, o.level, o.under) for o in report.observations),
        "budget lines": Counter(line.path for line in report.budget_lines),
        "indicators": Counter((i.level1, i.level2, i.level3, i.target, i.actual, i.weight, i.score) for i in report.indicators),
        "evaluations": Counter((e.project, e.score) for e in report.evaluations),
        "figures": Counter(f.quantity for f in report.figures),
        "projects": Counter(p.name for p in report.projects),
        "duties": Counter(d.text for d in report.duties),
        "divisions": Counter(d.name for d in report.divisions),
    }
