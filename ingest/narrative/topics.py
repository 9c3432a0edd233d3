"""What a passage speaks of when it speaks of the unit itself: duties, divisions, subunits, staffing or a general overview.

The topic comes from the nearest heading that names one. A heading may also be printed inside the paragraph ("（二）机构设置。本单位…").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.narrative.ordinals import Ordinal, ordinal_at, without_ordinal
from ingest.narrative.wordings import any_of, pattern, plain, wordings
from kg.facts import Passage

_RUN_IN = re.compile(r"[^。：，；]{2,30}(?=[。：])")
_JOINTS = re.compile(r"以及|[及和与、，,]|\(|（")
_LONGEST = 45  # characters; a longer heading is a sentence


@dataclass(frozen=True, slots=True)
class Spot:
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


@cache
def topics_of(heading: str) -> tuple[str, ...]:
    """Topics that a heading names, () where it names none."""
    title = re.sub(r"[。：:]$", "", without_ordinal(heading))
    if len(title) > _LONGEST or re.search(wordings("organisation")["never"], title):
        return ()
    parts = [title, *_JOINTS.split(title)]
    return tuple(topic for topic, known in _topics() if any(known.fullmatch(plain(part)) for part in parts if part))


def is_overview(heading: str) -> bool:
    """True for the heading of a general introduction (概况, 基本情况)."""
    title = without_ordinal(heading)
    return (
        len(title) <= _LONGEST
        and bool(pattern("organisation", "overview").search(title))
        and not re.search(wordings("organisation")["never"], title)
    )


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
    section = passage.section
    for i in range(len(section) - 1, -1, -1):
        topics = topics_of(section[i])
        if topics and not _is_sibling(passage.text, section[i]):
            yield Spot(passage, topics, without_ordinal(section[i]).rstrip("。：:"), 0, section[i + 1 :])
            return
        if is_overview(section[i]):
            yield Spot(passage, ("overview",), without_ordinal(section[i]), 0, section[i + 1 :])
            return


def _is_sibling(text: str, heading: str) -> bool:
    """True where a paragraph goes on counting after the heading: it is the next topic, not part of this one."""
    here, above = ordinal_at(text), ordinal_at(heading)
    return bool(here and above and here.style == above.style and here.number == above.number + 1)
