"""The wording of self-evaluation forms (forms/performance.yaml): what a cell's text means in its part of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from ingest.forms import load
from kg.amounts import fold

NAME = "performance"
_LONGEST = 80  # characters of a label or title; longer cells are texts


@cache
def form() -> Mapping[str, Any]:
    """The whole description, as the YAML has it."""
    data: Mapping[str, Any] = load(NAME)
    return data


@lru_cache(maxsize=8192)
def meaning(group: str, text: str) -> str:
    """The name in `group` whose pattern fits the whole cell `text`, "" where none does or the cell is blank."""
    folded = fold(text).rstrip(":")
    if not folded or len(folded) > _LONGEST:
        return ""
    return next((name for name, pattern in _patterns(group) if pattern.fullmatch(folded)), "")


@lru_cache(maxsize=8192)
def fits(group: str, text: str) -> bool:
    """True where a pattern of the list `group` fits the whole cell `text` (of a long text, its beginning)."""
    folded = fold(text)[:_LONGEST]
    return bool(folded) and bool(_any(form()[group]).fullmatch(folded))


@lru_cache(maxsize=8192)
def of_class(level: str, name: str) -> tuple[str, ...]:
    """The level-1 classes (产出指标, 效益指标 …) that the label `name` of level1 or level2 can belong to; "" is another scheme's."""
    folded = fold(name)
    return tuple(key for key, pattern in _level_patterns(level) if len(folded) <= _LONGEST and pattern.fullmatch(folded))


@lru_cache(maxsize=8192)
def without_class(missing: str, level2: str) -> tuple[str, ...]:
    """The classes that `level2` can belong to in a form that prints no label of the class `missing`."""
    found = ((key, entry.get("without", {}).get(missing)) for key, entry in form()["levels"].items())
    return tuple(key for key, patterns in found if patterns and _any(patterns).fullmatch(fold(level2)))


@lru_cache(maxsize=1024)
def header_part(text: str) -> str:
    """`name` or `weight` for a label of the second row of a two-row head, else ""."""
    return next((part for part, patterns in form()["header_pairs"].items() if _any(patterns).fullmatch(fold(text))), "")


@cache
def _patterns(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _any(patterns)) for name, patterns in form()[group].items())


@cache
def _level_patterns(level: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, _any(entry[level])) for key, entry in form()["levels"].items() if entry[level])


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
