"""`/indicator/<level 2>/<name>`: a performance indicator: who set it, with which target and result, year by year."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from pyoxigraph import NamedNode

from ontology.terms import FA, SKOS
from search_app.holdings import Holding
from search_app.language import render
from search_app.pages.named import Named, named
from search_app.paging import asked_page
from search_app.views.performance import Target, counts, outcome, resource, target

pages = Blueprint("indicator", __name__)
USES_A_PAGE = 50
# Indicators whose uses are kept with the release.
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Use:
    """An indicator row of a report."""

    target: Target
    report: Holding


@dataclass(frozen=True, slots=True)
class Uses:
    """All rows with an indicator, of the newest year first, and how many were met, missed, and cannot be told."""

    rows: tuple[tuple[str, Holding], ...]
    counts: list[tuple[tuple[str, str, str], int]]


@pages.get("/indicator/<path:_path>")
def indicator(_path: str) -> str:
    """The indicator's page."""
    thing = named("indicator", "指标")
    uses = _kept_uses(thing)
    paging = asked_page(len(uses.rows), USES_A_PAGE)
    above = [node for node in thing.graph.objects(thing.node, SKOS.broader) if isinstance(node, NamedNode)]
    level = [(node.value, thing.graph.label(node)) for node in above]
    shown = [_use(thing, place, report) for place, report in paging.of(uses.rows)]
    return render("indicator.html", thing=thing, above=level, uses=shown, paging=paging, counts=uses.counts)


def _kept_uses(thing: Named) -> Uses:
    """The uses of the indicator, worked out once a release: one that every report sets has thousands."""
    kept: dict[str, Uses] = thing.reading.memory.setdefault("indicator_uses", {})
    found = kept.get(thing.node.value)
    if found is None:
        if len(kept) >= _KEPT:
            kept.clear()
        found = kept[thing.node.value] = _uses(thing)
    return found


def _uses(thing: Named) -> Uses:
    nodes = thing.graph.subjects(FA.indicator, thing.node)
    placed = [(node, report) for node in nodes if (report := thing.held.by_iri.get(node.value.partition("#")[0]))]
    placed.sort(key=lambda entry: (-entry[1].year, entry[1].unit_href, entry[0].value))
    return Uses(tuple((node.value, report) for node, report in placed), counts([outcome(thing.graph, node) for node, _ in placed]))


def _use(thing: Named, place: str, report: Holding) -> Use:
    said = resource(thing.graph, NamedNode(place))
    evaluation = said.term(FA.partOfEvaluation)
    name = thing.graph.text(evaluation, FA.projectName) or "整体支出" if evaluation else ""
    return Use(target(thing.graph, said, name), report)
