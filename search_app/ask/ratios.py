"""One measure divided by another: 人均公用经费, 平均每批次接待费."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import NamedNode, Store

from kg.store import rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused
from search_app.ask.candidates import Found
from search_app.ask.computed import in_wan, operand_table
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import not_printed, sources
from search_app.ask.notes import notes
from search_app.ask.printed import rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import around


def ratio(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The quotient for every unit and year that prints both numbers."""
    if not reading.asked or not reading.whole:
        return refused(reading, refusals.NOTHING_ASKED)
    asked = (*reading.asked, *reading.whole)
    seen = look(store, lexicon, asked, reading.targets)
    pairs = list(_pairs(seen))
    if not pairs:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    query = around("quotient", seen.sparql, {"part": [tuple(NamedNode(one.source.place) for one in pair) for pair in pairs]})
    quotients = {(row["unit_name"], int(row["year"])): Decimal(row["quotient"]) for row in rows(store, query)}
    values = tuple(_given(seen, part, base, quotients[part.unit_name, part.year]) for part, base in pairs)
    said = [_said(seen, part, base, one) for (part, base), one in zip(pairs, values, strict=True)]
    text = f"{'；'.join(said)}（本站计算）。{notes(seen, reading)}"
    return Answer(reading, text, values, operand_table(seen, seen.every()), query, sources(seen.every()))


def _pairs(seen: Look) -> Iterator[tuple[Found, Found]]:
    """What is divided and what by, where both are printed and the second is not 0."""
    for target in seen.targets:
        part, base = seen.of(seen.labels[0], target), seen.of(seen.labels[1], target)
        if part and base and part.best.amount is not None and base.best.amount:
            yield part.best, base.best


def _given(seen: Look, part: Found, base: Found, quotient: Decimal) -> Given:
    label = f"{part.unit_name}{part.year}年{seen.name(part)}÷{seen.name(base)}"
    return Given(rounded(quotient), f"{in_wan(part)[1]}/{base.printed_unit or '个'}", label)


def _said(seen: Look, part: Found, base: Found, given: Given) -> str:
    divided = f"{shown(part.printed, part.printed_unit)}÷{shown(base.printed, base.printed_unit)}"
    return f"{part.unit_name}{part.year}年{seen.name(part)}按{seen.name(base)}平均是{given.value}{given.unit}（{divided}）"
