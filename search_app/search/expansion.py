"""The official terms for the words of a question: 吃喝 → 公务接待费, 借钱 → 融资贷款 (`ontology.thesaurus`).

The longest wording at each place counts. Its official terms are looked for as well, with less weight than what was typed:
`WORD_WEIGHT` a pair of characters in BM25, `MEANING_WEIGHT` in the vector of the question (benchmarks/retrieval.md).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ontology.thesaurus import Entry, entries
from search_app.search.terms import terms

WORD_WEIGHT, MEANING_WEIGHT = 0.3, 0.2
_SHORTEST = 2
_NAMES = 4


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a question means besides: `words` for BM25 with their weight, `names` of the terms, `official` wordings to highlight."""

    words: dict[str, float]
    names: tuple[str, ...]
    official: tuple[str, ...]


@lru_cache(maxsize=1024)
def expand(question: str) -> Expansion:
    """The official terms of the wordings in `question`, without what it says itself."""
    found = [(wording, entry) for wording in _wordings(_fold(question)) for entry in _by_wording()[wording]]
    words: dict[str, float] = {}
    for wording, entry in found:
        weight = WORD_WEIGHT / len(_by_wording()[wording])
        for other in entry.official:
            for term in terms(other if _fold(other) != wording else ""):
                if not term.weak:
                    words[term.text] = max(words.get(term.text, 0), weight)
    names = dict.fromkeys(entry.name for wording, entry in found if _fold(entry.name) != wording)
    official = dict.fromkeys(other for _, entry in found for other in entry.official)
    return Expansion(words, tuple(names)[:_NAMES], tuple(official))


def _wordings(question: str) -> list[str]:
    """The wordings of the thesaurus in `question`, the longest at each place."""
    known, longest = _by_wording(), max(map(len, _by_wording()))
    found: list[str] = []
    at = 0
    while at < len(question):
        sizes = range(min(longest, len(question) - at), _SHORTEST - 1, -1)
        wording = next((question[at : at + size] for size in sizes if question[at : at + size] in known), "")
        if wording:
            found.append(wording)
        at += len(wording) or 1
    return found


@lru_cache(maxsize=1)
def _by_wording() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries():
        for wording in dict.fromkeys(map(_fold, (*entry.official, *entry.colloquial))):
            found.setdefault(wording, []).append(entry)
    return found


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
