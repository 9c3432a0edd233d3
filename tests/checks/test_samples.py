"""The samples: clean ones give no error, planted faults are found, and numbers that are changed are found by some rule."""

from __future__ import annotations

from itertools import islice

import pytest
from pyoxigraph import Store

from benchmarks.mutation import IRIS, cell_changes, clean, findings
from ingest.formats import read_document
from ingest.pipeline import facts
from kg.checks.engine import Checked, check_facts, check_quads
from kg.checks.outcomes import FAILED, NOT_APPLICABLE, OUTCOMES, PASSED
from kg.checks.years import over_years
from kg.facts import ReportFacts
from kg.mapper import quads
from tests.samples.render import render
from tests.samples.spec import Spec, specs

# A fault that a spec plants in its own figures, not by a print: it stays in the clean sample.
OWN = {"s06": {"ind-missed"}}


@pytest.fixture(scope="module")
def bare() -> dict[str, ReportFacts]:
    """The samples without planted faults."""
    return {spec.id: facts(clean(spec), "0" * 64) for spec in specs()}


def planted(spec: Spec) -> Checked:
    """The sample as it ships."""
    return check_facts(facts(read_document(render(spec).text.encode(), spec.file_name), "0" * 64), IRIS)


@pytest.mark.parametrize("number", range(len(specs())))
def test_a_clean_sample_has_no_error(bare: dict[str, ReportFacts], number: int) -> None:
    name = specs()[number].id
    checked = check_facts(bare[name], IRIS)
    assert {r.rule for r in checked.findings if r.severity == "error"} <= OWN.get(name, set())
    assert {r.outcome for r in checked.results} <= set(OUTCOMES)


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("s01", {"text-changes", "line-zero", "form-titles"}),
        ("s02", {"text-shares", "ev-scores", "ev-score-text", "project-names"}),
        ("s03", {"b01-03-class", "t01-spending-total", "ev-rate", "text-procurement"}),
        ("s04", {"text-shares", "ev-weights", "ev-limit", "ev-level1"}),
        ("s05", {"t05-row", "t05-hierarchy", "line-rate"}),
        ("s07", {"t07-vehicles", "t07-total", "ev-score-text"}),
        ("s08", {"t02-hierarchy", "t02-row", "x-running"}),
        ("s09", {"text-changes", "text-vehicles"}),
        ("s11", {"ev-rate"}),
    ],
)
def test_planted_faults_are_found(name: str, rules: set[str]) -> None:
    spec = next(spec for spec in specs() if spec.id == name)
    assert rules <= {r.rule for r in planted(spec).findings}


def test_changed_cells_are_found_and_named(bare: dict[str, ReportFacts]) -> None:
    """Every 97th cell; the whole run is `python -m benchmarks.mutation`."""
    tried, found, named = 0, 0, 0
    for held in (bare["s03"], bare["s05"], bare["s10"]):
        known = findings(check_facts(held, IRIS))
        for cell, other in islice(cell_changes(held), 11, None, 97):
            after = check_facts(other, IRIS)
            new = [r for r in after.findings if r.severity != "info" and (r.rule, r.where, r.stated) not in known]
            place = f"{after.report}#{cell.place.fragment}"
            tried, found, named = tried + 1, found + bool(new), named + any(place in r.at for r in new)
    assert found >= 0.9 * tried
    assert named >= 0.8 * tried


def test_over_the_years_the_opening_is_last_years_closing(bare: dict[str, ReportFacts]) -> None:
    """s05 follows s04, with another opening than its books end with; s06 and s02 fit; s10 has no report before it."""
    assert _years(bare["s04"], bare["s05"])["year-opening"] == {FAILED}
    assert _years(bare["s04"], bare["s05"])["year-base"] == {PASSED}
    assert FAILED not in set().union(*_years(bare["s06"], bare["s02"]).values())
    assert set().union(*_years(bare["s10"], bare["s05"]).values()) == {NOT_APPLICABLE}


def _years(*held: ReportFacts) -> dict[str, set[str]]:
    """Outcomes of the rules over years for the last report."""
    store = Store()
    for one in held:
        store.bulk_extend(quads(one, IRIS))
    last = over_years([check_facts(one, IRIS) for one in held], store)[-1]
    found: dict[str, set[str]] = {}
    for result in last.results:
        if result.rule.startswith("year-"):
            found.setdefault(result.rule, set()).add(result.outcome)
    return found


def test_a_release_gives_what_a_draft_gives(bare: dict[str, ReportFacts]) -> None:
    """The order of the quads changes nothing."""
    held = bare["s02"]
    graph = quads(held, IRIS)
    assert check_quads(IRIS.report(held.info).value, reversed(graph)) == check_facts(held, IRIS)
