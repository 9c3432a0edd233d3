"""The wordings of targets, from `ontology/codelists/targets.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ontology.yaml_files import read_yaml


@cache
def wordings() -> Mapping[str, Any]:
    """The whole description."""
    found: Mapping[str, Any] = read_yaml(files("ontology").joinpath("codelists/targets.yaml").read_text(encoding="utf-8"))
    return found


@cache
def pattern(key: str) -> re.Pattern[str]:
    """The one pattern under `key`."""
    return re.compile(wordings()[key])


@cache
def units() -> str:
    """A pattern of the known units, the longest first."""
    return any_of(sorted((unit for line in wordings()["units"] for unit in line.split()), key=len, reverse=True))


@cache
def one_name() -> Mapping[str, str]:
    """The name under which a unit is compared, by its other names."""
    return {other: name for name, others in wordings()["same"].items() for other in others}


@cache
def senses(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Comparators with their words under `key`; to be tried in turn, longest word first wins within `any_of`."""
    return tuple((name, re.compile(any_of(words))) for name, words in wordings()[key].items())


def sense(key: str, text: str) -> str:
    """The comparator whose word `text` is, or "" for another word."""
    return next((name for name, words in senses(key) if words.fullmatch(text)), "")


@cache
def words(key: str) -> str:
    """A pattern of all words under `key`, the longest first."""
    return any_of(sorted((word for found in wordings()[key].values() for word in found), key=len, reverse=True))


def any_of(patterns: Iterable[str]) -> str:
    """One pattern that matches where any does, the first that does winning."""
    return "|".join(f"(?:{one})" for one in patterns)
