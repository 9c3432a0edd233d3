"""`/healthz`: whether there is a release to serve, for monitors and load balancers."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from kg.errors import ReleaseError
from search_app.holdings import holdings
from search_app.reading import pinned
from search_app.shelf import Shelf

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 and the release, or 503 where there is none. `behind`: another release is current, but cannot be served (yet)."""
    try:
        reading = pinned()
    except ReleaseError:
        return jsonify(status="no release", release=None, reports=0), 503
    shelf: Shelf = current_app.extensions["shelf"]
    status = "ok" if shelf.is_current(reading) else "behind"
    return jsonify(status=status, release=reading.id, reports=len(holdings(reading).reports)), 200
