"""Where on the page those things of a table stand whose IRI is none of a cell or a row (…#t05r3c2-headcount, …#t12-funds1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from kg.amounts import fold
from ontology.terms import FA
from search_app.graph import Statements
from search_app.views.cells import Drawn

_PART = re.compile(r"(?P<table>t\d+)(?P<row>r\d+)?(?P<cell>c\d+)?-(?P<what>.+)")
_ELSEWHERE = re.compile(r"quantities|evaluation")


def homes(said: Statements, tables: Mapping[str, Drawn]) -> dict[str, list[str]]:
    """The fragments that belong at each anchor: of a cell, else of its row, else of its table. `tables` are those drawn, by anchor."""
    found: dict[str, list[str]] = defaultdict(list)
    drawn = {anchor: _anchors(table) | {anchor} for anchor, table in tables.items()}
    funds = {row.fragment: row.text(FA.lineItem) for row in said.each(FA.FundRow)}
    for fragment in sorted(said.fragments()):
        match = _PART.fullmatch(fragment)
        if not match or _ELSEWHERE.fullmatch(match["what"]) or match["table"] not in tables:
            continue
        table = match["table"]
        row = f"{table}{match['row']}" if match["row"] else _fund_row(tables[table], funds.get(fragment, ""))
        cell = f"{row}{match['cell']}" if match["cell"] else ""
        found[next(anchor for anchor in (cell, row, table) if anchor in drawn[table])].append(fragment)
    return found


def _anchors(table: Drawn) -> set[str]:
    rows = [*table.head, *table.body]
    cells = {anchor for row in rows for cell in row.cells for anchor in (cell.anchor, cell.code_anchor)}
    return ({row.anchor for row in rows} | cells) - {""}


def _fund_row(table: Drawn, label: str) -> str:
    """The row of a form that prints the label of a line of its funds; "" where there is none."""
    wanted = fold(label)
    return next((row.anchor for row in table.body if wanted and any(wanted in fold(cell.text) for cell in row.cells)), "")
