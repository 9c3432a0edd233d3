"""What a report should hold and does not: parts and tables that its contents page lists, tables that no form describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.document import Document, Paragraph
from ingest.forms import form_of_title
from ingest.tables import Captioned
from kg.amounts import fold, read_number
from kg.facts import Unresolved

_ORDINAL = re.compile(r"^[-•·]?[一二三四五六七八九十]+、")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_TABLE = re.compile(r"表[\d….·]*$")
# Without a contents page: the tables that every 决算公开 has.
_ALWAYS = {
    "incomeExpenditure": "收入支出决算总表",
    "income": "收入决算表",
    "expenditure": "支出决算表",
    "fiscalSummary": "财政拨款收入支出决算总表",
    "generalPublic": "一般公共预算财政拨款支出决算表",
    "basicItems": "一般公共预算财政拨款基本支出决算表",
    "threePublic": "财政拨款“三公”经费支出决算表",
}


def gaps(document: Document, captioned: Sequence[Captioned]) -> tuple[Unresolved, ...]:
    """What an outlined document lacks, and its tables that are read without meaning or not at all."""
    return (*_missing_tables(document, captioned), *_missing_parts(document), *_unknown(captioned))


def _contents(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph) and b.section == ("目录",)]


def _missing_tables(document: Document, captioned: Sequence[Captioned]) -> Iterator[Unresolved]:
    found = {c.table.kind for c in captioned}
    if not any(c.form for c in captioned):
        return
    listed = {form.kind: title for title in map(_bare, _contents(document)) if _TABLE.search(title) and (form := form_of_title(title))}
    for kind, title in (listed or _ALWAYS).items():
        if kind not in found and kind != "other":
            yield Unresolved("", title, "this table was not found: the file may be cut off, or its title is lost")


def _missing_parts(document: Document) -> Iterator[Unresolved]:
    headings = {part[0] for b in document.blocks if isinstance(b, Paragraph) and b.level == 1 and (part := _PART.match(fold(b.text)))}
    for text in _contents(document):
        part = _PART.match(fold(text))
        if part and headings and part[0] not in headings:
            yield Unresolved("", text, "the contents page lists this part, the text lacks it: the file may be cut off")


def _unknown(captioned: Sequence[Captioned]) -> Iterator[Unresolved]:
    for one in captioned:
        table = one.table
        if table.kind == "other" and any(read_number(cell) for row in table.grid for cell in row):
            how = "read by its own head, without meaning" if one.form else "its numbers are kept in the table, not as facts"
            yield Unresolved(f"t{table.number:02d}", table.title, f"no form describes this table: {how}")


def _bare(text: str) -> str:
    return _ORDINAL.sub("", fold(text)).rstrip("0123456789….·")
