"""`/report/<code>/<unit>/<year>/<type>`: one report as printed, every cell and passage with its anchor; its tables as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request
from pyoxigraph import NamedNode

from search_app import sql
from search_app.addresses import iri_of
from search_app.faults import PageFault, Suggestion
from search_app.holdings import Holding, Holdings, holdings
from search_app.language import render
from search_app.ledger import ledger
from search_app.pages.downloads import has_bundles
from search_app.pages.unit import missing, note
from search_app.reading import pinned
from search_app.shelf import Reading
from search_app.spreadsheet import csv_file
from search_app.views.report import ReportView, view

pages = Blueprint("report", __name__)
_KEPT = 16
_COLUMNS = ("statement", "title", "side", "row", "code", "column", "value", "unit", "source")


@pages.get("/report/<path:_path>")
def report(_path: str) -> Response:
    """The report's page; with `format=csv` the numbers of its tables, a row each, as printed and with their places."""
    reading = pinned()
    held = holdings(reading)
    iri = iri_of(request, "/report/", held.base + "report/")
    found = next((one for one in held.reports if one.iri == iri), None)
    if found is None:
        raise absent(held, iri)
    if request.args.get("format") == "csv":
        cells = sql.rows(reading, "report_cells", found.file_path)
        return csv_file(f"{found.unit}{found.year}{found.type}.csv", _COLUMNS, [tuple(cell.values()) for cell in cells])
    row = held.unit(found.unit_href)
    others = [one for one in row.reports if one.iri != iri] if row else []
    shown = _view(reading, iri)
    return make_response(render("report.html", held=held, report=found, others=others, view=shown, bundle_href=_bundle_href(found)))


def _view(reading: Reading, iri: str) -> ReportView:
    """The report as its page shows it; those read last are kept with the release, as reading one anew is most of the page's cost."""
    kept: dict[str, ReportView] = reading.memory.setdefault("report_views", {})
    shown = kept.get(iri)
    if shown is None:
        shown = view(reading.store, NamedNode(iri), ledger(reading).findings.get(iri, ()))
        if len(kept) >= _KEPT:
            kept.clear()
        kept[iri] = shown
    return shown


def _bundle_href(report: Holding) -> str:
    """Where the report's bundle is; where none is given away, what the graph states of the report."""
    if has_bundles():
        return f"/downloads/bundles{report.href.removeprefix('/report')}.trig"
    return f"/doc{report.href}.trig"


def absent(held: Holdings, iri: str) -> PageFault:
    """410 for a report that was taken down, else 404 with what there is of the unit."""
    if iri in held.gone:
        return PageFault(410, "gone", "这份报告已按要求撤下", "同一单位的其他报告见单位页")
    unit_href = "/unit/" + "/".join(iri.removeprefix(held.base).split("/")[1:3])
    row = held.unit(unit_href)
    if row is None:
        return missing(held, held.base + unit_href[1:])
    near = tuple(Suggestion(f"{one.year}年{one.type}", one.href, row.name) for one in reversed(row.reports))
    return PageFault(404, "not_found", "没有载入这份报告", f"{row.name}已载入的报告：{note(row)}。", near)
