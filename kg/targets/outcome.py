"""Whether a result lies in what its target allows: met, missed, or not to be told.

Both are intervals. A result within the target's is met, one apart from it missed; one that reaches over the border is left open.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.targets.stated import Stated

_LOOSE = Decimal("0.1")  # how far 约 may be off, as a share
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; an open end does not belong to it."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def within(self, other: Interval) -> bool:
        """True where all of it lies in `other`."""
        above = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        below = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return above and below

    def apart(self, other: Interval) -> bool:
        """True where no value lies in both."""
        return _before(self, other) or _before(other, self)


def outcome(wanted: Stated, got: Stated, better: str) -> tuple[bool | None, str]:
    """Met, and the reason where that cannot be told: approximate, overlap or direction."""
    result, allowed = _result(got), _allowed(wanted, better)
    if result.within(allowed):
        return True, ""
    if not result.apart(allowed):
        return None, "approximate" if got.qualifier or wanted.comparator == "about" else "overlap"
    if wanted.comparator == "about":
        low, high = _around(wanted.low)
        missed = (better == "more" and result.high < low) or (better == "less" and result.low > high)
        return (False, "") if missed else (None, "approximate" if better else "direction")
    if wanted.comparator in {"equal", "between"} and not better:
        return None, "direction"
    return False, ""


def _before(one: Interval, other: Interval) -> bool:
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def _around(value: Decimal) -> tuple[Decimal, Decimal]:
    ends = sorted((value * (1 - _LOOSE), value * (1 + _LOOSE)))
    return ends[0], ends[1]


def _allowed(wanted: Stated, better: str) -> Interval:
    low, high = _around(wanted.low) if wanted.comparator == "about" else (wanted.low, wanted.high)
    if wanted.comparator == "about" and better:
        low, high = high, low  # only what is well beyond the number is certain to meet it
    if wanted.comparator in {"atLeast", "moreThan"} or better == "more":
        return Interval(low, _ENDLESS, low_open=wanted.comparator == "moreThan")
    if wanted.comparator in {"atMost", "lessThan"} or better == "less":
        return Interval(-_ENDLESS, high, high_open=wanted.comparator == "lessThan")
    return Interval(low, high)


def _result(got: Stated) -> Interval:
    low, high = got.low, got.high
    if got.comparator == "about":
        return Interval(*_around(low))
    if got.qualifier == "over":
        return Interval(low, low + _step(low), low_open=True, high_open=True)
    if got.qualifier == "nearly":
        return Interval(low * (1 - _LOOSE), high, high_open=True)
    if got.comparator in {"atLeast", "moreThan"}:
        return Interval(low, _ENDLESS, low_open=got.comparator == "moreThan")
    if got.comparator in {"atMost", "lessThan"}:
        return Interval(-_ENDLESS, high, high_open=got.comparator == "lessThan")
    return Interval(low, high)


def _step(number: Decimal) -> Decimal:
    """One in the last place that is not zero: 200余 stays below 300, 1.3万余 below 1.4万."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
