"""Duties of the unit (部门职责, 主要职能): every printing is a duty of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.narrative.ordinals import Ordinal, ordinal_at, running
from ingest.narrative.topics import Spot, spots
from ingest.narrative.wordings import pattern, plain, wordings
from kg.facts import Duty, Passage, TextPlace

_ANNOUNCEMENT = 120  # characters; longer text before a colon says something itself


def duties(passages: Sequence[Passage]) -> tuple[Duty, ...]:
    """Duties in the order of the text.

    `number` is the printed ordinal (0 where none is printed); `text` is the paragraph without it, or the heading as printed,
    a line break and its paragraphs where a duty has a heading of its own.
    """
    rows: list[Duty] = []
    headed: tuple[str, ...] = ()  # section of the last duty that has a heading of its own
    for spot in _counted(spots(passages)):
        section, own = spot.passage.section, bool(spot.below) and not ordinal_at(spot.passage.text)
        if own and section == headed:
            rows[-1] = replace(rows[-1], text=rows[-1].text + "\n" + spot.passage.text)
            continue
        found = list(_printed(spot))
        rows += found
        headed = section if own and found else ()
    return tuple(rows)


def _counted(found: Sequence[Spot]) -> Iterator[Spot]:
    """Spots of duties; a sentence of the overview that begins to list them opens a list of its own."""
    listing: Spot | None = None
    for spot in found:
        if "duties" in spot.topics:
            listing = None
            yield spot
            continue
        lead = pattern("organisation", "lead_in").search(plain(spot.passage.text), spot.start)
        if lead:
            heading = re.sub(r"(是|为|有|包括|如下)*[：:]$", "", lead[0])
            listing = spot._replace(topics=("duties",), heading=heading, start=lead.end(), below=())
            yield listing
        elif listing and listing.passage.section == spot.passage.section and ordinal_at(spot.passage.text):
            yield listing._replace(passage=spot.passage, start=0)
        else:
            listing = None


def _printed(spot: Spot) -> Iterator[Duty]:
    text, start = spot.passage.text, spot.start
    if not text[start:].strip() or (len(spot.topics) > 1 and _is_else(text)) or _tells_of_work(spot.below):
        return
    ordinal = ordinal_at(text, start)
    items = running(text, start) or _announced(text, ordinal)
    if items:
        if not _announces(text[start : items[0].start]):
            yield _duty(spot, 0, start, items[0].start)
        ends = [*(item.start for item in items[1:]), len(text)]
        for item, end in zip(items, ends, strict=True):
            yield _duty(spot, item.number, item.end, end)
    elif spot.below and not ordinal:
        heading = ordinal_at(spot.below[-1])
        duty = _duty(spot, heading.number if heading else 0, start, len(text))
        yield replace(duty, text=spot.below[-1] + "\n" + duty.text)
    elif not _announces(text[start:]):
        yield _duty(spot, ordinal.number if ordinal else 0, ordinal.end if ordinal else start, len(text))


def _announced(text: str, ordinal: Ordinal | None) -> tuple[Ordinal, ...]:
    """The items of a list that a paragraph with an ordinal of its own announces: 1、本院主要职责是：（1）…（2）…"""
    items = running(text, ordinal.end) if ordinal else ()
    return items if items and ordinal and _announces(text[ordinal.end : items[0].start]) else ()


def _duty(spot: Spot, number: int, start: int, end: int) -> Duty:
    passage = spot.passage
    return Duty(spot.heading, number, passage.text[start:end], TextPlace(passage.number, start, end, passage.page, passage.line))


def _announces(text: str) -> bool:
    """True for words that only announce a list, and for 无."""
    flat = plain(text).strip()
    return flat in ("", "无", "无。") or (len(flat) < _ANNOUNCEMENT and flat.endswith("："))


def _tells_of_work(below: Sequence[str]) -> bool:
    """True below a heading that tells what was done in the year and not what the duty is (重点工作完成情况)."""
    return any(re.search(wordings("organisation")["never_duties"], plain(heading)) for heading in below)


def _is_else(text: str) -> bool:
    """True where a paragraph under a shared heading (职责及机构设置) speaks of divisions or staff."""
    return bool(re.search(wordings("organisation")["elsewhere"], plain(text)))
