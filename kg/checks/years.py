"""Rules over the years of a unit: SPARQL over all reports, each result goes to the later report.

`part` and `together` bring reports that are not in a store there, `over_years` runs the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pyoxigraph import RdfFormat, Store

from kg.checks import catalogue, sparql
from kg.checks.catalogue import Rule
from kg.checks.engine import Checked, guarded
from kg.checks.grouping import joined
from kg.checks.judging import named
from kg.checks.outcomes import NOT_APPLICABLE, Result
from kg.checks.years_stated import over_years_of
from kg.parts import Years
from kg.store import Row
from kg.things import Things, lines


def part(things: Things) -> bytes:
    """What the rules over years need of a report, as N-Triples."""
    return lines(sparql.needed(things, "years"))


def together(parts: Iterable[bytes]) -> Store:
    """A store of the parts of several reports."""
    store = Store()
    for one in parts:
        store.bulk_load(one, format=RdfFormat.N_TRIPLES)
    return store


def over_years(checked: Sequence[Checked], store: Store) -> list[Checked]:
    """The results with those of the rules over years."""
    found = added(store, [one.report for one in checked])
    return [replace(one, results=joined(one.results, found[one.report])) for one in checked]


def added(store: Store, reports: Sequence[str], stated: Iterable[Years] | None = None) -> dict[str, list[Result]]:
    """What the rules over years say of each of these reports; one without last year's is not judged by them.

    `stated`: what the parts of all reports in the store say of it (`kg.parts.years`), so that it need not be asked.
    """
    known = over_years_of(stated) if stated is not None else {}
    gathered: dict[str, list[Result]] = defaultdict(list)
    for rule in [rule for rule in catalogue.rules() if rule.scope == "years"]:
        found: dict[str, list[Result]] = defaultdict(list)
        for result in guarded(rule, partial(_results, rule, store, known)):
            found[result.at[0].partition("#")[0] if result.at else ""].append(result)
        for report in reports:
            gathered[report] += found.get(report) or found.get("") or [Result(rule.id, NOT_APPLICABLE)]
    return gathered


def _results(rule: Rule, store: Store, known: Mapping[str, Sequence[Row]]) -> list[Result]:
    rows = known[rule.id] if rule.id in known else sparql.solutions(rule, store)
    return [named(result, rule.id, rule.severity) for result in sparql.results_of(rule, rows)]
