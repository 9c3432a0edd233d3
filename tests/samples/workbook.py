"""The tables of a sample report as a workbook: a sheet a table, or several tables on a sheet; amounts as numbers with a format."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import xlwt
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.worksheet.worksheet import Worksheet

from tests.samples.scribe import Block, Table, Text
from tests.samples.spans import Placed, placed

_CAPTIONS = 3


def xlsx(title: str, blocks: Sequence[Block], per_sheet: int = 1) -> bytes:
    """An XLSX with `per_sheet` tables on a sheet."""
    book = openpyxl.Workbook()
    sheet, top = book.create_sheet("草稿"), 1
    sheet.sheet_state = "hidden"
    sheet["A1"] = "收入支出决算总表"
    for i, block in enumerate(b for b in blocks if not isinstance(b, Text)):
        if i % per_sheet == 0:
            sheet, top = book.create_sheet(_sheet_name(block, i)), 1
        top = _statement(sheet, top, title, block) + 2
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(block: Table, i: int) -> str:
    return f"{i + 1:02d}{block.number or block.title}"[:30]


def _statement(sheet: Worksheet, top: int, title: str, block: Table) -> int:
    """Write a table from row `top`; returns its last row."""
    width = max(sum(c.span for c in row) for row in block.rows)
    sheet.cell(top, 1, f"{title}{block.title}" if block.number else block.title)
    sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=width)
    sheet.cell(top + 1, width, block.number or None)
    sheet.cell(top + 2, 1, f"部门：{block.owner}")
    sheet.cell(top + 2, width, f"金额单位：{block.unit}")
    for cell in placed(block):
        row, column = top + _CAPTIONS + cell.row, cell.column + 1
        _write(sheet, row, column, cell)
        if cell.rows * cell.columns > 1:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + cell.rows - 1, end_column=column + cell.columns - 1)
    last = top + _CAPTIONS + len(block.rows)
    for note in block.notes:
        sheet.cell(last, 1, note)
        last += 1
    return last


def _write(sheet: Worksheet, row: int, column: int, cell: Placed) -> None:
    if not cell.number:
        sheet.cell(row, column, cell.text or None).number_format = FORMAT_TEXT
        return
    thousands, decimals = "," in cell.text, len(cell.text.partition(".")[2])
    target = sheet.cell(row, column, float(cell.text.replace(",", "")) + 1e-13)
    target.number_format = ("#,##0" if thousands else "0") + ("." + "0" * decimals if decimals else "")


def xls(title: str, blocks: Sequence[Block]) -> bytes:
    """An XLS with one sheet a table."""
    book = xlwt.Workbook()
    for i, block in enumerate(b for b in blocks if not isinstance(b, Text)):
        sheet = book.add_sheet(_sheet_name(block, i))
        sheet.write(0, 0, f"{title}{block.title}" if block.number else block.title)
        sheet.write(1, 0, f"部门：{block.owner}")
        sheet.write(1, 3, f"{block.number}" if block.number else "")
        sheet.write(2, 0, f"金额单位：{block.unit}")
        for cell in placed(block):
            value = float(cell.text.replace(",", "")) if cell.number else cell.text
            top, left = _CAPTIONS + cell.row, cell.column
            if cell.rows * cell.columns > 1:
                sheet.write_merge(top, top + cell.rows - 1, left, left + cell.columns - 1, value)
            else:
                sheet.write(top, left, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
