"""What is embedded of a text: the whole with its headings, and its sentences, since a question mostly means one of them."""

from __future__ import annotations

import hashlib
import re

from search_app.search.passages import Passage

KEY_BYTES = 16

_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?\n]*")
_SHORTEST = 30


def pieces(passage: Passage) -> list[str]:
    """The whole text below its headings first, then its sentences where there are several."""
    found = sentences(passage.text)
    whole = "\n".join(filter(None, (" > ".join(passage.section), passage.text)))
    return [whole, *(found if len(found) > 1 else [])]


def sentences(text: str) -> list[str]:
    """The sentences of `text`, short ones joined to 30 characters and more."""
    found: list[str] = []
    open_piece = ""
    for sentence in _SENTENCE.findall(text):
        open_piece += sentence
        if len(open_piece) >= _SHORTEST:
            found.append(open_piece.strip())
            open_piece = ""
    if open_piece.strip():
        found[-1:] = ["".join([*found[-1:], open_piece.rstrip()])]
    return found


def key(piece: str) -> bytes:
    """Sixteen bytes that stand for a piece."""
    return hashlib.sha256(piece.encode()).digest()[:KEY_BYTES]
