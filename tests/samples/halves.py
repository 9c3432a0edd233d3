"""A small report in two files: its text, and its tables as a workbook."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from ingest.sources import Source, find_files

CENTRE, BUREAU = "示例市云溪区企业服务中心", "示例市青禾区农业农村局"
INCOME = [["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"]]
INCOME += [["合计", "", "30.50", "30.00", "0.50"], ["201", "一般公共服务支出", "30.50", "30.00", "0.50"]]
SPENDING = [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"], ["合计", "", "28.00", "20.00", "8.00"]]
SPENDING += [["201", "一般公共服务支出", "28.00", "20.00", "8.00"]]
SHEETS = {"收入决算表": INCOME, "支出决算表": SPENDING}


def text(unit: str, year: int, *more: str) -> bytes:
    lines = [
        f"{unit}{year}年度部门决算",
        f"第一部分 {unit}概况",
        "一、部门职责",
        "（一）负责全区中小微企业的日常联系和走访调研，并办理交办的其他事项。",
        f"第三部分 {year}年度部门决算情况说明",
        "一、收入决算情况说明",
        f"{year}年度本年收入合计30.50万元，比上年增加1.20万元，主要是因为人员增加。",
        "二、支出决算情况说明",
        f"{year}年度本年支出合计28.00万元，其中基本支出20.00万元，项目支出8.00万元。",
        *more,
    ]
    return "\n".join(lines).encode()


def workbook(unit: str = "", year: int = 0, sheets: dict[str, list[list[str]]] = SHEETS) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append([title])
        sheet.append([f"部门：{unit}" if unit else "", f"{year}年度" if year else "", "", "", "单位：万元"])
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(folder: Path, **files: bytes) -> list[Source]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return find_files([folder])


def table(rows: list[list[str]], title: str) -> tuple[str, ...]:
    return (title, "单位：万元", *("\t".join(row) for row in rows))
