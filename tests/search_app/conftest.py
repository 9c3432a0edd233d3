"""A small release: hand-made reports with every kind of fact, and two of the sample reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import bundle, settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.builders import builders
from search_app.sparql.pool import Pool
from tests.kg.example import account

SAMPLES = Path(__file__).parents[2] / "ingest" / "samples" / "reports"
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample reports."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample reports are not there")
    return SAMPLES


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> DataFolder:
    """A data folder with a release."""
    folder = DataFolder(tmp_path_factory.mktemp("search_app") / "data")
    for facts in (account(2022), account(2023), account(2023, "青禾区企业服务局", "990103")):
        folder.put(bundle.dump(facts, folder.iris))
    chosen = [source for source in find_files([samples]) if source.relative[:3] in {"s05", "s11"}]
    load(folder, chosen, Plan(jobs=2, builders=builders()))
    return folder


@pytest.fixture(scope="session")
def app(data: DataFolder) -> Iterator[Flask]:
    """The application on that folder."""
    made = create_app(settings.load(data=data.path, query_seconds=4.0, result_bytes=1_000_000, environment={}))
    yield made
    pool: Pool = made.extensions["pool"]
    pool.close()
    assert (pool.crew().idle, pool.crew().busy) == (0, 0)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Requests without a network."""
    return app.test_client()
