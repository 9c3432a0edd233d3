"""Numbers in running text that are figures: amounts, percentages and counts; not dates, ordinals, codes or thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.narrative.numerals import numeral
from ingest.narrative.wordings import pattern, wordings
from kg.amounts import Quantity

_SCALES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_CONTEXT = 16  # characters on either side of a number that can tell that it is none
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]{1,24}”")


class StatedNumber(NamedTuple):
    """A figure printed at [start, end) of a text, number and unit; `quantity` has only the sign that is printed."""

    quantity: Quantity
    start: int
    end: int


@lru_cache(maxsize=4096)
def numbers(flat: str) -> tuple[StatedNumber, ...]:
    """Figures in a text of one width, in order."""
    quoted = [found.span() for found in _QUOTED.finditer(flat)]
    found = sorted((*_numbers(flat), *_spelled(flat)), key=lambda n: n.start)
    return tuple(n for n in found if not any(start < n.start < end for start, end in quoted))


def _numbers(flat: str) -> Iterator[StatedNumber]:
    for found in pattern("figures", "number").finditer(flat):
        start, before = found.start("number"), flat[max(0, found.start() - _CONTEXT) : found.start()]
        unit = _unit(found)
        if unit is None and not _counts_bare(found, before):
            continue
        if pattern("figures", "never_before").search(before) or _is_threshold(flat, found, before):
            continue
        never = pattern("figures", "never_after" if unit is None else "never_units")
        if never.match(flat[found.end("number") : found.end("number") + _CONTEXT]):
            continue
        minus = found["before"] in ("-", "−")
        qualifier = ("" if minus else found["before"]) or found["mid"] or found["after"] or found["about"] or ""
        yield StatedNumber(_quantity(found, unit, minus, qualifier), start - minus, _end(found))


def _spelled(flat: str) -> Iterator[StatedNumber]:
    """Counts in Chinese numerals; names (八项规定) and places in a row (第三批, 这三个方面) are none."""
    for found in (match for spelled in _spellings() for match in spelled.finditer(flat)):
        number, before = numeral(found["number"]), flat[max(0, found.start() - _CONTEXT) : found.start()]
        named = pattern("figures", "never_spelled_before").search(before) or (
            found["unit"] and pattern("figures", "never_spelled_after").match(flat[found.end() :])
        )
        if number is not None and not named:
            quantity = Quantity(found["number"], number, found["unit"] or "%", found["qualifier"] or "")
            yield StatedNumber(quantity, found.start(), found.end())


def _is_threshold(flat: str, found: re.Match[str], before: str) -> bool:
    """True for the number of a class and not of things: 单价50万元以上的设备, 90分以上18个."""
    number, end = found.end("number"), found.end("unit" if found["unit"] else "number")
    if pattern("figures", "classes").match(flat[number : number + _CONTEXT]):
        return True
    after = flat[end : end + _CONTEXT]
    bound = pattern("figures", "bound").match(after)
    return bool(bound and (after[bound.end() :][:1].isdecimal() or pattern("figures", "price").search(before)))


def _quantity(found: re.Match[str], unit: str | None, minus: bool, qualifier: str) -> Quantity:
    """Money keeps its scale in the unit (万元); a count keeps it in the number (4.7万 人次 is 47,000)."""
    printed = ("-" if minus else "") + found["number"]
    number = Decimal(printed.replace(",", ""))
    scale = found["scale"] or ""
    if scale and found["unit"] and found["unit"] != "元":
        return Quantity(printed + scale, number * _SCALES[scale], found["unit"], qualifier)
    return Quantity(printed, number, unit or "", qualifier)


def _counts_bare(found: re.Match[str], before: str) -> bool:
    """True for a number without a unit that the words before it make an amount."""
    return "." in found["number"] and bool(pattern("figures", "bare_after").search(before))


def _unit(found: re.Match[str]) -> str | None:
    """The printed unit with the scale before it (万元, 万人次, %), None where none is printed."""
    scale, unit = found["scale"] or "", found["unit"]
    if unit is None:
        return scale if scale in ("万", "亿") else None
    if unit == "%%":
        return "%"
    return scale + unit


def _end(found: re.Match[str]) -> int:
    return next(found.end(group) for group in ("unit", "after", "scale", "mid", "number") if found[group])


@cache
def _spellings() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, wordings("figures")["spelled"]))
