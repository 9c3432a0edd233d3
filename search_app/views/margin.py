"""Findings beside the cells and sentences of a report: where each one stands on the page, its stamp there, its note in the margin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kg.checks.outcomes import Result
from search_app.language import said
from search_app.views.cells import Drawn
from search_app.views.findings import STAMPS, Group, group_of, grouped, place

# A place as far as its block is concerned: t05r12c4 → t05, p37o120-168 → p37.
_BLOCK = re.compile(r"[tp]\d+")
_WORST = {stamp[0]: number for number, stamp in enumerate(STAMPS.values())}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in a cell or sentence: its CSS class, its character, what it says, and the anchor of its note."""

    style: str
    character: str
    label: str
    note: str

    @property
    def html(self) -> Markup:
        """The stamp as a link to its note, in the language of the request; what it says is the rule's own words."""
        mark = Markup('<a class="st {}" href="#{}" aria-label="{}" title="{}">{}</a>')
        return mark.format(self.style, self.note, self.label, self.label, said(self.character))


@dataclass(frozen=True, slots=True)
class Note:
    """A note beside a block; `anchor` is its own."""

    anchor: str
    group: Group


@dataclass(frozen=True, slots=True)
class Margin:
    """All findings of a report: stamps by anchor, notes by the anchor of their block, `notes` in order; how many of each severity."""

    stamps: Mapping[str, Stamp]
    beside: Mapping[str, tuple[Note, ...]]
    notes: tuple[Note, ...]
    counts: tuple[tuple[tuple[str, str, str], int], ...]

    def worst(self, blocks: Iterable[str]) -> tuple[str, str, str] | None:
        """The stamp of the worst finding beside these blocks; None where there is none."""
        stamps = [note.group.lead.stamp for block in blocks for note in self.beside.get(block, ())]
        return min(stamps, key=lambda stamp: _WORST[stamp[0]], default=None)


class Anchors:
    """The anchors of a page. `tables` are those drawn by anchor, `homes` as `views.homes` gives them, `spans` the marks in passages."""

    def __init__(self, tables: Mapping[str, Drawn], homes: Mapping[str, list[str]], spans: Iterable[str], passages: Iterable[str]) -> None:
        self._homes = {fragment: anchor for anchor, found in homes.items() for fragment in found}
        self._blocks = {*tables, *passages}
        self._own = {anchor for drawn in tables.values() for anchor in _anchors(drawn)} | set(spans) | self._blocks

    def of(self, iri: str) -> tuple[str, str]:
        """The block that holds the place, and the place's anchor in it; "" where the page does not show it."""
        fragment = iri.rpartition("#")[2] if "#" in iri else ""
        anchor = self._homes.get(fragment, fragment)
        match = _BLOCK.match(anchor)
        block = match[0] if match and match[0] in self._blocks else ""
        return block, anchor if anchor in self._own else block


def _anchors(drawn: Drawn) -> Iterator[str]:
    for row in (*drawn.head, *drawn.body):
        for cell in row.cells:
            yield from filter(None, (row.anchor, cell.anchor, cell.code_anchor))


def margin(results: Iterable[Result], anchors: Anchors) -> Margin:
    """The notes and stamps of a report's findings: one note a group, beside its likeliest culprit; a stamp at every stated number."""
    every = list(results)
    stamps: dict[str, Stamp] = {}
    beside: dict[str, list[Note]] = defaultdict(list)
    notes = []
    for number, rows in enumerate(grouped(every), 1):
        note = Note(f"m{number}", group_of(rows, lambda iri: f"#{anchors.of(iri)[1]}"))
        notes.append(note)
        beside[anchors.of(place(rows[0]))[0]].append(note)
        lead = note.group.lead
        for iri in dict.fromkeys([place(rows[0]), *(row.at[0] for row in rows if row.at)]):
            stamp = Stamp(lead.stamp[0], lead.stamp[1], lead.label, note.anchor)
            stamps.setdefault(anchors.of(iri)[1], stamp)  # the worst comes first
    stamps.pop("", None)
    counts = tuple((stamp, sum(one.severity == name for one in every)) for name, stamp in STAMPS.items())
    return Margin(stamps, {block: tuple(found) for block, found in beside.items()}, tuple(notes), counts)
