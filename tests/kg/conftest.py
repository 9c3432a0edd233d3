"""A data folder with two years of one unit."""

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
    made = DataFolder(tmp_path / "data")
    for year in (2022, 2023):
        made.put(bundle.dump(account(year), made.iris))
    return made


@pytest.fixture
def opened(folder: DataFolder) -> Iterator[Release]:
    with release.build(folder) as made:
        yield made


@pytest.fixture
def store(opened: Release) -> Store:
    return opened.open_store()
