"""Numbers of a spreadsheet as their cell prints them: the number format of Excel (ISO 29500-1 18.8.31) applied to the stored value.

Stored 2128.8500000000004 under `0.00` is 2128.85; stored 0 under `0.00;-0.00;` is blank, which is not 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
}  # fmt: skip
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]|([0#?.,]*[0#][0#?.,]*)|(%)|(.)', re.DOTALL)
_SIGNS = "¥￥$?"  # of currencies, and digits left blank
_UNKNOWN = frozenset("yYmMdDhHsSeEgG/@")
_DIGITS = 15  # a double holds no more


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: text before and after the digits, decimals (least and most), thousands, power of ten, whether known."""

    before: str = ""
    after: str = ""
    least: int = 0
    most: int = 0
    thousands: bool = False
    power: int = 0
    digits: bool = False
    known: bool = True


def plain(value: float) -> str:
    """The number without the noise of binary fractions: 2128.8500000000004 is 2128.85, 2080505.0 is 2080505."""
    return f"{_exact(value):f}"


def formatted(value: float, code: str) -> str:
    """What a cell of the format `code` prints for `value`; plain where the format is General or none for numbers."""
    if not code or code.lower() == "general":
        return plain(value)
    sections = _sections(code)
    exact = _exact(value)
    chosen = sections[min((1 if exact < 0 else 2 if exact == 0 else 0), len(sections) - 1)] if len(sections) > 1 else sections[0]
    if exact == 0 and len(sections) == 2:
        chosen = sections[0]
    if not chosen.known:
        return plain(value)
    signed = len(sections) == 1 or exact >= 0
    return _printed(exact if signed else -exact, chosen)


def _exact(value: float) -> Decimal:
    number = Decimal(f"{value:.{_DIGITS}g}")
    return number.quantize(Decimal(1)) if number == number.to_integral() and abs(number) < 10**_DIGITS else number.normalize()


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(_section(part) for part in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[:3])


def _section(text: str) -> _Section:
    before, after, digits, power, known = "", "", "", 0, True
    for literal, escaped, run, percent, other in _TOKEN.findall(text):
        if run or (escaped == "." and digits):  # an escaped point: 0!.0, prints ten thousands
            digits += run or "|"
            continue
        said = literal or escaped or percent or (other if other not in _SIGNS else "")
        power += 2 if percent else 0
        known = known and not (other and other in _UNKNOWN)
        before, after = (before, after + said) if digits else (before + said, after)
    return _counted(before, after, digits, power, known)


def _counted(before: str, after: str, digits: str, power: int, known: bool) -> _Section:
    scaled = len(digits) - len(digits.rstrip(","))
    body = digits.rstrip(",")
    whole, point, rest = body.partition("|" if "|" in body else ".")
    decimals = len(re.findall(r"[0#?]", rest))
    power -= 3 * scaled + (decimals if point == "|" else 0)
    return _Section(before, after, rest.count("0"), decimals, "," in whole, power, bool(digits), known)


def _printed(number: Decimal, section: _Section) -> str:
    if not section.digits:
        return (section.before + section.after).strip()
    rounded = number.scaleb(section.power).quantize(Decimal(1).scaleb(-section.most), ROUND_HALF_UP)
    text = f"{rounded:{',' if section.thousands else ''}f}"
    if section.most > section.least:
        whole, _, rest = text.partition(".")
        rest = rest[: section.least] + rest[section.least :].rstrip("0")
        text = f"{whole}.{rest}" if rest else whole
    text = text.removeprefix("-") if not rounded else text
    if section.before.strip() == "(" and section.after.strip() == ")":  # the bookkeeper's minus
        return f"-{text}"
    return f"{section.before}{text}{section.after}".strip()
