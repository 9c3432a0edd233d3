"""Projects of one unit that may be one under two names: names near to each other in reports that do not state both."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.links.agreement import core, telling
from kg.links.rows import Record

_ALIKE = 0.75  # of the names without 专项, 经费, years and the like; 1 is the same
_ENOUGH = 0.8  # of the score, which is 85 % the names and 15 % the amounts
_NAMES = 0.85
_UNKNOWN = 0.5  # the likeness of amounts where one is not printed


@dataclass(frozen=True, slots=True)
class PossiblySame:
    """Two projects, `one` before `other` in the order of IRIs; `names` are the two that are nearest."""

    one: str
    other: str
    score: float
    names: tuple[str, str]
    likeness: float
    amounts: float | None
    reports: tuple[str, ...]


def possibly_same(unit_name: str, records: Sequence[Record]) -> Iterator[PossiblySame]:
    """The pairs whose score is high enough, by IRI. Numbers, phases and levels of government in a name keep projects apart."""
    projects: dict[str, list[Record]] = {}
    for record in records:
        projects.setdefault(record.project, []).append(record)
    for one, other in itertools.combinations(sorted(projects), 2):
        pair = _pair(unit_name, projects[one], projects[other])
        if pair and pair.score >= _ENOUGH:
            yield pair


def _pair(unit_name: str, one: Sequence[Record], other: Sequence[Record]) -> PossiblySame | None:
    if {record.report for record in one} & {record.report for record in other}:
        return None
    likeness, names = _nearest(unit_name, one, other)
    if likeness < _ALIKE:
        return None
    amounts = _amounts(one, other)
    score = _NAMES * likeness + (1 - _NAMES) * (_UNKNOWN if amounts is None else amounts)
    reports = tuple(sorted({record.report for record in (*one, *other)}))
    return PossiblySame(one[0].project, other[0].project, score, names, likeness, amounts, reports)


def _nearest(unit_name: str, one: Sequence[Record], other: Sequence[Record]) -> tuple[float, tuple[str, str]]:
    from rapidfuzz.fuzz import ratio

    best, names = 0.0, ("", "")
    for left in _names(one):
        for right in _names(other):
            if telling(left) == telling(right):
                likeness = ratio(core(left, unit_name), core(right, unit_name)) / 100
                if likeness > best:
                    best, names = likeness, (left, right)
    return best, names


def _names(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record.names))


def _amounts(one: Sequence[Record], other: Sequence[Record]) -> float | None:
    """The smaller amount as a share of the larger, of the two years nearest to each other; None where an amount is missing."""
    pairs = [
        (abs(left.year - right.year), left.year, right.year, left.executed, right.executed)
        for left in one
        for right in other
        if left.executed and right.executed
    ]
    if not pairs:
        return None
    *_, first, second = min(pairs)
    small, large = sorted((first, second))
    return float(small / large) if small > Decimal(0) else 0.0
