"""Which years a question asks of which units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.spans import Span

_BEFORE_NEWEST = {"this_year": 0, "last_year": 1, "before_last": 2}


@dataclass(frozen=True, slots=True)
class Period:
    """The years asked for; none: the newest that is loaded. `every`: all that are loaded.

    `relative`: the word that was counted from the newest.
    """

    years: tuple[int, ...] = ()
    every: bool = False
    relative: str = ""


def period(lexicon: Lexicon, spans: Sequence[Span], units: Sequence[Unit]) -> Period:
    """The years that the words name; 去年 and the like count from the newest year loaded for these units, and the answer says so."""
    years = tuple(dict.fromkeys(int(year) for span in spans for year in span.of("year")))
    if years:
        return Period(years)
    newest = max((year for unit in units or lexicon.units for year in unit.years), default=0)
    for span in spans:
        for number in span.of("last_years"):
            loaded = {year for unit in units or lexicon.units for year in unit.years if year > newest - int(number)}
            return Period(tuple(sorted(loaded)), relative=span.text)
        for cue, back in _BEFORE_NEWEST.items():
            if span.says(cue):
                return Period((newest - back,), relative=span.text)
    return Period(every=any(span.says("every_year", "every_report", "which_year", "trend", "ever") for span in spans))


def targets(period: Period, units: Sequence[Unit], *, together: bool) -> tuple[tuple[str, int], ...]:
    """Pairs of unit IRI and year that are loaded. `together`: without a year, the newest of all units counts for each of them."""
    newest = max((year for unit in units for year in unit.years), default=0)
    found: list[tuple[str, int]] = []
    for unit in units:
        if period.every:
            wanted: Sequence[int] = unit.years
        else:
            wanted = period.years or ((newest,) if together else unit.years[-1:])
        found += [(unit.iri, year) for year in wanted if year in unit.years]
    return tuple(found)


def paired(spans: Sequence[Span], units: Sequence[Unit]) -> tuple[tuple[Unit, int], ...]:
    """Every unit with the year that is said of it alone: 甲2019年、乙2024年; empty where units and years do not take turns."""
    marks = [span for span in spans if span.of("unit", "bare", "year")]
    years = [span for span in marks if span.of("year")]
    alternating = all(bool(a.of("year")) != bool(b.of("year")) for a, b in pairwise(marks))
    if len(units) < 2 or not alternating or not len(years) == len(units) == len(marks) / 2 or any(len(y.of("year")) > 1 for y in years):
        return ()
    return tuple((unit, int(span.of("year")[0])) for unit, span in zip(units, years, strict=True))
