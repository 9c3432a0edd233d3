"""All that is open to search one release; safe to use from several threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from search_app.embedding.encoder import Encoder, encoder_id, open_encoder
from search_app.embedding.model import model_home
from search_app.embedding.weights import Floats
from search_app.search.columns import Allowed, Columns, Scores
from search_app.search.lexical import FOLDER, Found, LexicalIndex
from search_app.search.passages import NARRATIVE, Passage
from search_app.search.ranking import LEXICAL_LIMIT, NARRATIVE_BONUS, NEAREST, UNIT_BONUS, YEAR_BONUS, Ranked, Way, merge, rank
from search_app.search.scope import Scope, Scopes
from search_app.search.terms import Term, terms
from search_app.search.texts import Texts
from search_app.search.vectors import ExactVectors, VectorStore, is_ready, vector_root

OPEN = 2  # releases that stay open: the one that is served and the one before it


class SearchIndex:
    """The lexical index of a release and, once they are made, its vectors."""

    def __init__(self, release_dir: Path) -> None:
        folder = release_dir / FOLDER
        data = release_dir.parent.parent
        self._vector_folder = vector_root(data) / release_dir.name
        self._model_home = model_home(data)
        self._dense: tuple[Encoder, VectorStore] | None = None
        self._opening = threading.Lock()
        self.texts = Texts(folder)
        self.columns = Columns.open(folder / "columns")
        self._lexical = LexicalIndex(folder)
        self._scopes = Scopes(self.columns.regions_of_units(), frozenset(map(int, self.columns.values["year"])))

    @property
    def dense(self) -> tuple[Encoder, VectorStore] | None:
        """Encoder and vectors, or None while they are being made."""
        if self._dense is None and (self._vector_folder / "ready").exists():
            with self._opening:
                self._dense = self._dense or self._open_dense()
        return self._dense

    def scope(self, question: str) -> Scope:
        """The units and years that a question names."""
        return self._scopes.read(question)

    def rank(self, scope: Scope, allowed: Allowed) -> Ranked:
        """The texts that answer, best first; a passage with the allowed values has each."""
        texts = self.columns.texts(self.columns.passages(allowed))
        bonus = self.columns.best_of_text(self.bonus(scope))
        return rank(len(texts), self.by_words(scope, allowed), self.by_meaning(scope, allowed), bonus)

    def by_words(self, scope: Scope, allowed: Allowed) -> Way:
        """The texts that hold words of the question."""
        return self._find(scope, allowed, partial(self._words, terms(scope.rest)))

    def by_meaning(self, scope: Scope, allowed: Allowed) -> Way | None:
        """The texts nearest to the question, or None while the vectors are being made."""
        if self.dense is None:
            return None
        encoder, vectors = self.dense
        return self._find(scope, allowed, partial(self._nearest, vectors, encoder.encode_query(scope.rest)))

    def _find(self, scope: Scope, allowed: Allowed, search: Callable[[Allowed], Found]) -> Way:
        """What is found everywhere, and in the units and years that the question names: else others might crowd them out."""
        wide = search(allowed)
        best = (search({}) if allowed else wide)[1].max(initial=0)
        near = self._narrowed(scope, allowed)
        return Way(wide if near is None else merge(wide, search(near)), float(best))

    def _narrowed(self, scope: Scope, allowed: Allowed) -> Allowed | None:
        named = {
            "unit": self.columns.named("unit", [unit for unit, weight in scope.units.items() if weight == 1]),
            "year": self.columns.named("year", map(str, scope.years)),
        }
        narrowed = {name: [code for code in codes if code in allowed.get(name, codes)] for name, codes in named.items() if codes}
        return {**allowed, **narrowed} if narrowed else None

    def _words(self, asked: Sequence[Term], allowed: Allowed) -> Found:
        numbers, scores = self._lexical.search(asked, allowed, LEXICAL_LIMIT)
        kept = self.columns.texts(self.columns.passages(allowed))[numbers]  # the allowed values have to meet in one passage
        return numbers[kept], scores[kept]

    def _nearest(self, vectors: VectorStore, query: Floats, allowed: Allowed) -> Found:
        return vectors.search(query, NEAREST, self.columns.texts(self.columns.passages(allowed)))

    def bonus(self, scope: Scope) -> Scores:
        """What each passage gets for its unit, its year and for being a paragraph."""
        wanted = {
            "unit": {unit: UNIT_BONUS * weight for unit, weight in scope.units.items()},
            "year": {str(year): YEAR_BONUS for year in scope.years},
            "kind": {NARRATIVE: NARRATIVE_BONUS},
        }
        total: Scores = np.sum([self.columns.weigh(name, weights) for name, weights in wanted.items()], axis=0, dtype=np.float32)
        return total

    def passages_of(self, text: int) -> tuple[int, list[Passage]]:
        """The number of the first passage that has a text, and all of them."""
        return int(np.searchsorted(self.columns.text_of, text)), self.texts[text]

    def _open_dense(self) -> tuple[Encoder, VectorStore] | None:
        if not is_ready(self._vector_folder, encoder_id(self._model_home)):
            return None
        encoder = _encoder(self._model_home)
        return (encoder, ExactVectors(self._vector_folder)) if encoder else None


@lru_cache(maxsize=OPEN)
def open_index(release_dir: Path) -> SearchIndex:
    """The index of a release, opened once."""
    return SearchIndex(release_dir)


@lru_cache(maxsize=1)
def _encoder(home: Path) -> Encoder | None:
    return open_encoder(home)
