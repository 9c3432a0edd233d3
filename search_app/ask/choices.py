"""Questions to choose from where one is not clear, or cannot be answered as it is: other units of the name, the years there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search_app.ask.characters import folded
from search_app.ask.lexicon import Unit
from search_app.ask.reading import Part, Reading
from search_app.ask.years import years_in

_MOST = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A question in place of the one that was asked; `label` says in what it differs."""

    label: str
    question: str


def choices(reading: Reading) -> tuple[Choice, ...]:
    """At most six, the likeliest first; none where the question is clear."""
    if reading.candidates:
        return tuple(_of_units(reading))[:_MOST]
    if len(reading.units) == 1 and not reading.every_unit:
        return tuple(_of_years(reading, reading.units[0]))[:_MOST]
    return ()


def _of_units(reading: Reading) -> Iterator[Choice]:
    """The question with the full name of each unit that may be meant: first those that have the years asked, then those with most."""
    part = next((part for part in reading.parts if part.kind == "unit"), None)
    if part is not None:
        years = {year for other in reading.parts if other.kind == "year" for year in years_in(folded(other.text))}
        likeliest = sorted(reading.candidates, key=lambda unit: (not years <= set(unit.years), -len(unit.years), unit.name))
        yield from (Choice(unit.name, _with(reading.typed, part, unit.name)) for unit in likeliest)


def _of_years(reading: Reading, unit: Unit) -> Iterator[Choice]:
    """The question about the unit's other years, where it names none or one that is not loaded, the newest first."""
    years = [part for part in reading.parts if part.kind == "year"]
    if len(years) > 1 or reading.period.every or (years and reading.targets) or reading.period.relative:
        return
    place = years[0] if years else next((part for part in reading.parts if part.kind == "unit"), None)
    if place is None:
        return
    for year in reversed(unit.years):
        if year not in reading.years:
            yield Choice(f"{year}年", _with(reading.typed, place, f"{year}年" if years else f"{place.text}{year}年"))


def _with(typed: str, part: Part, text: str) -> str:
    return typed[: part.start] + text + typed[part.end :]
