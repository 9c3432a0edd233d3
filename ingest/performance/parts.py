"""The parts of a self-evaluation: head, money, goals, indicators and total, told apart by what their rows print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.performance.cells import Cell, Row, is_band
from ingest.performance.heads import Head, fund_head, fund_pairs, indicator_head
from ingest.performance.wording import fits, meaning

WINDOW = 40  # rows from a head on by which the head is understood


@dataclass(slots=True)
class Block:
    """Rows under one head."""

    head: Head
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    """The rows of one evaluation by part, in their order; `rest` (tasks, conclusions, signatures) is not read."""

    head: list[Row] = field(default_factory=list)
    funds: list[Block] = field(default_factory=list)
    pairs: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    indicators: list[Block] = field(default_factory=list)
    totals: list[tuple[Row, Head | None]] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)


def parts(rows: Sequence[Row]) -> Parts:
    """The rows of one evaluation sorted into its parts. A row without a mark of its own belongs to the part before it."""
    out = Parts()
    part = "head"
    i = 0
    while i < len(rows):
        part, size = _next(rows[i : i + WINDOW], part, out)
        for row in rows[i : i + size]:
            _put(row, part, out)
        i += size or _head_size(part, out)
    return out


def _next(rows: Sequence[Row], part: str, out: Parts) -> tuple[str, int]:
    """The part that starts or goes on with the first row, and how many rows to put there (0: they are a head)."""
    found = indicator_head(rows)
    if found:
        out.indicators.append(Block(found))
        return "indicators", 0
    if part in ("indicators", "totals", "rest"):
        return _after_indicators(rows[0], part, out), 1
    found = fund_head(rows)
    if found:
        out.funds.append(Block(found))
        return "funds", 0
    if fund_pairs(rows[0]):
        return "pairs", 1
    if is_goal_row(rows[0]):
        return "goals", 1
    if meaning("goal", rows[0].cells[0].text) == "other":
        return "aside", 1
    return ("head" if head_label(rows[0]) else part), 1


def _head_size(part: str, out: Parts) -> int:
    return (out.indicators if part == "indicators" else out.funds)[-1].head.size


def _after_indicators(row: Row, part: str, out: Parts) -> str:
    if is_total(row):
        return "totals"
    closed = part == "rest" or (part == "totals" and bool(out.indicators[-1].rows))
    return "rest" if closed or fits("note", row.cells[0].text) else "indicators"


def _put(row: Row, part: str, out: Parts) -> None:
    if part == "totals":
        out.totals.append((row, out.indicators[-1].head if out.indicators else None))
    elif part in ("indicators", "funds"):
        (out.indicators if part == "indicators" else out.funds)[-1].rows.append(row)
    else:
        {"head": out.head, "goals": out.goals, "pairs": out.pairs}.get(part, out.rest).append(row)


def is_total(row: Row) -> bool:
    """True for the row that adds up the points: it begins with 总分 or 合计 and prints a number."""
    words = [cell for cell in row.cells if not is_band(cell.text)]
    return bool(words) and fits("total", words[0].text) and not any(cell.kind in ("level1", "level2") for cell in words)


def is_goal_row(row: Row) -> bool:
    """True for a row that starts the goals: its first label is a goal's, or it heads goal and result."""
    labels = [meaning("goal", cell.text) for cell in row.cells]
    return (bool(labels[0]) and labels[0] != "other") or ("goal" in labels and "result" in labels)


def head_label(row: Row) -> str:
    """What the first label of the row names (project, unit, responsible …), "" where it is no head row."""
    return meaning("head", label_and_value(row.cells[0])[0])


def label_and_value(cell: Cell) -> tuple[str, str]:
    """A cell that prints label and value at once (项目名称：某某经费), else the cell and ""."""
    return _label_and_value(cell.text)


@lru_cache(maxsize=4096)
def _label_and_value(text: str) -> tuple[str, str]:
    label, *rest = re.split("[:：]", text, maxsplit=1)
    return (label, rest[0].strip()) if rest and meaning("head", label) else (text, "")
