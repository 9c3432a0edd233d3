"""支出功能分类 (类, 款, 项) and 部门预算支出经济分类 (类, 款): names and codes by year.

The lists (`codelists/functional.csv`, `codelists/economic.csv`) are partial: they name codes and find the code of a printed
name; a code that they lack is never rejected. Functional codes begin with 2 and have 3, 5 or 7 digits, economic codes begin
with 3 and have 3 or 5.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

Scheme = Literal["functional", "economic"]
Level = Literal["class", "group", "item"]

_FOLDER: Final = Path(__file__).parent / "codelists"
_SCHEMES: Final[tuple[Scheme, ...]] = ("functional", "economic")
_DIGITS: Final[dict[str, int]] = {"class": 3, "group": 5, "item": 7}
# What may follow a name in running text without changing it: 科学技术（类）支出, 资源勘探信息等支出.
_TAIL: Final = re.compile(r"\((?:类|款|项)\)|(?:等?事务|等?支出|等)$")
# Items that most groups have: without their group these names say nothing, however few the list holds.
_EVERYWHERE: Final = frozenset({"行政运行", "一般行政管理", "机关服务", "事业运行"})
_LEAST_CUT: Final = 6  # characters of a name cut short by its cell that are enough to know it by


@dataclass(frozen=True, slots=True)
class Subject:
    """One name of one code; `years` are the spans [first, last] in which it was in force or seen."""

    code: str
    name: str
    years: tuple[tuple[int, int], ...]

    def distance(self, year: int) -> tuple[int, int]:
        """How far `year` lies from the nearest known year (0 inside a span); of two as near, the later sorts first."""
        return min((max(first - year, year - last, 0), -last) for first, last in self.years)


@lru_cache(maxsize=2)
def _subjects(scheme: Scheme) -> tuple[Subject, ...]:
    with (_FOLDER / f"{scheme}.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(Subject(row["code"], row["name"], _spans(row["years"])) for row in csv.DictReader(rows))


def _spans(years: str) -> tuple[tuple[int, int], ...]:
    """`2007-2013 2019` as ((2007, 2013), (2019, 2019))."""
    bounds = (span.partition("-") for span in years.split())
    return tuple((int(first), int(last or first)) for first, _, last in bounds)


@lru_cache(maxsize=2)
def _by_code(scheme: Scheme) -> dict[str, tuple[Subject, ...]]:
    known: dict[str, tuple[Subject, ...]] = {}
    for subject in _subjects(scheme):
        known[subject.code] = (*known.get(subject.code, ()), subject)
    return known


@lru_cache(maxsize=2)
def _by_key(scheme: Scheme) -> dict[str, list[Subject]]:
    known: dict[str, list[Subject]] = {}
    for subject in _subjects(scheme):
        known.setdefault(_key(subject.name), []).append(subject)
    return known


@lru_cache(maxsize=4096)
def _fold(printed: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", printed))


@lru_cache(maxsize=4096)
def _key(printed: str) -> str:
    """The form in which names are compared: half width, no blanks, no 类/款/项 in brackets, no trailing 支出 or 事务."""
    folded = _fold(printed)
    return _TAIL.sub("", _TAIL.sub("", folded)) or folded


def scheme_of(code: str) -> Scheme | None:
    """The classification that `code` belongs to by its first digit; None for other codes (such as 政府预算经济分类 5xx)."""
    return {"2": "functional", "3": "economic"}.get(code[:1])  # type: ignore[return-value]


def name(code: str, year: int) -> str | None:
    """The name of `code` in `year`, else of the nearest year that is known; None for a code that is not in the lists."""
    scheme = scheme_of(code)
    known = _by_code(scheme).get(code, ()) if scheme else ()
    return min(known, key=lambda subject: subject.distance(year)).name if known else None


def years_of(names: Iterable[str]) -> tuple[int, ...]:
    """The years in which all of `names` that are names of functional classes were in force; none where no name is one.

    Classes were renamed in 2014, 2019 and 2020, so that a full list of them narrows the year down.
    """
    spans: dict[str, set[int]] = {}
    for subject in _subjects("functional"):
        if level(subject.code) == "class":
            years = (year for first, last in subject.years for year in range(first, last + 1))
            spans.setdefault(_fold(subject.name), set()).update(years)
    found = [spans[folded] for printed in names if (folded := _fold(printed)) in spans]
    return tuple(sorted(set.intersection(*found))) if found else ()


def ancestors(code: str) -> tuple[str, ...]:
    """The wider subjects, nearest first: 2010303 gives 20103, 201; 30201 gives 302."""
    return tuple(code[:digits] for digits in (5, 3) if len(code) > digits)


def level(code: str) -> Level | None:
    """类 (class), 款 (group) or 项 (item) by the number of digits; None for other lengths."""
    return {3: "class", 5: "group", 7: "item"}.get(len(code))  # type: ignore[return-value]


@lru_cache(maxsize=4096)
def code_of(
    printed: str, year: int, level_hint: Level | None = None, parent: str | None = None, scheme: Scheme = "functional"
) -> str | None:
    """The code of a subject that is printed by name alone, with or without 支出; None where it is unknown or not certain.

    Narrowed by `level_hint` and by the code `parent` above it (which also tells the scheme). The names of `year` come first,
    then those of other years, then names that `printed` cuts short.
    """
    key, scheme = _key(printed), (scheme_of(parent) if parent else None) or scheme
    if key in _EVERYWHERE and len(parent or "") < _DIGITS["group"]:
        return None
    same = [subject for subject in _by_key(scheme).get(key, ()) if _fits(subject.code, level_hint, parent)]
    if not same:
        return _only(_cut_short(printed, scheme, level_hint, parent)) if len(key) >= _LEAST_CUT else None
    now = [subject for subject in same if name(subject.code, year) == subject.name]
    if scheme == "economic":
        now = _in_force(now, year)
    return _only(now or same)


def _cut_short(printed: str, scheme: Scheme, level_hint: Level | None, parent: str | None) -> Iterator[Subject]:
    """The subjects whose names begin with `printed`."""
    begin = _fold(printed)
    return (s for s in _subjects(scheme) if _fold(s.name).startswith(begin) and _fits(s.code, level_hint, parent))


def _in_force(subjects: list[Subject], year: int) -> list[Subject]:
    """Those nearest to `year`: 医疗费 is 30307 up to 2017 and 30114 from 2018. Only the economic list is full enough to tell."""
    least = min((subject.distance(year)[0] for subject in subjects), default=0)
    return [subject for subject in subjects if subject.distance(year)[0] == least]


def _fits(code: str, level_hint: Level | None, parent: str | None) -> bool:
    below = parent is None or (code != parent and code.startswith(parent))
    return below and (level_hint is None or len(code) == _DIGITS[level_hint])


def _only(subjects: Iterable[Subject]) -> str | None:
    """The one code of `subjects`; of one line (22999, 2299901, both 其他支出) the widest; None where they differ."""
    codes = sorted({subject.code for subject in subjects}, key=len)
    return codes[0] if codes and all(code.startswith(codes[0]) for code in codes) else None


def code_of_path(class_name: str, group_name: str, item_name: str, year: int) -> str | None:
    """The code of the finest of 类, 款, 项 that is named (empty strings are not); None where one of them is unknown.

    A group that the list lacks does not hide its item where the item's name is the only one in the class.
    """
    found = code_of(class_name, year, "class") if class_name else None
    if class_name and found is None:
        return None
    group = code_of(group_name, year, "group", found) if group_name else found
    if not item_name:
        return group
    return code_of(item_name, year, "item", group or found)
