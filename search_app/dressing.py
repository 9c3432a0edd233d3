"""What every template may use: the release, addresses on this host, files with the hash of their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

from kg.errors import ReleaseError
from kg.release import Release
from ontology.terms import PREFIXES
from search_app import schema_org
from search_app.addresses import here, page_of
from search_app.citation import citation, cited_iri, licence
from search_app.language import ENGLISH, english_script, language
from search_app.reading import pinned
from search_app.wording import grouped, spans

_STATIC = Path(__file__).with_name("static")


def install(app: Flask) -> None:
    """Give the templates their functions."""
    app.jinja_env.filters.update(grouped=grouped, spans=spans, local=local, doc=document, compact=compact, here=here)
    app.jinja_env.globals.update(asset=asset, citation=citation, cited_iri=cited_iri, stated_licence=licence, schema_org=schema_org)
    app.context_processor(_release)


def asset(name: str) -> str:
    """The address of a static file, of a script in the language of the page; it changes with the content, so browsers may keep it."""
    if language() == ENGLISH and name.endswith(".js") and "/" not in name:
        return f"/static/en/{name}?v={english_script(name)[1]}"
    return _asset(name)


@cache
def _asset(name: str) -> str:
    digest = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


def local(iri: str) -> str:
    """Where a link to an IRI leads: here for data IRIs; "" for what a browser should not follow (urn:, javascript:)."""
    target = page_of(iri, _base())
    return target if target.startswith(("/", "http://", "https://")) else ""


def document(href: str, format_name: str) -> str:
    """The address of the data behind a page: `/unit/…` is described at `/doc/unit/….ttl`."""
    return f"/doc{href}.{format_name}"


def compact(iri: str) -> str:
    """An IRI as a person reads it: prefixed, or without the base."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri.removeprefix(_base())


def _base() -> str:
    return str(pinned().release.manifest["base_iri"])


def _release() -> dict[str, Any]:
    """`release`: the pinned release, or None where there is none to pin."""
    release: Release | None = None
    try:
        release = pinned().release
    except ReleaseError:
        release = None
    return {"release": release}
