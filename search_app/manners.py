"""What every answer carries: security headers, CORS for public data, the release as ETag, gzip where it is asked for."""

from __future__ import annotations

import gzip

from flask import Flask, Response, g, request

from search_app.language import CHINESE, language
from search_app.reading import pinned_id

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # All data is public; the one cookie chooses the language of pages.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Repr-Digest, X-Request-Id",
}
# What a page elsewhere may send beside a simple GET, for a day without asking again.
_PREFLIGHT = {"Access-Control-Allow-Headers": "Content-Type, Accept, If-None-Match, Range", "Access-Control-Max-Age": "86400"}
_VARY = ("Accept", "Accept-Encoding")
# What makes an answer depend on what the client holds already.
_CONDITIONS = ("If-None-Match", "If-Modified-Since", "If-Match")
_SMALL = 1024
_PACKED = (
    "text/",
    "application/json",
    "application/sparql-results",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-",
    "application/xml",
)


def install(app: Flask) -> None:
    """Have every response pass here."""
    app.after_request(_finish)


def not_modified() -> Response | None:
    """304 where the client holds this very answer: `g.variant` says which one it is within the release. None: it must be made."""
    tag = _tag()
    if tag is None or request.method not in {"GET", "HEAD"} or not request.if_none_match.contains_weak(tag):
        return None
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _tag() -> str | None:
    release = pinned_id()
    return f"{release}{g.get('variant', '')}{'' if language() == CHINESE else '-' + language()}" if release else None


def _finish(response: Response) -> Response:
    if request.method == "OPTIONS" and "Allow" in response.headers:
        response.headers.update({**_PREFLIGHT, "Access-Control-Allow-Methods": response.headers["Allow"]})
    told = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # a Headers iterates over pairs
    response.headers.extend({name: value for name, value in _HEADERS.items() if name.lower() not in told})
    if "vary" in told:
        response.vary.update(_VARY)
    else:
        response.headers["Vary"] = ", ".join(_VARY)
    tag = _tag()
    is_fixed = response.status_code == 200 and request.method in {"GET", "HEAD"} and not response.cache_control.no_store
    if tag and is_fixed and "ETag" not in response.headers:
        response.set_etag(tag, weak=True)
        response.headers.setdefault("Cache-Control", "no-cache")
        if any(name in request.headers for name in _CONDITIONS):
            response.make_conditional(request)
    return _pack(response)


def _pack(response: Response) -> Response:
    """The body in gzip, where the client takes it and it is long enough to gain."""
    if response.direct_passthrough or response.is_streamed or response.status_code != 200:
        return response
    body = response.get_data()
    if len(body) > _SMALL and (response.mimetype or "").startswith(_PACKED) and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
