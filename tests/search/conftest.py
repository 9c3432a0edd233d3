"""A release of hand-made and sample reports, searched by words; and an encoder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from ingest.pipeline import extract
from ingest.sources import Source
from kg import bundle, release
from kg.folder import DataFolder
from kg.release import Release
from search_app.embedding.weights import Floats
from search_app.search.index import SearchIndex
from search_app.search.lexical import LexicalBuilder
from search_app.search.passages import Passage
from tests.kg.example import account


class PairsEncoder:
    """Texts that share pairs of characters have near vectors."""

    id = "pairs-1"
    dimension = 384

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def encode_query(self, text: str) -> Floats:
        return self._vector(text)

    def encode_documents(self, texts: Sequence[str]) -> Floats:
        self.embedded += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Floats:
        vector = np.full(384, 1e-3, np.float32)
        for first, second in zip(text, text[1:], strict=False):
            digest = hashlib.sha256((first + second).encode()).digest()
            vector[int.from_bytes(digest[:4], "big") % 384] += 1
        found: Floats = vector / np.linalg.norm(vector)
        return found


@pytest.fixture
def pairs() -> PairsEncoder:
    return PairsEncoder()


def passage(number: int, text: str, **fields: object) -> Passage:
    """A passage of a made-up report."""
    given: dict[str, object] = {
        "iri": f"https://example.org/r#p{number}",
        "report": "https://example.org/r",
        "file": "r.txt",
        "unit": "示例市云溪区产业服务中心",
        "region": "990102",
        "year": 2023,
        "type": "部门决算",
        "section": ("第三部分", "一、收入情况"),
        **fields,
    }
    return Passage(text=text, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder with a release: three hand-made reports, a sample 决算 and a sample self-evaluation."""
    folder = DataFolder(tmp_path_factory.mktemp("search") / "data")
    for facts in (account(2022), account(2023), account(2023, "青禾区企业服务局", "990103")):
        folder.put(bundle.dump(facts, folder.iris))
    samples = Path(str(resources.files("ingest").joinpath("samples/reports")))
    for path in sorted(p for p in samples.glob("*.txt") if p.name[:3] in {"s03", "s11"}):
        folder.put(bundle.dump(extract(Source(path, path.name)), folder.iris))
    release.build(folder, [LexicalBuilder()]).close()
    return folder


@pytest.fixture
def current(data: DataFolder) -> Iterator[Release]:
    """The release."""
    with release.current(data) as opened:
        yield opened


@pytest.fixture
def index(current: Release) -> SearchIndex:
    """Its index."""
    return SearchIndex(current.directory)
