"""Rules over years on reports of one unit whose books go on from year to year."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest
from pyoxigraph import Store

from benchmarks.corpus import corpus
from benchmarks.mutation import IRIS, cell_changes
from ingest.formats import read_document
from ingest.pipeline import facts
from kg.checks import sparql
from kg.checks.catalogue import by_id
from kg.checks.engine import Checked, check_facts
from kg.checks.outcomes import FAILED, PASSED, WARNING, Result
from kg.checks.years import added, over_years, part, together
from kg.facts import Observation, ReportFacts
from kg.mapper import stated
from kg.parts import part_of
from kg.things import quads
from tests.samples.render import Sample


@cache
def two_years() -> tuple[ReportFacts, ReportFacts]:
    """The first two reports of a unit that follow each other, where the later one tells how its total has changed."""
    samples = list(corpus(12, 0, 0.0))
    pairs = [(last, this) for last, this in zip(samples, samples[1:], strict=False) if last.spec.unit == this.spec.unit]
    read = ((_read(last), _read(this)) for last, this in pairs)
    return next(pair for pair in read if sparql.results(by_id()["year-base"], together(part(stated(one, IRIS)) for one in pair)))


def _read(sample: Sample) -> ReportFacts:
    return facts(read_document(sample.text.encode(), sample.spec.file_name), "0" * 64)


def judged(*held: ReportFacts) -> list[Result]:
    """The results of the rules over years for the last report."""
    store = together(part(stated(one, IRIS)) for one in held)
    return [r for r in over_years([Checked(IRIS.report(one.info).value, ()) for one in held], store)[-1].results]


def other(held: ReportFacts, fits: Callable[[Observation], bool]) -> ReportFacts:
    """The report with the first cell changed that fits."""
    return next(changed for cell, changed in cell_changes(held) if fits(cell))


def of(held: ReportFacts, kind: str) -> int:
    """The number of the table of that kind."""
    return next(table.number for table in held.tables if table.kind == kind)


def test_books_that_go_on_hold() -> None:
    found = judged(*two_years())
    assert {r.rule for r in found if r.outcome == PASSED} == {"year-base", "year-opening", "year-opening-fiscal"}
    assert not [r for r in found if r.outcome == FAILED]


@pytest.mark.parametrize(
    ("rule", "kind", "balance", "side"),
    [
        ("year-opening", "incomeExpenditure", "closing", "支出"),
        ("year-opening-fiscal", "fiscalSummary", "closing", "支出"),
        ("year-base", "incomeExpenditure", "total", "收入"),
    ],
)
def test_another_number_last_year_is_found(rule: str, kind: str, balance: str, side: str) -> None:
    last, this = two_years()
    number = of(last, kind)
    wrong = other(last, lambda cell: (cell.place.table, cell.balance, cell.side, cell.under) == (number, balance, side, ""))
    found = [r for r in judged(wrong, this) if r.rule == rule and r.outcome == FAILED]
    assert found
    assert all(r.severity == WARNING and r.group and r.message.count("最可能") <= 1 for r in found)


def test_what_is_told_of_a_report_stays_as_it_is() -> None:
    """The findings of one report are grouped once: the number at fault is named once, and its group keeps its name."""
    last, this = two_years()
    number = of(this, "expenditure")
    wrong = other(this, lambda cell: cell.place.table == number and cell.is_leaf and cell.expenditure == "basic")
    alone = check_facts(wrong, IRIS)
    assert any("最可能是" in r.message for r in alone.findings)
    store = together(part(stated(one, IRIS)) for one in (last, wrong))
    later = over_years([Checked(IRIS.report(last.info).value, ()), alone], store)[-1]
    assert later.results[: len(alone.results)] == alone.results


def test_parts_say_what_a_store_would_answer() -> None:
    held = two_years()
    store, reports = together(part(stated(one, IRIS)) for one in held), [IRIS.report(one.info) for one in held]
    parts = [part_of(report.value, quads(stated(one, IRIS), report), IRIS) for report, one in zip(reports, held, strict=True)]
    names = [report.value for report in reports]
    assert added(Store(), names, [json.loads(one.years) for one in parts]) == added(store, names)
