"""Numbers that were read with low confidence: none becomes a fact, each is named with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.document import DOUBT
from kg.facts import CellPlace, Passage, Table, Unresolved

WHY = "read with low confidence: compare it with the file"
_NUMBER = re.compile(rf"\d[\d,.]*{DOUBT}")


def doubts(tables: Iterable[Table], narrative: Iterable[Passage]) -> Iterator[Unresolved]:
    """The doubtful cells of tables and the doubtful numbers of passages."""
    for table in tables:
        for i, row in enumerate(table.grid, 1):
            for k, cell in enumerate(row, 1) if DOUBT in "".join(row) else ():
                if DOUBT in cell:
                    yield Unresolved(CellPlace(table.number, i, k).fragment, cell, WHY)
    for passage in (one for one in narrative if DOUBT in one.text):
        for found in _NUMBER.findall(passage.text):
            yield Unresolved(f"p{passage.number}", found, WHY)
