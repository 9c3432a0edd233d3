"""The texts of a release on the disk: one line a text, read by number."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from search_app.search.passages import Passage, from_fields

_LINES, _OFFSETS = "texts.jsonl", "offsets.npy"


def save_texts(folder: Path, texts: Sequence[Sequence[Passage]]) -> None:
    """Write `texts.jsonl` (a list of passages a line, the text with the first alone) and where each line begins."""
    lines = [json.dumps(_lean(group), ensure_ascii=False).encode() + b"\n" for group in texts]
    (folder / _LINES).write_bytes(b"".join(lines))
    np.save(folder / _OFFSETS, np.array([0, *accumulate(map(len, lines))], np.int64))


class Texts:
    """The texts by number; safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        self._offsets = np.load(folder / _OFFSETS, mmap_mode="r")
        with (folder / _LINES).open("rb") as opened:
            self._lines = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) if len(self) else b""

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> list[Passage]:
        """The passages that have the text of that number."""
        start, end = self._offsets[number : number + 2].tolist()
        found = [from_fields(fields) for fields in json.loads(self._lines[start:end])]
        return [replace(passage, text=found[0].text) for passage in found]

    def __iter__(self) -> Iterator[list[Passage]]:
        return (self[number] for number in range(len(self)))


def _lean(group: Sequence[Passage]) -> list[dict[str, object]]:
    return [asdict(passage) if number == 0 else {**asdict(passage), "text": ""} for number, passage in enumerate(group)]
