"""`/indicator/<level 2>/<name>`: a performance indicator: who set it, with which target and result, year by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint
from pyoxigraph import NamedNode

from ontology.terms import FA, SKOS
from search_app import sql
from search_app.holdings import Holding
from search_app.language import render
from search_app.pages.named import Named, named
from search_app.paging import Paging, asked_page
from search_app.views.performance import Stamp, Target, counts, outcome, outcome_of, resource, target

pages = Blueprint("indicator", __name__)
USES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Use:
    """An indicator row of a report."""

    target: Target
    report: Holding


@dataclass(frozen=True, slots=True)
class Uses:
    """One page of the rows with an indicator, of the newest year first, as IRI and report; of all how many were met, missed, unsure."""

    rows: Sequence[tuple[str, Holding]]
    paging: Paging
    counts: list[tuple[Stamp, int]]


@pages.get("/indicator/<path:_path>")
def indicator(_path: str) -> str:
    """The indicator's page."""
    thing = named("indicator", "指标")
    found = uses(thing) if "indicator_uses" in thing.reading.tables.names else uses_in_graph(thing)
    above = [node for node in thing.graph.objects(thing.node, SKOS.broader) if isinstance(node, NamedNode)]
    level = [(node.value, thing.graph.label(node)) for node in above]
    shown = [_use(thing, place, report) for place, report in found.rows]
    return render("indicator.html", thing=thing, above=level, uses=shown, paging=found.paging, counts=found.counts)


def uses(thing: Named) -> Uses:
    """From the tables: one that every report sets has thousands of uses."""
    times = Counter({outcome_of(row["met"]): row["uses"] for row in sql.rows(thing.reading, "indicator_counts", thing.node.value)})
    paging = asked_page(times.total(), USES_A_PAGE)
    rows = sql.rows(thing.reading, "indicator_uses", thing.node.value, paging.first, USES_A_PAGE)
    return Uses([(row["source"], thing.held.by_file[row["report"]]) for row in rows], paging, counts(times.elements()))


def uses_in_graph(thing: Named) -> Uses:
    """From the graph, for a release that an older version made."""
    nodes = thing.graph.subjects(FA.indicator, thing.node)
    placed = [(node.value, report) for node in nodes if (report := thing.held.by_iri.get(node.value.partition("#")[0]))]
    placed.sort(key=lambda entry: (-entry[1].year, entry[1].unit_href, entry[0]))
    paging = asked_page(len(placed), USES_A_PAGE)
    return Uses(paging.of(placed), paging, counts([outcome(thing.graph, NamedNode(place)) for place, _ in placed]))


def _use(thing: Named, place: str, report: Holding) -> Use:
    said = resource(thing.graph, NamedNode(place))
    evaluation = said.term(FA.partOfEvaluation)
    name = thing.graph.text(evaluation, FA.projectName) or "整体支出" if evaluation else ""
    return Use(target(thing.graph, said, name), report)
