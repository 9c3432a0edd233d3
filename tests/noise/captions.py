"""Captions, numbers and orders of tables, and what a page leaves between their rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.noise.composed import Composed, with_rows
from tests.noise.forms import Artefact
from tests.samples.form import blanks
from tests.samples.printer import ordinal
from tests.samples.scribe import Block, Cell, Table, Text


def _captioned(lines: Callable[[Table, int], tuple[str, ...]]) -> Artefact:
    """Statements with the `lines` of a caption, given the table and its number, in place of the usual ones."""

    def change(report: Composed) -> Composed:
        out: list[Block] = []
        position = 0
        for block in report.blocks:
            if isinstance(block, Table) and block.number:
                position += 1
                out += [*(Text(line) for line in lines(block, position)), _bare(block)]
            else:
                out.append(block)
        return replace(report, blocks=tuple(out))

    return change


def _bare(table: Table) -> Table:
    return replace(table, title="", number="", notes=(), sentence="")


def _after_narrative(report: Composed) -> Composed:
    """All statements behind the explanations."""
    tables = [b for b in report.blocks if isinstance(b, Table) and b.number]
    rest = [b for b in report.blocks if b not in tables]
    at = next(i for i, b in enumerate(rest) if isinstance(b, Text) and b.text == "第四部分")
    return replace(report, blocks=(*rest[:at], *tables, *rest[at:]))


def _other_order(report: Composed) -> Composed:
    """The statements in another order: the last first."""
    tables = [b for b in report.blocks if isinstance(b, Table) and b.number]
    turned = iter(tables[::-1])
    return replace(report, blocks=tuple(next(turned) if b in tables else b for b in report.blocks))


def _printed_twice(differ: bool) -> Artefact:
    """Each statement twice in a row; in the second printing one amount may differ. The first counts."""

    def again(table: Table) -> list[Block]:
        rows = [tuple(replace(cell, record=None) for cell in row) for row in table.rows]
        if differ:
            at = max((i, j) for i, row in enumerate(table.rows) for j, cell in enumerate(row) if cell.record or (i, j) == (0, 0))
            rows[at[0]] = tuple(replace(c, text="7654.32") if j == at[1] and at != (0, 0) else c for j, c in enumerate(rows[at[0]]))
        return [table, replace(table, rows=tuple(rows))]

    return lambda report: report.with_tables(again)


def _touching(report: Composed) -> Composed:
    """Tables right below one another: their title as a row, no line between."""
    out: list[Block] = []
    for block in report.blocks:
        before = out[-1] if out else None
        if isinstance(block, Table) and block.number and isinstance(before, Table) and before.number:
            title = (Cell(block.title, sum(cell.span for cell in block.rows[0])),)
            small = (Cell(f"部门：{block.owner}"), Cell(f"单位：{block.unit}"))
            out[-1] = replace(before, rows=(*before.rows, title, small, *block.rows))
        else:
            out.append(replace(block, notes=(), sentence="") if isinstance(block, Table) and block.number else block)
    return replace(report, blocks=tuple(out))


def _cut(head: str, between: tuple[str, ...] = ()) -> Artefact:
    """Each long statement cut by a page: its head `repeated`, `lost` or repeated under its `title`, with lines between."""

    def change(table: Table) -> list[Block]:
        top, body = table.rows[: table.head_rows], table.rows[table.head_rows :]
        if len(body) < 8:
            return [table]
        at = len(body) // 2
        first = replace(with_rows(table, top, body[:at]), notes=(), sentence="")
        rest = with_rows(_bare(table), top if head != "lost" else (), body[at:])
        titles = {
            "title": (table.title,),
            "continued": (f"{table.title}（续）",),
            "captioned": (f"续表：{table.title}", f"单位：{table.unit}"),
        }.get(head, ())
        return [first, *(Text(line) for line in (*between, *titles)), rest]

    return lambda report: report.with_tables(change)


def _rows_between(text: str, everywhere: bool = False) -> Artefact:
    """A row with one text among the rows: a page number, a note."""

    def change(table: Table) -> list[Block]:
        width = sum(cell.span for cell in table.rows[0])
        row = (Cell(text), *blanks(width - 1)) if report_style[0] != "lines" else (Cell(text),)
        body = table.rows[table.head_rows :]
        at = len(body) // 2
        return [with_rows(table, table.rows[: table.head_rows], [*body[:at], row, *body[at:]])] if len(body) > 4 else [table]

    report_style = [""]

    def apply(report: Composed) -> Composed:
        report_style[0] = report.style
        return report.with_tables(change)

    return apply


def _without_parts(report: Composed) -> Composed:
    """No 第N部分 headings."""
    kept = [b for b in report.blocks if not (isinstance(b, Text) and b.level == 1 and b.text.startswith("第") and "部分" in b.text[:5])]
    return replace(report, blocks=tuple(kept))


def _contents(end: Callable[[int], str]) -> Artefact:
    """Contents with leaders and page numbers, or the fields of a Word file."""

    def change(report: Composed) -> Composed:
        blocks = list(report.blocks)
        start = next((i for i, b in enumerate(blocks) if isinstance(b, Text) and b.text.replace(" ", "") == "目录"), -1)
        if start < 0:
            return report
        parts = [i for i, b in enumerate(blocks) if isinstance(b, Text) and b.text.startswith("第一部分")]
        for i in range(start + 1, next(at for at in parts if at > start + 2)):
            block = blocks[i]
            if isinstance(block, Text):
                text = block.text + end(i) if block.text else ""
                blocks[i] = replace(block, text=text, lines=tuple(x + end(i + n) for n, x in enumerate(block.lines)))
        return replace(report, blocks=tuple(blocks))

    return change


CAPTIONS: dict[str, Artefact] = {
    "caption: 表1": _captioned(lambda t, n: (f"表{n} {t.title}", f"编制单位：{t.owner}", f"金额单位：{t.unit}")),
    "caption: 附表1": _captioned(lambda t, n: (f"附表{n}", t.title, f"编制单位：{t.owner}  金额单位：{t.unit}")),
    "caption: 附件1-1": _captioned(lambda t, n: (f"附件1-{n}", t.title, f"单位：{t.unit}")),
    "caption: 公开表1": _captioned(lambda t, n: (t.title, f"公开表{n}", f"部门：{t.owner} 单位：{t.unit}")),
    "caption: 财决公开01表": _captioned(lambda t, n: (t.title, f"财决公开{n:02d}表", f"公开部门：{t.owner}", f"单位：{t.unit}")),
    "caption: （公开表一）": _captioned(lambda t, n: (f"{t.title}（公开表{ordinal(n)}）", f"单位：{t.unit}")),
    "caption: 一、": _captioned(lambda t, n: (f"{ordinal(n)}、{t.title}", f"单位：{t.unit}")),
    "caption: year in front": _captioned(lambda t, n: (f"2022年度{t.title}", f"公开{n:02d}表", f"单位：{t.unit}")),
    "caption: unit's name in front": _captioned(lambda t, n: (f"{t.owner}2022年度{t.title}", f"公开{n:02d}表", f"单位：{t.unit}")),
    "caption: all on one line": _captioned(lambda t, n: (f"{t.title}", f"公开{n:02d}表 部门：{t.owner} 金额单位：{t.unit}")),
    "caption: number before the title": _captioned(lambda t, n: (f"公开{n:02d}表", t.title, f"金额单位：人民币{t.unit}")),
    "caption: title alone": _captioned(lambda t, n: (t.title, f"单位：{t.unit}")),
    "caption: （一）": _captioned(lambda t, n: (f"（{ordinal(n)}）{t.title}。", f"单位：{t.unit}")),
    "caption: title lost": _captioned(lambda t, n: (f"公开{n:02d}表", f"单位：{t.unit}")),
    "order: after the narrative": _after_narrative,
    "order: last first": _other_order,
    "twice: identical": _printed_twice(False),
    "twice: one cell differs": _printed_twice(True),
    "touching": _touching,
    "page: head lost": _cut("lost"),
    "page: head lost, page number": _cut("lost", ("— 12 —",)),
    "page: head repeated": _cut("repeated"),
    "page: head repeated, page number": _cut("repeated", ("12",)),
    "page: title and head repeated": _cut("title", ("- 12 -",)),
    "page: title （续）": _cut("continued"),
    "page: 续表 and unit": _cut("captioned", ("第12页",)),
    "row: page number": _rows_between("12"),
    "row: page of pages": _rows_between("第 12 页 共 38 页"),
    "outline: no 第N部分": _without_parts,
    "contents: leaders": _contents(lambda i: "…" * 20 + str(i)),
    "contents: dots": _contents(lambda i: "." * 30 + f" {i}"),
    "contents: PAGEREF": _contents(lambda i: f" PAGEREF _Toc{1000 + i} \\h {i}"),
    "contents: tab and number": _contents(lambda i: f" - {i} -"),
}  # fmt: skip
