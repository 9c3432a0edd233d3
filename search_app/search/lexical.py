"""The lexical index of a release: BM25 over Han characters, pairs of them, numbers and words (tantivy).

RELEASE/lexical/index/       what tantivy keeps
RELEASE/lexical/passages.jsonl  the passages by text; offsets.npy, firsts.npy: where each line and each text begins
RELEASE/lexical/columns/     which passage has which unit, region, year …
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.parts import parts_of
from search_app.search.columns import Allowed, Columns
from search_app.search.passages import Passage, read_passages, texts
from search_app.search.terms import words
from search_app.search.texts import save_texts

FOLDER = "lexical"
SECTION_WEIGHT = 0.1

Found = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Numbers of texts and their scores, best first."""


class LexicalBuilder:
    """Makes `lexical/` of a release."""

    name = "lexical-3"
    of_parts = True

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Index the passages of the reports' parts."""
        progress("lexical", 0, len(bundles))
        held = parts_of(release_dir).texts(bundles)
        passages = read_passages(zip((bundle.header for bundle in bundles), held, strict=True))
        make_index(release_dir / FOLDER, passages)
        progress("lexical", len(bundles), len(bundles))


def make_index(folder: Path, passages: Iterable[Passage]) -> None:
    """Index `passages` in a new folder."""
    groups = texts(passages)
    columns = Columns.of(groups)
    (folder / "index").mkdir(parents=True)
    save_texts(folder, groups)
    columns.save(folder / "columns")
    _write(tantivy.Index(_schema(), path=str(folder / "index")), groups, columns)


def _schema() -> tantivy.Schema:
    """`text` and `section` come as words with blanks between; `has` holds the values that filters ask for."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("section", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("has", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def _write(index: tantivy.Index, groups: Sequence[Sequence[Passage]], columns: Columns) -> None:
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for number, (group, marks) in enumerate(zip(groups, columns.marks(), strict=True)):
        document = tantivy.Document()
        document.add_unsigned("number", number)
        document.add_text("text", " ".join(words(group[0].text)))
        document.add_text("section", " ".join(words(" ".join(dict.fromkeys(h for passage in group for h in passage.section)))))
        document.add_text("has", " ".join(marks))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """The opened index."""

    def __init__(self, folder: Path) -> None:
        self._index = self._open(folder / "index")
        self._searcher = self._index.searcher()

    def _open(self, folder: Path) -> tantivy.Index:
        """tantivy takes a lock file even to read: on a disk that takes none, through links in a folder that goes with this object."""
        try:
            return tantivy.Index.open(str(folder))
        except ValueError:
            links = tempfile.mkdtemp(prefix="juesuan-index-")
            weakref.finalize(self, shutil.rmtree, links, ignore_errors=True)
            for path in folder.glob("[!.]*"):
                Path(links, path.name).symlink_to(path.resolve())
            return tantivy.Index.open(links)

    def search(self, asked: Mapping[str, float], allowed: Allowed, limit: int, needed: Iterable[str] = ()) -> Found:
        """The texts that hold a word of the question (word → weight), and all the words of `needed`; best first.

        Each has an allowed value in every column that `allowed` names, though not always in one passage.
        """
        # One flat list of alternatives: only then does tantivy skip what cannot be among the best.
        words = Query.boolean_query([clause for word, weight in sorted(asked.items()) for clause in self._word(word, weight)])
        must = [self._has(name, codes) for name, codes in allowed.items()]
        must += [Query.const_score_query(self._term("text", word), 0.0) for word in sorted(set(needed))]
        query = Query.boolean_query([(Occur.Must, one) for one in (words, *must)]) if must else words
        hits = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return np.array(numbers, np.int32), np.array([score for score, _ in hits], np.float32)

    def _word(self, word: str, weight: float) -> list[tuple[Occur, Query]]:
        weights = {"text": weight, "section": weight * SECTION_WEIGHT}
        return [(Occur.Should, Query.boost_query(self._term(field, word), boost)) for field, boost in weights.items()]

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._index.schema, field, word, "freq")

    def _has(self, name: str, codes: Sequence[int]) -> Query:
        marks = Query.term_set_query(self._index.schema, "has", [f"{name}:{code}" for code in codes])
        return Query.const_score_query(marks, 0.0)
