"""What a reader must know beside a value: the year that was taken, what is missing, where the report contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator

from search_app.ask.candidates import Choice
from search_app.ask.look import Look
from search_app.ask.printed import decimals, listed, shown
from search_app.ask.reading import Reading

_MOST = 3  # contradictions that are told


def notes(seen: Look, reading: Reading) -> str:
    """All of them, each a sentence; empty where there is nothing to say."""
    contradictions = [text for choice in seen.every() if (text := _contradiction(choice))]
    return year_note(reading) + "".join(_missing(seen, reading)) + "".join(contradictions[:_MOST])


def year_note(reading: Reading) -> str:
    """Which year was taken, where the question names none."""
    if reading.period.relative:
        return f"“{reading.period.relative}”按已载入的最新年度推算，是{listed(map(str, reading.years))}年。"
    if reading.period.years or reading.period.every:
        return ""
    if len(reading.years) > 1 and len({unit for unit, _ in reading.targets}) == len(reading.targets):
        return f"没有写年度，各单位按各自最新载入的年度回答（{listed(map(str, reading.years))}年）。"
    return f"没有写年度，按最新载入的{listed(map(str, reading.years))}年回答。"


def _missing(seen: Look, reading: Reading) -> Iterator[str]:
    """Units, years and things that were asked for and are not printed."""
    if reading.operation.over == "project":
        return
    printed = {key[1:] for key in seen.choices}
    names = {unit.iri: unit.name for unit in reading.units}
    silent = [f"{names[unit]}{year}年" for unit, year in reading.targets if (unit, year) not in printed]
    if silent:
        yield f"{listed(silent)}没有单列这一项。"
    if not reading.every_unit:
        unloaded = [f"{unit.name}{year}年" for unit in reading.units for year in reading.period.years if year not in unit.years]
        yield f"没有载入{listed(unloaded)}的报告。" if unloaded else ""
    if lost := seen.lost():
        yield f"报告没有单列{listed(lost)}。"


def _contradiction(choice: Choice) -> str:
    """Another number that the report prints for the same thing; empty where there is none."""
    if not choice.disagreeing:
        return ""
    best, other = choice.best, choice.disagreeing[0]
    number = shown(other.printed, other.printed_unit)
    if best.in_table and not other.in_table:
        return f"表中是{shown(best.printed, best.printed_unit)}，文字写{number}。这里用表中的数。"
    where = other.source.statement.rpartition(" > ")[2] or ("表中" if other.in_table else "说明文字")
    if other.in_table and not best.in_table and decimals(other.printed) < decimals(best.printed):
        return f"{where}印的是{number}，少印了小数位。这里用文字中的数。"
    return f"另一处（{where}）印的是{number}。"
