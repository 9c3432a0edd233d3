"""Of very many projects those that can be in an answer: the first by a number, or those within a bound.

Every project has places of its own, so that looking up thousands to tell of three takes most of a second. The tables say in some
milliseconds between which numbers those of a project lie; only those that can count are looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from pyoxigraph import NamedNode

from search_app.ask.columns import FIELDS, NEEDED
from search_app.ask.lexicon import Lexicon
from search_app.ask.limits import Limit
from search_app.ask.plan import Asked, meanings
from search_app.ask.reading import Reading

_MANY = 200  # projects; fewer are all looked up
_MONEY = frozenset({"executed", "initialBudget", "fullBudget", "final"})
_RANGES = """
SELECT thing, organization_iri, year, min(amount) AS least, max(amount) AS most FROM places
WHERE year BETWEEN ? AND ? AND part IN ('evaluations', 'lines', 'records') AND field IN (SELECT unnest(?)) AND amount IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""

Range = tuple[str, Decimal, Decimal]
"""The IRI of a project, the least and the most that is printed for it."""


def narrowed(lexicon: Lexicon, reading: Reading) -> tuple[Asked, ...]:
    """Those of the projects asked for that can be in the answer, one at least; all of them where they are few."""
    tables = lexicon.tables
    if len(reading.asked) <= _MANY or tables is None or not set(tables.names) >= NEEDED:
        return reading.asked
    fields = list(dict.fromkeys(_fields(lexicon, reading.asked[0])))
    printed = tables.rows(_RANGES, [min(reading.years), max(reading.years), fields]) if fields else []
    ranges = list(_of_asked(reading, printed))
    if not ranges:
        return reading.asked
    bound = reading.operation.limit
    found = _within(ranges, bound, of_money=not _MONEY.isdisjoint(fields)) if bound else _first(ranges, reading)
    kept = {one for one, _, _ in found or ranges[:1]}
    return tuple(asked for asked in reading.asked if asked.terms[0].key in kept)


def _fields(lexicon: Lexicon, asked: Asked) -> Iterator[str]:
    """The fields of self-evaluations, records and budget lines that hold what is asked; none where one holds no number."""
    for meaning in meanings(asked, lexicon, [], frozenset()):
        for place in meaning.places:
            field = dict(place.fixed).get("property")
            if isinstance(field, NamedNode) and field in FIELDS:
                yield FIELDS[field]


def _of_asked(reading: Reading, printed: Sequence[dict[str, Any]]) -> Iterator[Range]:
    targets, projects = set(reading.targets), {asked.terms[0].key for asked in reading.asked}
    for row in printed:
        if row["thing"] in projects and (row["organization_iri"], row["year"]) in targets:
            yield row["thing"], row["least"], row["most"]


def _within(ranges: Sequence[Range], bound: Limit, *, of_money: bool) -> list[Range]:
    """The projects of which one number may lie within the bound."""
    number = bound.bound(of_money)
    if number is None:
        return []
    most = bound.above(number) if bound.relation == "between" else number
    if bound.relation in ("atLeast", "over"):
        return [one for one in ranges if bound.holds(one[2], number)]
    if bound.relation in ("atMost", "under"):
        return [one for one in ranges if bound.holds(one[1], number)]
    return [one for one in ranges if one[2] >= number and one[1] <= most]


def _first(ranges: Sequence[Range], reading: Reading) -> list[Range]:
    """The projects that may be among the first; all where the question wants them in order."""
    count, lowest = reading.operation.first, reading.operation.order == "lowest"
    if not count:
        return list(ranges)
    if lowest:
        last = sorted(most for _, _, most in ranges)[min(count, len(ranges)) - 1]
        return [one for one in ranges if one[1] <= last]
    last = sorted((least for _, least, _ in ranges), reverse=True)[min(count, len(ranges)) - 1]
    return [one for one in ranges if one[2] >= last]
