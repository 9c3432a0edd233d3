"""Which projects a unit has, and which of them have a self-evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Store

from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows


def projects(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The projects of the units and years, or how many there are."""
    evaluated = bool(reading.operation.cues & {"evaluated", "evaluation"})
    query = fill("evaluated-projects" if evaluated else "projects", {"unit": target_rows(reading.targets)})
    found = list(rows(store, query))
    what = "项目支出绩效自评" if evaluated else "项目"
    where = f"{listed(unit.name for unit in reading.units[:3])}{listed(map(str, reading.years))}年"
    if not found:
        return refused(reading, refusals.no_such("", what, f"{where}的报告里"), query)
    by_project = {row["project"]: row for row in reversed(found)}
    once = [row for row in found if by_project[row["project"]] is row]
    values = _given(once, reading)
    return Answer(reading, _sentence(once, what, where, reading), values, _table(once), query, tuple(map(_source, once)))


def _given(found: Sequence[Row], reading: Reading) -> tuple[Given, ...]:
    if "count_projects" in reading.operation.cues:
        return (Given(str(len(found)), "个", "项目数"),)
    return tuple(Given(row["named"], "", row["unit_name"] if len(reading.units) > 1 else "") for row in found)


def _sentence(found: Sequence[Row], what: str, where: str, reading: Reading) -> str:
    return f"{where}{'做了' if '自评' in what else '有'}{len(found)}个{what}：{listed(row['named'] for row in found)}。{year_note(reading)}"


def _table(found: Sequence[Row]) -> Table:
    return Table(("单位", "年度", "项目"), tuple((row["unit_name"], row["year"], row["named"]) for row in found))


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row["statement"], None, None, row["named"], row["place"])
