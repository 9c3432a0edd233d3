"""Page breaks leave no trace."""

from __future__ import annotations

import pytest

from ingest.document import Document, Grid, Paragraph
from ingest.pages import without_page_breaks

HEAD = (("科目编码", "科目名称", "小计"), ("栏次", "", "1"))


def blocks(*blocks: Grid | Paragraph) -> tuple[Grid | Paragraph, ...]:
    return without_page_breaks(Document("t", "tabbed", blocks)).blocks


@pytest.mark.parametrize("number", ["12", "- 12 -", "— 12 —", "第12页", "第 3 页 共 20 页", "3/20"])
def test_page_numbers_go(number: str) -> None:
    assert blocks(Paragraph("前文"), Paragraph(number), Paragraph("后文")) == (Paragraph("前文"), Paragraph("后文"))


@pytest.mark.parametrize("head", [(), HEAD])
def test_a_table_cut_by_a_page_is_one_table_again(head: tuple[tuple[str, ...], ...]) -> None:
    first = Grid((*HEAD, ("201", "甲", "1.00")), (1, 2, 3), line=1)
    second = Grid((*head, ("202", "乙", "2.00")), tuple(range(6, 7 + len(head))), line=6)
    (joined,) = blocks(first, Paragraph("- 4 -"), second)
    assert isinstance(joined, Grid)
    assert joined.rows == (*first.rows, ("202", "乙", "2.00"))
    assert joined.lines == (1, 2, 3, 6 + len(head))


def test_another_head_is_another_table() -> None:
    first = Grid((*HEAD, ("201", "甲", "1.00")), (1, 2, 3), line=1)
    other = Grid((("科目编码", "科目名称", "基本支出"), ("201", "甲", "1.00")), (5, 6), line=5)
    assert len(blocks(first, other)) == 2
