"""The narrative as passages: every paragraph that says something, with the headings above it."""

from __future__ import annotations

import re

from ingest.document import Document, Paragraph
from ingest.sections import is_caption
from kg.facts import Passage

_YEAR = re.compile(r"^20\d\d年度?$")  # small print of a table
_SENTENCE = re.compile(r"[，。；：]")  # a line above the first heading without any of these is the title page


def passages(document: Document) -> tuple[Passage, ...]:
    """Passages of an outlined document, numbered from 1: no headings, title page, contents page or captions of tables."""
    texts = [b for b in document.blocks if isinstance(b, Paragraph) and not b.level and b.section[:1] != ("目录",)]
    kept = (
        p
        for p in texts
        if len(p.text) > 1 and not is_caption(p.text) and not _YEAR.match(p.text) and (p.section or _SENTENCE.search(p.text))
    )
    return tuple(Passage(i, p.section, p.text, p.page, p.line, p.file) for i, p in enumerate(kept, 1))
