"""Posts and staff that are printed as a table: kinds in rows, in columns, in both. All numbers are made up."""

from __future__ import annotations

import pytest

from ingest.completeness import gaps
from ingest.formats.text import read_text
from ingest.passages import passages
from ingest.pipeline import prepared
from ingest.staff_tables import tabled_headcounts
from ingest.tables import captioned_tables
from kg.facts import Headcount

HEAD = "第一部分 松岭县水利局概况\n\n一、部门职责\n\n管理全县河湖。\n\n二、人员情况\n\n截至2022年12月31日，人员情况见下表：\n\n"


def counted(rows: str, head: str = HEAD) -> tuple[Headcount, ...]:
    """What the table says whose rows are parted by /, and its cells by blanks; - is a blank cell."""
    grid = [["" if cell == "-" else cell for cell in row.split()] for row in rows.split(" / ")]
    lines = ["| " + " | ".join(row) + " |" for row in grid]
    rule = "|" + "---|" * max(map(len, grid))
    document = prepared(read_text(head + "\n".join((lines[0], rule, *lines[1:])) + "\n", "t.txt"))
    return tabled_headcounts(captioned_tables(document), passages(document), document)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "人员类别 编制数 年末实有在职人数 / 行政编制 24 23 / 参照公务员法管理事业编制 52 49 / 事业编制 10 9 / 合计 86 81",
            "行政编制 24|在职行政人员 23|参公编制 52|在职参公人员 49|事业编制 10|在职事业人员 9|编制数 86|实有人数 81",
        ),
        (
            "单位名称 编制数 编制数 实有人数 实有人数 编外聘用人员 / 单位名称 合计 行政 在职 退休 编外聘用人员"
            " / 合计 32 20 29 12 3 / 松岭县水利局本级 20 20 18 9 2 / 松岭县河湖中心 12 0 11 3 1",
            "编制数 32|行政编制 20|在职人数 29|退休人员 12|编外聘用人员 3",
        ),
        (
            "项目 人数 / 一、编制人数 32 / 其中：行政编制 20 / 二、年末实有人数 42 / 在职人员 29 / 离休人员 1",
            "编制数 32|行政编制 20|实有人数 42|在职人数 29|离休人员 1",
        ),
        (
            "编制情况 行政编制（人） 20 / - 事业编制（人） 12 / 实有人员 行政 18 / - 事业 11",
            "行政编制 20|事业编制 12|在职行政人员 18|在职事业人员 11",
        ),
        ("编制人数 32 实有在职人数 29 / 离退休人数 13 临时聘用人员 3", "编制数 32|实有人数 29|离退休人员 13|临时聘用人员 3"),
        (
            "类别 行政 事业 合计 / 核定编制 10 12 22 / 年末实有 9 11 20",
            "行政编制 10|事业编制 12|编制数 22|在职行政人员 9|在职事业人员 11|实有人数 20",
        ),
        ("项目 上年数 本年数 / 编制人数 31 32 / 在职人员经费 310 320 / 在职人员 30 29", "编制数 32|在职人数 29"),
        ("序号 单位名称 编制数 在职人数 / 1 松岭县水利局本级 20 18 / 2 松岭县河湖中心 12 11", ""),
        ("序号 单位名称 编制数 在职人数 / 1 松岭县水利局 20 18", "编制数 20|在职人数 18"),
        ("人员类型 核定编制 离退休人数 / 行政人员 10 4 / 合计 10 4", "行政编制 10|编制数 10|离退休人员 4"),
    ],
)
def test_headcounts_of_a_table(rows: str, expected: str) -> None:
    assert [f"{h.what} {h.quantity.text}" for h in counted(rows)] == [row for row in expected.split("|") if row]


def test_time_and_place() -> None:
    found = counted("类别 编制数 / 行政 24")
    assert [(h.when, h.place.fragment) for h in found] == [("2022年12月31日", "t01r2c2")]


def test_a_table_of_money_or_under_another_heading_counts_nobody() -> None:
    assert counted("项目 人数 / 在职人员 29", HEAD + "单位：万元\n\n") == ()
    assert counted("项目 人数 / 在职人员 29", "第二部分 决算情况说明\n\n一、收入决算情况说明\n\n收入如下。\n\n") == ()


def test_a_table_that_was_read_is_no_gap() -> None:
    document = prepared(read_text(HEAD + "| 类别 | 编制数 |\n|---|---|\n| 行政 | 24 |\n", "t.txt"))
    captioned = captioned_tables(document)
    assert [gap.where for gap in gaps(document, captioned)] == ["t01"]
    assert gaps(document, captioned, {1}) == ()
