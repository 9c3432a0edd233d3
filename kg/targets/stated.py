"""The quantities that a target or a result states: comparator, value or range, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.targets.cleaning import number
from kg.targets.wordings import one_name, pattern, sense, units, wordings, words

_SCALES = {"": 1, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "万亿": 10**12}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SCALE = r"[十百千]?万|[百万]?亿|千(?=元|人|亩|户|家)|"
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLAUSE_END = r"[,。;、()（）]|$"
# 第3, a code (COVID19) or the second half of a ratio or a time of day.
_NO_NUMBER_AFTER = re.compile(r"第$|[a-zA-Z]$|\d[:×*]$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity; `comparator` is atLeast, moreThan, atMost, lessThan, equal, between or about.

    `low` and `high` are the ends of a range (equal where there is none), in `unit`. `qualifier` is over (200余家), nearly or "".
    `scaled`: a multiplier (万) was printed. `change`: + or - where the text states a rise or a fall.
    """

    comparator: str
    low: Decimal
    high: Decimal
    unit: str
    qualifier: str = ""
    scaled: bool = False
    change: str = ""

    def times(self, factor: Decimal, unit: str) -> Stated:
        """The same quantity in a smaller unit."""
        return replace(self, low=self.low * factor, high=self.high * factor, unit=unit)


def quantities(text: str, *, asks: bool) -> tuple[Stated, ...] | None:
    """Every quantity of a cleaned text; None where one of its numbers cannot be read.

    `asks`: the text is a target, so that 达到95% asks for at least that and 200余家 for about that.
    """
    found: list[Stated] = []
    for match in _quantity().finditer(text):
        if _counts_nothing(text, match):
            continue
        read = _read(text, match, asks)
        if read is None:
            return None
        found.append(read)
    if len(found) == 1 and found[0].comparator == "equal" and (far := _far().match(text)):
        return (replace(found[0], comparator=sense("before", far["word"])),)
    return tuple(found)


def _read(text: str, match: re.Match[str], asks: bool) -> Stated | None:
    unit, end = _unit(text, match.end())
    after = _after().match(text, end)
    comparator, qualifier = _sense(match["before"] or "", after[0] if after else "", asks)
    qualifier = "over" if match["over"] else qualifier
    if unit is None or not comparator or (match["upper"] and comparator != "equal"):
        return None
    scale, upper_scale = match["scale"] or match["more_scale"] or "", match["upper_scale"] or ""
    low = number(match["number"]) * _SCALES[scale or upper_scale]
    high = number(match["upper"]) * _SCALES[upper_scale] if match["upper"] else low
    if high < low:
        return None
    return Stated(
        _kind(comparator, qualifier, bool(match["upper"]), asks),
        low,
        high,
        (unit or _unit(match["first"] or "", 0)[0] or "") + (f"/{match['each']}" if match["each"] else ""),
        qualifier,
        bool(scale or upper_scale),
        "+" if match["rising"] else "-" if match["falling"] else "",
    )


def _kind(comparator: str, qualifier: str, is_range: bool, asks: bool) -> str:
    if is_range:
        return "between"
    if comparator != "equal" or not qualifier:
        return comparator
    return "about" if asks or qualifier == "about" else {"over": "moreThan", "nearly": "lessThan"}[qualifier]


def _sense(before: str, after: str, asks: bool) -> tuple[str, str]:
    """Comparator and qualifier that the words around a number give; no comparator where they contradict each other."""
    said = [name for word in re.findall(words("before"), before) if (name := sense("before", word))]
    last = sense("after", after)
    if last in {"atLeast", "atMost"}:
        said = [name for name in said if not (name == "atMost" and "控制在" in before)]
    said += [last] if last else []
    fuzzy = next((name for name in said if name in {"about", "nearly"}), "")
    strong = {name for name in said if name not in {"about", "nearly"}}
    if not strong and not fuzzy and asks and re.search(words("weak"), before):
        return "atLeast", ""
    if len(strong) > 1:
        return "", ""
    return next(iter(strong), "equal"), fuzzy


def _unit(text: str, start: int) -> tuple[str | None, int]:
    """The unit at `start` under its one name and where it ends; "" where there is none, None for a word that may be one or not."""
    if found := _known().match(text, start):
        name = re.sub(r"[()]|(?<=人)/(?=次)|/年$", "", found[0])
        return one_name().get(name, name), found.end()
    if pattern("not_units").match(text[start:]) or _end().match(text, start):
        return "", start
    tail = _tail().match(text, start)
    return (tail[0], tail.end()) if tail and tail[0][0] not in "月日时" else (None, start)


def _counts_nothing(text: str, match: re.Match[str]) -> bool:
    """True for a number that is no quantity: a year, an ordinal, the number of a list entry, part of a name."""
    begin, end = match.start("number"), match.end("number")
    if _NO_NUMBER_AFTER.search(text[:begin]) and not match["before"]:
        return True
    if _YEAR.fullmatch(match["number"]) and text.startswith("年", end) and not match["upper"]:
        return True
    return bool(_name_goes_on().match(text, end)) or bool(begin == 0 and re.compile(r"[.、][^\d]").match(text, end))


@cache
def _quantity() -> re.Pattern[str]:
    found = wordings()
    before = f"(?P<before>(?:(?:{words('before')}|{words('weak')}){found['between']})*)"
    return re.compile(
        f"(?:(?P<rising>{found['rising']})|(?P<falling>{found['falling']}))?(?:{found['each']})?{before}"
        f"(?P<number>{_NUMBER})(?P<scale>{_SCALE})(?:(?P<over>{found['over']})(?P<more_scale>{_SCALE}))?"
        f"(?:(?P<first>[%‰]|{units()})?[-至到](?P<upper>{_NUMBER})(?P<upper_scale>{_SCALE}))?"
    )


@cache
def _known() -> re.Pattern[str]:
    return re.compile(rf"[%‰]|(?:{units()})(?:/[^\d\W]{{1,3}}|\([^\d\W]{{1,2}}\))?")


@cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"{_CLAUSE_END}|{words('after')}")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"[^\d\W]{{1,4}}?(?=(?:{words('after')})?(?:{_CLAUSE_END}))")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(words("after"))


@cache
def _far() -> re.Pattern[str]:
    """A comparator that stands at the start with other words before the number (≤机具价格的15%)."""
    return re.compile(rf"(?P<word>{words('before')})[^\d,。;]{{1,20}}\d")


@cache
def _name_goes_on() -> re.Pattern[str]:
    return re.compile(r"热线|号|G(?!B)|A级|[:×*]\d")
