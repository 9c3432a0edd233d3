"""A data folder with two years of one unit, and its release for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg import bundle, release
from kg.folder import DataFolder
from kg.release import Release
from tests.kg.example import account


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A folder without a release yet."""
    return filled(tmp_path / "data")


def filled(path: Path) -> DataFolder:
    """The two reports in a new folder."""
    made = DataFolder(path)
    for year in (2022, 2023):
        made.put(bundle.dump(account(year), made.iris))
    return made


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """The release of two such reports, of which nobody changes a thing."""
    with release.build(filled(tmp_path_factory.mktemp("kg") / "data")) as made:
        yield made


@pytest.fixture(scope="session")
def store(opened: Release) -> Store:
    """Its store."""
    return opened.open_store()
