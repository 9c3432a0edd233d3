"""Kinds of people by their wording: 年末在职人员 is 在职人数, 其中行政人员 is a part of the people named before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ingest.narrative.wordings import any_of, wordings


def kind_of(words: str) -> str:
    """The kind that `words` name, some as printed (外聘教师), or ""."""
    return next((kind or words for kind, known in _kinds() if known.fullmatch(words)), "")


def part_of(words: str, before: str) -> str:
    """The kind of `words` that name a part (其中行政人员) of the group that the words before them name last, or "".

    Persons who are no part of others are called as printed.
    """
    group, rest = _last_group(before)
    if group != "" and re.search(wordings("staffing")["persons"], words) and not re.search(wordings("staffing")["inside"], rest):
        return words
    return part(words, group or "")


def part(words: str, group: str) -> str:
    """The kind of `words` that name a part (行政, 参公人员) of the `group` 编制 or 在职, or ""."""
    return next((kinds.get(group, "") for known, kinds in _parts() if known.fullmatch(words)), "")


def group_of(words: str) -> str | None:
    """The group that `words` name last: 编制, 在职 or 离退休, "" for people of no establishment; None where they name none."""
    return _last_group(words)[0]


def _last_group(words: str) -> tuple[str | None, str]:
    """The group that is named last, and the words after it."""
    named = [(found.end(), group) for group, known in _groups() for found in known.finditer(words)]
    end, group = max(named, key=lambda one: one[0], default=(0, None))
    return group, words[end:]


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each kind with its words; "" for one that is given as printed."""
    return tuple(("" if entry.get("as_printed") else entry["what"], any_of(entry["words"])) for entry in wordings("staffing")["kinds"])


@cache
def _parts() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    return tuple((any_of(entry["words"]), entry["of"]) for entry in wordings("staffing")["parts"])


@cache
def _groups() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((group, re.compile(known)) for group, known in wordings("staffing")["groups"].items())
