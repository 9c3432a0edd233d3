"""Text whose columns are told apart by blanks alone: tables over pages, wrapped cells, merged heads; prose stays prose."""

from __future__ import annotations

import pytest

from ingest.document import Document, Grid, Paragraph
from ingest.formats.aligned.printed import pieces
from ingest.formats.text import read_text
from ingest.pages import without_page_breaks

# A full-width character takes two positions here, as editors show it.
WIDE = """
                             收入决算表
                                                                    公开02表
  单位：云溪区水利站                                                单位：元
                 项目               本年收入合计    财政拨款收入    附属单位上缴收
                                                                    入
  科目编码  科目名称
                 栏次               1               2               3
                 合计                   1,250.00        1,200.00           50.00
  213       农林水支出                  1,250.00        1,200.00           50.00
  2130305   水利工程建设                  800.00          800.00
  2130306   水利工程运行与维护工作        450.00          400.00           50.00
            经费

                              - 3 -

  2130399   其他水利支出                    0.50            0.50
  注：本表反映单位本年度取得的各项收入情况。
"""

# One position a character, as pdftotext counts; wrapped labels stand above and below their row.
NARROW = """公开 05 表
部门：云溪区水利站
单位：万元
                    项目                              本年支出
 科目编码     科目名称                       小计        基本支出       项目支出
栏次                                   1           2           3
         机关事业单位基本养老保险
2080505                           12.50       12.50        0.00
         缴费支出
20808    抚恤                        1.20        1.20        0.00
         水利工程运行与维护工
2130306                          450.00      400.00       50.00
         作经费
"""

PROSE = """目录
一、部门职责 ........................................ 3
二、机构设置 ........................................ 4

一、部门职责
    承担辖区  水利工程的  管理。全年完成  12  项任务。
    负责人签字：                 经办人签字：                 日期：
    盖章：                       盖章：                       盖章：
    云溪区水利站          云溪区农业农村局          云溪区财政局
"""


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def test_a_table_over_a_page_is_read_with_blank_cells_and_wrapped_ones() -> None:
    document = read_text(WIDE, "a.txt")
    (grid,) = grids(without_page_breaks(document))
    assert document.style == "aligned"
    assert grid.rows[:4] == (
        ("项目", "", "本年收入合计", "财政拨款收入", "附属单位上缴收入"),
        ("科目编码", "科目名称", "", "", ""),
        ("", "栏次", "1", "2", "3"),
        ("", "合计", "1,250.00", "1,200.00", "50.00"),
    )
    assert grid.rows[5:] == (
        ("2130305", "水利工程建设", "800.00", "800.00", ""),
        ("2130306", "水利工程运行与维护工作经费", "450.00", "400.00", "50.00"),
        ("2130399", "其他水利支出", "0.50", "0.50", ""),
    )
    assert WIDE.split("\n")[grid.lines[-1] - 1].split()[0] == "2130399"


def test_captions_stand_beside_the_table_each_as_a_paragraph() -> None:
    texts = [block.text for block in read_text(WIDE, "a.txt").blocks if isinstance(block, Paragraph)]
    assert texts[:4] == ["收入决算表", "公开02表", "单位：云溪区水利站", "单位：元"]
    assert not any("3" in text for text in texts)


def test_labels_in_the_middle_of_their_rows_and_groups_of_columns() -> None:
    (grid,) = grids(read_text(NARROW, "a.txt"))
    assert grid.rows == (
        ("项目", "", "本年支出", "", ""),
        ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
        ("栏次", "", "1", "2", "3"),
        ("2080505", "机关事业单位基本养老保险缴费支出", "12.50", "12.50", "0.00"),
        ("20808", "抚恤", "1.20", "1.20", "0.00"),
        ("2130306", "水利工程运行与维护工作经费", "450.00", "400.00", "50.00"),
    )


def test_a_number_that_a_line_end_broke_is_one_number() -> None:
    broken = NARROW.replace("20808    抚恤                        1.20        1.20        0.00", "20808    抚恤" + " " * 24 + "1.20")
    broken = broken.replace(" " * 24 + "1.20", " " * 24 + "1,201.2       1.20        0.00\n" + " " * 39 + "0")
    (grid,) = grids(read_text(broken, "a.txt"))
    assert ("20808", "抚恤", "1,201.20", "1.20", "0.00") in grid.rows


def test_prose_contents_and_signatures_are_no_tables() -> None:
    assert grids(read_text(PROSE, "a.txt")) == []


def test_lines_that_cannot_be_cut_are_named_and_no_facts() -> None:
    rows = "".join(f"{'':{3 * i}}项{i}    1{i}.00    2{i}.00\n{'':{2 * i}}{i}.0    目{i}    3{i}.00\n" for i in range(1, 7))
    document = read_text("收入决算表\n" + rows, "a.txt")
    assert grids(document) == []
    assert [(note.where, "not certain" in note.why) for note in document.unread] == [("line 2", True)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("本年收入合计  27  8,803.20", ["本年收入合计", "27", "8,803.20"]),
        ("行政单位  1.20 3.40 15.00%", ["行政单位", "1.20", "3.40", "15.00%"]),
        ("合    计   1.20", ["合\u00a0\u00a0\u00a0\u00a0计", "1.20"]),
    ],
)
def test_what_two_blanks_part_is_a_piece(line: str, found: list[str]) -> None:
    assert [piece.text for piece in pieces(line, 2)] == found
