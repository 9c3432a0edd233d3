"""How to cite what a page shows: title, release with its date, and the IRI that stays."""

from __future__ import annotations

from urllib.parse import unquote, urlencode

from flask import current_app, request

from kg.settings import Settings
from search_app.addresses import PAGES
from search_app.dumps.changes import date_of
from search_app.reading import pinned

# Addresses whose path is the name of a thing below the base of the data IRIs.
_OF_THINGS = {*PAGES, "id", "doc"}
# Pages that are what their query says.
_BY_QUERY = {"compare", "graph"}


def citation(title: str) -> str:
    """“决算图谱，数据发布版…（2026-11-21），标题”; without the IRI."""
    reading = pinned()
    name = f"{publisher()}，决算图谱" if publisher() else "决算图谱"
    return f"{name}，数据发布版{reading.id}（{date_of(reading.release.directory)[:10]}），{title}"


def cited_iri() -> str:
    """The IRI of the thing that this page is about; the page's own address where it is about no single thing."""
    base = str(pinned().release.manifest["base_iri"])
    path = unquote(request.path).lstrip("/")
    kind, _, rest = path.partition("/")
    if kind in {"id", "doc"}:
        return base + rest.removesuffix(".html")
    if kind in _OF_THINGS:
        return base + path
    if kind not in _BY_QUERY:
        return request.base_url
    asked = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return unquote(request.base_url + (f"?{urlencode(asked)}" if asked else ""))


def licence() -> str:
    """The IRI of the licence that the operator sets; "" where none is set."""
    return _settings().licence


def publisher() -> str:
    """Who publishes the data, as the operator says; "" where nobody is named."""
    return _settings().publisher


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
