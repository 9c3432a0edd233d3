"""What every answer carries: security headers, CORS for public data, the release as ETag, gzip where it is asked for."""

from __future__ import annotations

import gzip

from flask import Flask, Response, g, request

from search_app.reading import pinned_id

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # All data is public and no answer depends on a cookie.
    "Access-Control-Allow-Origin": "*",
}
_SMALL = 1024
_PACKED = ("text/", "application/json", "application/sparql-results", "application/rdf+xml", "application/ld+json", "application/n-")


def install(app: Flask) -> None:
    """Have every response pass here."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    response.headers.extend({name: value for name, value in _HEADERS.items() if name not in response.headers})
    response.vary.update(["Accept", "Accept-Encoding"])
    release = pinned_id()
    if release and response.status_code == 200 and request.method in {"GET", "HEAD"}:
        response.set_etag(f"{release}{g.get('variant', '')}", weak=True)
        response.headers.setdefault("Cache-Control", "no-cache")
        response.make_conditional(request)
    return _pack(response)


def _pack(response: Response) -> Response:
    """The body in gzip, where the client takes it and it is long enough to gain."""
    wanted = request.accept_encodings["gzip"] > 0 and (response.mimetype or "").startswith(_PACKED)
    if not wanted or response.direct_passthrough or response.is_streamed or response.status_code != 200:
        return response
    body = response.get_data()
    if len(body) > _SMALL:
        response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
