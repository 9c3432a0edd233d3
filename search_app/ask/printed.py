"""Numbers as answers show them: as printed, with thousands separators in sentences and without in values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

_MOST, _SHOWN = 12, 10  # words that a sentence lists
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def plain(printed: str) -> str:
    """The printed number without thousands separators."""
    return printed.replace(",", "")


def shown(printed: str, unit: str = "") -> str:
    """The number for a sentence, with its printed decimals: 1,153.40万元."""
    bare = plain(printed)
    if not _NUMBER.fullmatch(bare):
        return f"{printed.rstrip('。；')}{unit}"
    whole, point, decimals = bare.lstrip("-").partition(".")
    return f"{'−' if bare.startswith('-') else ''}{int(whole):,}{point}{decimals}{unit}"


def rounded(number: Decimal) -> str:
    """A computed number with two decimals."""
    return str(number.quantize(Decimal("0.01"), ROUND_HALF_UP))


def decimals(printed: str) -> int:
    """How many decimals are printed."""
    return len(printed.partition(".")[2])


def agree(coarse: Decimal, fine: Decimal, digits: int) -> bool:
    """True where `coarse`, printed with `digits` decimals, is `fine` rounded or cut off."""
    return abs(coarse - fine) < Decimal(1).scaleb(-digits)


def listed(words: Iterable[str], mark: str = "、") -> str:
    """Words in a sentence; of many the first, and how many there are: the table has them all."""
    every = list(words)
    return mark.join(every) if len(every) <= _MOST else f"{mark.join(every[:_SHOWN])}等{len(every)}个"
