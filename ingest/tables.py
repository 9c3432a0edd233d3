"""The tables of a report: each grid with its caption, its kind and the form that reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.basic_data import is_basic_data
from ingest.document import Document, Grid, Paragraph
from ingest.forms import Form, form_of_head, form_of_title
from ingest.heads import is_data
from ingest.performance import is_project_list, is_self_evaluation
from ingest.titles import Caption, caption
from kg.amounts import fold, read_number
from kg.facts import Table

_UNIT_AND_YEAR = re.compile(r"^(?:(?!预算|拨款|基金|资本|收入|支出|经费)[^\d]){0,40}?20\d\d年度?(?:(?:部门|单位)决算(?:公开)?)?(?=.)")
_NEAR = 8  # paragraphs above a table that can be its caption
_LISTED_AS = re.compile(r"^[-•·]?(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.、])?")
_FEW = 2  # amounts that may differ in a second printing of the same table, or
_FEW_OF_ALL = 20  # one in so many


_Key = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Captioned:
    """A grid with its caption; `form` reads it, or is None for tables that are no 决算 tables.

    `is_untitled`: no title is printed, the form names it. `copy_of` is the number of an earlier printing that differs in a few
    amounts; the first printing counts, `differing` are the places (from 1) and prints that the copy has otherwise. `unruled`: the
    grid's columns were found by their labels.
    """

    table: Table
    form: Form | None
    owner: str
    is_untitled: bool = False
    copy_of: int | None = None
    differing: tuple[tuple[int, int, str], ...] = ()
    unruled: bool = False


def captioned_tables(document: Document) -> tuple[Captioned, ...]:
    """All tables of an outlined document, numbered from 1. An identical copy of an earlier table is marked `same_as`."""
    listed = listed_titles(document)
    found = [_captioned(i, grid, before, listed) for i, (grid, before) in enumerate(_with_paragraphs(document), 1)]
    unit, first = _usual_unit(found), _first_printings(found)
    out: list[Captioned] = []
    for one in found:
        printed_unit, same_as = one.table.unit or (unit if one.form else ""), first.get(one.table.number)
        if (printed_unit, same_as) != (one.table.unit, None):
            one = replace(one, table=replace(one.table, unit=printed_unit, same_as=same_as))
        out.append(one if same_as else _as_copy(one, out))
    return tuple(out)


def listed_titles(document: Document) -> dict[str, str]:
    """The titles of tables that the contents page lists, by kind."""
    texts = (b.text for b in document.blocks if isinstance(b, Paragraph) and b.section == ("目录",))
    bare = (_LISTED_AS.sub("", fold(text)).rstrip("0123456789….·-—") for text in texts)
    return {form.kind: title for title in bare if title.endswith("表") and (form := form_of_title(title))}


def _with_paragraphs(document: Document) -> Iterator[tuple[Grid, list[Paragraph]]]:
    before: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            yield block, [above for above in before[-_NEAR:] if above.file == block.file]
            before = []
        elif block.section[:1] != ("目录",):
            before.append(block)


def _captioned(number: int, grid: Grid, before: Sequence[Paragraph], listed: Mapping[str, str]) -> Captioned:
    inside = [cell for row in grid.rows[:3] if not is_data(row) for cell in row]
    found = caption(before, inside)
    kind, form = _kind(grid, _own_words(found))
    is_untitled = form is not None and not found.title
    if form and is_untitled:
        found = replace(found, title=listed.get(form.kind, form.title))
    statement = _statement(found)
    table = Table(
        number=number,
        kind=kind,
        title=found.title,
        grid=grid.rows,
        lines=grid.lines,
        statement=statement,
        printed_number=found.number,
        unit=found.unit,
        page=grid.page,
        line=grid.line,
        section=grid.section,
        file=grid.file,
    )
    return Captioned(table, form, found.owner, is_untitled, unruled=grid.unruled)


def _kind(grid: Grid, title: str) -> tuple[str, Form | None]:
    if is_self_evaluation(grid.rows) or is_project_list(grid.rows):
        return "selfEvaluation", None
    if is_basic_data(grid.rows):
        return "basicData", None
    form = (form_of_title(title, _first_words(grid.rows)) if title else None) or _form_of_cells(grid.rows)
    return (form.kind if form else "other"), form


def _first_words(rows: Sequence[Sequence[str]]) -> str:
    """What the head and the first cells of the rows below it print, folded."""
    size = next((i for i, row in enumerate(rows) if is_data(row)), len(rows))
    return "/".join(fold(cell) for row in (*rows[:size], *(row[:3] for row in rows[size:])) for cell in row if cell)


def _own_words(found: Caption) -> str:
    """The title without the unit's name and the year in front of it: 某局2024年度收入决算表 is 收入决算表."""
    title = fold(found.title).replace(fold(found.owner), "") if found.owner else fold(found.title)
    return _UNIT_AND_YEAR.sub("", title)


def _form_of_cells(rows: Sequence[Sequence[str]]) -> Form | None:
    """The form by the words of the head and the labels of the rows, where a title is lost."""
    size = next((i for i, row in enumerate(rows) if is_data(row)), len(rows))
    head = "".join(fold(cell) for row in rows[:size] for cell in row)
    return form_of_head(head, [fold(cell) for row in rows[size:] for cell in row if cell])


def _statement(found: Caption) -> str:
    if not found.number:
        return found.title
    digits = re.search(r"\d+", found.number)
    return f"公开{int(digits[0]):02d}表" if digits and "公开" in found.number else found.number


def _usual_unit(found: Sequence[Captioned]) -> str:
    counts = Counter(one.table.unit for one in found if one.table.unit)
    return counts.most_common(1)[0][0] if counts else ""


def _first_printings(found: Sequence[Captioned]) -> dict[int, int]:
    """The number of the first table of the same title and cells, by the numbers of those printed again."""
    titles = Counter(one.table.title for one in found)
    first: dict[tuple[str, _Key], int] = {}
    again = (one.table for one in found if titles[one.table.title] > 1)
    known = ((table.number, first.setdefault((table.title, _key(table)), table.number)) for table in again)
    return {number: earlier for number, earlier in known if earlier != number}


def _key(table: Table) -> _Key:
    """The printed rows; of a head that a page printed again the first."""
    rows = [(tuple(fold(cell) for cell in row), is_data(row)) for row in table.grid if any(row)]
    heads = dict.fromkeys(row for row, data in rows if not data)
    return (*heads, *(row for row, data in rows if data))


def _as_copy(one: Captioned, earlier: Sequence[Captioned]) -> Captioned:
    """`one` marked as a copy of an earlier table with the same title and labels whose amounts differ in a few places only."""
    for first in earlier:
        if first.copy_of is None and first.table.same_as is None and first.table.title == one.table.title:
            differing = _differing(first.table, one.table)
            if differing:
                return replace(one, copy_of=first.table.number, differing=differing)
    return one


def _differing(first: Table, second: Table) -> tuple[tuple[int, int, str], ...]:
    """The cells of `second` that print another amount; empty where the tables differ in more than a few amounts."""
    if [len(row) for row in first.grid] != [len(row) for row in second.grid]:
        return ()
    pairs = [
        (i, j, fold(a), fold(b))
        for i, (above, below) in enumerate(zip(first.grid, second.grid, strict=True), 1)
        for j, (a, b) in enumerate(zip(above, below, strict=True), 1)
    ]
    other = [(i, j, a, b) for i, j, a, b in pairs if a != b]
    amounts = sum(1 for _, _, a, _ in pairs if read_number(a))
    if len(other) > max(_FEW, amounts // _FEW_OF_ALL) or any(a and not read_number(a) or b and not read_number(b) for _, _, a, b in other):
        return ()
    return tuple((i, j, b) for i, j, _, b in other)
