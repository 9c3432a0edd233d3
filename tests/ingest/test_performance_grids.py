"""Evaluations that touch other tables, and evaluations that a page cut in two. All figures are made up."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Block, Grid, Paragraph
from ingest.performance import is_self_evaluation, self_evaluation, whole_tables
from kg.facts import Table
from tests.ingest.test_performance import MINISTRY, grid, read

WHOLE = MINISTRY.replace("项目名称|乡村图书室开放经费", "预算部门名称|示例市文化局")
BASE = """
财政供养人员情况（人）|编制数|2023年实际在职人数|控制率
|40|38|95%
经费控制情况（万元）|2022年决算数|2023年预算数|2023年决算数
三公经费|3.2|4|2.9
公用经费|61|64|60.5
"""
ACCOUNTS = """
项目|决算数
合计|812.5
教育支出|600.5
卫生健康支出|212
"""


def block(text: str, first_line: int = 1, page: int | None = None) -> Grid:
    rows = grid(text)
    return Grid(rows, tuple(range(first_line, first_line + len(rows))), first_line, page)


def rows_of(blocks: tuple[Block, ...]) -> list[int]:
    return [len(block.rows) for block in blocks if isinstance(block, Grid)]


def test_tables_that_touch_are_taken_apart() -> None:
    pieces = [ACCOUNTS, BASE, WHOLE, "2023年度项目支出绩效自评表||||||||" + MINISTRY, MINISTRY]
    fused = block("\n".join(piece.strip() for piece in pieces))
    found = whole_tables((Paragraph("附件"), fused))
    assert rows_of(found) == [9, 21, 22, 21]  # the accounts stay with the 基础数据表: nothing in the cells parts them
    grids = [part for part in found if isinstance(part, Grid)]
    assert [part.line for part in grids] == [1, 10, 31, 53]
    assert [is_self_evaluation(part.rows) for part in grids] == [False, True, True, True]
    names = [self_evaluation(Table(i, "", "", part.rows)).evaluation.project for i, part in enumerate(grids[1:], 1)]
    assert names == [None, "乡村图书室开放经费", "乡村图书室开放经费"]


def test_an_evaluation_below_accounts_is_cut_off() -> None:
    found = whole_tables((block(ACCOUNTS.strip() + "\n" + WHOLE.strip()),))
    assert rows_of(found) == [4, 21]


def test_an_evaluation_cut_by_a_page_is_put_together() -> None:
    rows = MINISTRY.strip().split("\n")
    whole = read(MINISTRY)
    for cut in (4, 8, 10, 12, 19):
        first, rest = block("\n".join(rows[:cut]), 1, 3), block("\n".join(rows[cut:]), cut + 1, 4)
        found = whole_tables((first, Paragraph("— 12 —"), rest))
        assert rows_of(found) == [len(rows)], cut
        joined = found[0]
        assert isinstance(joined, Grid)
        assert (joined.page, joined.lines[-1]) == (3, len(rows))
        again = self_evaluation(Table(5, "", "", joined.rows, joined.lines))
        assert replace(again.evaluation, line=None) == replace(whole.evaluation, line=None)
        assert [i.level3 for i in again.indicators] == [i.level3 for i in whole.indicators]


def test_a_head_repeated_on_the_next_page() -> None:
    rows = MINISTRY.strip().split("\n")
    first, rest = block("\n".join(rows[:13])), block("\n".join([rows[9], *rows[13:]]))
    (joined,) = whole_tables((first, rest))
    assert isinstance(joined, Grid)
    assert len(self_evaluation(Table(1, "", "", joined.rows)).indicators) == 8


def test_what_follows_an_evaluation_stays_apart() -> None:
    scoring = "一级指标|二级指标|三级指标|分值|得分\n投入|预算配置|在职人员控制率|10|10"
    assert rows_of(whole_tables((block(MINISTRY), block(scoring)))) == [21, 2]
    open_ended = block("\n".join(MINISTRY.strip().split("\n")[:15]))
    assert rows_of(whole_tables((open_ended, block(MINISTRY)))) == [15, 21]
    assert rows_of(whole_tables((open_ended, Paragraph("部门整体支出绩效评价指标评分表"), block(scoring)))) == [15, 2]
    assert rows_of(whole_tables((open_ended, Paragraph("说明如下。"), block(scoring)))) == [15, 2]
    assert rows_of(whole_tables((open_ended, block(ACCOUNTS)))) == [15, 4]


def test_other_blocks_stay_as_they_are() -> None:
    blocks: tuple[Block, ...] = (Paragraph("一、收入"), block(ACCOUNTS), block(BASE), Paragraph("二、支出"))
    assert whole_tables(blocks) == blocks
