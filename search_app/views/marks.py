"""A passage with an anchor for everything that was read in it, so that a link can lead to the very words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from search_app.views.margin import Stamp

_NONE: Mapping[str, Stamp] = {}
_FRAGMENT = re.compile(r"p(\d+)o(\d+)-(\d+)(?:-.+)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of a passage, and the fragment that names them."""

    passage: int
    start: int
    end: int
    fragment: str


def mark_of(fragment: str) -> Mark | None:
    """The mark of a fragment such as `p37o120-168` or `p3o0-30-line`; None for another fragment."""
    found = _FRAGMENT.fullmatch(fragment)
    return Mark(int(found[1]), int(found[2]), int(found[3]), fragment) if found else None


def marked(text: str, marks: Iterable[Mark], stamps: Mapping[str, Stamp] = _NONE) -> Markup:
    """`text` as HTML with a span for every mark, and after it the stamp of what was found there.

    Marks inside others nest; one that crosses another ends where that one does.
    """
    pieces: list[str | Markup] = []
    open_ends: list[tuple[int, Stamp | None]] = []
    done = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.fragment)):
        start = min(max(mark.start, done), len(text))
        while open_ends and open_ends[-1][0] <= start:
            done = _close(text, pieces, done, *open_ends.pop())
        stamp = stamps.get(mark.fragment)
        style = Markup(' class="bad {}"').format(stamp.style) if stamp else ""
        pieces += [escape(text[done:start]), Markup("<span id={}{}>").format(mark.fragment, style)]
        done = start
        open_ends.append((min(mark.end, open_ends[-1][0] if open_ends else len(text)), stamp))
    while open_ends:
        done = _close(text, pieces, done, *open_ends.pop())
    return Markup("").join([*pieces, escape(text[done:])])


def _close(text: str, pieces: list[str | Markup], done: int, end: int, stamp: Stamp | None) -> int:
    pieces += [escape(text[done:end]), Markup("</span>"), stamp.html if stamp else ""]
    return max(done, end)
