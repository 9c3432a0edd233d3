"""A sum and another number, or another sum, of one unit and year: 培训费和会议费加起来比差旅费多多少."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pyoxigraph import NamedNode, Store

from kg.literals import integer
from kg.store import rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused
from search_app.ask.candidates import Choice
from search_app.ask.computed import amount_of, difference, in_wan, operand_table
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import not_printed, sources
from search_app.ask.notes import notes
from search_app.ask.printed import rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import around


def compared(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """How much more the first sum is than the second; of two numbers alone, their difference."""
    if not reading.whole:
        return difference(store, lexicon, reading)
    if len(reading.targets) != 1:
        return refused(reading, refusals.cannot("几个单位或几年一起的两个和的差额"))
    seen = look(store, lexicon, [*reading.asked, *reading.whole], reading.targets)
    choices = seen.every()
    if len(choices) != len(reading.asked) + len(reading.whole) or len({in_wan(one.best)[1] for one in choices}) != 1:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    first, second = choices[: len(reading.asked)], choices[len(reading.asked) :]
    signed = [(NamedNode(one.best.source.place), integer(sign)) for side, sign in ((first, 1), (second, -1)) for one in side]
    query = around("difference-of-sums", seen.sparql, {"place": signed})
    (row,) = rows(store, query)
    number, unit = Decimal(row["difference"]), in_wan(choices[0].best)[1]
    apart = rounded(abs(number)) if unit == "万元" else str(abs(number))
    head = f"{choices[0].best.unit_name}{choices[0].best.year}年"
    said = f"前者{'多' if number > 0 else '少'}{shown(apart, unit)}" if number else "一样多"
    yes = ("是。" if number > 0 else "不是。") if "yesno" in reading.operation.cues else ""
    text = f"{yes}{head}{_side(seen, first, row['first'], unit)}，{_side(seen, second, row['second'], unit)}，{said}（本站计算）。"
    table = operand_table(seen, choices)
    return Answer(reading, text + notes(seen, reading), (Given(apart, unit, "相差"),), table, query, sources(choices))


def _side(seen: Look, side: Sequence[Choice], total: str, unit: str) -> str:
    """培训费23.98万元＋会议费0.00万元＝23.98万元."""
    terms = "＋".join(f"{seen.name(one.best)}{amount_of(one.best)}" for one in side)
    number = Decimal(total)
    return terms if len(side) == 1 else f"{terms}＝{shown(rounded(number) if unit == '万元' else str(number), unit)}"
