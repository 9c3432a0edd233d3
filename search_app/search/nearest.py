"""The texts whose vectors are nearest to a question's. A text is as near as its nearest piece (0.7) and as its whole (0.3).

Two stores over the same files: `ExactVectors` compares all vectors; `IndexedVectors` asks an index for the likely ones (faiss, IVF
with 8 bit, or a Milvus) and compares those in 16 bits. Files are mapped into memory, so processes share them.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from search_app.embedding.weights import Floats
from search_app.search.columns import Mask, Numbers, Scores
from search_app.search.lexical import Found
from search_app.search.milvus import MilvusLikely, Rows, fill, milvus_uri

INDEX, HALVES = "nearest.faiss", "halves.bin"
EXACT_PIECES = 50_000
"""Up to this many vectors are compared one and all: 15 ms."""

WHOLE_SHARE = 0.3
_FEW = 20_000  # vectors that a filter leaves, compared one and all
_PROBES = 128  # of 1,024 lists at 200,000 vectors: 95 of 100 of the ten nearest are found
_PROBES_FOR_FEW, _A_FEW_TEXTS = 64, 20  # where only the nearest count: 98 of 100 are found
_LIKELY = 8  # pieces asked for per text wanted
_COMPARED = 2  # texts compared exactly per text wanted
_SAMPLE = 40  # vectors a list that its centre is learnt from


class VectorStore(Protocol):
    """Finds the texts nearest to a vector."""

    def search(self, query: Floats, k: int, mask: Mask | None = None) -> Found:
        """Up to `k` texts with their nearness, nearest first; `mask` says which texts count."""

    def nearest_piece(self, query: Floats, text: int) -> int:
        """The number of the sentence (from 1) of a text that is nearest; 0 where it has but one."""


class Pieces:
    """The vectors of all pieces, in the order of the texts, the whole text first.

    Beside an index they also stand in 16 bits (`HALVES`): the likely ones are compared in those, which takes half the memory.
    """

    def __init__(self, folder: Path, dimension: int) -> None:
        owners: Numbers = np.load(folder / "owners.npy", mmap_mode="r").view(np.ndarray)
        self.texts, starts = np.unique(owners, return_index=True)
        self.owners = owners
        self._starts = np.append(starts, len(owners)).astype(np.int64)
        self._lengths = np.diff(self._starts)
        shape = (len(owners), dimension)
        self.vectors: Floats = _mapped(folder / "vectors.bin", np.float32, shape)
        halves = folder / HALVES
        self._compared = _mapped(halves, np.float16, shape) if halves.exists() else self.vectors

    def __len__(self) -> int:
        return len(self.owners)

    def nearness(self, query: Floats, places: Rows | None = None) -> Scores:
        """How near each text is, all or those at `places` in `texts`."""
        if places is None:
            return _nearness(np.asarray(self.vectors @ query), self._starts[:-1])
        begin, lengths = self._starts[places], self._lengths[places]
        ends = np.cumsum(lengths)
        rows = np.arange(int(ends[-1])) + np.repeat(begin - ends + lengths, lengths)
        return _nearness(self._compared[rows].astype(np.float32) @ query, ends - lengths)

    def nearest(self, query: Floats, text: int) -> int:
        """The number of the sentence (from 1) of a text that is nearest; 0 where it has but one."""
        place = int(np.searchsorted(self.texts, np.int32(text)))  # another type would have all of them converted
        start, end = self._starts[place : place + 2].tolist()
        return 1 + int(np.argmax(self._compared[start + 1 : end].astype(np.float32) @ query)) if end > start + 1 else 0

    def count(self, places: Rows) -> int:
        """How many pieces the texts at `places` have."""
        return int(self._lengths[places].sum())


def _mapped(path: Path, kind: type[np.floating[Any]], shape: tuple[int, int]) -> NDArray[Any]:
    """The numbers of a file, mapped into memory."""
    return np.memmap(path, kind, "r", shape=shape).view(np.ndarray) if shape[0] else np.empty(shape, kind)


def _nearness(cosines: Scores, starts: Rows) -> Scores:
    found: Scores = (1 - WHOLE_SHARE) * np.maximum.reduceat(cosines, starts) + WHOLE_SHARE * cosines[starts]
    return found.astype(np.float32)


class ExactVectors:
    """All vectors compared."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self.pieces = Pieces(folder, dimension)

    def search(self, query: Floats, k: int, mask: Mask | None = None) -> Found:
        """See `VectorStore`."""
        pieces = self.pieces
        if mask is None:
            return _best(pieces.texts, pieces.nearness(query), k) if len(pieces) else _NOTHING
        places = np.flatnonzero(mask[pieces.texts])
        if not len(places):
            return _NOTHING
        few = pieces.count(places) <= _FEW
        near = pieces.nearness(query, places) if few else pieces.nearness(query)[places]
        return _best(pieces.texts[places], near, k)

    def nearest_piece(self, query: Floats, text: int) -> int:
        """See `VectorStore`."""
        return self.pieces.nearest(query, text)


class Likely(Protocol):
    """An index that names pieces near to a vector."""

    def pieces(self, query: Floats, k: int, mask: Mask | None) -> Rows:
        """Up to `k` numbers of pieces, nearest first; `mask` says which pieces count, None for all."""


class IndexedVectors:
    """An index names the likely texts, the vectors themselves put them in order."""

    def __init__(self, exact: ExactVectors, likely: Likely) -> None:
        self._exact = exact
        self._likely = likely

    def search(self, query: Floats, k: int, mask: Mask | None = None) -> Found:
        """See `VectorStore`."""
        pieces = self._exact.pieces
        if mask is not None and pieces.count(np.flatnonzero(mask[pieces.texts])) <= _FEW:
            return self._exact.search(query, k, mask)
        owners = pieces.owners[self._likely.pieces(query, k * _LIKELY, None if mask is None else mask[pieces.owners])]
        if not len(owners):
            return _NOTHING
        found, first = np.unique(owners, return_index=True)
        texts = np.sort(found[np.argsort(first)][: k * _COMPARED])
        return _best(texts, pieces.nearness(query, np.searchsorted(pieces.texts, texts)), k)

    def nearest_piece(self, query: Floats, text: int) -> int:
        """See `VectorStore`."""
        return self._exact.nearest_piece(query, text)


class FaissLikely:
    """Inverted lists of 8-bit vectors, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        faiss: Any = import_module("faiss")  # 0.3 s, and only large releases need it
        faiss.omp_set_num_threads(1)  # a question is answered by one thread; several are asked at a time
        self._index: Any = faiss.read_index(str(folder / INDEX), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        self._parameters = faiss.SearchParametersIVF
        self._selector: Any = faiss.IDSelectorBitmap

    def pieces(self, query: Floats, k: int, mask: Mask | None) -> Rows:
        """See `Likely`."""
        given: dict[str, Any] = {} if mask is None else {"sel": self._selector(np.packbits(mask, bitorder="little"))}
        given["nprobe"] = _PROBES if k > _A_FEW_TEXTS * _LIKELY else _PROBES_FOR_FEW
        found: Rows = self._index.search(query[None], k, params=self._parameters(**given))[1][0]
        return found[found >= 0]


def build_index(folder: Path, dimension: int) -> None:
    """Make the index of the vectors in `folder` where there are so many that it pays, or where a Milvus is to hold it."""
    pieces = Pieces(folder, dimension)
    if uri := milvus_uri():
        fill(uri, folder.name, pieces.vectors)
        return
    if len(pieces) <= EXACT_PIECES:
        return
    faiss: Any = import_module("faiss")
    lists = 2 ** int(np.ceil(np.log2(2 * np.sqrt(len(pieces)))))
    index = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(np.ascontiguousarray(pieces.vectors[:: max(1, len(pieces) // (lists * _SAMPLE))]))
    with (folder / HALVES).open("wb") as out:
        for start in range(0, len(pieces), EXACT_PIECES):
            rows = np.ascontiguousarray(pieces.vectors[start : start + EXACT_PIECES])
            index.add(rows)
            out.write(rows.astype(np.float16).tobytes())
    faiss.write_index(index, str(folder / f".{INDEX}"))
    (folder / f".{INDEX}").rename(folder / INDEX)


def open_vectors(folder: Path, dimension: int) -> VectorStore:
    """The store that fits the files of `folder`."""
    exact = ExactVectors(folder, dimension)
    if uri := milvus_uri():
        return IndexedVectors(exact, MilvusLikely(uri, folder.name))
    return IndexedVectors(exact, FaissLikely(folder)) if (folder / INDEX).exists() else exact


_NOTHING: Found = (np.empty(0, np.int32), np.empty(0, np.float32))


def _best(texts: Numbers, near: Scores, k: int) -> Found:
    likely = np.argpartition(-near, k)[:k] if k < len(near) else np.arange(len(near))
    best = likely[np.lexsort((texts[likely], -near[likely]))]
    return texts[best].astype(np.int32), near[best].astype(np.float32)
