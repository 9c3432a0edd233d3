"""A report as its page shows it: its headings with the passages and tables under them, what was evaluated, what was not understood."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kg.checks.outcomes import Result
from ontology.terms import DCT, FA, QB, concept
from search_app.graph import Graph, Resource, Statements, statements
from search_app.views.cells import Fact
from search_app.views.evaluation import EvaluationView, evaluations
from search_app.views.grid import draw
from search_app.views.homes import homes
from search_app.views.margin import Anchors, Margin, Stamp, margin
from search_app.views.marks import Mark, mark_of, marked
from search_app.views.outline import Annex, Block, Passage, PrintedTable, Section, file_number, in_order
from search_app.views.outline import sections as ordered_sections
from search_app.views.reading import NotRead, ReadingView, not_read, reading


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the page shows. `replaced`: the SHA-256 of older files that these replaced. `named`: the places that something is said of,
    which alone bear their anchor in a table; `homes`: by anchor, the fragments that lead there without an anchor of their own."""

    title: str
    issued: str
    file_path: str
    file_hash: str
    annexes: tuple[Annex, ...]
    replaced: tuple[str, ...]
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
    annexes = {one.fragment: Annex(one.text(FA.filePath), one.text(FA.fileHash)) for one in said.each(FA.SourceFile)}
    sections = tuple(ordered_sections(in_order([_passage(one, marks, beside.stamps) for one in passages], tables), annexes))
    unread = tuple(not_read(one) for one in said.each(FA.Unresolved))
    return ReportView(
        title=about.text(DCT.title),
        issued=about.text(DCT.issued),
        file_path=about.text(FA.filePath),
        file_hash=about.text(FA.fileHash),
        annexes=tuple(annexes[name] for name in sorted(annexes, key=file_number)),
        replaced=_replaced(store, report),
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


def _replaced(store: Store, report: NamedNode) -> tuple[str, ...]:
    """The SHA-256 of the older files, which the derived graph tells."""
    graph = Graph(store)
    older = (node for node in graph.objects(report, DCT.replaces) if isinstance(node, NamedNode))
    return tuple(filter(None, (graph.text(node, FA.fileHash) for node in older)))


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


def _passage(resource: Resource, marks: dict[int, list[Mark]], stamps: Mapping[str, Stamp]) -> Block:
    number = resource.integer(FA.position) or 0
    shown = Passage(resource.fragment, marked(resource.text(FA.text), marks.get(number, []), stamps))
    return _block(resource, shown)


def _table(resource: Resource, facts: Sequence[Fact]) -> Block:
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


def _block(resource: Resource, shown: Passage | PrintedTable) -> Block:
    section = resource.text(FA.section)
    path = tuple(section.split(" > ")) if section else ()
    file = resource.term(FA.inFile)
    fragment = file.value.rpartition("#")[2] if file else ""
    return Block(path, fragment, resource.integer(FA.line), resource.integer(FA.page) or 0, shown)
