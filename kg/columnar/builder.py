"""`tables/` of a release: one Parquet file a table, in the order of the reports' files and of print.

The rows of a report lie ready in its part. Work goes slice by slice, some thousand reports each, so that what lies unpacked on the disk
meanwhile does not grow with the number of reports.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Store

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.columnar.columns import FACTS, PART_OF_FACTS, Table, tables
from kg.columnar.over_years import findings_over_years, with_findings
from kg.columnar.session import open_session
from kg.columnar.writing import Writer
from kg.parts import csv_of, parts_of

FOLDER = "tables"
SLICE = 1000
_MEMORY_MB = 1024


class ColumnarBuilder:
    """Makes `tables/`; without `text` the passages and the sentences of the reports are left out."""

    def __init__(self, *, text: bool = True) -> None:
        self.name = "columnar-4" if text else "columnar-4-without-text"
        self._text = text

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the Parquet files."""
        folder = release_dir / FOLDER
        folder.mkdir()
        ordered = sorted(bundles, key=lambda bundle: bundle.file_path.encode())
        held, more = parts_of(release_dir), findings_over_years(release_dir, ordered)
        made = [table for table in tables(text=self._text) if table.name != PART_OF_FACTS]
        with tempfile.TemporaryDirectory(dir=release_dir) as scratch, open_session(_MEMORY_MB, Path(scratch) / "spill") as session:
            writer = Writer(session, Path(scratch), made, text=self._text)
            for start in range(0, max(len(ordered), 1), SLICE):
                progress("tables", start, len(ordered))
                some = ordered[start : start + SLICE]
                writer.add(with_findings(part.rows, more.get(one.report_iri, ())) for one, part in zip(some, held.each(some), strict=True))
            _ask_release(release_dir, writer, made)
            for table in made:
                writer.write(table, folder / f"{table.name}.parquet")
            tidy = next(table for table in tables(text=self._text) if table.name == PART_OF_FACTS)
            writer.write_part(folder / f"{FACTS}.parquet", tidy, folder / f"{tidy.name}.parquet")
        progress("tables", len(ordered), len(ordered))


def _ask_release(release_dir: Path, writer: Writer, made: Sequence[Table]) -> None:
    """The rows that follow from more than one report."""
    store = Store.read_only(str(release_dir / "store"))
    for table in made:
        if table.of_release:
            writer.add_of_release(table, csv_of(store, table))
    del store
    gc.collect()
