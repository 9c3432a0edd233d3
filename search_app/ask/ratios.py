"""One measure divided by another: 人均公用经费, 平均每批次接待费."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pyoxigraph import Literal, Store

from kg.literals import integer
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused
from search_app.ask.candidates import Found
from search_app.ask.computed import in_wan, in_yuan, operand_table
from search_app.ask.figured import Figure, is_ordered
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import not_printed, sources
from search_app.ask.notes import notes
from search_app.ask.printed import rounded, shown
from search_app.ask.rankings import ordered
from search_app.ask.reading import Reading
from search_app.ask.templates import around

_WAN = Decimal(10_000)
_LEAST = Decimal("0.01")  # 万元; below it two decimals say nothing, and the quotient is given in 元


def ratio(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The quotient for every unit and year that prints both numbers."""
    if reading.asked and reading.divisor:
        return _by_given(store, lexicon, reading)
    if not reading.asked or not reading.whole:
        return refused(reading, refusals.NOTHING_ASKED)
    asked = (*reading.asked, *reading.whole)
    seen = look(store, lexicon, asked, reading.targets)
    pairs = list(_pairs(seen))
    if not pairs:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    query = around("quotient", seen.sparql, {"part": [(Literal(seen.labels[0]), Literal(seen.labels[1]))]})
    values = tuple(_given(seen, part, base, _quotient(part, base)) for part, base in pairs)
    if is_ordered(reading):
        return _ordered(reading, seen, pairs, query)
    said = [_said(seen, part, base, one) for (part, base), one in zip(pairs, values, strict=True)]
    text = f"{'；'.join(said)}（本站计算）。{notes(seen, reading)}"
    return Answer(reading, text, values, operand_table(seen, seen.every()), query, sources(seen.every()))


def _by_given(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """What is asked, divided by the number that the question gives."""
    seen = look(store, lexicon, reading.asked, reading.targets)
    choices = [choice for choice in seen.every() if choice.best.amount is not None]
    if not choices:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    numbers = [(choice.best, in_wan(choice.best)[0] / reading.divisor) for choice in choices]
    query = around("divided", seen.sparql, {"by": [(integer(reading.divisor),)]})
    values = tuple(
        Given(rounded(number), in_wan(place)[1], f"{place.unit_name}{place.year}年{seen.name(place)}", in_yuan(number, in_wan(place)[1]))
        for place, number in numbers
    )
    said = [
        f"{given.label}按{reading.divisor}平均是{given.value}{given.unit}（{shown(place.printed, place.printed_unit)}÷{reading.divisor}）"
        for (place, _), given in zip(numbers, values, strict=True)
    ]
    text = f"{'；'.join(said)}（本站计算，除数是问题里给的）。{notes(seen, reading)}"
    return Answer(reading, text, values, operand_table(seen, choices), query, sources(choices))


def _ordered(reading: Reading, seen: Look, pairs: Sequence[tuple[Found, Found]], query: str) -> Answer:
    """Which unit or year has the highest quotient, or one within a bound."""
    figures = [
        Figure(part.unit_name, part.year, _quotient(part, base), given.unit, f"{_said(seen, part, base, given)}。")
        for part, base in pairs
        for given in [_given(seen, part, base, _quotient(part, base))]
    ]
    part, base = pairs[0]
    return ordered(reading, seen, figures, f"{seen.name(part)}按{seen.name(base)}平均", query)


def _quotient(part: Found, base: Found) -> Decimal:
    return in_wan(part)[0] / (base.amount or Decimal(1))


def _pairs(seen: Look) -> Iterator[tuple[Found, Found]]:
    """What is divided and what by, where both are printed and the second is not 0."""
    for target in seen.targets:
        part, base = seen.of(seen.labels[0], target), seen.of(seen.labels[1], target)
        if part and base and part.best.amount is not None and base.best.amount:
            yield part.best, base.best


def _given(seen: Look, part: Found, base: Found, quotient: Decimal) -> Given:
    label = f"{part.unit_name}{part.year}年{seen.name(part)}÷{seen.name(base)}"
    unit = in_wan(part)[1]
    amount = in_yuan(quotient, unit)
    if unit == "万元" and abs(quotient) < _LEAST:
        quotient, unit = quotient * _WAN, "元"
    return Given(rounded(quotient), f"{unit}/{base.printed_unit or '个'}", label, amount)


def _said(seen: Look, part: Found, base: Found, given: Given) -> str:
    divided = f"{shown(part.printed, part.printed_unit)}÷{shown(base.printed, base.printed_unit)}"
    return f"{part.unit_name}{part.year}年{seen.name(part)}按{seen.name(base)}平均是{given.value}{given.unit}（{divided}）"
