"""One order from two: words (BM25) and meaning (cosine), and a little for what the question says of unit and year.

Half and half, each scaled to 0…1: BM25 by the best text's, the cosine from the 200th nearest text (0) to the nearest (1).
A text counts where it has 0.3 of the best text's BM25, or is at most 0.03 farther than the nearest: best and nearest of all texts,
filters or not, so that a facet's number is what its filter gives.
The numbers were chosen on public questions and on questions about reports: benchmarks/retrieval.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from search_app.search.columns import Numbers, Scores
from search_app.search.lexical import Found

LEXICAL_LIMIT = 1000
NEAREST = 200
LEAST_WORDS, FARTHER, LEAST_ALIKE = 0.3, 0.03, 0.8
DENSE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Bonus:
    """What a text gets for the best of its passages, and which passage that is."""

    worth: Scores
    passages: Numbers


@dataclass(frozen=True, slots=True)
class Ranked:
    """Texts, best first, with their score and what it is made of: BM25 and cosine as they are, NaN where there is none.

    `passages` are the numbers of the passages to show.
    """

    texts: Numbers
    scores: Scores
    lexical: Scores
    dense: Scores
    passages: Numbers

    def at(self, places: Numbers) -> Ranked:
        """The texts at these places."""
        return Ranked(self.texts[places], self.scores[places], self.lexical[places], self.dense[places], self.passages[places])


@dataclass(frozen=True, slots=True)
class Way:
    """What words or meaning found, and the highest score that any text has, filters aside."""

    found: Found
    best: float


def rank(words: Way, meaning: Way | None, bonus: Callable[[Numbers], Bonus]) -> Ranked:
    """The order of the texts that either way found; `bonus` is asked for those texts alone."""
    texts = np.unique(words.found[0] if meaning is None else np.concatenate([words.found[0], meaning.found[0]])).astype(np.int32)
    lexical = _spread(texts, words.found)
    dense = np.full_like(lexical, np.nan) if meaning is None else _spread(texts, meaning.found)
    share = 0.0 if meaning is None else DENSE_SHARE
    given = bonus(texts)
    scores = ((1 - share) * _from_zero(lexical) + share * _from_nearest(dense) + given.worth).astype(np.float32)
    counts = lexical >= LEAST_WORDS * words.best
    if meaning is not None:
        counts |= dense >= max(meaning.best - FARTHER, LEAST_ALIKE)
    everything = Ranked(texts, scores, lexical, dense, given.passages)
    places = np.flatnonzero(counts).astype(np.int32)
    return everything.at(places[np.lexsort((texts[places], -scores[places]))])


def merge(first: Found, second: Found) -> Found:
    """What either found, best first; a text that both found comes once."""
    texts, places = np.unique(np.concatenate([first[0], second[0]]), return_index=True)
    scores = np.concatenate([first[1], second[1]])[places]
    order = np.lexsort((texts, -scores))
    return texts[order], scores[order]


def _spread(texts: Numbers, found: Found) -> Scores:
    """The scores of `texts` (sorted), NaN where there is none."""
    spread = np.full(len(texts), np.nan, np.float32)
    spread[np.searchsorted(texts, found[0])] = found[1]
    return spread


def _from_zero(scores: Scores) -> Scores:
    """0 for none, 1 for the best."""
    filled: Scores = np.nan_to_num(scores)
    return filled / np.float32(max(float(filled.max(initial=0)), 1e-9))


def _from_nearest(scores: Scores) -> Scores:
    """0 for none, for the 200th and beyond, 1 for the best."""
    found = np.sort(scores[~np.isnan(scores)])[::-1][:NEAREST]
    if not len(found):
        return np.zeros_like(scores)
    low, high = float(found[-1]), float(found[0])
    scaled: Scores = np.nan_to_num((scores - np.float32(low)) / np.float32(max(high - low, 1e-9)))
    return scaled.clip(0)
