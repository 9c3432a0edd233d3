"""Targets and results that are points in time: 2023年12月底前, 8月26日, 第三季度, 年底前."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BEFORE = r"(?P<before>以前|之前|前)?"
_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年度?|(?P<this>本年度?|当年|今年|年(?=底|末|内)))?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    rf"(?P<part>上旬|中旬|下旬|初|底|末|内)?{_BEFORE}"
)
_CALENDAR = re.compile("[年月季]")  # of all that says when
_NUMERIC = re.compile(rf"(?P<year>(?:19|20)\d\d)[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>3[01]|[12]\d|0?[1-9])(?!\d){_BEFORE}")
_DUE = re.compile("完成|竣工|完工|开工|上线|验收|建成|投入|交付|发放|启用|启动|印发|办结|到位|落实")
_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "初": (1, 10)}


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included; `before`: the text says before it (12月前), so that only the day before is certain."""

    first: date
    last: date
    before: bool = False

    @property
    def certain(self) -> date:
        """The latest day that meets a deadline without doubt."""
        return self.first - timedelta(days=1) if self.before else self.last


def period(text: str, year: int | None) -> Period | None:
    """The one point in time that a cleaned text states and nothing else with a number; None for any other text.

    `year` counts where none is printed. A year alone is a point in time only where the text says that something is due.
    """
    found = [*_NUMERIC.finditer(text)]
    if not found and _CALENDAR.search(text):
        found = [match for match in _DATE.finditer(text) if _says_when(match)]
    if len(found) != 1:
        return None
    match = found[0]
    parts, rest = match.groupdict(), text[: match.start()] + text[match.end() :]
    if re.search(r"\d", rest) or not (_is_due(parts) or _DUE.search(rest) or (not rest and _is_part_of_a_year(parts))):
        return None
    of_year = int(parts["year"]) if parts["year"] else year
    return None if of_year is None else _period(parts, of_year)


def _is_due(parts: dict[str, str | None]) -> bool:
    """True for 8月31日前 and 12月底; 第一季度 alone says nothing of the kind."""
    return bool(parts["before"] or parts.get("part") or parts.get("day"))


def _is_part_of_a_year(parts: dict[str, str | None]) -> bool:
    return bool(parts.get("month") or parts.get("quarter") or parts.get("half"))


def _says_when(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    return any(parts.get(name) for name in ("year", "this", "month", "quarter", "half"))


def _period(parts: dict[str, str | None], year: int) -> Period | None:
    months = _months(parts)
    first, last = 1, calendar.monthrange(year, months[1])[1]
    part = parts.get("part") or ""
    if day := parts.get("day"):
        first = last = int(day)
    elif part in _DAYS and parts.get("month"):
        first, last = _DAYS[part]
    try:
        start, end = date(year, months[0], first), date(year, months[1], last)
    except ValueError:  # 2月30日
        return None
    at_the_end = part in {"底", "末", "内", "下旬"}
    return Period(start, end, bool(parts["before"]) and not at_the_end)


def _months(parts: dict[str, str | None]) -> tuple[int, int]:
    if month := parts.get("month"):
        return int(month), int(month)
    if quarter := parts.get("quarter"):
        return 3 * _DIGITS[quarter] - 2, 3 * _DIGITS[quarter]
    if half := parts.get("half"):
        return (1, 6) if half == "上" else (7, 12)
    return 1, 12
