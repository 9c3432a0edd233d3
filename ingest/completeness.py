"""What a report should hold and does not: parts and tables that its contents page lists, tables that no form describes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from ingest.document import Document, Paragraph
from ingest.tables import Captioned, listed_titles
from kg.amounts import fold, read_number
from kg.facts import Unresolved

_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])")
_LEADER = re.compile(r"[\s.…·]+\d*$|\d+$")
_LITTLE = re.compile(r"20\d\d年度?|^关于|[“”\"、，,]|的?(?:情况)?说明$")  # what a heading may have more than its entry of the contents
_HEADING = 40  # characters of a paragraph that may be a heading
TABLE_NOT_FOUND = "this table was not found: the file may be cut off, or its title is lost"
NO_TABLE = "no table of a report was found in this file, so the confidence is 0: its tables may be pictures, or lost when it was converted"
# Without a contents page: the tables that every 决算公开 has.
ALWAYS = {
    "incomeExpenditure": "收入支出决算总表",
    "income": "收入决算表",
    "expenditure": "支出决算表",
    "fiscalSummary": "财政拨款收入支出决算总表",
    "generalPublic": "一般公共预算财政拨款支出决算表",
    "basicItems": "一般公共预算财政拨款基本支出决算表",
    "threePublic": "财政拨款“三公”经费支出决算表",
}


def gaps(document: Document, captioned: Sequence[Captioned], told: Container[int] = ()) -> tuple[Unresolved, ...]:
    """What an outlined document lacks, and its tables that are read without meaning or not at all.

    `told` are the numbers of tables that were read without a form: lists of units, tables of staff.
    """
    listed = (*_missing_tables(document, captioned), *_missing_parts(document), *_missing_headings(document, captioned))
    return (*listed, *_unknown(captioned, told), *_doubtful(captioned))


def _contents(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph) and b.section == ("目录",)]


def _missing_tables(document: Document, captioned: Sequence[Captioned]) -> Iterator[Unresolved]:
    found = {c.table.kind for c in captioned}
    if not any(c.form for c in captioned):
        return
    for kind, title in (listed_titles(document) or ALWAYS).items():
        if kind not in found and kind != "other":
            yield Unresolved("", title, TABLE_NOT_FOUND)


def _missing_parts(document: Document) -> Iterator[Unresolved]:
    headings = {part[0] for b in document.blocks if isinstance(b, Paragraph) and b.level == 1 and (part := _PART.match(fold(b.text)))}
    for text in _contents(document):
        part = _PART.match(fold(text))
        if part and headings and part[0] not in headings:
            yield Unresolved("", text, "the contents page lists this part, the text lacks it: the file may be cut off")


def _missing_headings(document: Document, captioned: Sequence[Captioned]) -> Iterator[Unresolved]:
    """Headings 一、… of the contents page that no heading, caption or first words of a paragraph of the text hold, or are held by."""
    listed = [(text, _plain(text)) for text in _contents(document) if _NUMBERED.match(fold(text))]
    if not listed:
        return
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph) and b.section != ("目录",)]
    printed = {_plain(b.text) for b in paragraphs if b.level or len(b.text) < _HEADING} | {_plain(c.table.title) for c in captioned}
    printed.discard("")
    for text, title in listed:
        if len(title) > 1 and title not in printed and not any(title in other or other in title for other in printed):
            yield Unresolved("", text, "the contents page lists this heading, the text lacks it")


def _plain(text: str) -> str:
    """A heading without number, dot leader, page and year."""
    return _LITTLE.sub("", _LEADER.sub("", _NUMBERED.sub("", fold(text))))


def _unknown(captioned: Sequence[Captioned], told: Container[int]) -> Iterator[Unresolved]:
    for one in captioned:
        table = one.table
        if table.kind == "other" and table.number not in told and any(read_number(cell) for row in table.grid for cell in row):
            how = "read by its own head, without meaning" if one.form else "its numbers are kept in the table, not as facts"
            yield Unresolved(f"t{table.number:02d}", table.title, f"no form describes this table: {how}")


def _doubtful(captioned: Sequence[Captioned]) -> Iterator[Unresolved]:
    for one in captioned:
        place = f"t{one.table.number:02d}"
        if one.is_untitled:
            yield Unresolved(place, one.table.title, "the title of this table is not printed: its columns say what it is")
        for row, column, printed in one.differing:
            yield Unresolved(
                f"{place}r{row}c{column}", printed, f"the table is printed twice and differs here from t{one.copy_of:02d}, which counts"
            )
