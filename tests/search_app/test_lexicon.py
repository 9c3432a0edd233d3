"""The lexicon of a release is made of its store and its tables; the store alone says the same."""

from __future__ import annotations

from kg import release
from kg.folder import DataFolder
from search_app.ask import build_lexicon
from search_app.ask.building import FILE


def test_tables_and_store_give_one_lexicon(data: DataFolder) -> None:
    with release.current(data) as opened:
        assert (opened.directory / FILE).read_bytes() == build_lexicon(opened.open_store()).dump()
