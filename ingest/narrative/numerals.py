"""Chinese numerals as counts: 五个渠道, 三十二家, 两百余人, 百分之八十."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}


def numeral(text: str) -> Decimal | None:
    """The number that Chinese numerals below 10,000 print, None where they print none (一二, 十十)."""
    total, digit = 0, None
    smallest = 10_000
    for character in text:
        if character in _TENS:
            if _TENS[character] >= smallest or (digit is None and character != "十"):
                return None
            smallest = _TENS[character]
            total, digit = total + (1 if digit is None else digit) * smallest, None
        elif character not in _DIGITS or digit:
            return None
        else:
            digit = _DIGITS[character]
    return Decimal(total + (digit or 0)) if total or digit is not None else None
