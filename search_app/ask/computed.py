"""Sums and differences of what is looked up: money in 万元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pyoxigraph import NamedNode, Store

from kg.store import rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Table, refused
from search_app.ask.candidates import Choice, Found
from search_app.ask.characters import small_number
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.look import Look, look
from search_app.ask.lookups import sources, value
from search_app.ask.notes import notes
from search_app.ask.operations import RANKS
from search_app.ask.plan import Asked
from search_app.ask.printed import listed, rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import around, either

_LESS = re.compile("少|低|(?<!中)小(?!微)")
_WAN = Decimal(10_000)
_SOME_PROJECTS = re.compile(r"[这那]?([二两三四五六七八九十]|\d{1,2})个")


def in_wan(place: Found) -> tuple[Decimal, str]:
    """The number in 万元 where it is money, else as printed, and its unit."""
    if place.amount is None:
        return place.number or Decimal(0), place.printed_unit
    from_money = place.printed_unit.endswith("元")
    return (place.amount / _WAN, "万元") if from_money else (place.amount, place.printed_unit)


def in_yuan(number: Decimal, unit: str) -> Decimal | None:
    """A computed number in 元; None where it is no money."""
    return number * _WAN if unit == "万元" else None


def total(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The sum over units, years, things or projects; a look-up where there is one number alone."""
    if reading.operation.over == "project":
        reading = of_projects(lexicon, reading)
        if said := other_number(reading):
            return refused(reading, refusals.cannot(f"“{said}”是哪几个：报告里有{len(reading.asked)}个项目"))
    if {"difference", "compare"} <= reading.operation.cues:
        return refused(reading, refusals.cannot("几个数之和与另一个数的差额"))
    seen = look(store, lexicon, reading.asked, reading.targets)
    choices = seen.every()
    if len(choices) < 2 and "average" in reading.operation.cues:
        return refused(reading, refusals.cannot("只有一个数的平均"), seen.sparql)
    if len(choices) < 2:
        return value(store, lexicon, reading)
    units = {in_wan(choice.best)[1] for choice in choices}
    if len(units) > 1 or _is_of_phases(reading):  # 一共多少批、多少人: what cannot be added up is told one by one
        return value(store, lexicon, reading)
    average = "average" in reading.operation.cues
    query = around("average" if average else "total", seen.sparql)
    unit = units.pop()
    added = sum((in_wan(choice.best)[0] for choice in choices), Decimal(0)) / (len(choices) if average else 1)
    number = rounded(added) if unit == "万元" or average else f"{added.normalize():f}"
    operands = "＋".join(shown(rounded(in_wan(choice.best)[0]) if unit == "万元" else choice.best.printed) for choice in choices)
    names = listed(dict.fromkeys(choice.best.unit_name for choice in choices))
    years = listed(f"{year}年" for year in dict.fromkeys(choice.best.year for choice in choices))
    what = listed(dict.fromkeys(seen.name(choice.best) for choice in choices))
    said = f"平均是{shown(number, unit)}（本站计算，{len(choices)}个数：" if average else f"加起来是{shown(number, unit)}（本站加总："
    text = f"{names}{years}{what}{said}{operands}）。"
    given = Given(number, unit, "平均" if average else "合计", in_yuan(added, unit))
    return Answer(reading, text + notes(seen, reading), (given,), operand_table(seen, choices), query, sources(choices))


def other_number(reading: Reading) -> str:
    """三个项目 where the reports have more or fewer: which are meant is not known."""
    said = next((part.text for part in reading.parts if part.kind == "project" and _SOME_PROJECTS.match(part.text)), "")
    number = _SOME_PROJECTS.match(said)
    return said if number and small_number(number[1]) != len(reading.asked) else ""


def _is_of_phases(reading: Reading) -> bool:
    """True for the budget and the final number of one thing, which no sum is made of."""
    return len({asked.aspect for asked in reading.asked}) > 1


def difference(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """How much more the first of two numbers is than the second."""
    seen = look(store, lexicon, reading.asked, reading.targets)
    choices = seen.every()
    if len(choices) != 2:
        return refused(reading, refusals.cannot("不是两个数的差额"), seen.sparql)
    first, second = (choice.best for choice in choices)
    query = subtraction(first, second, seen.sparql)
    (row,) = rows(store, query)
    number, unit = Decimal(row["difference"]), in_wan(first)[1]
    if reading.operation.rate and second.amount:
        number, unit = Decimal(row["percent"]), "%"
    words = f"{_full(seen, first)}{amount_of(first)}，{_full(seen, second)}{amount_of(second)}"
    apart = rounded(abs(number)) if unit in ("万元", "%") else str(abs(number))
    said = f"前者{'多' if number > 0 else '少'}{shown(apart, unit)}（本站计算）" if number else "一样多"
    text = f"{_whether(reading, number)}{words}，{said}。"
    more = _more(first, second, number, reading)
    return Answer(
        reading,
        text + notes(seen, reading),
        (*more, Given(apart, unit, "相差", in_yuan(abs(number), unit))),
        operand_table(seen, choices),
        either(query, seen.sparql) if more else query,
        sources(choices),
    )


def _whether(reading: Reading, difference: Decimal) -> str:
    """The answer to 是不是比…高; empty where that is not asked."""
    if "equal" in reading.operation.cues:
        return "不是。" if difference else "是。"
    if "yesno" not in reading.operation.cues:
        return ""
    return "是。" if (difference < 0 if _LESS.search(reading.typed) else difference > 0) else "不是。"


def _more(first: Found, second: Found, difference: Decimal, reading: Reading) -> tuple[Given, ...]:
    """The unit that has more, or less, where 谁 or 哪家 asks for it."""
    if not reading.operation.cues & RANKS or first.unit == second.unit:
        return ()
    greater, smaller = (first, second) if difference >= 0 else (second, first)
    return (Given((smaller if reading.operation.order == "lowest" else greater).unit_name),)


def subtraction(now: Found, before: Found, inner: str) -> str:
    """The query of the difference between two places that `inner` gives."""
    return around("difference", inner, {"now": [(NamedNode(now.source.place), NamedNode(before.source.place))]})


def operand_table(seen: Look, choices: Sequence[Choice]) -> Table:
    """The numbers that an answer is computed from, or the ranking."""
    rows_ = [(c.best.unit_name, str(c.best.year), c.best.subject_name or seen.name(c.best), *told_as(c.best)) for c in choices]
    return Table(("单位", "年度", "项目", "数值", "数值单位"), tuple(rows_))


def told_as(place: Found) -> tuple[str, str]:
    """The number and its unit as answers that compute tell them: money in 万元 with two decimals."""
    number, unit = in_wan(place)
    return (rounded(number) if unit == "万元" else place.printed), unit


def amount_of(place: Found) -> str:
    """The same in one."""
    return shown(*told_as(place))


def _full(seen: Look, place: Found) -> str:
    return f"{place.unit_name}{place.year}年{seen.name(place)}"


def of_projects(lexicon: Lexicon, reading: Reading) -> Reading:
    """The field asked for, of every project of the units."""
    aspects = [asked.aspect for asked in reading.asked if asked.aspect] or [
        FIELDS_OF_PROJECTS.get(term.key, "") for one in reading.asked for term in one.terms
    ]
    bound = reading.operation.limit
    usual = _ASPECTS_OF_UNITS.get(bound.unit if bound else "", "executed")
    aspect = next((aspect for aspect in aspects if aspect and (aspect != "executed" or usual == "executed")), usual)
    wanted = set(reading.targets)
    asked = tuple(
        Asked(project.name, (Term("project", project.iri),), aspect)
        for project in lexicon.projects
        if any((project.unit, year) in wanted for year in project.years)
    )
    return replace(reading, asked=asked)


_ASPECTS_OF_UNITS = {"%": "rate", "成": "rate", "分": "score"}
FIELDS_OF_PROJECTS = {
    "executionRate": "rate",
    "selfScore": "score",
    "initialBudget": "initial",
    "fullBudget": "full",
    "executedAmount": "executed",
}
