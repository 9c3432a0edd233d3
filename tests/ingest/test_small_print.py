"""Rows above a table that are its caption, and titles that are printed beside a number."""

from __future__ import annotations

import pytest

from ingest.document import Paragraph
from ingest.formats.small_print import is_caption
from ingest.titles import caption


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["编制单位：某局", "2020年度", "金额单位：元"], True),
        (["单位名称：某局", "", "单位：万元"], True),
        (["2020年度"], False),
        (["项目", "2020年度", "2021年度"], False),
    ],
)
def test_rows_that_are_a_caption(cells: list[str], expected: bool) -> None:
    assert is_caption(cells) is expected


@pytest.mark.parametrize("number", ["表一", "表五", "表十", "表十二", "表6"])
def test_a_title_keeps_its_first_word_beside_a_number(number: str) -> None:
    title = "一般公共预算财政拨款支出决算表"
    assert caption([Paragraph(f"{number} {title}")]).title == title
