"""The file in which something is printed: of a report in several files, its own or an annex (附表)."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode, Store

from ontology.terms import FA
from search_app.graph import Graph

# The table or passage in which a place stands: t05 of t05r12c4, p37 of p37o120-168.
_BLOCK = re.compile(r"^(?:t\d+|p\d+)")


def block_of(place: str) -> str:
    """The IRI of the table or passage in which `place` stands; "" for a place that is in none."""
    report, _, fragment = place.partition("#")
    found = _BLOCK.match(fragment)
    return f"{report}#{found.group()}" if found else ""


def file_of(store: Store, place: str) -> str:
    """The path of the annex that prints `place` (an IRI); "" for the report's own file."""
    block = block_of(place)
    if not block:
        return ""
    graph = Graph(store)
    file = graph.node(NamedNode(block), FA.inFile)
    return graph.text(file, FA.filePath) if file else ""
