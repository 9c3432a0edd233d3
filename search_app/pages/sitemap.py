"""`/sitemap.xml` and `/robots.txt`: what search engines may read."""

from __future__ import annotations

from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, current_app, make_response, request

from ontology.terms import FA, RDF, SKOS
from search_app.addresses import page_of
from search_app.dumps.changes import date_of
from search_app.graph import Graph
from search_app.holdings import holdings
from search_app.reading import pinned
from search_app.shelf import Reading

pages = Blueprint("sitemap", __name__)
# The protocol allows 50,000 addresses and 50 MB a file; fewer are made sooner.
ADDRESSES = 5_000
_PAGES = ("/", "/checks", "/checks/rules", "/compare", "/graph", "/catalog", "/downloads", "/changes", "/ontology")
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@pages.get("/sitemap.xml")
def sitemap() -> Response:
    """All addresses, or an index of the parts where there are many."""
    addresses = _addresses()
    if len(addresses) <= ADDRESSES:
        return _xml("urlset", "url", addresses)
    return _xml("sitemapindex", "sitemap", [f"/sitemap-{part}.xml" for part in range(1, -(-len(addresses) // ADDRESSES) + 1)])


@pages.get("/sitemap-<int:part>.xml")
def part(part: int) -> Response:
    """One part of a large site map; the first is 1."""
    found = _addresses()[(part - 1) * ADDRESSES : part * ADDRESSES] if part > 0 else []
    if not found:
        abort(404)
    return _xml("urlset", "url", found)


@pages.get("/robots.txt")
def robots() -> Response:
    """Pages and data are open to robots; queries and searches, which cost work and lead nowhere new, are not."""
    closed = ("/sparql", "/search", "/api/", "/queries/", "/compare?", "/graph?", "/graph.json")
    lines = [
        "User-agent: *",
        *(f"Disallow: {request.script_root}{path}" for path in closed),
        "",
        f"Sitemap: {request.url_root}sitemap.xml",
        "",
    ]
    return make_response("\n".join(lines), 200, {"Content-Type": "text/plain; charset=utf-8"})


def _addresses() -> list[str]:
    held = holdings(pinned())
    drafts = ["/check"] if current_app.extensions["settings"].draft_checks else []
    return [*_PAGES, *drafts, *(row.href for row in held.units), *(report.href for report in held.reports), *_things(pinned())]


def _things(reading: Reading) -> list[str]:
    """The pages of projects, indicators, subjects and places; worked out once a release."""
    found = reading.memory.get("things")
    if not isinstance(found, list):
        held, graph = holdings(reading), Graph(reading.store)
        nodes = [node for kind in (FA.Project, FA.Indicator) for node in graph.subjects(RDF.type, kind)]
        nodes += [node for scheme in (FA.functionalSubjects, FA.economicSubjects) for node in graph.subjects(SKOS.inScheme, scheme)]
        places = sorted({f"/region/{row.region}" for row in held.units})
        found = reading.memory["things"] = [*places, *(page_of(node.value, held.base) for node in nodes)]
    return found


def _xml(root: str, entry: str, addresses: list[str]) -> Response:
    host, date = request.url_root.rstrip("/"), date_of(pinned().release.directory)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<{root} xmlns="{_SPACE}">',
        *(f"<{entry}><loc>{escape(host + quote(path, safe='/%'))}</loc><lastmod>{date}</lastmod></{entry}>" for path in addresses),
        f"</{root}>",
        "",
    ]
    return make_response("\n".join(lines), 200, {"Content-Type": "application/xml; charset=utf-8"})
