"""Stores of vectors: an index finds what the comparison of all finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import UsageError
from search_app.embedding.weights import Floats
from search_app.search import milvus as milvus_module
from search_app.search import nearest as module
from search_app.search.milvus import VARIABLE
from search_app.search.nearest import ExactVectors, IndexedVectors, build_index, open_vectors

DIMENSION, TEXTS = 16, 400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Vectors of 400 texts of three pieces each."""
    made = np.random.default_rng(3).normal(size=(3 * TEXTS, DIMENSION)).astype(np.float32)
    (made / np.linalg.norm(made, axis=1, keepdims=True)).tofile(tmp_path / "vectors.bin")
    np.save(tmp_path / "owners.npy", np.repeat(np.arange(TEXTS, dtype=np.int32), 3))
    return tmp_path


def _query() -> Floats:
    made = np.random.default_rng(4).normal(size=DIMENSION).astype(np.float32)
    found: Floats = made / np.linalg.norm(made)
    return found


def _agree(folder: Path, mask: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None) -> None:
    exact = ExactVectors(folder, DIMENSION).search(_query(), 10, mask)
    found = open_vectors(folder, DIMENSION).search(_query(), 10, mask)
    assert len(set(exact[0].tolist()) & set(found[0].tolist())) >= 9
    assert found[1].tolist() == sorted(found[1].tolist(), reverse=True)
    assert mask is None or mask[found[0]].all()


def test_few_vectors_need_no_index(folder: Path) -> None:
    build_index(folder, DIMENSION)
    assert isinstance(open_vectors(folder, DIMENSION), ExactVectors)


@pytest.mark.parametrize("few", [0, 10_000])
def test_an_index_finds_what_a_comparison_of_all_finds(folder: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(module, "EXACT_PIECES", 100)
    monkeypatch.setattr(module, "_FEW", few)
    build_index(folder, DIMENSION)
    assert isinstance(open_vectors(folder, DIMENSION), IndexedVectors)
    assert 2 * (folder / module.HALVES).stat().st_size == (folder / "vectors.bin").stat().st_size
    _agree(folder)
    _agree(folder, np.arange(TEXTS) % 2 == 0)
    nothing = open_vectors(folder, DIMENSION).search(_query(), 10, np.zeros(TEXTS, np.bool_))
    assert len(nothing[0]) == 0


def test_the_nearest_sentence(folder: Path) -> None:
    store = ExactVectors(folder, DIMENSION)
    vectors = store.pieces.vectors
    assert store.nearest_piece(vectors[3 * 7 + 2], 7) == 2
    assert store.nearest_piece(vectors[3 * 7 + 1], 7) == 1


def test_a_milvus_finds_it_too(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("milvus_lite")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "milvus.db"))
    monkeypatch.setattr(module, "_FEW", 0)
    build_index(folder, DIMENSION)
    _agree(folder)
    _agree(folder, np.arange(TEXTS) < 50)
    with pytest.raises(UsageError, match="has no collection"):
        milvus_module.MilvusLikely(str(tmp_path / "milvus.db"), "another")


def test_without_pymilvus_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError

    monkeypatch.setattr(milvus_module, "import_module", missing)
    with pytest.raises(UsageError, match="pymilvus is not installed"):
        milvus_module.fill("x.db", "r", np.zeros((1, 4), np.float32))
