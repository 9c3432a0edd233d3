"""Units of money that a question asks for (多少元, 折合多少万元): the values in them, the printed ones beside."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.amounts import YUAN_PER_UNIT
from kg.literals import integer
from search_app.ask.answer import Answer, Given
from search_app.ask.candidates import decimal
from search_app.ask.characters import folded
from search_app.ask.printed import listed, plain, rounded, shown
from search_app.ask.templates import around

_UNIT = "(?:亿元|万元|千元|元|亿|万)"
_ASKED = (
    re.compile(rf"(?:多少|几|几多|好多|若干)个?(?P<unit>{_UNIT})(?![\d人名次件字户亩字家只头吨])"),
    re.compile(rf"(?:折合?|换算?|合|折算)(?:成|为|作)?(?P<unit>{_UNIT})(?![\d人名次件户亩])"),
    re.compile(rf"(?:单位(?:用|是|为|[:：])|以|按|用|精确到)(?P<unit>{_UNIT})(?=$|[,，。;；?？)）]|为单位|做单位|作单位|计|表示|算|来)"),
    re.compile(rf"[(（](?P<unit>{_UNIT})[)）]"),
)
_PRINTED = "换算以前"
_MOST_DIGITS = 16  # a quotient has more, and no printed number has
_WHOLE = {"万": "万元", "亿": "亿元"}


def asked_unit(question: str) -> str:
    """The unit of money that the question asks for; empty where it names none, or several."""
    text = folded(question)
    units = {_WHOLE.get(found["unit"], found["unit"]) for pattern in _ASKED for found in pattern.finditer(text)}
    return units.pop() if len(units) == 1 else ""


def in_asked_unit(answer: Answer) -> Answer:
    """The answer with its money in the unit that the question asks for; the same where it is in that.

    Of one value the one before it stands beside it: people say 多少元 of any money.
    """
    unit = asked_unit(answer.reading.typed)
    converted = tuple(_in_unit(value, unit) for value in answer.values) if unit else answer.values
    changed = [new for old, new in zip(answer.values, converted, strict=True) if new is not old]
    if answer.text is None or not changed:
        return answer
    if len(answer.values) == 1:
        converted = (*converted, replace(answer.values[0], label=f"{answer.values[0].label}（{_PRINTED}）"))
    said = listed((f"{one.label if len(changed) > 1 else ''}{shown(one.value, one.unit)}" for one in changed), "，")
    query = around("in-unit", answer.sparql, {"yuan": [(integer(int(YUAN_PER_UNIT[unit])),)]}) if answer.sparql else ""
    return replace(answer, text=f"{answer.text}按所问的单位换算是{said}。", values=converted, sparql=query)


def _in_unit(given: Given, unit: str) -> Given:
    """Money in that unit, to the last digit where the value is printed, else with two decimals; anything else as it is."""
    money, slash, each = given.unit.partition("/")
    number = decimal(plain(given.value))
    if money not in YUAN_PER_UNIT or money == unit or number is None:
        return given
    amount = number * YUAN_PER_UNIT[money] if given.amount is None else given.amount
    exact = amount / YUAN_PER_UNIT[unit]
    value = f"{exact.normalize():f}" if len(exact.normalize().as_tuple().digits) <= _MOST_DIGITS else rounded(exact)
    return Given(value, f"{unit}{slash}{each}", given.label, amount)
