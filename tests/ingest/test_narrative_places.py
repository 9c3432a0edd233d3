"""Every fact of the narrative quotes exactly what is printed at its place: the samples, and real reports where given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest
from ingest.pipeline import extract
from ingest.sources import find_files
from kg.facts import ReportFacts, TextPlace

SAMPLES = Path(ingest.__file__).parent / "samples" / "reports"
REAL = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))


def quotes(facts: ReportFacts) -> Iterator[tuple[str, str]]:
    """What each fact says and what is printed at its place."""
    texts = {p.number: p.text for p in facts.passages}

    def at(place: object) -> str:
        assert isinstance(place, TextPlace)
        assert 0 <= place.start < place.end <= len(texts[place.passage])
        return texts[place.passage][place.start : place.end]

    yield from ((d.text.partition("\n")[2] or d.text, at(d.place)) for d in facts.duties)
    yield from ((d.name, at(d.place)) for d in facts.divisions if at(d.place).startswith(d.name[:1]))
    yield from ((h.quantity.printed, at(h.place)) for h in facts.headcounts)
    yield from ((line.final.printed if line.final else "", at(line.place)) for line in facts.budget_lines)
    yield from ((figure.quantity.printed.lstrip("-").rstrip("万亿"), at(figure.place)) for figure in facts.figures)
    yield from ((mention.text, at(mention.place)) for mention in facts.mentions)


def check(folder: Path) -> None:
    files = find_files([folder])[:4]
    assert files
    for source in files:
        facts = extract(source)
        assert facts.duties and facts.figures
        wrong = [(said, printed) for said, printed in quotes(facts) if said.split("\n")[0] not in printed]
        assert wrong == []
        assert all(figure.text and figure.what for figure in facts.figures)


def test_samples() -> None:
    check(SAMPLES)


@pytest.mark.real
def test_real_reports() -> None:
    if not REAL.is_dir():
        pytest.skip(f"no real reports at {REAL}; set JUESUAN_REPORTS")
    check(REAL)
