"""A unit as its page shows it: everything with the place in the report that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from ontology.terms import FA, ORG, SKOS, concept
from search_app.addresses import page_of
from search_app.graph import Graph
from search_app.holdings import Holding, UnitRow
from search_app.views.figures import LABELS, Figure, figures

# The largest numbers of the page, in this order.
TILES = ("expenditure", "income", "fiscal", "threePublic")
ROWS = ("income", "expenditure", "basic", "project", "fiscal", "threePublicBudget", "threePublic")


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; `note` is what stands beside it."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A report with its totals."""

    report: Holding
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Grade:
    """A self-evaluation (绩效自评) as printed; amounts in `unit`."""

    name: str
    href: str
    budget: str
    executed: str
    rate: str
    score: str
    grade: str
    unit: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """What the page shows. `account` holds the totals of the chosen year, `accounts` those of all years."""

    iri: str
    region: Link | None
    parents: tuple[Link, ...]
    children: tuple[Link, ...]
    year: int
    account: Account | None
    accounts: tuple[Account, ...]
    labels: dict[str, str]
    tiles: tuple[str, ...]
    rows: tuple[str, ...]
    evaluations: tuple[Grade, ...]
    duties: tuple[Link, ...]
    divisions: tuple[Link, ...]
    headcounts: tuple[Link, ...]

    @property
    def money_unit(self) -> str:
        """The printed unit of all totals; "" where they differ."""
        units = {figure.unit for account in self.accounts for figure in account.figures.values()}
        return units.pop() if len(units) == 1 else ""

    @property
    def missing_years(self) -> list[int]:
        """Years between the first and the last with totals that have none."""
        years = {account.report.year for account in self.accounts}
        return [year for year in range(min(years), max(years)) if year not in years] if years else []


def view(store: Store, unit: NamedNode, row: UnitRow, year: int | None) -> UnitView:
    """The view of `unit`, for `year` or else its newest year; year 0 where it has no report."""
    graph = Graph(store)
    chosen = year if year in row.years else max(row.years, default=0)
    accounts = [Account(report, found) for report in row.reports if (found := figures(graph, NamedNode(report.iri)))]
    said = _Said(graph, row, base=_base(unit))
    return UnitView(
        iri=unit.value,
        region=said.link(graph.node(unit, FA.region)),
        parents=said.links(graph.objects(unit, ORG.subOrganizationOf)),
        children=said.links(graph.subjects(ORG.subOrganizationOf, unit)),
        year=chosen,
        account=next((account for account in accounts if account.report.year == chosen), None),
        accounts=tuple(accounts),
        labels=LABELS,
        tiles=TILES,
        rows=tuple(key for key in ROWS if any(key in account.figures for account in accounts)),
        evaluations=said.evaluations(chosen),
        duties=said.duties(unit),
        divisions=said.divisions(unit),
        headcounts=said.headcounts(unit),
    )


def _base(unit: NamedNode) -> str:
    return unit.value[: unit.value.index("unit/")]


class _Said:
    """What the reports of one unit say of it; of several years the newest that says anything."""

    def __init__(self, graph: Graph, row: UnitRow, base: str) -> None:
        self._graph = graph
        self._base = base
        self._row = row
        self._years = {report.iri: report.year for report in row.reports}

    def link(self, node: NamedNode | None) -> Link | None:
        """The node's label and address."""
        return Link(self._graph.label(node), page_of(node.value, self._base)) if node else None

    def links(self, nodes: Iterable[object]) -> tuple[Link, ...]:
        """Labels and addresses of all nodes."""
        return tuple(link for node in nodes if isinstance(node, NamedNode) and (link := self.link(node)))

    def duties(self, unit: NamedNode) -> tuple[Link, ...]:
        """The duties of the newest report that prints any, in its order; a text printed twice stands once."""
        found: dict[str, Link] = {}
        for node in self._newest(self._graph.subjects(FA.dutyOf, unit)):
            text = self._text(node, FA.text)
            found.setdefault(text, Link(text, page_of(node.value, self._base)))
        return tuple(found.values())

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

    def evaluations(self, year: int) -> tuple[Grade, ...]:
        """The self-evaluations in the reports of that year, in their order."""
        reports = [NamedNode(report.iri) for report in self._row.in_year(year)]
        found = [quad.subject for report in reports for quad in self._graph.store.quads_for_pattern(None, FA.evaluates, None, report)]
        nodes = sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)
        return tuple(self._grade(node) for node in nodes)

    def _grade(self, node: NamedNode) -> Grade:
        def text(name: str) -> str:
            return self._text(node, FA[name])

        return Grade(
            name=text("projectName") or "整体支出",
            href=page_of(node.value, self._base),
            budget=text("fullBudgetText") or text("initialBudgetText"),
            executed=text("executedText"),
            rate=text("executionRateText"),
            score=text("totalScoreText"),
            grade=text("grade"),
            unit=text("printedUnit"),
        )

    def _newest(self, nodes: Iterable[NamedNode]) -> list[NamedNode]:
        """Those that the newest report states, in the order of print."""
        dated = [(self._years.get(node.value.partition("#")[0], 0), node) for node in nodes]
        newest = max((year for year, _ in dated), default=0)
        return sorted((node for year, node in dated if year == newest), key=self._line)

    def _line(self, node: NamedNode) -> tuple[int, int, str]:
        position = self._text(node, FA.position)
        line = self._text(node, FA.line)
        return (int(line) if line else 0, int(position) if position else 0, node.value)

    def _text(self, node: NamedNode, predicate: NamedNode) -> str:
        return self._graph.text(node, predicate)
