"""`/healthz`: whether there is a release to serve, for monitors and load balancers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from kg.errors import ReleaseError
from search_app.holdings import holdings
from search_app.reading import pinned

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 and the release, or 503 where there is none."""
    try:
        reading = pinned()
    except ReleaseError:
        return jsonify(status="no release", release=None, reports=0), 503
    return jsonify(status="ok", release=reading.id, reports=len(holdings(reading).reports)), 200
