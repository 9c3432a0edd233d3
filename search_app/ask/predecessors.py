"""Units together with those that they were before: 连同它的前身."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import NamedNode, Store

from kg.store import rows
from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.periods import targets
from search_app.ask.reading import Reading
from search_app.ask.templates import fill


def with_predecessors(store: Store, lexicon: Lexicon, reading: Reading) -> Reading:
    """The reading with the units' predecessors, where the question says so; a year that only those have is then no reason to refuse."""
    if "with_former" not in reading.operation.cues or reading.left or not reading.asked or reading.every_unit:
        return reading
    units = tuple(dict.fromkeys((*_former(store, lexicon, reading), *reading.units)))
    loaded = {year for unit in units for year in unit.years}
    if len(units) == len(reading.units) or not set(reading.period.years) <= loaded:
        return reading
    years = sorted(targets(reading.period, units, together=False), key=lambda pair: pair[1])
    return replace(reading, units=units, targets=tuple(years), earlier=(), refusal="")


def _former(store: Store, lexicon: Lexicon, reading: Reading) -> Iterator[Unit]:
    query = fill("former-names", {"unit": [(NamedNode(unit.iri),) for unit in reading.units]})
    names = {row["former"] for row in rows(store, query) if row["former"]}
    return (unit for unit in lexicon.units if names & {unit.name, *unit.also} and unit not in reading.units)
