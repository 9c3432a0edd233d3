"""A unit as its page shows it: everything with the place in the report that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology.terms import FA, ORG, SKOS, concept
from search_app.addresses import page_of
from search_app.graph import Graph
from search_app.holdings import UnitRow


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; `note` is what stands beside it."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty (职责) with the years whose reports print it in these words."""

    text: str
    href: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a unit is. Divisions and headcounts are those of the newest report that prints any, `former` the duties it no longer prints."""

    region: Link | None
    parents: tuple[Link, ...]
    children: tuple[Link, ...]
    duties: tuple[Duty, ...]
    former: tuple[Duty, ...]
    divisions: tuple[Link, ...]
    headcounts: tuple[Link, ...]
    projects: tuple[Link, ...]

    @property
    def is_known(self) -> bool:
        """True where a report says anything of duties, divisions, staff or subunits."""
        return bool(self.duties or self.divisions or self.headcounts or self.children)


def profile(graph: Graph, unit: NamedNode, row: UnitRow) -> Profile:
    """What the reports say of the unit."""
    said = _Said(graph, row, base=unit.value[: unit.value.index("unit/")])
    duties = said.duties(unit)
    newest = max((year for duty in duties for year in duty.years), default=0)
    return Profile(
        region=said.link(graph.node(unit, FA.region)),
        parents=said.links(graph.objects(unit, ORG.subOrganizationOf)),
        children=said.links(graph.subjects(ORG.subOrganizationOf, unit)),
        duties=tuple(duty for duty in duties if newest in duty.years),
        former=tuple(duty for duty in duties if newest not in duty.years),
        divisions=said.divisions(unit),
        headcounts=said.headcounts(unit),
        projects=said.links(graph.subjects(FA.carriedOutBy, unit)),
    )


def evaluations(graph: Graph, row: UnitRow, year: int) -> list[NamedNode]:
    """The self-evaluations in the reports of that year."""
    reports = [NamedNode(report.iri) for report in row.in_year(year)]
    found = {quad.subject for report in reports for quad in graph.store.quads_for_pattern(None, FA.evaluates, None, report)}
    return [node for node in found if isinstance(node, NamedNode)]


class _Said:
    """What the reports of one unit say of it; of several years the newest that says anything."""

    def __init__(self, graph: Graph, row: UnitRow, base: str) -> None:
        self._graph = graph
        self._base = base
        self._years = {report.iri: report.year for report in row.reports}

    def link(self, node: NamedNode | None) -> Link | None:
        """The node's label and address."""
        return Link(self._graph.label(node), page_of(node.value, self._base)) if node else None

    def links(self, nodes: Iterable[object]) -> tuple[Link, ...]:
        """Labels and addresses of all nodes."""
        return tuple(link for node in nodes if isinstance(node, NamedNode) and (link := self.link(node)))

    def duties(self, unit: NamedNode) -> list[Duty]:
        """All duties, those of the newest report first, in its order; a text printed in several reports stands once."""
        nodes = self._graph.subjects(FA.dutyOf, unit)
        found: dict[str, list[NamedNode]] = {}
        for node in sorted(nodes, key=lambda node: (-self._year(node), self._line(node))):
            found.setdefault(self._text(node, FA.text), []).append(node)
        return [
            Duty(text, page_of(printed[0].value, self._base), tuple(sorted({self._year(node) for node in printed})))
            for text, printed in found.items()
        ]

    def divisions(self, unit: NamedNode) -> tuple[Link, ...]:
        """The current divisions of the newest report that prints any."""
        current = concept("status", "current")
        nodes = self._newest(self._graph.subjects(ORG.unitOf, unit))
        return tuple(
            Link(self._text(node, SKOS.prefLabel), page_of(node.value, self._base))
            for node in nodes
            if current in self._graph.objects(node, FA.status)
        )

    def headcounts(self, unit: NamedNode) -> tuple[Link, ...]:
        """The posts and persons of the newest report that prints any, with the time that each holds for."""
        nodes = self._newest(self._graph.subjects(FA.headcountOf, unit))
        return tuple(
            Link(
                self._text(node, FA.printedText) + self._text(node, FA.valueUnit),
                page_of(node.value, self._base),
                self._text(node, FA.what) + (f"（{when}）" if (when := self._text(node, FA.statedAt)) else ""),
            )
            for node in nodes
        )

    def _newest(self, nodes: Iterable[NamedNode]) -> list[NamedNode]:
        """Those that the newest report states, in the order of print."""
        dated = [(self._year(node), node) for node in nodes]
        newest = max((year for year, _ in dated), default=0)
        return sorted((node for year, node in dated if year == newest), key=self._line)

    def _year(self, node: NamedNode) -> int:
        return self._years.get(node.value.partition("#")[0], 0)

    def _line(self, node: NamedNode) -> tuple[int, int, str]:
        position = self._text(node, FA.position)
        line = self._text(node, FA.line)
        return (int(line) if line else 0, int(position) if position else 0, node.value)

    def _text(self, node: NamedNode, predicate: NamedNode) -> str:
        return self._graph.text(node, predicate)
