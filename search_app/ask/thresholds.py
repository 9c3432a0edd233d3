"""What lies within a bound: 执行率低于80%的项目, 三公经费超过5万元的单位; or whether one number does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pyoxigraph import Literal, Store

from ontology.terms import XSD
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused
from search_app.ask.candidates import Choice, Found
from search_app.ask.computed import of_projects, operand_table
from search_app.ask.lexicon import Lexicon
from search_app.ask.limits import Limit
from search_app.ask.look import Look, look
from search_app.ask.lookups import given, not_printed, sources
from search_app.ask.narrowed import narrowed
from search_app.ask.notes import notes
from search_app.ask.printed import listed, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import around


def threshold(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The units, years or projects whose number lies within the bound; for one number alone whether it does."""
    bound = reading.operation.limit
    if reading.operation.over == "project":
        reading = of_projects(lexicon, reading)
        reading = replace(reading, asked=narrowed(lexicon, reading))
    if not reading.asked or bound is None:
        return refused(reading, refusals.NOTHING_ASKED)
    seen = look(store, lexicon, reading.asked if reading.operation.over == "project" else reading.asked[:1], reading.targets)
    within = dict(_compared(seen, bound))
    if not within:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    if len(reading.targets) == 1 and reading.operation.over != "project":
        return _whether(seen, reading, next(iter(within)), bound, holds=next(iter(within.values())))
    return _which(seen, reading, [choice for choice in seen.every() if within.get(choice.best)], bound)


def _compared(seen: Look, bound: Limit) -> Iterator[tuple[Found, bool]]:
    """Every number that can be compared with the bound, and whether it lies within."""
    for choice in seen.every():
        amount, least = choice.best.amount, _bound(bound, choice.best)
        if amount is not None and least is not None:
            yield choice.best, bound.holds(amount, least)


def _bound(bound: Limit, place: Found) -> Decimal | None:
    return bound.bound(place.printed_unit.endswith("元"))


def _query(seen: Look, place: Found, bound: Limit) -> str:
    number = _bound(bound, place) or Decimal(0)
    ends = (Literal(str(end), datatype=XSD.decimal) for end in (number, bound.above(number)))
    return around("threshold", seen.sparql, {"relation": [(Literal(bound.relation), *ends)]})


def _whether(seen: Look, reading: Reading, place: Found, bound: Limit, *, holds: bool) -> Answer:
    said = f"{place.unit_name}{place.year}年{seen.full_name(place)}为{shown(place.printed, place.printed_unit)}"
    text = f"{'是' if holds else '不是'}。{said}，{'' if holds else '没有'}{bound}。{notes(seen, reading)}"
    return Answer(reading, text, (given(seen, place),), None, seen.sparql, sources(seen.every()))


def _which(seen: Look, reading: Reading, having: list[Choice], bound: Limit) -> Answer:
    projects = reading.operation.over == "project"
    names = [choice.best.subject_name or choice.best.asked if projects else choice.best.unit_name for choice in having]
    numbers = [shown(choice.best.printed, choice.best.printed_unit) for choice in having]
    said = listed(f"{name}（{number}）" for name, number in zip(names, numbers, strict=True))
    years = listed(f"{year}年" for year in reading.years)
    units = "" if reading.every_unit or not projects else listed(unit.name for unit in reading.units)
    found = f"有{len(having)}个：{said}" if having else "没有"
    text = f"{units}{years}{seen.full_name(seen.every()[0].best) if not projects else ''}{bound}的{'项目' if projects else '单位'}{found}。"
    values = tuple(Given(name, "", number) for name, number in zip(names, numbers, strict=True))
    if reading.operation.cues & {"count_units", "count_projects", "count"}:
        values = (Given(str(len(having)), "个", "项目数" if projects else "单位数"),)
    query = _query(seen, seen.every()[0].best, bound)
    return Answer(reading, text + notes(seen, reading), values, operand_table(seen, having) if having else None, query, sources(having))
