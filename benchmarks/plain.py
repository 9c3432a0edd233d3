"""Plain BM25 to compare with, and jieba's words as a further field: what `benchmarks.retrieval` measures beside the search itself.

BM25 (k1 = 1.5, b = 0.75) over the text of every passage, no headings, thesaurus, units, years or duplicates taken care of. Words are
single Han characters and pairs of them (as the index has them), or those of jieba with the names that the graph knows as its
dictionary: terms of the thesaurus, functional subjects, units and projects.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np

from ontology import subjects
from ontology.thesaurus import entries
from search_app.search.columns import Numbers, Scores
from search_app.search.index import SearchIndex
from search_app.search.ranking import Ranked, Way
from search_app.search.terms import fold

Split = Callable[[str], Sequence[str]]

_K1, _B = 1.5, 0.75
_DEPTH = 10
_LIMIT = 1000
_YEAR = 2024  # whose names the subjects' codes get


class Bm25:
    """BM25 over documents that are lists of words."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        found: dict[str, list[tuple[int, int]]] = {}
        lengths = []
        for number, document in enumerate(documents):
            lengths.append(len(document))
            for word, count in Counter(document).items():
                found.setdefault(word, []).append((number, count))
        self._postings = {word: np.array(pairs, np.int32).T for word, pairs in found.items()}
        self._lengths = np.array(lengths, np.float32)
        self._norm = _K1 * (1 - _B + _B * self._lengths / max(float(self._lengths.mean()), 1e-9))

    def scores(self, asked: Iterable[str]) -> Scores:
        """The score of every document."""
        total = np.zeros(len(self._lengths), np.float32)
        for word in set(asked) & self._postings.keys():
            numbers, counts = self._postings[word]
            rarity = np.log(1 + (len(total) - len(numbers) + 0.5) / (len(numbers) + 0.5))
            total[numbers] += rarity * counts * (_K1 + 1) / (counts + self._norm[numbers])
        return total


def plain(index: SearchIndex, question: str, split: Split) -> Ranked:
    """The ten best passages by BM25 alone."""
    scores = _by_passage(index, split).scores(split(question))
    best = np.lexsort((np.arange(len(scores)), -scores))[:_DEPTH].astype(np.int32)
    texts = (np.searchsorted(index.texts.firsts, best, "right") - 1).astype(np.int32)
    return Ranked(texts, scores[best], scores[best], np.full(len(best), np.nan, np.float32), best)


def beside(index: SearchIndex, way: Way, question: str, weight: float) -> Way:
    """What the index's words found, with `weight` times the score of jieba's words added."""
    scores = weight * _by_text(index, jieba_words(index)).scores(jieba_words(index)(question))
    scores[way.found[0]] += way.found[1]
    best: Numbers = np.lexsort((np.arange(len(scores)), -scores))[:_LIMIT].astype(np.int32)
    best = best[scores[best] > 0]
    return Way((best, scores[best]), float(scores.max(initial=0)))


@cache
def _by_passage(index: SearchIndex, split: Split) -> Bm25:
    return Bm25(split(passage.text) for group in index.texts for passage in group)


@cache
def _by_text(index: SearchIndex, split: Split) -> Bm25:
    return Bm25(split(head.text) for head in index.texts.heads())


@cache
def jieba_words(index: SearchIndex) -> Split:
    """Splits a text into jieba's words, of two characters or more and numbers, with the names of this release as its dictionary."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    names = {*index.columns.values["unit"], *index.columns.values["project"]}
    names.update(subjects.name(code, _YEAR) or "" for code in index.columns.values["subject"])
    names.update(term for entry in entries() for term in entry.official)
    for name in sorted(filter(None, names)):
        tokenizer.add_word(fold(name))
    return lambda text: [word for word in tokenizer.cut_for_search(fold(text)) if word.isalnum() and len(word) > 1]
