"""The passages of a release on the disk, grouped by text: one line a passage, read by number."""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from search_app.search.passages import Passage, from_fields

_LINES, _OFFSETS, _FIRSTS, _IRIS = "passages.jsonl", "offsets.npy", "firsts.npy", "iris.npy"
_HASH_BYTES = 8


def save_texts(folder: Path, texts: Sequence[Sequence[Passage]]) -> None:
    """Write `passages.jsonl` (a text stands with the first passage that has it), where each line and where each text begins."""
    lines = [line for group in texts for line in _lines(group)]
    (folder / _LINES).write_bytes(b"".join(lines))
    np.save(folder / _OFFSETS, np.array([0, *accumulate(map(len, lines))], np.int64))
    np.save(folder / _IRIS, np.array([_hash(passage.iri) for group in texts for passage in group], np.uint64))
    np.save(folder / _FIRSTS, np.array([0, *accumulate(map(len, texts))], np.int64))


def _hash(iri: str) -> int:
    return int.from_bytes(hashlib.sha256(iri.encode("utf-8", "replace")).digest()[:_HASH_BYTES], "big")


def _lines(group: Sequence[Passage]) -> Iterator[bytes]:
    for number, passage in enumerate(group):
        fields = asdict(passage)
        if number and passage.text == group[0].text:
            fields["text"] = ""
        yield json.dumps(fields, ensure_ascii=False).encode() + b"\n"


class Texts:
    """The texts by number; safe to read from several threads. Passages are numbered through, those of one text side by side."""

    def __init__(self, folder: Path) -> None:
        self._offsets = np.load(folder / _OFFSETS, mmap_mode="r")
        self.firsts = np.load(folder / _FIRSTS, mmap_mode="r")
        self._iris = np.load(folder / _IRIS, mmap_mode="r")
        with (folder / _LINES).open("rb") as opened:
            self._lines = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) if len(self) else b""

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
        return from_fields(json.loads(self._lines[start:end]))
