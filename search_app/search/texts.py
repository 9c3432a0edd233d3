"""The passages of a release on the disk, grouped by text: one line a passage, read by number."""

from __future__ import annotations

import hashlib
import json
import os
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from search_app.search.passages import Passage, from_fields

_LINES, _OFFSETS, _FIRSTS, _IRIS = "passages.jsonl", "offsets.npy", "firsts.npy", "iris.npy"
_HASH_BYTES = 8
_FIELDS = tuple(field.name for field in fields(Passage))


def save_texts(folder: Path, texts: Sequence[Sequence[Passage]]) -> None:
    """Write `passages.jsonl` (a text stands with the first passage that has it), where each line and where each text begins."""
    with (folder / _LINES).open("wb") as out:
        sizes = np.array([out.write(line) for group in texts for line in _lines(group)], np.int64)
    np.save(folder / _OFFSETS, np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]))
    np.save(folder / _IRIS, np.array([_hash(passage.iri) for group in texts for passage in group], np.uint64))
    np.save(folder / _FIRSTS, np.array([0, *accumulate(map(len, texts))], np.int64))


def _hash(iri: str) -> int:
    return int.from_bytes(hashlib.sha256(iri.encode("utf-8", "replace")).digest()[:_HASH_BYTES], "big")


def _lines(group: Sequence[Passage]) -> Iterator[bytes]:
    for number, passage in enumerate(group):
        told = {name: getattr(passage, name) for name in _FIELDS}  # asdict would copy, in ten times the time
        if number and passage.text == group[0].text:
            told["text"] = ""
        yield json.dumps(told, ensure_ascii=False).encode() + b"\n"


class Texts:
    """The texts by number; safe to read from several threads. Passages are numbered through, those of one text side by side."""

    def __init__(self, folder: Path) -> None:
        self._offsets = np.load(folder / _OFFSETS, mmap_mode="r")
        self.firsts = np.load(folder / _FIRSTS, mmap_mode="r")
        self._iris = np.load(folder / _IRIS, mmap_mode="r")
        # Read and not mapped: what was shown once would stay in the memory of the process.
        lines = (folder / _LINES).open("rb")
        weakref.finalize(self, lines.close)
        self._lines = lines.fileno()

    def __len__(self) -> int:
        return len(self.firsts) - 1

    def __getitem__(self, text: int) -> list[Passage]:
        """The passages that have the text of that number."""
        return [self.passage(text, number) for number in range(*self.firsts[text : text + 2].tolist())]

    def __iter__(self) -> Iterator[list[Passage]]:
        return (self[text] for text in range(len(self)))

    def heads(self) -> Iterator[Passage]:
        """The first passage of each text."""
        return (self.head(text) for text in range(len(self)))

    def head(self, text: int) -> Passage:
        """The first passage that has that text."""
        return self._read(int(self.firsts[text]))

    def passage(self, text: int, number: int) -> Passage:
        """The passage of that number, one of those that have `text`."""
        found = self._read(number)
        return found if found.text else replace(found, text=self.head(text).text)

    def find(self, iri: str) -> tuple[int, int]:
        """The numbers of the text and of the passage with that IRI; -1 where there is none."""
        for number in np.flatnonzero(self._iris == np.uint64(_hash(iri))).tolist():
            if self._read(number).iri == iri:
                return int(np.searchsorted(self.firsts, number, "right")) - 1, number
        return -1, -1

    def _read(self, number: int) -> Passage:
        start, end = self._offsets[number : number + 2].tolist()
        return from_fields(json.loads(os.pread(self._lines, end - start, start)))
