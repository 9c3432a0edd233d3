"""Rates in cells: 执行率, 控制率. Some forms print 97.2%, some 97.2 under a column of percentages."""

from __future__ import annotations

from kg.amounts import Quantity, read_number

_LARGEST_RATIO = 1.5


def rate(text: str) -> Quantity | None:
    """The rate in the cell; a number without a sign is a percentage unless it is small enough to be a ratio (0.97)."""
    found = read_number(text)
    if found is None or found.unit or found.number <= _LARGEST_RATIO:
        return found
    return Quantity(found.printed, found.number, "%", found.qualifier)
