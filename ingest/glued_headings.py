"""Headings that are printed in one line with the text below them: 一、收入支出决算总体情况说明2023年度收、支总计…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.document import Block, Document, Paragraph

_N = "[一二三四五六七八九十]{1,3}"
_TEXT = r"(?:20\d\d年度?|截[至止]20\d\d年|本年度)(?:[^，。；：]*[^明况，。；：])?[，。；：]"  # a sentence that tells when
_GLUED = re.compile(rf"^(?:{_N}、|[（(]{_N}[）)]、?)[^，。；：]{{4,45}}?(?:说明|情况)(?={_TEXT})")


def with_headings_apart(document: Document) -> Document:
    """The document with such headings as paragraphs of their own, at the same place."""
    return replace(document, blocks=tuple(part for block in document.blocks for part in _parts(block)))


def _parts(block: Block) -> Iterator[Block]:
    found = _GLUED.match(block.text) if isinstance(block, Paragraph) else None
    if found and isinstance(block, Paragraph):
        yield replace(block, text=found[0])
        yield replace(block, text=block.text[found.end() :], level=0)
    else:
        yield block
