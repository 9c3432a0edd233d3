"""A target held against its result. What is not certain stays open, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kg.amounts import is_nothing
from kg.targets.cleaning import arabic, clean
from kg.targets.dates import Period, period
from kg.targets.direction import better
from kg.targets.outcome import outcome
from kg.targets.stated import Stated, quantities
from kg.targets.units import together
from kg.targets.wordings import pattern

_KEPT = 2048  # texts whose reading is kept: 100%, 按时完成 and their like are printed everywhere


@dataclass(frozen=True, slots=True)
class Named:
    """What the row is about: 三级指标, 二级指标, and the year of the report, which counts where a date prints none."""

    name: str = ""
    level2: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A target read. `comparator` is a concept of that scheme; values are in `unit` (元 for money); None: not to be told.

    `upper` and `actual_upper` are the ends of ranges; `reached` is the comparator of the result (about, moreThan for 200余家 …).
    `better` is more, less or "". Where `met` is None, `why` is blank, inWords, several, units, change, overlap, approximate or
    direction (a bare number was not hit, and it is not certain which side of it is good).
    """

    comparator: str
    target: Decimal | None = None
    upper: Decimal | None = None
    actual: Decimal | None = None
    actual_upper: Decimal | None = None
    unit: str = ""
    reached: str = ""
    due: date | None = None
    done: date | None = None
    better: str = ""
    met: bool | None = None
    why: str = ""


def compare(target: str, actual: str, named: Named | None = None) -> Comparison | None:
    """The comparison that `target` (年度指标值) and `actual` (实际完成值) print; None where both are blank."""
    named = named or Named()
    asked, got = ("" if is_nothing(text) else clean(text) for text in (target, actual))
    if not asked:
        return Comparison("", why="blank") if got else None
    wanted = _read(asked, named.year, asks=True)
    if isinstance(wanted, str):
        return _undone(Comparison("qualitative", why=wanted), got)
    if isinstance(wanted, Period):
        return _undone(_in_time(wanted, got, named.year), got)
    return _undone(_held(wanted, _read(got, named.year, asks=False), named), got)


@lru_cache(maxsize=_KEPT)
def _read(text: str, year: int | None, *, asks: bool) -> Stated | Period | str:
    """What a cleaned text states: one quantity, one point in time, or the reason why neither."""
    if not text:
        return "blank"
    if pattern("nothing").match(text):
        return Stated("equal", Decimal(0), Decimal(0), "")
    if place := pattern("rank_target" if asks else "rank_result").match(text):
        printed = next(group for group in place.groups() if group)
        number = Decimal(printed if printed.isdigit() else arabic(printed))
        return Stated("atMost" if asks else "equal", number, number, "名次")
    if when := period(text, year):
        return when
    found = quantities(text, asks=asks)
    if found is None or len(found) > 1:
        return "several"
    return found[0] if found else "inWords"


def _upper(stated: Stated) -> Decimal | None:
    return stated.high if stated.comparator == "between" else None


def _undone(found: Comparison, got: str) -> Comparison:
    """A result that says it was not done misses any target."""
    return replace(found, met=False, why="") if found.met is None and pattern("undone").match(got) else found


def _in_time(due: Period, got: str, year: int | None) -> Comparison:
    found = Comparison("by", due=due.last, better="less")
    done = _read(got, year, asks=False)
    if not isinstance(done, Period):
        return replace(found, why=done if isinstance(done, str) else "inWords")
    found = replace(found, done=done.last)
    if done.last <= due.certain:
        return replace(found, met=True)
    return replace(found, met=False) if done.first > due.last and not done.before else replace(found, why="overlap")


def _held(wanted: Stated, got: Stated | Period | str, named: Named) -> Comparison:
    pair = together(wanted, got) if isinstance(got, Stated) else None
    if pair is None:
        why = "units" if isinstance(got, Stated) else got if isinstance(got, str) else "inWords"
        way = better(wanted.comparator, named.name, named.level2, wanted.unit)
        return Comparison(wanted.comparator, wanted.low, _upper(wanted), unit=wanted.unit, better=way, why=why)
    asked, reached = pair
    way = better(asked.comparator, named.name, named.level2, asked.unit)
    told = asked.change == reached.change or _is_change(asked, reached, named.name)
    met, why = outcome(asked, reached, way) if told else (None, "change")
    return Comparison(
        asked.comparator,
        asked.low,
        _upper(asked),
        reached.low,
        _upper(reached),
        asked.unit,
        "" if reached.comparator in {"equal", "between"} else reached.comparator,
        better=way,
        met=met,
        why=why,
    )


def _is_change(wanted: Stated, got: Stated, name: str) -> bool:
    """True where one text says 下降5% and the other 5% of an indicator that is a fall by its name; so for rises."""
    words = {"+": "提高|提升|增加|增长|增幅|增速|增收|上升", "-": "降低|下降|减少|压减|缩短|压缩|节约|降幅"}
    said = {wanted.change, got.change} - {""}
    return len(said) == 1 and bool(re.search(words[said.pop()], name))
