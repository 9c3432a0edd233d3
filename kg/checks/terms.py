"""A printed number as one side or part of an identity: exact value, printed text and unit, and how exact the print is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from kg.amounts import YUAN_PER_UNIT

HUNDRED = Decimal(100)
_ZERO = Decimal(0)
# Words of approximation make a number a range; how far it may be away from what is printed.
_APPROXIMATE = Decimal("0.1")


class Term(NamedTuple):
    """`number` is 元 for money, else as printed; `half` its uncertainty in the same scale; `at` the IRI it stands at.

    `name` is what the reader calls it (本年收入合计), `where` its place (公开01表 …), `text` and `unit` what is printed.
    """

    name: str
    number: Decimal
    text: str
    unit: str = ""
    half: Decimal = Decimal(0)
    at: str = ""
    where: str = ""
    qualifier: str = ""

    @property
    def printed(self) -> str:
        """The number as printed, with its unit."""
        return f"{self.text.replace(',', '').lstrip('-')}{self.qualifier}{self.unit}"

    @property
    def is_money(self) -> bool:
        """True for an amount."""
        return self.unit in YUAN_PER_UNIT

    @property
    def factor(self) -> Decimal:
        """元 in one printed unit; 1 where the unit is not money."""
        return YUAN_PER_UNIT.get(self.unit, Decimal(1))

    @property
    def slack(self) -> Decimal:
        """The uncertainty, with that of a word of approximation."""
        return self.half + abs(self.number) * _APPROXIMATE if self.qualifier else self.half


def decimals(text: str) -> int:
    """Number of digits after the decimal point of a printed number."""
    return len(text.partition(".")[2].rstrip("%余多")) if "." in text else 0


def common_places(texts: Iterable[str]) -> int:
    """Decimals that numbers printed together have: trailing zeros are often dropped, so the few shorter ones are as exact.

    The most decimals that at least a fifth of the numbers other than 0 print.
    """
    counted = Counter([decimals(text) for text in texts if text.strip("0.,-")])
    return max((n for n in counted if 5 * sum(many for m, many in counted.items() if m >= n) >= counted.total()), default=0)


def half_unit(text: str, unit: str, places: int = 0) -> Decimal:
    """Half of the last place of the print, in 元 for money; `places` are the decimals its neighbours have.

    Counts and scores are exact: 0.
    """
    if unit != "%" and unit not in YUAN_PER_UNIT:
        return _ZERO
    return _half(unit, max(decimals(text), places))


@lru_cache(maxsize=256)
def _half(unit: str, places: int) -> Decimal:
    return YUAN_PER_UNIT.get(unit, Decimal(1)) * Decimal(5).scaleb(-places - 1)


def in_unit(number: Decimal, unit: str, places: int) -> str:
    """`number` (元 for money) in `unit` with at most `places` decimals, unit included."""
    scaled = (number / YUAN_PER_UNIT.get(unit, Decimal(1))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{plain(scaled)}{unit}"


def plain(number: Decimal) -> str:
    """The number without exponent or negative zero; its decimals stay."""
    text = format(number, "f")
    return text.removeprefix("-") if not number else text
