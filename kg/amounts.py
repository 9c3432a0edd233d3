"""Quantities as reports print them: 金额, percentages and counts.

A quantity keeps three things side by side: the printed text, the exact number and the printed unit.
Money is compared and added in 元 (`yuan`); nothing is ever rounded.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from kg.record import record

YUAN_PER_UNIT = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}

# A blank, 无 or a dash says "nothing printed here": it is not 0.
NOTHING = re.compile(r"^(无|[-—–－_/]+|…+)?$")

# Texts whose reading is kept: the same labels and numbers come up many times in a report.
_KEPT = 1 << 14
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@record
class Quantity:
    """A printed number.

    `printed` is the text as printed with extraction artefacts gone (thousands separators kept), `number` its exact
    value in `unit`, `unit` the printed unit ("万元", "%", "人", … or "" where none applies), `qualifier` the word of
    approximation (余, 近, 约, 多, 超, 以上) or "".
    """

    printed: str
    number: Decimal
    unit: str = ""
    qualifier: str = ""

    @property
    def text(self) -> str:
        """The printed number without thousands separators."""
        return self.printed.replace(",", "")

    @property
    def yuan(self) -> Decimal | None:
        """The amount in 元, or None where the unit is not money."""
        factor = YUAN_PER_UNIT.get(self.unit)
        return None if factor is None else self.number * factor


def money_unit(*quantities: Quantity | None) -> str:
    """The printed unit of the first of `quantities` that is money, else empty."""
    return next((q.unit for q in quantities if q is not None and q.yuan is not None), "")


@lru_cache(maxsize=_KEPT)
def fold(text: str) -> str:
    """Full width to half width, all white space gone: the form in which labels and numbers are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=_KEPT)
def is_nothing(text: str) -> bool:
    """True for a cell that prints no value: blank, 无 or a dash."""
    return bool(NOTHING.match(fold(text)))


@lru_cache(maxsize=_KEPT)
def read_number(text: str, unit: str = "") -> Quantity | None:
    """The cell `text` as a quantity, or None where it prints no number or prints more than one.

    Stray blanks inside the number, full-width digits, a sign, thousands separators and a unit after the number
    ("184万元", "75.73%", "75.73%%") are understood; a unit in the cell wins over `unit`.
    """
    folded = fold(text).replace("−", "-")
    found = _NUMBER.match(folded)
    if not found:
        return None
    rest = folded[found.end() :]
    if _DIGIT.search(rest):
        return None
    printed = found.group().lstrip("+")
    number = Decimal(printed.replace(",", ""))
    if rest == "":
        return Quantity(printed, number, unit)
    if set(rest) == {"%"}:
        return Quantity(printed, number, "%")
    if rest in YUAN_PER_UNIT or rest == "分":
        return Quantity(printed, number, rest)
    return None
