"""Rules over the years of a unit: SPARQL over all reports, each result goes to the later report.

`part` and `together` bring reports that are not in a store there, `over_years` runs the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import RdfFormat, Store

from kg.checks import catalogue, sparql
from kg.checks.engine import Checked, guarded
from kg.checks.grouping import joined
from kg.checks.judging import named
from kg.checks.outcomes import NOT_APPLICABLE, Result
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


def added(store: Store, reports: Sequence[str]) -> dict[str, list[Result]]:
    """What the rules over years say of each of these reports; one without last year's is not judged by them."""
    gathered: dict[str, list[Result]] = defaultdict(list)
    for rule in [rule for rule in catalogue.rules() if rule.scope == "years"]:
        found: dict[str, list[Result]] = defaultdict(list)
        for result in guarded(rule, lambda rule=rule: [named(r, rule.id, rule.severity) for r in sparql.results(rule, store)]):  # type: ignore[misc]
            found[result.at[0].partition("#")[0] if result.at else ""].append(result)
        for report in reports:
            gathered[report] += found.get(report) or found.get("") or [Result(rule.id, NOT_APPLICABLE)]
    return gathered
