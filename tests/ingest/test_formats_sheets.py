"""Workbooks: the tables on the visible sheets, with numbers as they are printed."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from ingest.document import Document, Grid, Paragraph
from ingest.formats import read_document, sheets
from ingest.formats.number_formats import formatted
from ingest.limits import Limits
from ingest.pipeline import facts
from kg.errors import FileUnreadable, NotAReport

Rows = list[list[object]]
HEAD: Rows = [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出"], ["栏次", "", 1, 2, 3, 4]]
ROW: list[object] = [2130301, "行政运行", 5, 4, 1, 0]
OWNER = "部门：示例市青禾区水利局"


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book(*tables: Rows, name: str = "Sheet1") -> tuple[openpyxl.Workbook, Worksheet]:
    """A workbook with the rows on its first sheet."""
    made = openpyxl.Workbook()
    del made["Sheet"]
    sheet = made.create_sheet(name)
    for row in (row for rows in tables for row in rows):
        sheet.append(list(row))
    return made, sheet


def read(data: bytes, limits: Limits | None = None) -> Document:
    return sheets.read(data, "x.xlsx", limits or Limits())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (2128.8500000000004, "", "2128.85"),
        (2128.8500000000004, "General", "2128.85"),
        (2080505.0, "", "2080505"),
        (0.1 + 0.2, "", "0.3"),
        (186.6, "0.00", "186.60"),
        (12345.678, "#,##0.00", "12,345.68"),
        (0, "0.00", "0.00"),
        (0, "0.00;-0.00;", ""),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (12.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50"),
        (-12.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-12.50"),
        (-5.2, "#,##0.00;[Red]-#,##0.00", "-5.20"),
        (-5.2, "0.00_);(0.00)", "-5.20"),
        (-0.001, "0.00", "0.00"),
        (0.7573, "0.00%", "75.73%"),
        (123456, "0!.0000", "12.3456"),
        (123456, "0!.00,", "1.23"),
        (1234567, "#,##0.00,", "1,234.57"),
        (12, '0.00"万元"', "12.00万元"),
        (12.5, "[$¥-804]#,##0.00", "12.50"),
        (1.5, "0.##", "1.5"),
        (1.0, "0.##", "1"),
        (2024, 'yyyy"年"', "2024"),
        (3, "@", "3"),
    ],
)
def test_numbers_as_printed(value: float, code: str, printed: str) -> None:
    assert formatted(value, code) == printed


def test_a_table_with_formats_and_merged_cells() -> None:
    made, sheet = book([["支出决算表"], ["公开03表"], [OWNER, None, "单位：万元"]], HEAD, [ROW])
    sheet.merge_cells("A1:F1")
    for column in "CDEF":
        sheet[f"{column}6"].number_format = "0.00"
    found = read(saved(made))
    assert texts(found) == ["支出决算表", "公开03表", OWNER, "单位：万元"]
    assert [(g.rows[-1], g.lines, g.page) for g in grids(found)] == [
        (("2130301", "行政运行", "5.00", "4.00", "1.00", "0.00"), (4, 5, 6), 1)
    ]


def test_what_lies_below_a_merged_cell_is_not_printed() -> None:
    made, sheet = book(HEAD, [ROW])
    made_bytes = saved(made)
    with zipfile.ZipFile(io.BytesIO(made_bytes)) as old:
        xml = old.read("xl/worksheets/sheet1.xml").decode()
        merged = xml.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="C3:D3"/></mergeCells>')
    found = read(_with_part(made_bytes, "xl/worksheets/sheet1.xml", merged.encode()))
    assert grids(found)[0].rows[-1] == ("2130301", "行政运行", "5", "", "1", "0")
    assert sheet.max_row == 3


def test_hidden_sheets_rows_and_columns_are_out() -> None:
    made, sheet = book(HEAD, [ROW, [1, "底稿", 9, 9, 9, 9]])
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["F"].hidden = True
    made.create_sheet("底稿").sheet_state = "hidden"
    made["底稿"].append(["草", 1, 2])
    found = read(saved(made))
    assert [g.rows for g in grids(found)] == [
        (
            ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
            ("栏次", "", "1", "2", "3"),
            ("2130301", "行政运行", "5", "4", "1"),
        )
    ]


def test_zeros_that_the_sheet_hides_are_blank() -> None:
    made, sheet = book(HEAD, [ROW])
    sheet.sheet_view.showZeros = False
    assert grids(read(saved(made)))[0].rows[-1][-1] == ""


def test_several_tables_on_a_sheet() -> None:
    first: Rows = [["收入决算表"], [OWNER], *HEAD, ROW, ["注：本表反映收入。"], []]
    second: Rows = [["财政拨款“三公”经费支出决算情况表"], ["单位：万元"], ["合计", "因公出国（境）费", "公务用车费"], [1, 2, 3]]
    found = read(saved(book(first, second)[0]))
    assert [type(b).__name__[0] for b in found.blocks] == ["P", "P", "G", "P", "P", "P", "G"]
    assert [len(g.rows) for g in grids(found)] == [3, 2]


def test_two_tables_side_by_side() -> None:
    left: Rows = [["支出决算表", ""], ["单位：万元", ""], ["科目名称", "金额"], ["行政运行", 5]]
    right: Rows = [["收入决算表", ""], ["单位：万元", ""], ["科目名称", "金额"], ["财政拨款", 6]]
    rows: Rows = [[*a, None, *b] for a, b in zip(left, right, strict=True)]
    found = read(saved(book(rows)[0]))
    assert [g.rows[-1] for g in grids(found)] == [("行政运行", "5"), ("财政拨款", "6")]
    assert texts(found) == ["支出决算表", "单位：万元", "收入决算表", "单位：万元"]


def test_a_blank_column_inside_a_table_parts_nothing() -> None:
    rows: Rows = [["支出决算表", None, None, "公开03表"], ["科目名称", None, "金额", "其中"], ["行政运行", None, 5, 4]]
    assert [g.rows for g in grids(read(saved(book(rows)[0])))] == [(("科目名称", "金额", "其中"), ("行政运行", "5", "4"))]


def test_names_of_sheets_are_captions() -> None:
    assert texts(read(saved(book(HEAD, [ROW], name="03支出决算表")[0]))) == ["03支出决算表"]


def test_the_contents_sheet_is_left_out() -> None:
    made, _ = book([["部门决算公开表"], ["目 录"], ["1", "收入支出决算总表"], ["2", "支出决算表"]], name="目录")
    sheet = made.create_sheet("02支出决算表")
    for row in [["公开03表"], [OWNER], ["单位：万元"], *HEAD, ROW]:
        sheet.append(row)
    assert texts(read(saved(made))) == ["02支出决算表", "公开03表", OWNER, "单位：万元"]


def test_dates_and_truth() -> None:
    rows: Rows = [["日期", "是否"], [datetime.date(2024, 3, 1), True]]
    assert grids(read(saved(book(rows)[0])))[0].rows[-1] == ("2024-03-01", "是")


def test_xls() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("支出")
    sheet.write_merge(0, 0, 0, 2, "支出决算表")
    rows: Rows = [["科目编码", "科目名称", "金额"], ["2130301", "行政运行", 2128.85], [2130305, "水利工程建设", 12.0]]
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    made.add_sheet("底稿").visibility = 1
    out = io.BytesIO()
    made.save(out)
    found = sheets.read(out.getvalue(), "x.xls", Limits())
    assert texts(found) == ["支出", "支出决算表"]
    assert grids(found)[0].rows[1:] == (("2130301", "行政运行", "2128.85"), ("2130305", "水利工程建设", "12"))


def test_formats_and_hidden_rows_of_xls() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("自评表")
    rows: Rows = [["名称", "执行数", "执行率", "底稿"], ["甲项目", 12.5, 0.9677, 1], ["草稿", 1, 1, 1], ["乙项目", 7, 1, 0]]
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            sheet.write(i, j, value, xlwt.easyxf(num_format_str={1: "#,##0.00", 2: "0.00%"}.get(j, "General")))
    sheet.row(2).hidden = True
    sheet.col(3).hidden = True
    out = io.BytesIO()
    made.save(out)
    found = sheets.read(out.getvalue(), "x.xls", Limits())
    assert [g.rows for g in grids(found)] == [(("名称", "执行数", "执行率"), ("甲项目", "12.50", "96.77%"), ("乙项目", "7.00", "100.00%"))]


def test_an_xls_cut_off_inside() -> None:
    made = xlwt.Workbook()
    made.add_sheet("支出").write(0, 0, 1)
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(FileUnreadable, match="damaged"):
        sheets.read(out.getvalue()[:4101], "x.xls", Limits())


# identity ------------------------------------------------------------------------------------------------------------------


def test_unit_and_year_from_the_name_of_the_file() -> None:
    data = saved(book([["支出决算表"], ["单位：万元"]], HEAD, [ROW])[0])
    found = facts(read_document(data, "青禾区/示例市青禾区水利局2023年度部门决算公开表.xlsx"), "0")
    assert (found.info.unit, found.info.year) == ("示例市青禾区水利局", 2023)
    assert "name of the file" in found.unresolved[0].why


def test_year_from_the_names_of_classes() -> None:
    classes: Rows = [["二十二、灾害防治及应急管理支出", 1, 2, 3], ["十五、资源勘探信息等支出", 4, 5, 6]]
    data = saved(book([["支出决算表"], [OWNER], ["单位：万元"], ["项目", "本年支出合计", "基本支出", "项目支出"]], classes)[0])
    found = facts(read_document(data, "x.xlsx"), "0")
    assert found.info.year == 2019
    assert "no other has all the classes" in found.unresolved[0].why


def test_no_year_at_all() -> None:
    data = saved(book([["支出决算表"], [OWNER], ["单位：万元"]], HEAD, [ROW])[0])
    with pytest.raises(NotAReport, match="name of the file the year"):
        facts(read_document(data, "x.xlsx"), "0")


def test_titles_that_name_unit_and_year() -> None:
    title = "示例市青禾区水利局2023年度支出决算表"
    data = saved(book([[title], [OWNER], ["单位：万元"]], HEAD, [ROW])[0])
    found = facts(read_document(data, "x.xlsx"), "0")
    assert [(t.kind, t.title) for t in found.tables] == [("expenditure", title)]
    assert (found.info.unit, found.info.year) == ("示例市青禾区水利局", 2023)


# what is refused -----------------------------------------------------------------------------------------------------------


def test_too_many_cells() -> None:
    data = saved(book(HEAD, [ROW])[0])
    with pytest.raises(FileUnreadable, match="max_cells"):
        read(data, Limits(cells=10))


def test_a_cell_at_the_far_end() -> None:
    made, sheet = book(HEAD, [ROW])
    sheet["XFD1048576"] = 1
    with pytest.raises(FileUnreadable, match="max_cells"):
        read(saved(made))


@pytest.mark.parametrize("data", [b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", b"no workbook"])
def test_damaged(data: bytes) -> None:
    with pytest.raises(FileUnreadable, match="damaged"):
        read(data)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    with pytest.raises(FileUnreadable, match="entities"):
        read(_with_part(saved(book(HEAD)[0]), "xl/worksheets/sheet1.xml", bomb))


def _with_part(data: bytes, part: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("lead", [("科目编码", "科目名称"), ("甲", "乙"), ("", ""), ("栏次", None)])
def test_a_second_row_of_the_head_that_counts_the_columns_is_no_data(lead: tuple[str, str]) -> None:
    made, _ = book([[OWNER, "", "", "2023年度", "", "单位：万元"]], [HEAD[0], [*lead, 1, 2, 3, 4], ROW], name="支出决算表")
    found = facts(read(saved(made)), "0" * 64)
    assert [(o.place.row, o.column, str(o.quantity.number)) for o in found.observations] == [
        (3, ("本年支出合计",), "5"), (3, ("基本支出",), "4"), (3, ("项目支出",), "1"), (3, ("上缴上级支出",), "0"),
    ]  # fmt: skip
