"""Artefacts of self-evaluations and of the basic data table: cut by pages, touching, labels moved, other wordings of the head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from tests.noise.composed import Composed
from tests.noise.forms import Artefact
from tests.samples.scribe import Block, Cell, Row, Table, Text

_LEVEL1 = re.compile(r"^(产出|效益|满意度|成本)指标")


def _in_annex(change: Callable[[Table], Iterable[Block]]) -> Artefact:
    """The tables of the annex replaced; statements stay."""

    def apply(report: Composed) -> Composed:
        out: list[Block] = []
        for block in report.blocks:
            out += change(block) if isinstance(block, Table) and not block.number else [block]
        return replace(report, blocks=tuple(out))

    return apply


def _head_row(table: Table) -> int:
    """Where the indicator columns are named; -1 in the basic data table."""
    return next((i for i, row in enumerate(table.rows) if sum(cell.text in ("一级指标", "二级指标", "三级指标") for cell in row) > 1), -1)


def _cut(between: tuple[str, ...], with_head: bool = False, with_title: bool = False) -> Callable[[Table], list[Block]]:
    def change(table: Table) -> list[Block]:
        at = (len(table.rows) + max(_head_row(table), 0)) // 2
        head = [table.rows[_head_row(table)]] if with_head and _head_row(table) > 0 else []
        titles = [table.title] if with_title else []
        rest = replace(table, title="", rows=(*head, *table.rows[at:]))
        return [replace(table, rows=table.rows[:at], sentence=""), *(Text(line) for line in (*between, *titles)), rest]

    return change


def _cut_in_goals(table: Table) -> list[Block]:
    at = _head_row(table)
    if at < 3:
        return [table]
    return [replace(table, rows=table.rows[: at - 1], sentence=""), Text("12"), replace(table, title="", rows=table.rows[at - 1 :])]


def _touching(report: Composed) -> Composed:
    """Evaluations right below one another; the title of each further one is a row."""
    out: list[Block] = []
    for block in report.blocks:
        before = out[-1] if out else None
        if isinstance(block, Table) and not block.number and isinstance(before, Table) and not before.number:
            title = (Cell(block.title, sum(cell.span for cell in block.rows[0])),)
            out[-1] = replace(before, rows=(*before.rows, title, *block.rows), sentence="")
        else:
            out.append(block)
    return replace(report, blocks=tuple(out))


def _moved_labels(step: int) -> Callable[[Table], list[Block]]:
    """Each level-1 label printed `step` rows lower, within its group (one style prints it there already)."""

    def change(table: Table) -> list[Block]:
        rows = [list(row) for row in table.rows]
        places = [(i, j) for i, row in enumerate(rows) for j, cell in enumerate(row[:2]) if _LEVEL1.match(cell.text)]
        for (i, j), end in zip(places, [*(i for i, _ in places[1:]), len(rows) - 1], strict=False):
            to = min(i + step, end - 1)
            if to != i and j < len(rows[to]) and not rows[to][j].text:
                rows[to][j], rows[i][j] = rows[i][j], Cell("", rows[i][j].span)
        return [replace(table, rows=tuple(tuple(row) for row in rows))]

    return change


def _worded(words: dict[str, str]) -> Artefact:
    """Labels in the wording of other provinces."""

    def one(table: Table) -> list[Block]:
        rows: list[Row] = [tuple(replace(cell, text=words.get(cell.text, cell.text)) for cell in row) for row in table.rows]
        return [replace(table, rows=tuple(rows))]

    return _in_annex(one)


def _unless_moved(artefact: Artefact) -> Artefact:
    return lambda report: report if report.style == "tabbed" else artefact(report)


def _twice(table: Table) -> list[Block]:
    return [table, table]


EVALUATIONS: dict[str, Artefact] = {
    "evaluation: cut by a page": _in_annex(_cut(())),
    "evaluation: cut, page number": _in_annex(_cut(("— 31 —",))),
    "evaluation: cut, head repeated": _in_annex(_cut(("31",), with_head=True)),
    "evaluation: cut, title and head repeated": _in_annex(_cut(("31",), with_head=True, with_title=True)),
    "evaluation: cut above the indicators": _in_annex(_cut_in_goals),
    "evaluation: touching": _touching,
    "evaluation: level 1 one row lower": _unless_moved(_in_annex(_moved_labels(1))),
    "evaluation: level 1 two rows lower": _unless_moved(_in_annex(_moved_labels(2))),
    "evaluation: printed twice": _in_annex(_twice),
    "evaluation: words of the north": _worded(
        {"年度指标值": "指标值", "实际完成值": "全年完成值", "分值": "指标权重", "得分": "自评得分"}
        | {"偏差原因分析及改进措施": "未完成原因及拟采取的改进措施"}
    ),
    "evaluation: words of the south": _worded(
        {"年度指标值": "年初设定目标值", "实际完成值": "实际完成情况", "分值": "权重", "得分": "评分", "偏差原因分析及改进措施": "备注"}
    ),
    "evaluation: words of the west": _worded(
        {"年度指标值": "预期指标值", "实际完成值": "全年实际完成值"}
        | {"全年预算数": "调整后预算数（A）", "全年执行数": "实际支出数（B）", "执行率": "执行率（B/A）"}
    ),
}  # fmt: skip
