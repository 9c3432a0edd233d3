"""Which way of an indicator is better, where its name or its place among the indicators makes that certain."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.amounts import fold
from kg.targets.wordings import any_of, pattern, wordings

_BY_COMPARATOR = {"atLeast": "more", "moreThan": "more", "atMost": "less", "lessThan": "less", "by": "less"}


@lru_cache(maxsize=2048)
def better(comparator: str, name: str, level2: str, unit: str) -> str:
    """`more`, `less` or "": first by the comparator, then by the last telling word of the name, then by level 2 (数量, 成本, 满意度)."""
    if comparator in _BY_COMPARATOR:
        return _BY_COMPARATOR[comparator]
    name = re.sub(r"\([^()]*\)$", "", fold(name))
    ends = {way: max((match.end() for match in _telling(way).finditer(name)), default=0) for way in ("more", "less")}
    if ends["more"] > ends["less"]:
        return "more"
    if ends["less"] > ends["more"]:
        return "" if pattern("turned").search(name) else "less"
    return _by_level(name, fold(level2), unit)


def _by_level(name: str, level2: str, unit: str) -> str:
    for rule in wordings()["by_level"]:
        fits = rule["level"] in level2 and unit in rule.get("units", [unit]) and unit not in rule.get("not_units", ())
        if fits and not ("unless" in rule and re.search(rule["unless"], name)):
            return str(rule["better"])
    return ""


@cache
def _telling(way: str) -> re.Pattern[str]:
    return re.compile(any_of(wordings()[way]))
