"""`/unit/<code>/<name>`: who a unit is, what it took in and spent year by year, and its reports."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from pyoxigraph import NamedNode

from search_app.addresses import iri_of
from search_app.faults import PageFault, Suggestion
from search_app.graph import Graph
from search_app.holdings import Holdings, UnitRow, holdings
from search_app.reading import pinned
from search_app.views.unit import view
from search_app.wording import spans

pages = Blueprint("unit", __name__)


@pages.get("/unit/<path:_path>")
def unit(_path: str) -> str:
    """The unit's page; `?year=` picks the year of its tiles."""
    reading = pinned()
    held = holdings(reading)
    iri = iri_of(request, "/unit/", held.base + "unit/")
    row = held.unit("/" + iri.removeprefix(held.base)) or named(Graph(reading.store), held, NamedNode(iri))
    if row is None:
        raise missing(held, iri)
    return render_template(
        "unit.html", held=held, row=row, view=view(reading.store, NamedNode(iri), row, request.args.get("year", type=int))
    )


def named(graph: Graph, held: Holdings, node: NamedNode) -> UnitRow | None:
    """A unit that reports name (a superior, a subunit) and that has none of its own; None where no report names it."""
    if not graph.holds(node):
        return None
    path = node.value.removeprefix(held.base)
    return UnitRow(graph.label(node), f"/{path}", path.split("/")[1], ())


def missing(held: Holdings, iri: str) -> PageFault:
    """404 with the units of the nearest names."""
    name = iri.rpartition("/")[2]
    near = tuple(Suggestion(row.name, row.href, note(row)) for row in held.nearest(name))
    hint = "可能是名称有变，或者这个单位的报告还没有载入。" + ("名字最接近的是：" if near else "")
    return PageFault(404, "not_found", f"没有“{name}”这个单位", hint, near)


def note(row: UnitRow) -> str:
    """“部门决算2019、2020、2022–2024，绩效自评报告2022–2024”."""
    kinds: dict[str, list[int]] = {}
    for report in row.reports:
        kinds.setdefault(report.type, []).append(report.year)
    return "，".join(f"{kind}{spans(years)}" for kind, years in kinds.items())
