"""Which of the units, years, projects or things is first by what is looked up, and how much it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import Store

from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused
from search_app.ask.candidates import Choice, Found
from search_app.ask.computed import amount_of, difference, in_wan, of_projects, operand_table, told_as
from search_app.ask.figured import Figure, bounded, chosen
from search_app.ask.joined import joined
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.look import Look, aspect_name, look
from search_app.ask.lookups import not_printed, sources, value
from search_app.ask.narrowed import narrowed
from search_app.ask.notes import notes
from search_app.ask.operations import RANKS
from search_app.ask.plan import Asked
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import around

_WHO = ("哪", "谁", "什么", "啥")
_SERIES = {"highest": "从高到低是", "lowest": "从低到高是"}
_ORDERS = {"highest": "最高", "lowest": "最低"}


def ranking(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The first of the units, years or projects by what is asked."""
    if {"highest", "lowest"} <= reading.operation.cues:
        return _both_ends(store, lexicon, reading)
    if _is_of_projects(reading):
        reading = replace(reading, operation=replace(reading.operation, over="project"))
    if reading.operation.over == "project":
        reading = of_projects(lexicon, reading)
        reading = replace(reading, asked=narrowed(lexicon, reading))
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
    said = [f"{_ranked(choice.best, reading)}（{amount_of(choice.best)}）" for choice in first]
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
    return _with_distance(store, lexicon, reading, ends)


def _with_distance(store: Store, lexicon: Lexicon, reading: Reading, ends: Sequence[Answer]) -> Answer:
    """Both ends, and how far the units are apart where that is asked for: 最高和最低的相差多少."""
    both = joined(*ends)
    names = [end.values[0].value for end in ends if end.text is not None and end.values]
    units = [next((unit.iri for unit in lexicon.units if unit.name == name), "") for name in names]
    targets = tuple((unit, year) for iri in units for unit, year in reading.targets if unit == iri)
    if "difference" not in reading.operation.cues or len(targets) != len(ends):
        return both
    asked_by = replace(reading.operation, cues=reading.operation.cues - RANKS)
    apart = difference(store, lexicon, replace(reading, asked=reading.asked[:1], targets=targets, operation=asked_by))
    return joined(both, apart) if apart.text is not None else both


def _ranked_values(place: Found, reading: Reading) -> tuple[Given, ...]:
    """Who is first, how much it is, or both, as the question asks."""
    name, cues = _ranked(place, reading), reading.operation.cues
    asks_score = any(part.text.endswith(("多少分", "几分")) for part in reading.parts)
    amount, who = Given(*told_as(place), name), Given(name, "", amount_of(place))
    if "amount" not in cues and not asks_score:
        return (who,)
    asks_who = bool(cues & {"which_unit", "which_project", "which_year", "listing"}) or any(word in reading.typed for word in _WHO)
    return (who, amount) if asks_who else (amount,)


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
    said = listed(f"{seen.name(choice.best)}{amount_of(choice.best)}" for choice in ordered)
    one = first[0].best
    word = "一样" if len(first) > 1 else f"{seen.name(one)}{'最' if len(ordered) > 2 else '更'}{_ORDERS[reading.operation.order][1]}"
    values = tuple(Given(_thing_name(seen.asked[choice.best.asked]), "", amount_of(choice.best)) for choice in first)
    if "amount" in reading.operation.cues and "difference" not in reading.operation.cues:
        values = (*values, Given(*told_as(one), seen.name(one)))
    text = f"{one.unit_name}{one.year}年{word}：{said}。{notes(seen, reading)}"
    answer = Answer(reading, text, values, operand_table(seen, ordered), around(reading.operation.order, seen.sparql), sources(ordered))
    return joined(answer, difference(store, lexicon, reading)) if "difference" in reading.operation.cues and len(ordered) == 2 else answer


def _thing_name(asked: Asked) -> str:
    """The subordinate unit, where its own number is asked for, else what is asked for."""
    return asked.part or asked.word


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


def ordered(reading: Reading, seen: Look, figures: Sequence[Figure], what: str, query: str) -> Answer:
    """Which of the computed numbers is the highest, or those within a bound; `what` they are, `query` finds their parts."""
    found = chosen(reading, figures, what)
    if found is None:
        return refused(reading, refusals.cannot("这样的界限"), query)
    return Answer(
        reading, found.text + notes(seen, reading), found.values, found.table, bounded(reading, figures, query), sources(seen.every())
    )
