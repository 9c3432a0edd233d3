from __future__ import annotations

from pathlib import Path

import pytest
import tantivy

from kg import release
from kg.folder import DataFolder
from search_app.search.columns import EVERYTHING
from search_app.search.index import SearchIndex
from search_app.search.lexical import FOLDER, LexicalBuilder, LexicalIndex, make_index
from search_app.search.terms import terms
from search_app.search.texts import Texts
from tests.search.conftest import passage

TEXTS = ["公务接待费减少", "培训费增加，用于教师培训", "政府采购支出总额10.78万元", "没有说到别的"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "lexical"
    make_index(made, [passage(n, text, section=("第三部分", "接待" if n == 3 else "其他")) for n, text in enumerate(TEXTS)])
    return made


def _found(folder: Path, asked: str, **allowed: list[int]) -> list[int]:
    texts: list[int] = LexicalIndex(folder).search({term.text: 1.0 for term in terms(asked)}, allowed, 10)[0].tolist()
    return texts


def test_words_find_texts(folder: Path) -> None:
    assert _found(folder, "教师培训")[0] == 1
    assert _found(folder, "10.78") == [2]
    assert _found(folder, "图书馆") == []


def test_a_disk_that_takes_no_lock_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read-only: tantivy refuses the folder itself."""
    real = tantivy.Index.open

    class Index:
        """tantivy on that disk."""

        @staticmethod
        def open(path: str) -> tantivy.Index:
            if path == str(folder / "index"):
                raise ValueError("Failed to acquire Lockfile")
            return real(path)

    monkeypatch.setattr("search_app.search.lexical.tantivy.Index", Index)
    assert _found(folder, "教师培训")[0] == 1


def test_a_heading_counts_a_little(folder: Path) -> None:
    assert _found(folder, "接待") == [0, 3]


def test_values_that_are_not_allowed_find_nothing(folder: Path) -> None:
    assert _found(folder, "培训", year=[0]) == [1]
    assert _found(folder, "培训", year=[]) == []
    assert _found(folder, "培训", year=[7]) == []


def test_texts_are_read_by_number(folder: Path) -> None:
    texts = Texts(folder)
    assert [group[0].text for group in texts] == TEXTS
    assert texts[3][0].section == ("第三部分", "接待")
    assert len(texts) == 4


def test_a_release_without_reports_can_be_opened(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with release.build(folder, [LexicalBuilder()]) as made:
        assert (made.directory / FOLDER / "passages.jsonl").read_bytes() == b""
        index = SearchIndex(made.directory)
    assert index.rank(index.wanted("培训费"), EVERYTHING).texts.tolist() == []


def test_the_same_passages_give_the_same_files(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    make_index(again, [passage(n, text, section=("第三部分", "接待" if n == 3 else "其他")) for n, text in enumerate(TEXTS)])
    for path in [*folder.glob("*.*"), *folder.glob("columns/*")]:  # tantivy names its own files at random
        assert path.read_bytes() == (again / path.relative_to(folder)).read_bytes()
