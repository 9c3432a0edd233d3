"""Results as the page shows them: rows with terms, or the text of a graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from search_app.sparql.formats import Format

ROWS_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """A result for people. `boolean` for ASK, `text` for a graph; `total` rows, of which `rows` are the first."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[dict[str, Any] | None, ...], ...] = ()
    total: int = 0
    boolean: bool | None = None
    text: str = ""


def shown(body: bytes, chosen: Format) -> Shown:
    """What `body` (SPARQL JSON, or a graph as Turtle) holds."""
    if chosen.is_graph:
        return Shown(text=body.decode())
    found = json.loads(body)
    if "boolean" in found:
        return Shown(boolean=found["boolean"])
    columns, bindings = found["head"]["vars"], found["results"]["bindings"]
    rows = tuple(tuple(binding.get(name) for name in columns) for binding in bindings[:ROWS_SHOWN])
    return Shown(tuple(columns), rows, len(bindings))
