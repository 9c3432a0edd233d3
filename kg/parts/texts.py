"""What can be found in a report by search: its paragraphs, the prose of its self-evaluations, and what these speak of.

Places of the report are fragments of its IRI (`p12`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kg.parts.statements import Pattern, Row, Statements
from ontology.terms import FA

Texts = dict[str, list[Row]]
"""Rows by name: `paragraphs`, `evaluations`, `indicators`, each in the order of print; `lines`: subject and project of what a budget line
states, by paragraph; `projects`: their names; `annexed`: in which file a table or paragraph stands, where it is an annex."""

_PARAGRAPH = Pattern("position fa:position; text fa:text; section? fa:section; page? fa:page; line? fa:line")
_LINE = Pattern("paragraph fa:statedIn; subject? fa:functionalSubject; project? obeu-dimension:project")
_PROJECT = Pattern("name skos:prefLabel")
_EVALUATION = Pattern(
    "table fa:statedIn; title? fa:statedIn/dct:title; project? fa:projectName; goal? fa:goal; result? fa:result;"
    "page? fa:page; line? fa:line"
)
_OF = "fa:partOfEvaluation"
_INDICATOR = Pattern(
    f"row fa:rowIndex; evaluation {_OF}; table {_OF}/fa:statedIn; title? {_OF}/fa:statedIn/dct:title; project? {_OF}/fa:projectName;"
    f"page? {_OF}/fa:page; level? fa:level1/skos:prefLabel; name? fa:indicatorName; target? fa:targetText; actual? fa:actualText;"
    "reason? fa:deviationReason; line? fa:line"
)
_ANNEXED = Pattern("file fa:inFile/fa:filePath")
_PLACES, _LEFT_OUT = ("source", "paragraph", "evaluation"), {"position", "row", "table"}


def texts(said: Statements) -> bytes:
    """The rows as JSON, which `read` reads."""
    lines = list(said.of(FA.BudgetLine, _LINE))
    found: dict[str, Iterable[Row]] = {
        "paragraphs": sorted(said.of(FA.Passage, _PARAGRAPH), key=lambda row: (int(row["position"]), row["source"])),
        "evaluations": sorted(said.of(FA.Evaluation, _EVALUATION), key=lambda row: row["source"]),
        "indicators": _indicators(said),
        "lines": lines,
        "projects": said.joined(
            ({"project": iri} for iri in dict.fromkeys(row["project"] for row in lines if row["project"])), "project", _PROJECT
        ),
        "annexed": said.where("fa:inFile", None, _ANNEXED),
    }
    short = {name: [_short(row) for row in rows] for name, rows in found.items()}
    return json.dumps(short, ensure_ascii=False, separators=(",", ":")).encode()


def read(data: bytes) -> Texts:
    """What `texts` wrote."""
    found: Texts = json.loads(data)
    return found


def _indicators(said: Statements) -> Iterator[Row]:
    """Those of an evaluation together; with its project and page where it has both."""
    rows = sorted(said.of(FA.IndicatorResult, _INDICATOR), key=lambda row: (row["evaluation"], int(row["row"]), row["source"]))
    return (row if row["project"] and row["page"] else row | {"project": "", "page": ""} for row in rows)


def _short(row: Row) -> Row:
    """What is read again: places as fragments, nothing that is empty."""
    places = {name: row[name].partition("#")[2] for name in _PLACES if name in row}
    return {name: value for name, value in (row | places).items() if value and name not in _LEFT_OUT}
