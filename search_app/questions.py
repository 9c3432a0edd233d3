"""Questions to begin with: made from what the release holds, and kept only where they have an answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from search_app.answers import answer, lexicon
from search_app.ask.lexicon import Lexicon, Unit
from search_app.holdings import MARKS, holdings
from search_app.shelf import Reading
from search_app.sparql.errors import OutOfTime

SHOWN = 6
_ACCOUNTS = tuple(MARKS)[:2]
_UNITS = 4
# {unit} has 决算 of {year}, which is the newest year; {evaluated} a 自评报告 of {evaluated_year}.
_TEMPLATES = (
    "{unit}{year}年三公经费是多少",
    "{year}年支出前三名的单位",
    "{evaluated}{evaluated_year}年哪些绩效指标没有完成",
    "{unit}{year}年支出比上年增加了多少",
    "{unit}{year}年有哪些项目",
    "{unit}有哪些职责",
    "{unit}{year}年基本支出占总支出的比例",
    "{unit}{year}年政府采购支出是多少",
)


def questions(reading: Reading) -> list[str]:
    """Six questions at most that this release answers, worked out once; on a machine too busy for that, those found in time."""
    kept = reading.memory.get("questions")
    if isinstance(kept, list):
        return kept
    names = lexicon(reading)
    found: list[str] = []
    try:
        for text in islice(_answered(reading, names) if names else (), SHOWN):
            found.append(text)
    except OutOfTime:
        return found
    reading.memory["questions"] = found
    return found


def _answered(reading: Reading, names: Lexicon) -> Iterator[str]:
    return (text for text in dict.fromkeys(_candidates(reading, names)) if answer(reading, text).text)


def _candidates(reading: Reading, names: Lexicon) -> Iterator[str]:
    """The templates, each with another of the units of the newest year."""
    accounts = _newest(reading, names, _ACCOUNTS)
    evaluations = _newest(reading, names, tuple(MARKS)[2:]) or accounts
    if not accounts:
        return
    for template, (unit, year), (evaluated, evaluated_year) in zip(_TEMPLATES, cycle(accounts), cycle(evaluations), strict=False):
        yield template.format(unit=unit.name, year=year, evaluated=evaluated.name, evaluated_year=evaluated_year)


def _newest(reading: Reading, names: Lexicon, types: tuple[str, ...]) -> list[tuple[Unit, int]]:
    """A few units with a report of those types in the newest year that has one."""
    reports = [report for report in holdings(reading).reports if report.type in types]
    year = max((report.year for report in reports), default=0)
    paths = dict.fromkeys(report.unit_href for report in reports if report.year == year)
    units = [unit for path in paths for unit in names.units if unit.iri.endswith(path)]
    return [(unit, year) for unit in units[:_UNITS]]
