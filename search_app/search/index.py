"""All that is open to search one release; safe to use from several threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from kg.errors import ReleaseError
from search_app.embedding.encoder import Encoder, encoder_id, open_encoder
from search_app.embedding.model import model_home
from search_app.embedding.weights import Floats
from search_app.search.columns import EVERYTHING, Allowed, Columns, Numbers, Scores, Selection
from search_app.search.expansion import MEANING_WEIGHT, Expansion, expand
from search_app.search.lexical import FOLDER, Found, LexicalIndex
from search_app.search.nearest import VectorStore, open_vectors
from search_app.search.parts import CONTENTS, DEFINITIONS, OTHER, part_of
from search_app.search.passages import NARRATIVE, Passage
from search_app.search.pieces import sentences
from search_app.search.ranking import LEXICAL_LIMIT, NEAREST, Bonus, Ranked, Way, merge, rank
from search_app.search.reranking import DEPTH, chosen_reranker, reranked
from search_app.search.scope import Scope, Scopes
from search_app.search.terms import fold, terms
from search_app.search.texts import Texts
from search_app.search.vectors import dimension_of, is_ready, vector_root

OPEN = 2  # releases that stay open: the one that is served and the one before it
_FOR_BEST = 20  # texts that are looked at where only the best score of all counts
UNIT_BONUS, YEAR_BONUS, NARRATIVE_BONUS, PART_BONUS, BOILERPLATE_BONUS = 0.25, 0.15, 0.15, 0.1, -0.2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as the index is asked: its scope, the official terms for its words, phrases that hits must have, its vector.

    `vector` is None while the vectors of the release are being made.
    """

    scope: Scope
    expansion: Expansion
    phrases: tuple[str, ...] = ()
    vector: Floats | None = None

    @property
    def words(self) -> dict[str, float]:
        """The words to look for, with their weights."""
        return {**self.expansion.words, **{term.text: 1.0 for term in terms(self.scope.rest)}}


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
        self._term_vector = lru_cache(maxsize=2048)(self._encode_term)
        self._select = lru_cache(maxsize=32)(self._select_codes)

    @property
    def dense(self) -> tuple[Encoder, VectorStore] | None:
        """Encoder and vectors, or None while they are being made."""
        if self._dense is None and (self._vector_folder / "ready").exists():
            with self._opening:
                self._dense = self._dense or self._open_dense()
        return self._dense

    def wanted(self, question: str, phrases: Sequence[str] = (), *, scoped: bool = True) -> Wanted:
        """What `question` asks; without `scoped` its units and years are words like others."""
        scope = self._scopes.read(question) if scoped else Scope({}, frozenset(), question)
        expansion = expand(scope.rest)
        return Wanted(scope, expansion, tuple(phrases), self._vector(scope.rest, expansion.names))

    def _vector(self, question: str, names: Sequence[str]) -> Floats | None:
        """The vector of a question, moved a little towards the official terms for its words."""
        if self.dense is None:
            return None
        vector = self.dense[0].encode_query(question)
        if names:
            vector = vector + MEANING_WEIGHT * np.mean([self._term_vector(name) for name in names], axis=0, dtype=np.float32)
        found: Floats = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return found

    def _encode_term(self, name: str) -> Floats:
        return self.dense[0].encode_query(name) if self.dense else np.zeros(0, np.float32)

    def select(self, allowed: Allowed) -> Selection:
        """The passages that the allowed values let through."""
        return self._select(tuple((name, tuple(codes)) for name, codes in sorted(allowed.items())))

    def _select_codes(self, allowed: tuple[tuple[str, tuple[int, ...]], ...]) -> Selection:
        return self.columns.select(dict(allowed))

    def rank(self, wanted: Wanted, chosen: Selection) -> Ranked:
        """The texts that answer, best first, each with its best passage that is let through."""
        ranked = rank(self.by_words(wanted, chosen), self.by_meaning(wanted, chosen), partial(self.bonus, wanted.scope, chosen))
        if wanted.phrases:
            ranked = ranked.at(self._with_phrases(ranked, wanted.phrases))
        model = chosen_reranker()
        return ranked.at(self._read_again(ranked, wanted, model)) if model else ranked

    def _read_again(self, ranked: Ranked, wanted: Wanted, model: str) -> Numbers:
        """The places in `ranked`, the first of them in the order that a CrossEncoder gives."""
        first = [self.texts.head(text).text for text in ranked.texts[:DEPTH].tolist()]
        rest = np.arange(len(first), len(ranked.texts), dtype=np.int32)
        return np.concatenate([reranked(model, wanted.scope.rest, first), rest])

    def _with_phrases(self, ranked: Ranked, phrases: Sequence[str]) -> Numbers:
        """The places in `ranked` of the texts that hold every phrase."""
        texts = (fold(self.texts.head(text).text) for text in ranked.texts.tolist())
        return np.array([place for place, text in enumerate(texts) if all(fold(phrase) in text for phrase in phrases)], np.int32)

    def by_words(self, wanted: Wanted, chosen: Selection) -> Way:
        """The texts that hold words of the question."""
        needed = tuple(term.text for phrase in wanted.phrases for term in terms(phrase))
        return self._find(wanted.scope, chosen, partial(self._words, wanted.words, needed), LEXICAL_LIMIT)

    def by_meaning(self, wanted: Wanted, chosen: Selection) -> Way | None:
        """The texts nearest to the question, or None while the vectors are being made."""
        if self.dense is None or wanted.vector is None:
            return None
        return self._find(wanted.scope, chosen, partial(self._nearest, self.dense[1], wanted.vector), NEAREST)

    def sentence(self, text: int, passage: Passage, wanted: Wanted) -> tuple[int, int] | None:
        """The characters [start, end) of the sentence of `passage` that is nearest to the question; None where it has but one."""
        found = sentences(passage.text)
        if self.dense is None or wanted.vector is None or len(found) < 2:
            return None
        number = self.dense[1].nearest_piece(wanted.vector, text)
        if not 1 <= number <= len(found):
            return None
        start = passage.text.find(found[number - 1])
        return (start, start + len(found[number - 1])) if start >= 0 else None

    def _find(self, scope: Scope, chosen: Selection, search: Callable[[Selection, int], Found], limit: int) -> Way:
        """What is found everywhere, and in the units and years that the question names: else others might crowd them out."""
        wide = search(chosen, limit)
        best = (search(EVERYTHING, _FOR_BEST) if chosen.allowed else wide)[1].max(initial=0)
        near = self._narrowed(scope, chosen.allowed)
        return Way(wide if near is None else merge(wide, search(self.select(near), limit)), float(best))

    def _narrowed(self, scope: Scope, allowed: Allowed) -> Allowed | None:
        named = {
            "unit": self.columns.named("unit", [unit for unit, weight in scope.units.items() if weight == 1]),
            "year": self.columns.named("year", map(str, scope.years)),
        }
        narrowed = {name: [code for code in codes if code in allowed.get(name, codes)] for name, codes in named.items() if codes}
        return {**allowed, **narrowed} if narrowed else None

    def _words(self, asked: Mapping[str, float], needed: Sequence[str], chosen: Selection, limit: int) -> Found:
        numbers, scores = self._lexical.search(asked, chosen.allowed, limit, needed)
        if chosen.texts is None:
            return numbers, scores
        kept = chosen.texts[numbers]  # the allowed values have to meet in one passage
        return numbers[kept], scores[kept]

    def _nearest(self, vectors: VectorStore, query: Floats, chosen: Selection, limit: int) -> Found:
        return vectors.search(query, limit, chosen.texts)

    def bonus(self, scope: Scope, chosen: Selection, texts: Numbers) -> Bonus:
        """What each text gets for the unit, year and kind of its best passage, and which that is."""
        owners, passages = self.columns.places(texts)
        worth = self._worth(scope, passages)
        if chosen.passages is not None:
            worth = np.where(chosen.passages[passages], worth, np.float32(-np.inf))
        order = np.lexsort((passages, -worth, owners))
        best = order[np.searchsorted(owners, np.arange(len(texts)))]  # the first of each text
        return Bonus(worth[best].astype(np.float32), passages[best])

    def _worth(self, scope: Scope, passages: Numbers) -> Scores:
        part = part_of((scope.rest,))  # the kind of section that the question names: 三公, 政府采购
        wanted = {
            "unit": {unit: UNIT_BONUS * weight for unit, weight in scope.units.items()},
            "year": {str(year): YEAR_BONUS for year in scope.years},
            "kind": {NARRATIVE: NARRATIVE_BONUS},
            "part": {} if part in {OTHER, DEFINITIONS, CONTENTS} else {part: PART_BONUS},
            "boilerplate": {} if scope.definition else {"yes": BOILERPLATE_BONUS},
        }
        total = np.zeros(len(passages), np.float32)
        for name, weights in wanted.items():
            if weights:
                total += self.columns.weigh(name, weights, passages)
        return total

    def likest(self, wanted: Wanted, chosen: Selection) -> Passage | None:
        """The passage nearest to the question among those that are let through; the first of them while there are no vectors."""
        if chosen.texts is None or chosen.passages is None or not chosen.texts.any():
            return None
        text = int(np.flatnonzero(chosen.texts)[0])
        if self.dense is not None and wanted.vector is not None:
            text = int(self.dense[1].search(wanted.vector, 1, chosen.texts)[0][0])
        first, end = self.texts.firsts[text : text + 2].tolist()
        return self.passage(text, first + int(np.argmax(chosen.passages[first:end])))

    def passage(self, text: int, number: int) -> Passage:
        """The passage of that number."""
        return self.texts.passage(text, number)

    def _open_dense(self) -> tuple[Encoder, VectorStore] | None:
        if not is_ready(self._vector_folder, encoder_id(self._model_home)):
            return None
        encoder = _encoder(self._model_home, encoder_id(self._model_home))
        if encoder is None:
            return None
        dimension = dimension_of(self._vector_folder)
        if encoder.dimension != dimension:
            problem = f"the vectors have {dimension} numbers, the model {encoder.id} gives {encoder.dimension}"
            raise ReleaseError(problem, where=str(self._vector_folder), hint="remove that folder and run `juesuan rebuild`")
        return encoder, open_vectors(self._vector_folder, dimension)


@lru_cache(maxsize=OPEN)
def open_index(release_dir: Path) -> SearchIndex:
    """The index of a release, opened once."""
    return SearchIndex(release_dir)


@lru_cache(maxsize=1)
def _encoder(home: Path, _id: str) -> Encoder | None:
    return open_encoder(home)
