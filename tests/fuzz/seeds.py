"""A small fictional report in every format: what mutations begin with."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from shutil import which

import docx
import openpyxl
import xlwt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

Rows = list[list[str]]

TITLE = "示例市云溪区企业服务中心2024年度部门决算"
TOTALS: Rows = [
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "决算数", "项目", "行次", "决算数"],
    ["栏次", "", "1", "栏次", "", "2"],
    ["一、一般公共预算财政拨款收入", "1", "1,234.56", "一、一般公共服务支出", "31", "1,200.56"],
    ["二、政府性基金预算财政拨款收入", "2", "", "八、社会保障和就业支出", "38", "34.00"],
    ["本年收入合计", "27", "1,234.56", "本年支出合计", "57", "1,234.56"],
]
BY_SUBJECT: Rows = [
    ["功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["合计", "", "1,234.56", "800.00", "434.56"],
    ["201", "一般公共服务支出", "1,200.56", "766.00", "434.56"],
    ["20103", "政府办公厅（室）及相关机构事务", "1,200.56", "766.00", "434.56"],
    ["2010301", "行政运行", "1,200.56", "766.00", "434.56"],
]
FORM: Rows = [
    ["项目支出绩效自评表", "", "", "", "", ""],
    ["项目名称", "企业服务专项", "", "主管部门", "示例市云溪区企业服务中心", ""],
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["", "年度资金总额", "50.00", "50.00", "49.50", "99%"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"],
    ["产出指标", "数量指标", "走访企业", "≥80家", "96家", "10"],
]
NARRATIVE = [
    "第一部分 示例市云溪区企业服务中心概况",
    "一、部门职责",
    "（一）负责全区中小微企业的日常联系和走访调研。",
    "第三部分 2024年度部门决算情况说明",
    "2024年度收入总计1,234.56万元，比上年增加12.30万元，增长1.01%，主要是因为人员增加。",
    "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为1,100.00万元，支出决算为1,200.56万元，完成年初预算的109.14%。",
]
TABLES = [("收入支出决算总表", TOTALS), ("支出决算表", BY_SUBJECT), ("项目支出绩效自评表", FORM)]


def _text() -> bytes:
    parts = [TITLE, *NARRATIVE[:3]]
    for title, rows in TABLES:
        parts += [title, "单位：万元", *("\t".join(row) for row in rows)]
    return "\n".join([*parts, *NARRATIVE[3:]]).encode()


def _markdown() -> bytes:
    parts = [f"# {TITLE}", *NARRATIVE[:3]]
    for title, rows in TABLES:
        parts += [title, "", *("| " + " | ".join(row) + " |" for row in rows), ""]
    return "\n".join([*parts, *NARRATIVE[3:]]).encode()


def _cells() -> bytes:
    parts = [TITLE, *NARRATIVE[:3]]
    for title, rows in TABLES:
        parts += [title, *(line for row in rows for line in (*(f"\t{cell}" for cell in row), ""))]
    return "\n".join([*parts, *NARRATIVE[3:]]).encode("gb18030")


def _html() -> bytes:
    tables = "".join(
        f"<p>{title}</p><table>"
        + "".join("<tr>" + "".join(f'<td colspan="1" rowspan="1">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows)
        + "</table>"
        for title, rows in TABLES
    )
    body = "".join(f"<p>{escape(line)}</p>" for line in [TITLE, *NARRATIVE])
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title></head><body>{body}{tables}</body></html>'.encode()


def _docx() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for line in NARRATIVE:
        document.add_paragraph(line)
    for title, rows in TABLES:
        document.add_paragraph(title)
        table = document.add_table(len(rows), len(rows[0]))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                table.cell(i, j).text = cell
    table.cell(0, 0).merge(table.cell(0, 5))
    return _saved(document.save)


def _caption(title: str) -> Rows:
    return [[f"2024年度{title}"], ["部门：示例市云溪区企业服务中心", "", "", "单位：万元"]]


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    for title, rows in TABLES:
        sheet = book.create_sheet(title)
        for row in [*_caption(title), *rows]:
            sheet.append(row)
        sheet.merge_cells("A1:E1")
    return _saved(book.save)


def _xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in TABLES:
        sheet = book.add_sheet(title)
        for i, row in enumerate([*_caption(title), *rows]):
            for j, cell in enumerate(row):
                sheet.write(i, j, cell)
    return _saved(book.save)


def _pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("report", fontName="STSong-Light", fontSize=10)
    parts: list[Flowable] = [Paragraph(line, style) for line in [TITLE, *NARRATIVE]]
    for title, rows in TABLES:
        parts.append(Paragraph(title, style))
        parts.append(Table(rows, style=[("FONT", (0, 0), (-1, -1), "STSong-Light", 7), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    return _saved(lambda out: SimpleDocTemplate(out, pagesize=A4, invariant=1).build(parts))


def _doc() -> bytes:
    """A DOC as LibreOffice writes it; empty where it is not installed."""
    program = which("soffice")
    if program is None:
        return b""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.docx"
        source.write_bytes(_docx())
        options = ["--headless", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--convert-to", "doc", "--outdir", folder]
        subprocess.run([program, *options, str(source)], check=True, capture_output=True, timeout=300)
        return (Path(folder) / "a.doc").read_bytes()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2024/报告.txt", _text())
        archive.writestr("page.html", _html())
    return out.getvalue()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


_MAKERS: dict[str, Callable[[], bytes]] = {
    "txt": _text,
    "md": _markdown,
    "cells": _cells,
    "html": _html,
    "docx": _docx,
    "xlsx": _xlsx,
    "xls": _xls,
    "pdf": _pdf,
    "doc": _doc,
    "zip": _zip,
}
FORMATS = tuple(_MAKERS)


@cache
def seed(kind: str) -> bytes:
    """The report in one of `FORMATS` (cells: text with a cell a line)."""
    return _MAKERS[kind]()


def name(kind: str) -> str:
    """The name of such a file."""
    return f"a.{'txt' if kind == 'cells' else kind}"
