"""A chart of the rows of a query: a bar a row, where they hold one measure of some things."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from search_app.sparql.results import Shown

MOST = 40
_NUMBERS = ("decimal", "integer", "double", "float")
_WORDS = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: what it is of, its number as it stands, and its length in percent of the longest."""

    label: str
    value: str
    percent: float


@dataclass(frozen=True, slots=True)
class Bars:
    """The chart of the column `measure`."""

    measure: str
    bars: tuple[Bar, ...]


def bars(found: Shown) -> Bars | None:
    """The chart of the first column of numbers, labelled by the first columns of words; None where there is nothing to compare."""
    if not 2 <= found.total <= MOST:
        return None
    measure = next((place for place in range(len(found.columns)) if _is_measure(found, place)), None)
    words = [place for place in range(len(found.columns)) if _is_word(found, place)][:_WORDS]
    if measure is None or not words:
        return None
    values = [_number(row[measure]) for row in found.rows]
    longest = max((value for value in values if value is not None), default=Decimal(0))
    if longest <= 0:
        return None
    made = tuple(
        Bar(" ".join(_text(row[place]) for place in words), _text(row[measure]), round(float(100 * (value or 0) / longest), 2))
        for row, value in zip(found.rows, values, strict=True)
    )
    return Bars(found.columns[measure], made)


def _is_measure(found: Shown, place: int) -> bool:
    """True for a column of numbers, none of them negative; some may be missing."""
    values = [row[place] for row in found.rows if row[place] is not None]
    numbers = [_number(value) for value in values]
    return bool(numbers) and all(number is not None and number >= 0 for number in numbers)


def _is_word(found: Shown, place: int) -> bool:
    values = [row[place] for row in found.rows]
    return all(value is not None and value["type"] == "literal" and _number(value) is None for value in values)


def _number(value: dict[str, Any] | None) -> Decimal | None:
    if value is None or str(value.get("datatype", "")).rpartition("#")[2] not in _NUMBERS:
        return None
    try:
        number = Decimal(value["value"])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _text(value: dict[str, Any] | None) -> str:
    return str(value["value"]) if value else ""
