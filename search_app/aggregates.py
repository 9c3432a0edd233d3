"""What the pages sum and rank over the tables of a release, worked out when the release is made.

Each file of `sql/aggregates` is the SELECT of one table: what it holds, a row a what. The rows lie in the order in which pages ask for
them, in small groups, so that a page reads those of its report or subject and skips the rest however many reports there are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.checks.ledger import COLUMNS
from kg.checks.whole import LEDGER
from kg.columnar import FOLDER as TABLES
from kg.columnar.session import copy, literal, open_session, view

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = f"{TABLES}/aggregates"
JUDGED = "judged"
_MEMORY_MB = 512  # what it does not hold goes to the disk: with twice as much, 5,000 reports take three quarters of the time
_ROW_GROUP = 8192
# Tables of which a question reads all units of a year: fewer groups, since each is looked at before it is skipped.
_ROW_GROUPS = {"cells": 24_576, "places": 24_576}


@cache
def aggregates() -> dict[str, str]:
    """The SELECT of each table by the table's name."""
    folder = resources.files("search_app.sql").joinpath("aggregates")
    found = {file.name.removesuffix(".sql"): file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".sql")}
    return dict(sorted(found.items()))


class AggregateBuilder:
    """Makes `tables/aggregates/`, after the tables."""

    name = "aggregates-4"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write a Parquet file a table."""
        folder = release_dir / FOLDER
        folder.mkdir()
        with tempfile.TemporaryDirectory(dir=release_dir) as spill, open_session(_MEMORY_MB, Path(spill)) as session:
            view(session, release_dir / TABLES)
            for number, (name, rows) in enumerate(aggregates().items()):
                progress("aggregates", number, len(aggregates()))
                copy(session, rows, folder / f"{name}.parquet", _ROW_GROUPS.get(name, _ROW_GROUP))
            if (release_dir / LEDGER).exists():
                _judged(session, release_dir / LEDGER, folder)
        progress("aggregates", len(aggregates()), len(aggregates()))


def _judged(session: DuckDBPyConnection, ledger: Path, folder: Path) -> None:
    """The findings of the ledger of checks and its counts, for the pages that would else read all of it."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    csv = f"read_csv({literal(str(ledger))}, header = true, auto_detect = false, columns = {{{columns}}})"
    session.execute(f"CREATE VIEW obligations AS SELECT * FROM {csv}")  # noqa: S608
    rows = resources.files("search_app.sql").joinpath(f"{JUDGED}.sql").read_text(encoding="utf-8")
    copy(session, rows, folder / f"{JUDGED}.parquet", _ROW_GROUP)
