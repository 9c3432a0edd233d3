"""A report as its page shows it: its headings with the passages and tables under them, what was evaluated, what was not understood."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from pyoxigraph import NamedNode, Store

from kg.amounts import fold
from kg.checks.outcomes import Result
from ontology.terms import DCT, FA, QB, concept
from search_app.graph import Graph, Resource, Statements, statements
from search_app.views.cells import Drawn, Fact
from search_app.views.evaluation import EvaluationView, evaluations
from search_app.views.grid import draw
from search_app.views.homes import homes
from search_app.views.margin import Anchors, Margin, Stamp, margin
from search_app.views.marks import Mark, mark_of, marked
from search_app.views.reading import NotRead, ReadingView, not_read, reading


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its anchors."""

    anchor: str
    html: Markup


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as printed. `same_as`: the anchor of an identical one, which is drawn instead."""

    anchor: str
    title: str
    number: str
    unit: str
    drawn: Drawn
    same_as: str = ""


@dataclass(slots=True)
class Section:
    """A heading and what stands under it. `level` counts from 1."""

    anchor: str
    title: str
    level: int
    blocks: list[Passage | PrintedTable] = field(default_factory=list)

    @property
    def named_by_table(self) -> bool:
        """True where the section begins with a table that bears its name: one of the two is enough for the eye."""
        first = self.blocks[0] if self.blocks else None
        return isinstance(first, PrintedTable) and fold(self.title).endswith(fold(first.title))


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the page shows. `named`: the places that something is said of, which alone bear their anchor in a table; `homes`: by anchor,
    the fragments that lead there without an anchor of their own."""

    title: str
    issued: str
    file_path: str
    file_hash: str
    extractor: str
    sections: tuple[Section, ...]
    evaluations: tuple[EvaluationView, ...]
    not_read: tuple[NotRead, ...]
    tables: int
    cells: int
    passages: int
    triples: int
    named: frozenset[str]
    homes: dict[str, list[str]]
    margin: Margin
    reading: ReadingView | None
    worst: Mapping[str, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class _Block:
    """A passage or table with its place in the document; `file` is the fragment of the annex it stands in, "" for the report's own."""

    path: tuple[str, ...]
    file: str
    line: int | None
    page: int
    shown: Passage | PrintedTable


def view(store: Store, report: NamedNode, findings: Iterable[Result] = ()) -> ReportView:
    """The view of one report, from its own graph, with the findings of its checks beside what they are about."""
    said = statements(store, report)
    about = said.of(report)
    numbered = sorted(said.each(FA.Table), key=lambda table: table.integer(FA.tableNumber) or 0)
    passages = sorted(said.each(FA.Passage), key=lambda passage: passage.integer(FA.position) or 0)
    facts = _facts(said)
    marks = _marks(said)
    tables = [_table(one, facts.get(one.node, [])) for one in numbered]
    drawn = {block.shown.anchor: block.shown.drawn for block in tables if isinstance(block.shown, PrintedTable)}
    at_home = homes(said, drawn)
    spans = [mark.fragment for found in marks.values() for mark in found]
    beside = margin(findings, Anchors(drawn, at_home, spans, [one.fragment for one in passages]))
    sections = tuple(_sections(_in_order([_passage(one, marks, beside.stamps) for one in passages], tables)))
    unread = tuple(not_read(one) for one in said.each(FA.Unresolved))
    return ReportView(
        title=about.text(DCT.title),
        issued=about.text(DCT.issued),
        file_path=about.text(FA.filePath),
        file_hash=about.text(FA.fileHash),
        extractor=about.text(FA.extractorVersion),
        sections=sections,
        evaluations=evaluations(said, Graph(store).label),
        not_read=unread,
        tables=len(tables),
        cells=sum(len(found) for found in facts.values()),
        passages=len(passages),
        triples=said.count,
        named=frozenset([*said.fragments(), *at_home, *beside.stamps, *(one.href[1:] for one in unread)]),
        homes=at_home,
        margin=beside,
        reading=reading(about),
        worst=_worst(sections, beside),
    )


def _worst(sections: Sequence[Section], beside: Margin) -> dict[str, tuple[str, str, str]]:
    """By anchor of the sections that the table of contents names, the stamp of the worst finding in them and below."""
    blocks: dict[str, list[str]] = {}
    open_anchors: list[tuple[int, str]] = []
    for section in sections:
        open_anchors = [*((level, anchor) for level, anchor in open_anchors if level < section.level), (section.level, section.anchor)]
        for _, anchor in open_anchors:
            blocks.setdefault(anchor, []).extend(block.anchor for block in section.blocks)
    return {anchor: stamp for anchor, found in blocks.items() if (stamp := beside.worst(found))}


def _facts(said: Statements) -> dict[NamedNode, list[Fact]]:
    """The facts of each table."""
    found: dict[NamedNode, list[Fact]] = defaultdict(list)
    for resource in [*said.each(FA.BudgetFact), *said.each(FA.QuantityFact)]:
        data_set = resource.term(QB.dataSet)
        if data_set is not None:
            table = said.of(data_set).term(FA.partOfTable) or data_set
            found[table].append(_fact(resource))
    return found


def _fact(resource: Resource) -> Fact:
    _, row, column, *_ = resource.place
    is_total = resource.term(FA.level) == concept("level", "total")
    return Fact(row, column, is_total, resource.text(FA.printedCode), resource.text(FA.printedText), resource.text(FA.columnLabel))


def _marks(said: Statements) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for fragment in said.fragments():
        if mark := mark_of(fragment):
            found[mark.passage].append(mark)
    return found


def _passage(resource: Resource, marks: dict[int, list[Mark]], stamps: Mapping[str, Stamp]) -> _Block:
    number = resource.integer(FA.position) or 0
    shown = Passage(resource.fragment, marked(resource.text(FA.text), marks.get(number, []), stamps))
    return _block(resource, shown)


def _table(resource: Resource, facts: Sequence[Fact]) -> _Block:
    number = resource.integer(FA.tableNumber) or 0
    rows = json.loads(resource.text(FA.grid) or '{"rows": []}')["rows"]
    same_as = resource.term(FA.sameTableAs)
    shown = PrintedTable(
        anchor=resource.fragment,
        title=resource.text(DCT.title) or f"表{number}",
        number=resource.text(FA.printedNumber),
        unit=resource.text(FA.printedUnit),
        drawn=draw(number, rows, facts),
        same_as=same_as.value.rpartition("#")[2] if same_as else "",
    )
    return _block(resource, shown)


def _block(resource: Resource, shown: Passage | PrintedTable) -> _Block:
    section = resource.text(FA.section)
    path = tuple(section.split(" > ")) if section else ()
    file = resource.term(FA.inFile)
    fragment = file.value.rpartition("#")[2] if file else ""
    return _Block(path, fragment, resource.integer(FA.line), resource.integer(FA.page) or 0, shown)


def _in_order(passages: list[_Block], tables: list[_Block]) -> list[_Block]:
    """As they follow each other in their file: by line where all have one, else by page, a table after the text of its page."""
    both = [*passages, *tables]
    files = sorted({block.file for block in both}, key=lambda file: (len(file), file))
    return [block for file in files for block in _in_file([one for one in both if one.file == file])]


def _in_file(both: list[_Block]) -> list[_Block]:
    if all(block.line is not None for block in both):
        return sorted(both, key=lambda block: block.line or 0)
    return sorted(both, key=lambda block: (block.page, isinstance(block.shown, PrintedTable)))


def _sections(blocks: Sequence[_Block]) -> list[Section]:
    """The headings in order, each with its blocks; text that goes on after an inner heading stands under its own, continued."""
    found = [Section("s0", "", 0)]
    path: tuple[str, ...] = ()
    for block in blocks:
        if block.path != path:
            found += _headings(block.path, _shared(path, block.path), len(found))
            path = block.path
        found[-1].blocks.append(block.shown)
    return [section for section in found if section.blocks or section.title]


def _headings(path: tuple[str, ...], shared: int, number: int) -> list[Section]:
    """Sections for the headings of `path` that are not open yet (`shared` are)."""
    if shared == len(path):
        return [Section(f"s{number}", f"{path[-1]}（续）" if path else "", len(path))]
    return [Section(f"s{number + level - shared}", path[level], level + 1) for level in range(shared, len(path))]


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
