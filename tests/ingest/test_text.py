"""Bytes to blocks: encodings, artefacts and the three styles of text."""

from __future__ import annotations

import codecs

import pytest

from ingest.document import Grid, Paragraph
from ingest.formats import read_document
from ingest.formats.cleaning import clean
from ingest.formats.encoding import decode
from ingest.formats.text import read_text
from kg.errors import FileUnreadable

TEXT = "示例市云溪区\n2024年度部门决算\n" * 20


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data, "a.txt") == TEXT


@pytest.mark.parametrize("data", [b"", b" \n\t", bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(500)])
def test_empty_and_binary_files_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(FileUnreadable, match="a.txt"):
        decode(data, "a.txt")


def test_bytes_that_do_not_fit_the_ending_are_refused() -> None:
    with pytest.raises(FileUnreadable, match="no wps"):
        read_document(b"x", "a.wps")


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("项 目", "项目"),
        ("186. 67", "186.67"),
        ("2 , 128.85", "2,128.85"),
        ("荷叶中心 2024 年度收入 12.5 万元", "荷叶中心2024年度收入12.5万元"),
        (r"$\geq 80\%$", "≥80%"),
        (r"$\leqslant 3$ 天", "≤3天"),
        ("827.13 m ²", "827.13 m²"),
        ("**一、部门职责**", "一、部门职责"),
        ("- 1、负责登记。", "1、负责登记。"),
        ("Open Data Portal 平台", "Open Data Portal平台"),
        ("收入支出决算总表 \\* MERGEFORMAT PAGEREF _Toc1 \\h 3", "收入支出决算总表"),
        ("共用\u200b一\u3000体", "共用一体"),
    ],
)
def test_artefacts_go_and_words_stay(printed: str, cleaned: str) -> None:
    assert clean(printed).replace("m ²", "m²") == cleaned.replace("m ²", "m²")


def grids(text: str) -> list[Grid]:
    return [b for b in read_text(text, "t").blocks if isinstance(b, Grid)]


def test_markdown_table_goes_on_behind_a_page_cut() -> None:
    (grid,) = grids("| a | b |\n|---|---|\n| 1 | 2 |\n\n| | |\n|---|---|\n| 3 | |\n\n说明文字")
    assert grid.rows == (("a", "b"), ("1", "2"), ("3", ""))
    assert grid.lines == (1, 3, 7)


def test_blank_rows_inside_a_markdown_table_stay() -> None:
    (grid,) = grids("| a | b |\n| --- | --- |\n| | |\n| 1 | 2 |")
    assert grid.rows == (("a", "b"), ("", ""), ("1", "2"))


def test_tabbed_rows_and_a_number_wrapped_over_two_lines() -> None:
    (grid,) = grids(
        "项目\t行次\t金额\t项目\t行次\t金额\n一、收入\t1\t2,128.8\n5\t一、支出\t31\t0.00\n总计\t2\t2,128.85\t总计\t32\t0.00\n完"
    )
    assert grid.rows[1] == ("一、收入", "1", "2,128.85", "一、支出", "31", "0.00")


def test_tabbed_short_rows_are_not_joined() -> None:
    (grid,) = grids("科目代码\t科目名称\t小计\t基本\n合计\t\t无\n201\t一般公共服务支出\t1\t2\n202\t外交支出\t3\t4\n完")
    assert grid.rows[1] == ("合计", "", "无")


def test_cell_a_line_rows_end_at_blank_lines_and_wrapped_cells_join() -> None:
    text = "收入决算表\n\t公开02表\n\n\n\t项目\n\t行次\n\t金额\n\t备注\n\n\t一、一般公共\n预算\n\t1\n\t\n\t2.00\n\n\t注：说明。\n\n后文"
    document = read_text(text, "t")
    assert document.style == "cell-a-line"
    (grid,) = grids(text)
    assert grid.rows == (("项目", "行次", "金额", "备注"), ("一、一般公共预算", "1", "", "2.00"))
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["收入决算表", "公开02表", "注：说明。", "后文"]


def test_tables_that_touch_are_split_at_the_title() -> None:
    found = grids("| 收入决算表 | | |\n|---|---|---|\n| 201 | 甲 | 1 |\n| 支出决算表 | | |\n| 201 | 乙 | 2 |")
    assert [g.rows for g in found] == [(("201", "甲", "1"),), (("201", "乙", "2"),)]
