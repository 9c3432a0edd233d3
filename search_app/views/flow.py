"""Where the money of a report came from and what it went to (来龙去脉): both sides meet in the total, as the report prints no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from search_app.totals import WAN, wan
from search_app.views.charts import Chart, Entry
from search_app.views.spending import ReportMoney

_TOTAL = "总计"
_IN = ("opening", "drawdown")
_OUT = ("distribution", "closing")
_KINDS = {"basic": "基本支出", "project": "项目支出", "payUp": "上缴上级支出", "business": "经营支出", "subsidy": "对附属单位补助支出"}


@dataclass(frozen=True, slots=True)
class Stream:
    """Money from one node to another, in 元; `column` of the node that is not the total: 0 source, 2 purpose, 3 subject."""

    source: str
    target: str
    amount: Decimal
    place: str
    column: int


def flow(found: ReportMoney) -> Chart | None:
    """The flow of one report; None where one of its two tables is not there."""
    streams = [*_incoming(found), *_outgoing(found)]
    into = sum((one.amount for one in streams if one.column == 0), Decimal(0))
    out = sum((one.amount for one in streams if one.column == 2), Decimal(0))
    if not into or not out:
        return None
    nodes = {_TOTAL: 1} | {(one.source if one.column == 0 else one.target): one.column for one in streams}
    spec = {
        "kind": "sankey",
        "nodes": [{"name": name, "depth": depth, "label": name.removeprefix("类：")} for name, depth in nodes.items()],
        "links": [{"source": one.source, "target": one.target, "value": float(one.amount / WAN)} for one in streams],
    }
    rows = tuple(
        (Entry(_side(one), is_number=False), Entry(_name(one), is_number=False), Entry(wan(one.amount), one.place)) for one in streams
    )
    return Chart("flow", "从收入到用途", "万元", spec, ("方向", "收支项目", "决算"), rows, note=_note(into, out), height="tall")


def _note(into: Decimal, out: Decimal) -> str:
    said = "收入与支出在“总计”处汇合，原表不区分哪笔收入付了哪笔支出"
    return said if into == out else f"{said}。两边加总不等：来源{wan(into)}万元，去向{wan(out)}万元"


def _side(one: Stream) -> str:
    return "从哪来" if one.column == 0 else "怎么花" if one.column == 2 else f"{one.source} → 类"


def _name(one: Stream) -> str:
    return one.source if one.column == 0 else one.target.removeprefix("类：")


def _incoming(found: ReportMoney) -> Iterator[Stream]:
    for row in found.get("incomeExpenditure", ()):
        if row["level"] == "total":
            continue
        if row["balance"] in _IN or (row["character"] == "revenue" and not row["balance"] and row["fund"] != "all"):
            yield Stream(row["name"], _TOTAL, row["amount"], row["source"], 0)
        elif row["balance"] in _OUT:
            yield Stream(_TOTAL, row["name"], row["amount"], row["source"], 2)


def _outgoing(found: ReportMoney) -> Iterator[Stream]:
    for row in found.get("expenditure", ()):
        kind = _KINDS.get(row["kind"])
        if kind is None:
            continue
        if row["level"] == "total":
            yield Stream(_TOTAL, kind, row["amount"], row["source"], 2)
        elif row["level"] == "class":
            yield Stream(kind, f"类：{row['name']}", row["amount"], row["source"], 3)
