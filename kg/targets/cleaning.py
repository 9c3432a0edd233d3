"""A printed target or result in one plain form: half width, no blanks, no LaTeX, numbers in Arabic digits."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from functools import cache, lru_cache

from kg.amounts import fold
from kg.targets.wordings import units, words

_LATEX = (
    (re.compile(r"\\(?:geqslant|geq|ge)(?![a-z])"), "≥"),
    (re.compile(r"\\(?:leqslant|leq|le)(?![a-z])"), "≤"),
    (re.compile(r"\\(?:sim|thicksim)(?![a-z])"), "-"),
    (re.compile(r"\\(?:mathrm|text|textrm|mathbf|operatorname)\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\(?:pm|approx)(?![a-z])"), "约"),
    (re.compile(r"\^\s*\{?\s*(\d)\s*\}?"), r"\1"),
    (re.compile(r"(?<=[\d}\s])~(?=\\|[a-z])"), ""),
    (re.compile(r"\\([%&#])"), r"\1"),
    (re.compile(r"\\[,;:! ()]|\$"), ""),
)
_QUOTED = re.compile('[“”"『「][^“”"』」]*[“”"』」]|《[^》]*》')
_DASHES = re.compile("[~—–－‐―−]+|--+")
_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_POWERS = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = "[零〇一二两三四五六七八九十百千]+"
_HUNDREDTHS = re.compile(f"([百千])分之({_HAN_NUMBER}|[\\d.]+)(?:点({_HAN_NUMBER}))?")


@lru_cache(maxsize=2048)
def clean(text: str) -> str:
    """`text` ready to be read; names in quotes and 《》 are gone, for their numbers count nothing."""
    for found, plain in _LATEX:
        text = found.sub(plain, text)
    text = _DASHES.sub("-", fold(html.unescape(text)))
    text = re.sub("[%]{2,}", "%", _QUOTED.sub("", text))
    return _counted(_HUNDREDTHS.sub(_share, text))


def arabic(han: str) -> str:
    """A Chinese numeral below 万 in digits: 一百二十 is 120, 二〇二四 is 2024."""
    if not any(power in han for power in _POWERS):
        return "".join(str(_DIGITS[character]) for character in han)
    total, last = 0, 0
    for character in han:
        if character in _POWERS:
            total += (last or 1) * _POWERS[character]
            last = 0
        else:
            last = _DIGITS[character]
    return str(total + last)


def _share(found: re.Match[str]) -> str:
    number = found[2] if found[2][0].isdigit() else arabic(found[2])
    return f"{number}{'.' + arabic(found[3]) if found[3] else ''}{'%' if found[1] == '百' else '‰'}"


def _counted(text: str) -> str:
    """Numerals before a unit that ends a clause (三次, 十二期以上); a lone 一 counts only where it is all that is printed (一套)."""

    def digits(found: re.Match[str]) -> str:
        lone = found["number"] == "一" and found.start("number") != 0
        return found[0] if lone else f"{arabic(found['number'])}{found['scale'] or ''}"

    return _numeral().sub(digits, text)


@cache
def _numeral() -> re.Pattern[str]:
    end = rf"(?={units()}|[万亿])(?=(?:[万亿]*(?:{units()})|[万亿]+)(?:{words('after')})?(?:[,。;、)]|$))"
    return re.compile(rf"(?<![第百千万亿一二三四五六七八九十零两几数\d])(?P<number>{_HAN_NUMBER})(?P<scale>[万亿]*){end}")


def number(text: str) -> Decimal:
    """A number with or without thousands separators."""
    return Decimal(text.replace(",", ""))
