"""The model, made once and kept between runs in `.cache/juesuan` (or JUESUAN_MODEL_DIR)."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import pytest

from search_app.embedding.encoder import OnnxEncoder
from search_app.embedding.model import ensure_model
from search_app.embedding.weights import Weights, installed

CACHE = Path(__file__).parents[2] / ".cache" / "juesuan" / "models"


@pytest.fixture(scope="session")
def weights() -> Weights:
    """The installed weights."""
    return Weights(installed())


@pytest.fixture(scope="session")
def home() -> Path:
    """Where the model of the tests lies."""
    return Path(os.environ.get("JUESUAN_MODEL_DIR", CACHE))


@pytest.fixture(scope="session")
def folder(home: Path) -> Path:
    """The model folder."""
    return ensure_model(home)


@pytest.fixture(scope="session")
def encoder(folder: Path) -> OnnxEncoder:
    """The encoder for queries and documents."""
    return OnnxEncoder(folder)


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """Lines of the sample reports: narrative, rows of tables, headings."""
    reports = sorted(Path(str(resources.files("ingest").joinpath("samples/reports"))).glob("*.txt"))
    lines = {line.strip() for path in reports for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
    return sorted(lines)[::40]
