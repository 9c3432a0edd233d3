"""Two questions in one: the number, and its share, its change or how far the budget was completed. 收入是多少，比上年增长多少."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from search_app.ask.answer import Answer, without_repeats
from search_app.ask.reading import Part, Reading
from search_app.ask.templates import either

_JOINED = frozenset({"share", "completion", "change"})
_SECOND = frozenset({"share", "completion", "previous", "budgeted", "change", "more", "less"})
MARKS = frozenset(",，;；、?？。")
_AMOUNTS = frozenset({"amount", "listing"})


def asks_amount_too(reading: Reading) -> bool:
    """True where the number itself is asked for before its share or change, or beside it: 支出是多少，占…; 三公经费及占比.

    Of a sum the numbers that it adds up: 两年分别是多少，合计多少.
    """
    if reading.operation.name == "sum":
        listing = next((part for part in reading.parts if part.kind == "listing"), None)
        return listing is not None and any(part.kind == "sum" and part.start >= listing.end for part in reading.parts)
    if reading.operation.name not in _JOINED or not reading.asked or reading.operation.limit:
        return False
    if _is_one_of_several(reading):
        return True
    second = next((part for part in reading.parts if part.kind in _SECOND), None)
    if second is None:
        return False
    return _is_own_clause(reading, second) or _is_beside(reading.parts, second)


def _is_own_clause(reading: Reading, second: Part) -> bool:
    """A mark between the words that ask for the number and those that ask for its share or change."""
    amounts = [part for part in reading.parts if _asks_amount(part) and part.end <= second.start]
    return bool(amounts) and not MARKS.isdisjoint(reading.typed[amounts[-1].end - 1 : second.start + 1])


def _asks_amount(part: Part) -> bool:
    """多少, 分别, and 总共多少, which is a sum's word."""
    return part.kind in _AMOUNTS or (part.kind == "sum" and "多少" in part.text)


def _is_one_of_several(reading: Reading) -> bool:
    """年初预算、决算、完成率分别是多少."""
    phases = {asked.aspect for asked in reading.asked}
    said = "listing" in reading.operation.cues or any(part.kind == "and" for part in reading.parts)
    return reading.operation.name == "completion" and said and len(phases) > 1


def _is_beside(parts: Iterable[Part], second: Part) -> bool:
    """和 or 及 directly before 占比, 增幅 …, which stand for themselves there."""
    ends = ("占比", "比重", "比例", "增幅", "降幅", "增长率", "增速", "完成率", "预算完成率", "同比", "增减")
    of_itself = second.text.endswith(ends) or second.text.startswith("占")
    return of_itself and any(a.kind == "and" and b is second for a, b in pairwise(parts))


def joined(first: Answer, second: Answer) -> Answer:
    """Both answers as one; the one that there is, where the other is refused."""
    if first.text is None and second.text is None:
        return second
    if first.text is None or second.text is None:
        told, lacking = (second, first) if first.text is None else (first, second)
        return replace(told, text=f"{told.text}{lacking.reason}")
    return replace(
        first,
        text=first.text + second.text,
        values=(*first.values, *(value for value in second.values if value not in first.values)),
        sparql=either(first.sparql, second.sparql),
        sources=without_repeats((*first.sources, *second.sources)),
    )
