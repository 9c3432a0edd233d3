"""One store of the sample reports, as a release holds them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from ingest.pipeline import extract
from ingest.sources import Source
from kg.content import draft
from kg.iris import Iris
from kg.mapper import quads
from kg.store import Row, rows
from queries import library

Ask = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def graphs() -> dict[str, list[Quad]]:
    """The quads of every sample report by its number (s01 …)."""
    folder = Path(str(resources.files("ingest").joinpath("samples/reports")))
    return {path.name[:3]: quads(extract(Source(path, path.name)), Iris()) for path in sorted(folder.glob("*.txt"))}


@pytest.fixture(scope="session")
def store(graphs: dict[str, list[Quad]]) -> Store:
    """The sample reports with the reference graph and the derived graph."""
    return draft(Iris(), graphs.values())


@pytest.fixture(scope="session")
def ask(store: Store) -> Ask:
    """Rows of a library query, by its name and parameters."""
    return lambda name, **values: list(rows(store, library.get("library", name).bound(values)))
