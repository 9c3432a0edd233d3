"""Where the money of a report went (花在哪里): by functional subject as a treemap, by economic subject as bars."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from search_app import sql
from search_app.shelf import Reading
from search_app.totals import WAN, percent, wan
from search_app.views.charts import Chart, Entry

# The rows of the statement `report_money` by kind of table.
ReportMoney = dict[str, list[dict[str, Any]]]

_TABLES = (("expenditure", "支出按功能科目"), ("generalPublic", "一般公共预算财政拨款支出按功能科目"))
_LEVELS = ("class", "group", "item")
# Fewer parts than these are bars, not a treemap.
_PARTS = 3
_MAIN = 5


def report_money(reading: Reading, path: str) -> ReportMoney:
    """What the charts of a report draw, by kind of table."""
    found: ReportMoney = {}
    for row in sql.rows(reading, "report_money", path):
        found.setdefault(row["table_kind"], []).append(row)
    return found


def main_subjects(found: ReportMoney) -> list[dict[str, Any]]:
    """The 项 that took most of the expenditure, the largest first, each with `code`, `name` and `share` as it is written."""
    for kind, _ in _TABLES:
        rows = [row for row in found.get(kind, ()) if not row["kind"]]
        items = [row for row in rows if row["level"] == "item" and row["code"]]
        if items:
            total = _total(rows, items)
            first = sorted(items, key=lambda row: (-row["amount"], row["code"]))[:_MAIN]
            return [{"code": row["code"], "name": row["name"], "share": percent(row["amount"], total)} for row in first]
    return []


def by_function(found: ReportMoney) -> Chart | None:
    """Expenditure of the report by 类, 款 and 项; None where no table prints it."""
    for kind, title in _TABLES:
        rows = [row for row in found.get(kind, ()) if not row["kind"]]
        parts = [row for row in rows if row["level"] in _LEVELS and row["code"]]
        if parts:
            return _functions(title, parts, _total(rows, parts))
    return None


def _total(rows: list[dict[str, Any]], parts: list[dict[str, Any]]) -> Decimal:
    """The printed total; where none is printed the sum of the classes."""
    printed = next((row["amount"] for row in rows if row["level"] == "total"), None)
    return printed if printed is not None else sum((row["amount"] for row in parts if row["level"] == "class"), Decimal(0))


def _functions(title: str, parts: list[dict[str, Any]], total: Decimal) -> Chart:
    tree = _tree(parts)
    leaves = sum(not node["children"] for branch in tree for node in _walk(branch))
    spec: dict[str, Any] = {"kind": "treemap", "tree": tree} if leaves >= _PARTS else _bars(parts, "class", total)
    rows = tuple(_row(f"{row['code']} {row['name']}", row, total) for row in parts)
    return Chart("function", title, "万元", spec, ("科目", "决算", "占比"), rows, note=f"合计{wan(total)}万元；面积表示金额", height="tall")


def _tree(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """类 with their 款 and 项, by the digits of their codes."""
    roots: list[dict[str, Any]] = []
    by_code: dict[str, dict[str, Any]] = {}
    for row in parts:
        node = {"name": row["name"], "value": float(row["amount"] / WAN), "children": []}
        above = by_code.get(row["code"][:5]) or by_code.get(row["code"][:3])
        (above["children"] if above else roots).append(node)
        by_code[row["code"]] = node
    return roots


def _walk(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(below for child in node["children"] for below in _walk(child))]


def by_economy(found: ReportMoney) -> Chart | None:
    """Basic expenditure of the report by economic class, with what is personnel and what running cost; None where no table prints it."""
    rows = found.get("basicItems", [])
    parts = [row for row in rows if row["level"] == "class" and row["code"]]
    if not parts:
        return None
    total = sum((row["amount"] for row in parts), Decimal(0))
    sums = [row for row in rows if row["level"] == "total"]
    shown = [_row(f"{row['code']} {row['name']}", row, total) for row in parts] + [_row(row["name"], row, total) for row in sums]
    note = f"各类加总{wan(total)}万元（本站加总）"
    return Chart("economy", "基本支出按经济科目", "万元", _bars(parts, "class", total), ("科目", "决算", "占比"), tuple(shown), note=note)


def _row(name: str, row: dict[str, Any], total: Decimal) -> tuple[Entry, ...]:
    return Entry(name, is_number=False), Entry(wan(row["amount"]), row["source"]), Entry(percent(row["amount"], total))


def _bars(parts: list[dict[str, Any]], level: str, total: Decimal) -> dict[str, Any]:
    chosen = [row for row in parts if row["level"] == level]
    items = [{"name": r["name"], "value": float(r["amount"] / WAN), "note": percent(r["amount"], total)} for r in chosen]
    return {"kind": "bars", "items": items}
