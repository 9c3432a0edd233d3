"""An indicator's target held against its result: ≥95% and 98%, ≤5万元 and 4.2万元, 3-4次 and 20次.

Only a text that is a number with a short unit is read; every other target is in words (定性), and whether it was met
is left open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.amounts import YUAN_PER_UNIT, fold

_BEFORE = {
    "atLeast": "≥|≧|>=|=>|大于(?:或)?等于|不少于|不低于|不小于|至少|达到",
    "atMost": "≤|≦|<=|=<|小于(?:或)?等于|不超过|不高于|不大于|不多于|控制在",
    "moreThan": ">|大于|高于|超过|多于",
    "lessThan": "<|小于|低于|少于",
    "equal": "=|等于",
}
_AFTER = {"atLeast": "以上|及以上", "atMost": "以内|之内|以下|及以下"}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"[%‰]+|[^\d\W]{0,4}?(?:/[^\d\W]{1,3})?|㎡|m2|℃"
_TARGET = re.compile(
    "".join(f"(?P<{name}>{words})?" for name, words in _BEFORE.items())
    + f"(?P<number>{_NUMBER})(?P<first>{_UNIT})(?:[-~～—至到](?P<upper>{_NUMBER}))?(?P<unit>{_UNIT})"
    + "".join(f"(?P<{name}After>{words})?" for name, words in _AFTER.items())
)
_ACTUAL = re.compile(f"(?P<number>{_NUMBER})(?P<unit>{_UNIT})")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A target read. `comparator` is a concept of that scheme; values are in `unit` (元 for money); None: not to be told."""

    comparator: str
    target: Decimal | None = None
    upper: Decimal | None = None
    actual: Decimal | None = None
    unit: str = ""
    met: bool | None = None


def compare(target: str, actual: str) -> Comparison | None:
    """The comparison that `target` (年度指标值) and `actual` (实际完成值) print; None where there is no target."""
    text = fold(target)
    if not text:
        return None
    found = _TARGET.fullmatch(text)
    if not found:
        return Comparison("qualitative")
    unit = found["unit"] or found["first"]
    comparator = _comparator(found)
    low, high = _value(found["number"], unit), _value(found["upper"], unit)
    reached = _actual(fold(actual), unit)
    met = None if low is None or reached is None else _met(comparator, low, high, reached)
    return Comparison(comparator, low, high, reached, "元" if unit in YUAN_PER_UNIT else unit, met)


def _comparator(found: re.Match[str]) -> str:
    if found["upper"]:
        return "between"
    said = [name for name in _BEFORE if found[name]] + [name for name in _AFTER if found[f"{name}After"]]
    return said[0] if said else "equal"


def _value(number: str | None, unit: str) -> Decimal | None:
    return None if number is None else Decimal(number.replace(",", "")) * YUAN_PER_UNIT.get(unit, Decimal(1))


def _actual(text: str, unit: str) -> Decimal | None:
    """The result as a number in the target's unit; None where it is in words or in another unit."""
    found = _ACTUAL.fullmatch(text)
    if not found:
        return None
    same = found["unit"] == unit or (found["unit"] in YUAN_PER_UNIT and unit in YUAN_PER_UNIT)
    return _value(found["number"], found["unit"]) if same else None


def _met(comparator: str, low: Decimal, high: Decimal | None, actual: Decimal) -> bool | None:
    """Whether the result meets the target. A bare number that is not reached exactly may be either way: None."""
    if comparator == "between":
        return True if low <= actual <= (high or low) else None
    if comparator == "equal":
        return True if actual == low else None
    holds = {"atLeast": actual >= low, "atMost": actual <= low, "moreThan": actual > low, "lessThan": actual < low}
    return holds[comparator]
