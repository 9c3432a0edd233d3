"""`/unit/<code>/<name>`: who a unit is, what it took in and spent year by year, on what, with which results, and its reports."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from pyoxigraph import NamedNode

from kg.checks.catalogue import by_id
from ontology import regions
from search_app import sql
from search_app.addresses import iri_of
from search_app.faults import PageFault, Suggestion
from search_app.graph import Graph
from search_app.holdings import Holdings, UnitRow, holdings
from search_app.language import render
from search_app.reading import pinned
from search_app.shelf import Reading
from search_app.totals import totals
from search_app.views.flow import flow
from search_app.views.money import money
from search_app.views.performance import MET, ORDER, counts, efforts, resource, stamped, target
from search_app.views.spending import by_economy, by_function, main_subjects, report_money
from search_app.views.unit import evaluations, profile
from search_app.wording import spans

pages = Blueprint("unit", __name__)
# Rows of indicators and findings before “see all”.
TARGETS = 8
FINDINGS = 5
NEARBY = 6
_STAMPS = {"error": ("e", "错", "错误"), "warning": ("w", "疑", "疑点"), "info": ("i", "注", "提示")}


@pages.get("/unit/<path:_path>")
def unit(_path: str) -> str:
    """The unit's page; `?year=` picks the year of its tiles and of what the money went to."""
    reading = pinned()
    held = holdings(reading)
    graph = Graph(reading.store)
    iri = iri_of(request, "/unit/", held.base + "unit/")
    row = held.unit("/" + iri.removeprefix(held.base)) or named(graph, held, NamedNode(iri))
    if row is None:
        raise missing(held, iri)
    year = asked if (asked := request.args.get("year", type=int)) in row.years else max(row.years, default=0)
    return render(
        "unit.html",
        held=held,
        row=row,
        iri=iri,
        year=year,
        nearby=[one for one in held.units if one.region == row.region and one is not row][:NEARBY],
        who=profile(graph, NamedNode(iri), row),
        money=money(totals(reading, [row]), row.href, year, row.years),
        spent=_spent(reading, row, year),
        **_results(graph, row, year),
        **_findings(reading, row, year),
    )


def _spent(reading: Reading, row: UnitRow, year: int) -> dict[str, Any]:
    """The charts of the year and its main subjects, from the first of its reports that prints the tables."""
    found: dict[str, Any] = {"function": None, "economy": None, "flow": None, "subjects": []}
    for report in row.in_year(year):
        money_of = report_money(reading, report.file_path)
        for name, drawn in (("function", by_function), ("economy", by_economy), ("flow", flow), ("subjects", main_subjects)):
            found[name] = found[name] or drawn(money_of)
    return found


def _results(graph: Graph, row: UnitRow, year: int) -> dict[str, Any]:
    """The evaluations of the year and their indicators, the missed ones first."""
    done = efforts(graph, evaluations(graph, row, year))
    rows = [(one.name, row, stamp) for one in done for row, stamp in stamped(graph, NamedNode(one.place))]
    stamps = [stamp for _, _, stamp in rows]
    first = sorted(rows, key=lambda entry: ORDER.index(entry[2]))[:TARGETS]
    return {
        "efforts": done,
        "targets": [target(graph, resource(graph, node), name) for name, node, _ in first],
        "target_count": len(rows),
        "met": stamps.count(MET),
        "counts": counts(stamps),
    }


def _findings(reading: Reading, row: UnitRow, year: int) -> dict[str, Any]:
    """The findings of the year with a stamp each, and how many of each severity."""
    reports = [report.file_path for report in row.in_year(year)]
    found = sql.rows(reading, "findings", reports) if reports else []
    severities = [one["severity"] for one in found]
    return {
        "findings": [
            (_STAMPS[one["severity"]], by_id()[one["rule"]].title if one["rule"] in by_id() else one["rule"], one)
            for one in found[:FINDINGS]
        ],
        "finding_count": len(found),
        "finding_counts": [(stamp, severities.count(key)) for key, stamp in _STAMPS.items() if key in severities],
    }


def named(graph: Graph, held: Holdings, node: NamedNode) -> UnitRow | None:
    """A unit that reports name (a superior, a subunit) and that has none of its own; None where no report names it."""
    if not graph.holds(node):
        return None
    path = node.value.removeprefix(held.base)
    return UnitRow(graph.label(node), f"/{path}", path.split("/")[1], ())


def missing(held: Holdings, iri: str) -> PageFault:
    """404 with the units of the nearest names."""
    name = iri.rpartition("/")[2]
    near = tuple(Suggestion(row.name, row.href, _about(row)) for row in held.nearest(name))
    hint = "可能是名称有变，或者这个单位的报告还没有载入。" + ("名字最接近的是：" if near else "")
    return PageFault(404, "not_found", f"没有“{name}”这个单位", hint, near, seek=name)


def _about(row: UnitRow) -> str:
    place = regions.name(row.region)
    return note(row) if place == row.region else f"{place}　{note(row)}"


def note(row: UnitRow) -> str:
    """“部门决算2019、2020、2022–2024，绩效自评报告2022–2024”."""
    kinds: dict[str, list[int]] = {}
    for report in row.reports:
        kinds.setdefault(report.type, []).append(report.year)
    return "，".join(f"{kind}{spans(years)}" for kind, years in kinds.items())
