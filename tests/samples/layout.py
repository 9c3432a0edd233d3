"""Turns blocks into text the way three kinds of files reach a reader: markdown tables, tab-separated rows, one cell a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.samples.scribe import Block, Row, Table, Text

PAGE = 850  # characters of running text on a page of the paged styles
CLOSING = "）、，。：；”》"
CUT_AFTER = 30  # rows of a long table on one page


def wrapped(text: str, width: int) -> str:
    """A label broken over lines of a narrow cell: a blank where the line ended."""
    if len(text) <= width or any(c.isdigit() or c.isascii() for c in text):
        return text
    first = next(n for n in range(width, len(text) + 1) if n == len(text) or text[n] not in CLOSING)
    return f"{text[:first]} {wrapped(text[first:], width)}".rstrip()


def hard_wrapped(blocks: list[Block], width: int) -> list[Block]:
    """Paragraphs with a line break after every `width` characters, as some PDF readers leave them; 0 leaves them whole."""
    return [replace(b, text=_broken(b.text, width)) if width and isinstance(b, Text) and not b.level else b for b in blocks]


def _broken(text: str, width: int) -> str:
    lines = []
    while len(text) > width:
        at = next(
            (n for n in range(width, 10, -1) if not text[n - 1].isascii() and not text[n].isascii() and text[n] not in CLOSING), width
        )
        lines.append(text[:at])
        text = text[at:]
    return "\n".join([*lines, text])


def expanded(row: Row) -> list[str]:
    """The texts of a row with blank cells for what a merged cell covers."""
    return [text for cell in row for text in (cell.text, *[""] * (cell.span - 1))]


@dataclass
class Pager:
    """Cuts a paragraph in two where a page ends inside it, never inside a number or a word of Latin letters."""

    used: int = 0

    def paragraphs(self, text: str) -> list[str]:
        """`text` as one or two paragraphs."""
        self.used += len(text)
        if self.used <= PAGE:
            return [text]
        at = len(text) - (self.used - PAGE)
        self.used = len(text) - at
        while at > 30 and (
            text[at - 1].isascii() or text[at].isascii() or text[at - 1] in "，。；：、“”《》（）" or text[at] in "，。；：、“”《》（）"
        ):
            at -= 1
        return [text] if at <= 30 or len(text) - at < 20 else [text[:at], text[at:]]


def markdown(blocks: list[Block]) -> str:
    """Blank lines between paragraphs, lists with -, tables with pipes; a long table is cut by the page with an empty header row."""
    out, pager = [], Pager()
    for block in blocks:
        if isinstance(block, Text):
            out += [f"- {line}" for line in block.lines] if block.lines else pager.paragraphs(block.text)
            continue
        out.append(block.title)
        if block.number:
            spaced = f"公开 {block.number[2:4]} 表"
            out += (
                [f"{spaced}\n单位：{block.unit}", f"部门：{block.owner}"]
                if block.number[3] in "258"
                else [spaced, f"部门：{block.owner}", f"单位：{block.unit}"]
            )
        out += _pipes(block)
        out += [*block.notes, *([block.sentence] if block.sentence else [])]
    return "\n" + _lists("\n\n".join(out)) + "\n"


def _lists(text: str) -> str:
    """Items of a list stand on lines next to each other."""
    lines = text.split("\n")
    kept = [x for i, x in enumerate(lines) if x or not (lines[i - 1].startswith("- ") and lines[i + 1].startswith("- "))]
    return "\n".join(kept)


def _pipes(table: Table) -> list[str]:
    rows = [expanded(row) for row in table.rows]
    rows = [[wrapped(x, 6) if i < table.head_rows else x for x in row] for i, row in enumerate(rows)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|" + "|".join("-" * max(2, len(x)) for x in rows[0]) + "|"
    first = [lines[0], rule, *lines[1 : CUT_AFTER + 1]]
    if len(lines) <= CUT_AFTER + 1:
        return ["\n".join(_tight(x) for x in first)]
    empty = "|" + " |" * len(rows[0])
    return ["\n".join(_tight(x) for x in first), "\n".join([empty, rule, *(_tight(x) for x in lines[CUT_AFTER + 1 :])])]


def _tight(line: str) -> str:
    """A blank cell is one blank wide."""
    while "|  |" in line:
        line = line.replace("|  |", "| |")
    return line


def tabbed(blocks: list[Block]) -> str:
    """Text of a PDF: tab-separated rows, labels wrapped inside their cells, paragraphs cut by the page."""
    out, pager = [], Pager()
    for block in blocks:
        if isinstance(block, Text):
            out += ["\n".join(f"- {line}" for line in block.lines)] if block.lines else pager.paragraphs(block.text)
            continue
        owner = f"部门：{block.owner}" if len(block.owner) < 14 else f"部门：{block.owner[:9]}\n{block.owner[9:]}"
        out.append(block.title)
        if block.number:
            spaced = f"公开 {block.number[2:4]} 表"
            out += (
                [owner.replace("\n", ""), f"{spaced}\n单位：{block.unit}"]
                if block.number[3] in "156"
                else [spaced, owner, f"单位：{block.unit}"]
            )
        rows = [expanded(row) for row in block.rows]
        out.append("\n".join("\t".join(wrapped(x, 8 if i < block.head_rows else 13) for x in row) for i, row in enumerate(rows)))
        out += [*block.notes, *([f"说明：{block.sentence}" if block.number else block.sentence] if block.sentence else [])]
    return "\n\n" + "\n\n".join(out) + "\n\n"


def lines(blocks: list[Block]) -> str:
    """Text of a Word file: a tab before each cell, one cell a line, a blank line after each row, merged cells once."""
    out = []
    for block in blocks:
        if isinstance(block, Text):
            out += [f"{x}\n" for x in block.lines] if block.lines else [_indented(block)]
            continue
        out.append(f"{block.title}\n" + ("\n" if block.number[3:4] in ("1", "3") else ""))
        if block.number:
            out.append(f"\t{block.number}\n\n\t单位：{block.owner}\n\t\n\t单位：{block.unit}\n\n\n")
        out += ["".join(f"\t{cell.text}\n" for cell in row) + "\n" for row in block.rows]
        out += [f"\t{note}\n\n" for note in block.notes]
        out.append(f"\n{'说明：' + block.sentence if block.sentence else ''}\n")
    return "".join(out)


def _indented(block: Text) -> str:
    """A paragraph with the blanks a Word file leaves around it."""
    if block.level:
        return f"{block.text} \n\n" if block.level == 1 else f"{block.text}\n\n"
    return f"    {block.text}  \n" + ("\n" if len(block.text) % 3 else "")


LAYOUTS: dict[str, Callable[[list[Block]], str]] = {"markdown": markdown, "tabbed": tabbed, "lines": lines}
