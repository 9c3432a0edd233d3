"""What each choice of the search is worth: one row a change, as Markdown (`python -m benchmarks.retrieval --ablate`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from search_app.embedding.weights import Vocabulary
from search_app.search.expansion import expand
from search_app.search.passages import Passage
from search_app.search.pieces import pieces

Score = dict[str, float]

CHANGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("as it is", ()),
    ("no thesaurus", ("expansion.WORD_WEIGHT=0", "index.MEANING_WEIGHT=0")),
    ("thesaurus for words alone", ("index.MEANING_WEIGHT=0",)),
    ("thesaurus for meaning alone", ("expansion.WORD_WEIGHT=0",)),
    ("thesaurus, less", ("expansion.WORD_WEIGHT=0.15", "index.MEANING_WEIGHT=0.1")),
    ("thesaurus, more", ("expansion.WORD_WEIGHT=0.6", "index.MEANING_WEIGHT=0.4")),
    ("meaning 0.3 of the sum", ("ranking.DENSE_SHARE=0.3",)),
    ("meaning 0.4 of the sum", ("ranking.DENSE_SHARE=0.4",)),
    ("meaning 0.6 of the sum", ("ranking.DENSE_SHARE=0.6",)),
    ("meaning 0.7 of the sum", ("ranking.DENSE_SHARE=0.7",)),
    ("no words of headings", ("lexical.SECTION_WEIGHT=0",)),
    ("words of headings more", ("lexical.SECTION_WEIGHT=0.3",)),
    ("nearest piece alone", ("nearest.WHOLE_SHARE=0",)),
    ("whole text half", ("nearest.WHOLE_SHARE=0.5",)),
    ("no bonus for the unit", ("index.UNIT_BONUS=0",)),
    ("no bonus for the year", ("index.YEAR_BONUS=0",)),
    ("no bonus for paragraphs", ("index.NARRATIVE_BONUS=0",)),
    ("no bonus for the kind of section that is named", ("index.PART_BONUS=0",)),
    ("boilerplate not ranked down", ("index.BOILERPLATE_BONUS=0",)),
)

WAYS = (
    ("reciprocal ranks (RRF)", "rrf"),
    ("jieba's words as a further field, 0.2", "jieba-0.2"),
    ("jieba's words as a further field, 0.5", "jieba-0.5"),
    ("jieba's words as a further field, 1", "jieba-1"),
    ("words alone", "words"),
    ("meaning alone", "meaning"),
    ("plain BM25, characters and pairs", "bm25"),
    ("plain BM25, jieba's words", "bm25-jieba"),
)


class Scored(Protocol):
    """Scores every task by one way of ranking."""

    def __call__(self, way: str) -> Sequence[Score]:
        """A score a task."""


def ablate(names: Sequence[str], scored: Scored) -> None:
    """Print the table: nDCG@10 / success@10 of each task, a row a change of numbers and a row a way."""
    print(f"| change | {' | '.join(names)} | option |")
    print(f"|---|{'---|' * len(names)}---|")
    for name, changes in CHANGES:
        with changed(changes):
            _print_row(name, scored("both"), f"`--set {' '.join(changes)}`" if changes else "")
    for name, way in WAYS:
        _print_row(name, scored(way), f"`--ways {way}`")


def _print_row(name: str, scores: Iterable[Score], option: str) -> None:
    cells = " | ".join(f"{score['nDCG@10']:.3f} / {score['S@10']:.3f}" for score in scores)
    print(f"| {name} | {cells} | {option} |", flush=True)


@contextmanager
def changed(changes: Iterable[str]) -> Iterator[None]:
    """Set numbers of the search's modules (`ranking.DENSE_SHARE=0.4`) and put them back."""
    with ExitStack() as stack:
        for change in changes:
            place, _, number = change.partition("=")
            module, _, name = place.rpartition(".")
            stack.enter_context(patch(f"search_app.search.{module}.{name}", float(number)))
        expand.cache_clear()
        yield
    expand.cache_clear()


VARIANTS = ("unpruned", "pathless")
"""Other vectors, in a cache of their own: with the whole token table of the model; without the headings of a passage."""


@contextmanager
def varied(variant: str, cache: Path) -> Iterator[Path]:
    """The cache of a variant, whose models and vectors are made its way inside the block; an empty name is the search as it is."""
    with ExitStack() as stack:
        if variant == "unpruned":
            stack.enter_context(patch("search_app.embedding.vocabulary.kept_pieces", _all_pieces))
        if variant == "pathless":
            stack.enter_context(patch("search_app.search.vectors.pieces", _without_path))
        yield cache / variant if variant else cache


def _all_pieces(known: Vocabulary) -> list[int]:
    return list(range(len(known.pieces)))


def _without_path(passage: Passage) -> list[str]:
    return [passage.text, *pieces(passage)[1:]]
