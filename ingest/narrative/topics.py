"""What a passage speaks of when it speaks of the unit itself: duties, divisions, subunits, staffing or a general overview.

The topic comes from the nearest heading that names one. A heading may also be printed inside the paragraph ("（二）机构设置。本单位…").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.narrative.ordinals import Ordinal, ordinal_at, without_ordinal
from ingest.narrative.wordings import any_of, pattern, plain, wordings
from kg.facts import Passage

_RUN_IN = re.compile(r"[^。：，；]{2,30}(?=[。：])")
_JOINTS = re.compile(r"以及|[及和与、，,]|\(|（")
_END = re.compile(r"[。：:]$")
_OVERVIEW = ("overview",)
_KEPT = 4096  # headings and beginnings of paragraphs whose topics are kept: reports of one place have them in common
_LONGEST = 45  # characters; a longer heading is a sentence


class Spot(NamedTuple):
    """A passage with its topics ("overview" for a general introduction) and the heading that names them.

    The passage speaks from `start` on (after a heading printed inside it); `below` are the headings between that heading and the passage.
    """

    passage: Passage
    topics: tuple[str, ...]
    heading: str = ""
    start: int = 0
    below: tuple[str, ...] = ()


def spots(passages: Sequence[Passage]) -> tuple[Spot, ...]:
    """The passages that speak of the unit itself, in order."""
    return tuple(_spots(passages))


@lru_cache(maxsize=_KEPT)
def topics_of(heading: str) -> tuple[str, ...]:
    """Topics that a heading names, () where it names none."""
    title = _END.sub("", without_ordinal(heading))
    if len(title) > _LONGEST or pattern("organisation", "never").search(title):
        return ()
    parts = [plain(part) for part in (title, *_JOINTS.split(title)) if part]
    return tuple(topic for topic, known in _topics() if any(map(known.fullmatch, parts)))


@lru_cache(maxsize=_KEPT)
def is_overview(heading: str) -> bool:
    """True for the heading of a general introduction (概况, 基本情况)."""
    title = without_ordinal(heading)
    named = len(title) <= _LONGEST and pattern("organisation", "overview").search(title)
    return bool(named) and not pattern("organisation", "never").search(title)


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic, any_of(patterns)) for topic, patterns in wordings("organisation")["topics"].items())


def _spots(passages: Sequence[Passage]) -> Iterator[Spot]:
    opened: tuple[Passage, str, Ordinal | None] | None = None  # the last heading that was printed inside a paragraph
    for passage in passages:
        own = _run_in(passage.text)
        if own and not _repeats(own, passage.section):
            opened = (passage, own[0], own[1])
            yield Spot(passage, topics_of(own[0]), own[0], own[2])
            continue
        if opened and _closes(passage, opened[0], opened[2]):
            opened = None
        if opened:
            yield Spot(passage, topics_of(opened[1]), opened[1])
        else:
            yield from _headed(passage)


@lru_cache(maxsize=_KEPT)
def _run_in(text: str) -> tuple[str, Ordinal | None, int] | None:
    """The heading printed at the start of a paragraph, its ordinal, and where the text after it starts."""
    ordinal = ordinal_at(text)
    start = ordinal.end if ordinal else 0
    found = _RUN_IN.match(plain(text), start)
    if not found or not topics_of(found[0]) or found.end() + 1 >= len(text):
        return None
    return found[0], ordinal, found.end() + 1


def _repeats(own: tuple[str, Ordinal | None, int], section: tuple[str, ...]) -> bool:
    """True where a paragraph only begins with words (主要职责：) of the topic that its heading names."""
    above = next((topics for heading in reversed(section) if (topics := topics_of(heading))), ())
    return own[1] is None and topics_of(own[0]) == above


def _closes(passage: Passage, opening: Passage, ordinal: Ordinal | None) -> bool:
    if passage.section != opening.section:
        return True
    here = ordinal_at(passage.text)
    return bool(here and ordinal and here.style == ordinal.style)


def _headed(passage: Passage) -> Iterator[Spot]:
    for heading, topics, title, below in _telling(passage.section):
        if topics == _OVERVIEW or not _is_sibling(passage.text, heading):
            yield Spot(passage, topics, title, 0, below)
            return


@lru_cache(maxsize=_KEPT)
def _telling(section: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...], str, tuple[str, ...]], ...]:
    """The headings of a section that name topics, the nearest first: as printed, the topics, without ordinal, those below it."""
    found: list[tuple[str, tuple[str, ...], str, tuple[str, ...]]] = []
    for i in reversed(range(len(section))):
        heading, title, below = section[i], without_ordinal(section[i]), section[i + 1 :]
        if topics := topics_of(heading):
            found.append((heading, topics, title.rstrip("。：:"), below))
        if is_overview(heading):
            return (*found, (heading, _OVERVIEW, title, below))
    return tuple(found)


def _is_sibling(text: str, heading: str) -> bool:
    """True where a paragraph goes on counting after the heading: it is the next topic, not part of this one."""
    here, above = ordinal_at(text), ordinal_at(heading)
    return bool(here and above and here.style == above.style and here.number == above.number + 1)
