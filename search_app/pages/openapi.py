"""`/openapi.json`: the description of all JSON routes, for programs and their makers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from search_app import openapi

pages = Blueprint("openapi", __name__)


@pages.get("/openapi.json")
def description() -> Response:
    """The OpenAPI 3.1 document."""
    return jsonify(openapi.document(request.url_root))
