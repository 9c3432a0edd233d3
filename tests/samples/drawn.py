"""Tables drawn in a test: rows of cells, each `text|r2c3` for a cell that covers two rows and three columns."""

from __future__ import annotations

import re

from tests.samples.spans import Placed

_SPAN = re.compile(r"^(.*?)(?:\|(?:r(\d+))?(?:c(\d+))?)?$", re.DOTALL)


def drawn(*rows: list[str]) -> list[Placed]:
    """The cells, each in the first place of its row that no cell from above covers."""
    out: list[Placed] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            found = _SPAN.match(cell)
            text, down, across = (found[1], int(found[2] or 1), int(found[3] or 1)) if found else (cell, 1, 1)
            out.append(Placed(r, column, down, across, text, False))
            taken |= {(r + i, column + j) for i in range(down) for j in range(across)}
            column += across
    return out
