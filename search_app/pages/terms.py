"""`/api/terms`: the terms that a word names, for the completion of queries."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from search_app.asked import question
from search_app.faults import PageFault
from search_app.reading import pinned
from search_app.terms import MOST, terms

pages = Blueprint("terms", __name__)
_USUAL = 20


@pages.get("/api/terms")
def api_terms() -> Response:
    """The terms whose label, code or name holds `q`, at most `k`."""
    text = question(request.args)
    found = terms(pinned(), text, _count(request.args.get("k") or str(_USUAL)))
    listed = [{"iri": term.iri, "text": term.text, "label": term.label, "kind": term.kind} for term in found]
    return jsonify(query=text, terms=listed)


def _count(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= MOST):
        raise PageFault(400, "bad_k", f"k是“{given[:40]}”，要写1到{MOST}的整数", f"去掉k就是{_USUAL}")
    return int(given)
