"""`tables/` of a release: one Parquet file a table, in the order of the reports' files and of print.

Only reports that are new or changed are asked; the rows of all others come from the release before, whose code was the same. The
bytes depend on the bundles alone, whichever way the rows came. Work goes slice by slice, some hundred reports each, so that the
memory it takes does not grow with the number of reports.
"""

from __future__ import annotations

import gc
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.columnar.columns import FACTS, Table, tables
from kg.columnar.part import csv_of, rows_of
from kg.columnar.session import open_session
from kg.columnar.writing import Slice, Writer
from kg.iris import Iris
from kg.version import fingerprint

FOLDER = "tables"
SLICE = 200
_MEMORY_MB = 1024
# The tidy table of cells is a part of the wide one.
_FROM_FACTS = "observations"


class ColumnarBuilder:
    """Makes `tables/`; without `text` the passages and the sentences of the reports are left out."""

    def __init__(self, *, text: bool = True) -> None:
        self.name = "columnar-1" if text else "columnar-1-without-text"
        self._text = text

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the Parquet files."""
        folder = release_dir / FOLDER
        folder.mkdir()
        ordered = sorted(bundles, key=lambda bundle: bundle.file_path.encode())
        before = _before(release_dir, self.name)
        made = [table for table in tables(text=self._text) if table.name != _FROM_FACTS]
        with tempfile.TemporaryDirectory(dir=release_dir) as scratch:
            slices = _slices(Path(scratch), ordered, before[1] if before else {})
            self._ask(slices, made, progress)
            _ask_release(release_dir, slices[0].folder, made)
            with open_session(_MEMORY_MB, Path(scratch) / "spill") as session:
                writer = Writer(session, slices, before[0] if before else None, text=self._text)
                for table in made:
                    writer.write(table, folder / f"{table.name}.parquet")
                tidy = next(table for table in tables(text=self._text) if table.name == _FROM_FACTS)
                writer.write_part(folder / f"{FACTS}.parquet", tidy, folder / f"{tidy.name}.parquet")

    def _ask(self, slices: list[Slice], made: list[Table], progress: Progress) -> None:
        asked = [table for table in made if not table.of_release]
        total, done = sum(len(part.asked) for part in slices), 0
        for part in slices:
            for bundle in part.asked:
                progress("tables", done, total)
                part.add(rows_of(bundle, Iris(bundle.header.base_iri), asked))
                done += 1
        progress("tables", total, total)


def _slices(scratch: Path, ordered: list[BundleInfo], before: dict[str, str]) -> list[Slice]:
    """The reports in slices of one size; those that the release before holds too are not asked again. One empty slice for no report."""
    found = []
    for number, start in enumerate(range(0, max(len(ordered), 1), SLICE)):
        part = ordered[start : start + SLICE]
        kept = tuple(bundle.file_path for bundle in part if before.get(bundle.file_path) == bundle.bundle_hash)
        asked = tuple(bundle for bundle in part if bundle.file_path not in set(kept))
        folder = scratch / f"{number}"
        folder.mkdir()
        found.append(Slice(folder, kept, asked))
    return found


def _before(release_dir: Path, builder: str) -> tuple[Path, dict[str, str]] | None:
    """The tables of the release that is served now and its bundles' hashes by file; None where they say nothing about the next ones."""
    served = release_dir.parent.parent / "current"
    try:
        manifest: dict[str, Any] = json.loads((served / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if manifest.get("code") != fingerprint("kg", "ontology", "queries") or builder not in manifest.get("builders", ()):
        return None
    folder = (served / FOLDER).resolve()
    return (folder, {entry["path"]: entry["bundle_hash"] for entry in manifest["reports"]}) if folder.is_dir() else None


def _ask_release(release_dir: Path, parts: Path, made: list[Table]) -> None:
    """The rows that follow from more than one report."""
    store = Store.read_only(str(release_dir / "store"))
    for table in made:
        if table.of_release:
            (parts / f"{table.name}.csv").write_bytes(csv_of(store, table))
    del store
    gc.collect()
