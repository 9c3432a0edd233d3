"""Makes the files for download, after the store and the columnar tables of a release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.columnar import FOLDER, Table, tables
from kg.columnar.session import open_session
from kg.mapping.report import RIGHTS
from kg.parts import parts_of
from search_app.dumps import fiscal
from search_app.dumps.files import DumpFile, described, save
from search_app.dumps.graph import N_QUADS, TURTLE, write_graph
from search_app.dumps.tables import METADATA, parquet, write_csv, write_metadata

_MEMORY_MB = 1024
_JSON = "application/json"
_CSV = "text/csv"
_STEPS = 3


class DumpBuilder:
    """Makes `dumps/`; without `text` the passages and the sentences of the reports are in none of the files."""

    def __init__(self, *, text: bool = True) -> None:
        self.name = "dumps-2" if text else "dumps-2-without-text"
        self._text = text

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the files and their index."""
        progress("dumps", 0, _STEPS)
        graph = list(self._graph(release_dir, bundles))
        progress("dumps", 1, _STEPS)
        tidy = list(self._tables(release_dir))
        progress("dumps", 2, _STEPS)
        save(release_dir, [*graph, *tidy, *_fiscal(release_dir)])
        progress("dumps", _STEPS, _STEPS)

    def _graph(self, release: Path, bundles: Sequence[BundleInfo]) -> Iterator[DumpFile]:
        folder = release / "dumps"
        write_graph(release, parts_of(release).each(bundles), folder, text=self._text)
        yield described(release, folder / N_QUADS, "graph", "全部数据，按图分开", "application/n-quads", packed="application/gzip")
        yield described(release, folder / TURTLE, "graph", "全部数据，合为一图", "text/turtle", packed="application/gzip")

    def _tables(self, release: Path) -> Iterator[DumpFile]:
        folder = release / "dumps" / "tables"
        made = tables(text=self._text)
        tidy = [table for table in made if table.tidy]
        with open_session(_MEMORY_MB) as session:
            counts = {}
            for table in tidy:
                select = f"SELECT * FROM {parquet(release / FOLDER, table.name)}"  # noqa: S608
                counts[table.name] = write_csv(session, [select], table.names, folder / f"{table.name}.csv")
        write_metadata(folder / METADATA, tidy, RIGHTS)
        for table in tidy:
            yield described(release, folder / f"{table.name}.csv", "tables", table.title, _CSV, rows=counts[table.name])
        yield described(release, folder / METADATA, "tables", "各表各列的说明（CSVW）", "application/csvm+json")
        for table in made:
            yield _columnar(release, table, counts.get(table.name))


def _columnar(release: Path, table: Table, rows: int | None) -> DumpFile:
    return described(
        release, release / FOLDER / f"{table.name}.parquet", "tables", table.title, "application/vnd.apache.parquet", rows=rows
    )


def _fiscal(release: Path) -> Iterator[DumpFile]:
    folder = release / "dumps" / "fiscal"
    with open_session(_MEMORY_MB) as session:
        count = write_csv(session, fiscal.rows(session, release / FOLDER), fiscal.names(), folder / fiscal.AMOUNTS)
    amounts = described(release, folder / fiscal.AMOUNTS, "fiscal", "各表的金额", _CSV, rows=count)
    fiscal.write_descriptor(folder / fiscal.DESCRIPTOR, {"bytes": amounts.bytes, "hash": f"sha256:{amounts.sha256}"}, RIGHTS)
    yield described(release, folder / fiscal.DESCRIPTOR, "fiscal", "数据包说明", _JSON)
    yield amounts
