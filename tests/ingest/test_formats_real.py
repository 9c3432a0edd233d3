"""A real report in its formats: grids as printed, and the same in each."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ingest.document import Grid
from ingest.formats import doc, read_document
from kg.amounts import fold, read_number

REPORTS = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
FORMATS = REPORTS / "formats"

pytestmark = pytest.mark.real


def _cell(text: str) -> str:
    """A cell without what a format may change: blanks, thousands separators, decimals that are 0."""
    number = read_number(text)
    return str(number.number.normalize() + 0) if number and not number.unit else fold(text)


def _rows(rows: list[list[str]] | tuple[tuple[str, ...], ...]) -> list[list[str]]:
    found = [[_cell(cell) for cell in row] for row in rows]
    while found and not any(found[-1]):
        found.pop()
    return found


@pytest.mark.parametrize("ending", ["docx", "html", "doc", "xlsx"])
def test_grids(ending: str) -> None:
    path = FORMATS / f"000.{ending}"
    if not path.is_file():
        pytest.skip(f"no real reports at {FORMATS}; set JUESUAN_REPORTS")
    if ending == "doc" and doc.find_office() is None:
        pytest.skip("LibreOffice is not here: apt install libreoffice-writer")
    wanted = json.loads((FORMATS / "expected_tables.json").read_text(encoding="utf-8"))["000"]
    found = [block.rows for block in read_document(path.read_bytes(), path.name).blocks if isinstance(block, Grid)]
    assert [_rows(rows) for rows in found] == [_rows(rows) for rows in wanted]
