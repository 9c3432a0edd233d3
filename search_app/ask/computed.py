"""Sums, ranks and differences of what is looked up: money in 万元."""

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
from search_app.ask.joined import joined
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.look import Look, aspect_name, look
from search_app.ask.lookups import not_printed, sources, value
from search_app.ask.notes import notes
from search_app.ask.operations import RANKS
from search_app.ask.plan import Asked
from search_app.ask.printed import listed, rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import around, either

_LESS = re.compile("[少低小]")
_WAN = Decimal(10_000)
_SERIES = {"highest": "从高到低是", "lowest": "从低到高是"}
_ORDERS = {"highest": "最高", "lowest": "最低"}


def in_wan(place: Found) -> tuple[Decimal, str]:
    """The number in 万元 where it is money, else as printed, and its unit."""
    if place.amount is None:
        return place.number or Decimal(0), place.printed_unit
    from_money = place.printed_unit.endswith("元")
    return (place.amount / _WAN, "万元") if from_money else (place.amount, place.printed_unit)


def total(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The sum over units, years, things or projects; a look-up where there is one number alone."""
    if reading.operation.over == "project":
        reading = of_projects(lexicon, reading)
    if {"difference", "compare"} <= reading.operation.cues:
        return refused(reading, refusals.cannot("几个数之和与另一个数的差额"))
    seen = look(store, lexicon, reading.asked, reading.targets)
    choices = seen.every()
    if len(choices) < 2 and "average" in reading.operation.cues:
        return refused(reading, refusals.cannot("只有一个数的平均"), seen.sparql)
    if len(choices) < 2:
        return value(store, lexicon, reading)
    units = {in_wan(choice.best)[1] for choice in choices}
    if len(units) > 1:  # 一共多少批、多少人: what cannot be added up is told one by one
        return value(store, lexicon, reading)
    average = "average" in reading.operation.cues
    query = around("average" if average else "total", seen.sparql)
    (row,) = rows(store, query)
    unit = units.pop()
    number = rounded(Decimal(row["total"])) if unit == "万元" or average else row["total"]
    operands = "＋".join(shown(rounded(in_wan(choice.best)[0]) if unit == "万元" else choice.best.printed) for choice in choices)
    names = listed(dict.fromkeys(choice.best.unit_name for choice in choices))
    years = listed(f"{year}年" for year in dict.fromkeys(choice.best.year for choice in choices))
    what = listed(dict.fromkeys(seen.name(choice.best) for choice in choices))
    said = f"平均是{shown(number, unit)}（本站计算，{len(choices)}个数：" if average else f"加起来是{shown(number, unit)}（本站加总："
    text = f"{names}{years}{what}{said}{operands}）。"
    given = Given(number, unit, "平均" if average else "合计")
    return Answer(reading, text + notes(seen, reading), (given,), operand_table(seen, choices), query, sources(choices))


def ranking(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The first of the units, years or projects by what is asked."""
    if {"highest", "lowest"} <= reading.operation.cues:
        return _both_ends(store, lexicon, reading)
    if _is_of_projects(reading):
        reading = replace(reading, operation=replace(reading.operation, over="project"))
    if reading.operation.over == "project":
        reading = of_projects(lexicon, reading)
    if not reading.asked:
        return refused(reading, refusals.NOTHING_ASKED)
    if reading.operation.over == "unit" and len(reading.targets) < 2 and len(reading.asked) > 1:
        return _of_things(store, lexicon, reading)
    if reading.operation.over == "unit" and len(reading.targets) < 2:
        return refused(reading, refusals.cannot("一个单位自己的这种排名"))
    seen = look(store, lexicon, reading.asked if reading.operation.over == "project" else reading.asked[:1], reading.targets)
    choices = [choice for choice in seen.every() if choice.best.amount is not None]
    if not choices:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    lowest = reading.operation.order == "lowest"
    ordered = sorted(choices, key=lambda choice: in_wan(choice.best)[0], reverse=not lowest)
    first = _with_ties(ordered, reading.operation.first or len(ordered))
    said = [f"{_ranked(choice.best, reading)}（{_amount(choice.best)}）" for choice in first]
    what = listed(dict.fromkeys(_field_name(seen, choice.best, reading) for choice in first[:1]))
    ordered_words = f"{_ORDERS[reading.operation.order]}的是" if len(first) == 1 else f"{_SERIES[reading.operation.order]}："
    text = f"{_scope(reading)}{what}{ordered_words}{listed(said)}。"
    if reading.then and len(first) == 1:
        return _asked_of_first(store, lexicon, reading, first[0].best, text)
    values = tuple(value for choice in first for value in _ranked_values(choice.best, reading))
    query = around(reading.operation.order, seen.sparql)
    return Answer(reading, text + notes(seen, reading), values, operand_table(seen, ordered), query, sources(first))


def _is_of_projects(reading: Reading) -> bool:
    """项目支出前三名 of one unit: what is ranked are its projects."""
    of_projects_alone = [one.terms[:1] for one in reading.asked] == [(Term("measure", "projectExpenditure"),)]
    return reading.operation.over == "unit" and len(reading.targets) == 1 and of_projects_alone


def _both_ends(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """最多和最少的: the first and the last."""
    ends = []
    for order, other in (("highest", "lowest"), ("lowest", "highest")):
        asked_by = replace(reading.operation, order=order, cues=reading.operation.cues - {other})
        ends.append(ranking(store, lexicon, replace(reading, operation=asked_by)))
    return joined(*ends)


def _ranked_values(place: Found, reading: Reading) -> tuple[Given, ...]:
    """Who is first, how much it is, or both, as the question asks."""
    name, cues = _ranked(place, reading), reading.operation.cues
    asks_score = any(part.text.endswith(("多少分", "几分")) for part in reading.parts)
    amount, who = Given(*_cells(place), name), Given(name, "", _amount(place))
    if "amount" not in cues and not asks_score:
        return (who,)
    return (who, amount) if cues & {"which_unit", "which_project", "which_year", "listing"} else (amount,)


def _asked_of_first(store: Store, lexicon: Lexicon, reading: Reading, place: Found, text: str) -> Answer:
    """What else is asked of the unit or project that is first."""
    asked = reading.then
    if reading.operation.over == "project":
        project = next(one for one in lexicon.projects if one.unit == place.unit and one.name in (place.subject_name, place.asked))
        asked = tuple(Asked(project.name, (Term("project", project.iri),), one.aspect) for one in reading.then)
    of_first = replace(
        reading,
        asked=asked,
        targets=((place.unit, place.year),),
        operation=replace(reading.operation, name="value"),
        units=(lexicon.unit_of[place.unit],),
        every_unit=False,
    )
    answer = value(store, lexicon, of_first)
    if answer.text is None:
        return replace(answer, reading=reading, reason=text + answer.reason)
    return replace(answer, reading=reading, text=text + answer.text)


def _of_things(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """Which of several things of one unit is the most: 水费和电费哪个多."""
    seen = look(store, lexicon, reading.asked, reading.targets)
    choices = seen.every()
    if len(choices) < 2:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    ordered = sorted(choices, key=lambda choice: in_wan(choice.best)[0], reverse=reading.operation.order != "lowest")
    first = _with_ties(ordered, reading.operation.first or len(ordered))
    said = listed(f"{seen.name(choice.best)}{_amount(choice.best)}" for choice in ordered)
    one = first[0].best
    word = "一样" if len(first) > 1 else f"{seen.name(one)}{'最' if len(ordered) > 2 else '更'}{_ORDERS[reading.operation.order][1]}"
    values = tuple(Given(seen.asked[choice.best.asked].word, "", _amount(choice.best)) for choice in first)
    text = f"{one.unit_name}{one.year}年{word}：{said}。{notes(seen, reading)}"
    answer = Answer(reading, text, values, operand_table(seen, ordered), around(reading.operation.order, seen.sparql), sources(ordered))
    return joined(answer, difference(store, lexicon, reading)) if "difference" in reading.operation.cues and len(ordered) == 2 else answer


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
    words = f"{_full(seen, first)}{_amount(first)}，{_full(seen, second)}{_amount(second)}"
    apart = rounded(abs(number)) if unit in ("万元", "%") else str(abs(number))
    text = f"{_whether(reading, number)}{words}，前者{'多' if number >= 0 else '少'}{shown(apart, unit)}（本站计算）。"
    more = _more(first, second, number, reading)
    return Answer(
        reading,
        text + notes(seen, reading),
        (*more, Given(apart, unit, "相差")),
        operand_table(seen, choices),
        either(query, seen.sparql) if more else query,
        sources(choices),
    )


def _whether(reading: Reading, difference: Decimal) -> str:
    """The answer to 是不是比…高; empty where that is not asked."""
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
    rows_ = [(c.best.unit_name, str(c.best.year), c.best.subject_name or seen.name(c.best), *_cells(c.best)) for c in choices]
    return Table(("单位", "年度", "项目", "数值", "数值单位"), tuple(rows_))


def _cells(place: Found) -> tuple[str, str]:
    number, unit = in_wan(place)
    return (rounded(number) if unit == "万元" else place.printed), unit


def _amount(place: Found) -> str:
    return shown(*_cells(place))


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
    asked = tuple(
        Asked(project.name, (Term("project", project.iri),), aspect)
        for project in lexicon.projects
        if any(unit == project.unit and year in project.years for unit, year in reading.targets)
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


def _field_name(seen: Look, place: Found, reading: Reading) -> str:
    if reading.operation.over != "project":
        return seen.name(place)
    return f"项目的{aspect_name(reading.asked[0])}"


def _ranked(place: Found, reading: Reading) -> str:
    if reading.operation.over == "project":
        return place.subject_name or place.asked
    return f"{place.year}年" if reading.operation.over == "year" else place.unit_name


def _scope(reading: Reading) -> str:
    years = listed(f"{year}年" for year in reading.years)
    if reading.operation.over == "unit":
        return f"{years}已载入的{len(reading.targets)}个单位中，"
    return f"{listed(unit.name for unit in reading.units)}{'' if reading.operation.over == 'year' else years}"


def _with_ties(ordered: Sequence[Choice], count: int) -> list[Choice]:
    """The first `count`, and those that are equal to the last of them."""
    last = in_wan(ordered[min(count, len(ordered)) - 1].best)[0]
    return [choice for number, choice in enumerate(ordered) if number < count or in_wan(choice.best)[0] == last]
