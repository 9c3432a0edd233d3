"""Link headers that lead programs from a page to its data and back (Signposting the Scholarly Web, RFC 8288)."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, g, request

from search_app.addresses import PAGES, here
from search_app.citation import licence
from search_app.reading import pinned, pinned_id
from search_app.representations import RDF, TRIG
from search_app.sparql.formats import HTML, Format

SAFE = "%/:?#[]@!$&'()*+,;=~"
_TYPES = {"report": "https://schema.org/Dataset", "unit": "https://schema.org/GovernmentOrganization"}
_ABOUT = "https://schema.org/AboutPage"


def install(app: Flask) -> None:
    """Add the links to pages and documents of things."""
    app.after_request(_point)


def document(path: str, chosen: Format) -> None:
    """Note that this answer is the document of the thing at `path` (below the base) in this format."""
    g.signposts = _of_data(path) if chosen is not HTML else _of_page(path)


def _point(response: Response) -> Response:
    path = request.path.lstrip("/")
    if response.status_code != 200 or pinned_id() is None:
        return response
    found = g.get("signposts") or (_of_page(path) if path.partition("/")[0] in PAGES else [])
    if found:
        response.headers.add("Link", ", ".join(found))
    return response


def _of_page(path: str) -> list[str]:
    """A page: cite the thing, its type, its descriptions; for a report the data packet as an item."""
    kind = path.partition("/")[0]
    found = [_link(_thing(path), "cite-as"), _link(_ABOUT, "type")]
    found += [_link(_TYPES[kind], "type")] if kind in _TYPES else []
    found += [_link(licence(), "license")] if licence() else []
    found += [_link(_data(path, offer), "describedby", offer.media_type) for offer in RDF if offer is not TRIG or kind != "report"]
    return [*found, _link(_data(path, TRIG), "item", TRIG.media_type)] if kind == "report" else found


def _of_data(path: str) -> list[str]:
    """A document of data: what it describes, where it belongs."""
    kind = path.partition("/")[0]
    page = here(f"/{path}" if kind in PAGES else f"/doc/{path}.html")
    found = [_link(_thing(path), "cite-as"), _link(page, "describes", HTML.media_type), _link(page, "collection", HTML.media_type)]
    return [*found, _link(licence(), "license")] if licence() else found


def _thing(path: str) -> str:
    return f"{pinned().release.manifest['base_iri']}{path}"


def _data(path: str, offer: Format) -> str:
    return here(f"/doc/{path}.{offer.name}")


def _link(target: str, relation: str, kind: str = "") -> str:
    """One link; a header holds ASCII alone, so the target is percent-encoded."""
    told = f';type="{kind}"' if kind else ""
    return f'<{quote(target, safe=SAFE)}>;rel="{relation}"{told}'
