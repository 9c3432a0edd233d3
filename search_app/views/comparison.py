"""What a number is compared with: the same unit's number of the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from pyoxigraph import Store

from search_app.ask import Answer, Lexicon, lookups
from search_app.ask.printed import rounded, shown

_HUNDRED = Decimal(100)
_COMPARED = ("万元", "元", "亿元", "人", "次", "辆", "平方米", "台", "个", "批次", "人次")


@dataclass(frozen=True, slots=True)
class Comparison:
    """“比2023年（4.83）” and “减少0.67万元，下降13.87%”."""

    than: str
    change: str


def comparison(store: Store, lexicon: Lexicon, answer: Answer) -> Comparison | None:
    """The change against the year before; None where the answer is no single look-up or that year does not print it."""
    reading = answer.reading
    if reading.operation.name != "value" or len(answer.values) != 1 or len(reading.targets) != 1 or answer.values[0].unit not in _COMPARED:
        return None
    ((unit, year),) = reading.targets
    if year - 1 not in lexicon.unit_of[unit].years:
        return None
    before = lookups.value(store, lexicon, replace(reading, targets=((unit, year - 1),)))
    now = answer.values[0]
    if len(before.values) != 1 or (before.values[0].unit, before.values[0].label) != (now.unit, now.label):
        return None
    return _said(now.value, before.values[0].value, now.unit, year - 1)


def _said(now: str, before: str, unit: str, year: int) -> Comparison | None:
    try:
        new, old = Decimal(now), Decimal(before)
    except InvalidOperation:
        return None
    than = f"比{year}年（{shown(before)}）"
    if new == old:
        return Comparison(than, "持平")
    gap = f"{shown(str(abs(new - old)))}{unit}"
    if old <= 0:
        return Comparison(than, f"增加{gap}" if new > old else f"减少{gap}")
    rate = rounded(_HUNDRED * abs(new - old) / old)
    return Comparison(than, f"增加{gap}，增长{rate}%" if new > old else f"减少{gap}，下降{rate}%")
