from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search_app.search.columns import EVERYTHING, Columns, Filters
from search_app.search.passages import texts
from tests.search.conftest import passage

PASSAGES = [
    passage(1, "甲"),
    passage(2, "甲", unit="松岭县农业农村局", region="990121", year=2024),
    passage(3, "乙", unit="松岭县农业农村局", region="990121", year=2022, type="单位决算", section=("名词解释",)),
    passage(4, "丙", subjects=("2130106",), projects=("农田管护经费",)),
]


@pytest.fixture
def columns() -> Columns:
    return Columns.of(texts(PASSAGES))


def _found(columns: Columns, **filters: str) -> list[int]:
    texts = columns.select(columns.allowed(Filters(**filters))).texts
    return list(range(len(columns.firsts) - 1)) if texts is None else np.flatnonzero(texts).tolist()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [0, 1, 2]),
        ({"unit": "松岭县农业农村局"}, [0, 1]),
        ({"unit": "农业"}, [0, 1]),
        ({"unit": "https://w3id.org/juesuan/id/unit/990121/松岭县农业农村局"}, [0, 1]),
        ({"unit": "没有这个单位"}, []),
        ({"region": "990121"}, [0, 1]),
        ({"region": "990100"}, [0, 1, 2]),
        ({"region": "990000"}, [0, 1, 2]),
        ({"region": "示例市"}, [0, 1, 2]),
        ({"region": "云溪区"}, [0, 2]),
        ({"region": "430000"}, []),
        ({"year": "2024"}, [0]),
        ({"year": "2022年"}, [1]),
        ({"year": "2022-2023"}, [0, 1, 2]),
        ({"year": "2024-"}, [0]),
        ({"year": "2019—2022年"}, [1]),
        ({"year": "2030-2020"}, []),
        ({"type": "单位决算"}, [1]),
        ({"section": "名词"}, [1]),
        ({"section": "收支总体"}, [0, 2]),  # a kind of section
        ({"subject": "213"}, [2]),
        ({"project": "农田"}, [2]),
        ({"unit": "松岭县农业农村局", "year": "2023"}, []),  # each is there, but not in one passage
    ],
)
def test_filters(columns: Columns, filters: dict[str, str], found: list[int]) -> None:
    assert _found(columns, **filters) == found


def test_facets_count_texts_of_passages_that_pass(columns: Columns) -> None:
    facets = columns.facets(np.array([0, 1], np.int32), EVERYTHING)
    assert [(f.value, f.count) for f in facets["unit"]] == [("松岭县农业农村局", 2), ("示例市云溪区产业服务中心", 1)]
    assert [(f.value, f.label, f.count) for f in facets["region"]] == [("990121", "松岭县", 2), ("990102", "云溪区", 1)]
    assert [(f.value, f.count) for f in facets["section"]] == [("名词解释", 1), ("收支总体", 1)]
    only = columns.select(columns.allowed(Filters(year="2024")))
    assert [(f.value, f.count) for f in columns.facets(np.array([0, 1], np.int32), only)["year"]] == [("2024", 1)]


def test_they_come_back_from_the_disk(columns: Columns, tmp_path: Path) -> None:
    columns.save(tmp_path / "columns")
    again = Columns.open(tmp_path / "columns")
    assert again.values == columns.values
    assert list(again.marks()) == list(columns.marks())
    assert _found(again, section="名词") == [1]


def test_subjects_and_projects_are_counted(columns: Columns) -> None:
    facets = columns.facets(np.array([0, 1, 2], np.int32), EVERYTHING)
    assert [(f.value, f.count) for f in facets["subject"]] == [("2130106", 1)]
    assert [(f.value, f.count) for f in facets["project"]] == [("农田管护经费", 1)]


def test_weights_of_passages(columns: Columns) -> None:
    owners, passages = columns.places(np.array([0, 2], np.int32))
    assert owners.tolist() == [0, 0, 1]
    assert passages.tolist() == [0, 1, 3]
    assert columns.weigh("year", {"2024": 0.5}, passages).tolist() == [0, 0.5, 0]


def test_no_passages_no_columns() -> None:
    empty = Columns.of([])
    assert set(map(len, empty.facets(np.empty(0, np.int32), EVERYTHING).values())) == {0}
    assert empty.select({"year": []}).texts.tolist() == []  # type: ignore[union-attr]
