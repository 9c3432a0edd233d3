"""Which projects a unit has, and which of them have a self-evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Store

from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.computed import FIELDS_OF_PROJECTS, of_projects, operand_table, other_number
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import aspect_name, look
from search_app.ask.lookups import sources
from search_app.ask.notes import year_note
from search_app.ask.plan import Asked
from search_app.ask.printed import listed, plain, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows


def projects(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The projects of the units and years, or how many there are."""
    if reading.asked and all(_is_field(asked) for asked in reading.asked):
        return _fields(store, lexicon, reading)
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


def _is_field(asked: Asked) -> bool:
    """True for what a project's own record says: score, execution rate, budget, what was spent."""
    names = {term.key for term in asked.terms if term.kind == "measure"}
    return bool(asked.aspect) or bool(names & {*FIELDS_OF_PROJECTS, "expenditureOfYear"})


def _fields(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """What is asked of every project: 各项目的执行率."""
    named = of_projects(lexicon, reading)
    if said := other_number(named):
        return refused(reading, refusals.cannot(f"“{said}”是哪几个：报告里有{len(named.asked)}个项目"))
    seen = look(store, lexicon, named.asked, named.targets)
    choices = seen.every()
    if not choices:
        return refused(
            reading, refusals.no_such("", "项目的这个数", f"{listed(unit.name for unit in reading.units[:3])}的报告里"), seen.sparql
        )
    names = [choice.best.subject_name or choice.best.asked for choice in choices]
    said = listed(f"{name}{shown(choice.best.printed, choice.best.printed_unit)}" for name, choice in zip(names, choices, strict=True))
    where = f"{listed(unit.name for unit in reading.units[:3])}{listed(map(str, reading.years))}年"
    text = f"{where}{len(choices)}个项目的{aspect_name(named.asked[0])}：{said}。{year_note(reading)}"
    values = tuple(Given(plain(choice.best.printed), choice.best.printed_unit, name) for name, choice in zip(names, choices, strict=True))
    return Answer(reading, text, values, operand_table(seen, choices), seen.sparql, sources(choices))


def _given(found: Sequence[Row], reading: Reading) -> tuple[Given, ...]:
    if "count_projects" in reading.operation.cues or (reading.operation.cues & {"count"} and "listing" not in reading.operation.cues):
        return (Given(str(len(found)), "个", "项目数"),)
    return tuple(Given(row["named"], "", row["unit_name"] if len(reading.units) > 1 else "") for row in found)


def _sentence(found: Sequence[Row], what: str, where: str, reading: Reading) -> str:
    return f"{where}{'做了' if '自评' in what else '有'}{len(found)}个{what}：{listed(row['named'] for row in found)}。{year_note(reading)}"


def _table(found: Sequence[Row]) -> Table:
    return Table(("单位", "年度", "项目"), tuple((row["unit_name"], row["year"], row["named"]) for row in found))


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row["statement"], None, None, row["named"], row["place"])
