"""The notebook of research questions runs, and the file in docs/ is of the cells that are run here."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from benchmarks.notebook import CELLS, FILE, executed, served
from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.builders import builders


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_every_cell_runs(samples: Path, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    load(folder, [source for source in find_files([samples]) if source.relative[:3] in {"s04", "s05"}], Plan(builders=builders()))
    app = create_app(settings.load(data=folder.path, environment={}))
    with served(app) as site:
        made = executed(site)
    app.extensions["pool"].close()
    outputs = [output for cell in made.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 5
    assert not [output for output in outputs if output.output_type in {"error", "stream"}]


def test_file_holds_these_cells_with_outputs() -> None:
    text = FILE.read_text(encoding="utf-8")
    kept = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    assert tuple(cell.source for cell in kept.cells) == CELLS
    assert all(cell.outputs for cell in kept.cells if cell.cell_type == "code")
    assert not [word for word in ("/home/", "/root/", "/work/", "localhost") if word in text]
