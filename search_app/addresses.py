"""Data IRIs and the addresses of their pages on this host.

`<base_iri>report/…#t05r12c4` is `/report/…#t05r12c4` here; IRIs keep Chinese readable, and so do the links.
"""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

from flask import Request, request

from kg.iris import segment

# All that a release holds, as a thing.
DATASET = "dataset"

# What has a page of its own, with the number of segments that follow.
PAGES = {"unit": 2, "report": 4, "project": 3, "subject": 3, "region": 1, "indicator": 2}


def path_of(iri: str, base: str) -> str | None:
    """The part of a data IRI after the base; None for an IRI that is not below it."""
    return iri.removeprefix(base) if iri.startswith(base) else None


def page_of(iri: str, base: str) -> str:
    """Where a link to `iri` leads: a page or document here, or the IRI itself."""
    path = path_of(iri, base)
    if path is None:
        return iri
    kind, _, rest = path.partition("#")[0].partition("/")
    if path == DATASET:
        return "/catalog"
    return f"/{path}" if len(rest.split("/")) == PAGES.get(kind) else f"/id/{path}"


def here(address: str) -> str:
    """An address on this host as a link: below the path that a proxy serves us at, where it says so (X-Forwarded-Prefix)."""
    return f"{request.script_root}{address}" if address.startswith("/") else address


def iri_of(asked: Request, prefix: str, base: str) -> str:
    """The data IRI that the address asks for: what follows `prefix`, segment by segment as IRIs are made.

    A slash that belongs to a name arrives as %2F; only the raw address still tells it from one between segments.
    """
    rest = _raw(asked).partition(b"?")[0].removeprefix(prefix.encode())
    parts = (unquote_to_bytes(part).decode("utf-8", "replace") for part in rest.split(b"/"))
    return base + "/".join(segment(part) for part in parts)


def _raw(asked: Request) -> bytes:
    """The address as it came; where the server does not tell, the decoded path, in which every slash separates."""
    raw = asked.environ.get("RAW_URI") or asked.environ.get("REQUEST_URI")
    if isinstance(raw, str) and raw.startswith("/"):
        return raw.encode("latin-1", "replace")
    return quote(asked.path, safe="/").encode()
