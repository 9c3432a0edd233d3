"""The vectors of a release. They lie beside the release, which is immutable and can be served before they are there.

DIR/vectors/<release>/plan.json     which encoder, how many vectors of how many numbers
DIR/vectors/<release>/keys.npy      what is embedded: hashes of the pieces, in order
DIR/vectors/<release>/owners.npy    number of the text that each piece is of
DIR/vectors/<release>/vectors.bin   float32, a row a piece; grows batch by batch, so work that was cut off goes on where it stopped
DIR/vectors/<release>/nearest.faiss an index of them, where they are many; beside it halves.bin, the same rows in 16 bits
DIR/vectors/<release>/ready         there when all is done

What another release has embedded already is copied.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.files import write_atomic
from search_app.embedding.encoder import Encoder
from search_app.embedding.weights import Floats
from search_app.search.columns import Numbers
from search_app.search.nearest import build_index
from search_app.search.passages import Passage
from search_app.search.pieces import KEY_BYTES, key, pieces

BATCH = 64
_FLOAT = 4
_FIRST_DIMENSION = 384  # of plans that do not say

Encode = Callable[[Iterable[Sequence[str]]], Iterator[Floats]]
"""The vectors of batches of passages, in order."""

Progress = Callable[[int, int], None]
"""Called with the number of vectors that are there and the number there will be."""


def vector_root(data: Path) -> Path:
    """Where the vectors of a data folder lie."""
    return data / "vectors"


def is_ready(folder: Path, encoder_id: str) -> bool:
    """True where all vectors of that encoder are there."""
    return (folder / "ready").exists() and encoder_of(folder) == encoder_id


def encoder_of(folder: Path) -> str:
    """The id of the encoder that made the vectors; empty where there are none."""
    try:
        return str(json.loads((folder / "plan.json").read_text(encoding="utf-8"))["encoder"])
    except (OSError, ValueError, KeyError):
        return ""


def dimension_of(folder: Path) -> int:
    """Numbers in a vector of that folder."""
    return int(json.loads((folder / "plan.json").read_text(encoding="utf-8")).get("dimension", _FIRST_DIMENSION))


def make_vectors(
    folder: Path, texts: Iterable[Sequence[Passage]], encoder: Encoder, progress: Progress, encode: Encode | None = None
) -> None:
    """Embed `texts` (each a list of the passages that have it) into `folder`, or go on where an earlier try stopped.

    `encode` does the work in the place of `encoder`, with vectors of the same id.
    """
    found = [(number, piece) for number, group in enumerate(texts) for piece in pieces(group[0])]
    keys = np.frombuffer(b"".join(key(piece) for _, piece in found), f"V{KEY_BYTES}")
    _plan(folder, keys, np.array([number for number, _ in found], np.int32), encoder)
    known = _Known(folder, encoder)
    with (folder / "vectors.bin").open("ab") as out:
        row = encoder.dimension * _FLOAT
        done = out.tell() // row
        out.truncate(done * row)
        starts = range(done, len(found), BATCH)
        batches = ([piece for _, piece in found[start : start + BATCH]] for start in starts)
        hashes = (keys[start : start + BATCH] for start in starts)
        made = _embedded(zip(batches, hashes, strict=True), known, encode or partial(map, partial(documents, encoder)))
        for start, rows in zip(starts, made, strict=True):
            progress(start, len(found))
            out.write(rows.tobytes())
            out.flush()
        os.fsync(out.fileno())
    build_index(folder, encoder.dimension)
    progress(len(found), len(found))
    write_atomic(folder / "ready", b"")


def sweep(root: Path, kept: Iterable[str]) -> None:
    """Remove the vectors of releases that are gone."""
    names = set(kept)
    for folder in root.iterdir() if root.exists() else ():
        if folder.is_dir() and folder.name not in names:
            shutil.rmtree(folder)


def _plan(folder: Path, keys: NDArray[np.void], owners: Numbers, encoder: Encoder) -> None:
    """Prepare `folder`; what lies there of another plan goes."""
    plan = json.dumps({"encoder": encoder.id, "dimension": encoder.dimension, "vectors": len(keys)}).encode()
    same = encoder_of(folder) == encoder.id and np.array_equal(_keys(folder), keys)
    if folder.exists() and not same:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "keys.npy", keys.view(np.uint8).reshape(-1, KEY_BYTES))
    np.save(folder / "owners.npy", owners)
    write_atomic(folder / "plan.json", plan)


def _keys(folder: Path) -> NDArray[np.void]:
    path = folder / "keys.npy"
    found: NDArray[np.uint8] = np.load(path) if path.exists() else np.empty((0, KEY_BYTES), np.uint8)
    return found.reshape(-1).view(f"V{KEY_BYTES}")


def documents(encoder: Encoder, passages: Sequence[str]) -> Floats:
    """Their vectors; of no passages none, which not every encoder can say."""
    return encoder.encode_documents(passages) if passages else np.empty((0, encoder.dimension), np.float32)


def _embedded(batches: Iterable[tuple[Sequence[str], NDArray[np.void]]], known: _Known, encode: Encode) -> Iterator[Floats]:
    """The vectors of the batches, from other releases where they have them; `encode` may ask for batches ahead."""
    waiting: deque[tuple[Floats, list[int]]] = deque()

    def missing() -> Iterator[list[str]]:
        for batch, keys in batches:
            rows, gaps = known.rows(keys)
            waiting.append((rows, gaps))
            yield [batch[n] for n in gaps]

    for vectors in encode(missing()):
        rows, gaps = waiting.popleft()
        rows[gaps] = vectors
        yield rows


class _Known:
    """The vectors that other releases have."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._dimension = encoder.dimension
        self._places: dict[bytes, tuple[Floats, int]] = {}
        others = [other for other in sorted(folder.parent.iterdir()) if other != folder and encoder_of(other) == encoder.id]
        for other in others:
            self._add(other)

    def _add(self, folder: Path) -> None:
        file = folder / "vectors.bin"
        count = file.stat().st_size // (self._dimension * _FLOAT) if file.exists() else 0
        if count:
            vectors = np.memmap(file, np.float32, "r", shape=(count, self._dimension))
            self._places.update((one.tobytes(), (vectors, n)) for n, one in enumerate(_keys(folder)[:count]))

    def rows(self, keys: NDArray[np.void]) -> tuple[Floats, list[int]]:
        """A row a piece with the vectors that are known, and the numbers of the others."""
        rows = np.zeros((len(keys), self._dimension), np.float32)
        return rows, [n for n, one in enumerate(keys) if not self.copy(one.tobytes(), rows[n])]

    def copy(self, one: bytes, row: Floats) -> bool:
        """Put the vector of a piece into `row`; false where nobody has it."""
        found = self._places.get(one)
        if found:
            row[:] = found[0][found[1]]
        return found is not None
