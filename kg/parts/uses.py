"""What a report uses of the reference graph, and what follows from it together with others.

These are the rows of `queries/reference` and `queries/links`, made of the report's things directly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.parts.cells import Cells
from kg.parts.statements import Pattern, Row, Statements, distinct
from ontology.terms import FA, concept

_REGION = Pattern("region fa:region")
_YEAR = Pattern("year fa:year")
_LEVELS = {path: Pattern(f"level {path}") for path in ("fa:level1", "fa:level2")}
_NAMED = Pattern("name skos:prefLabel")
_POINTING = ("fa:functionalSubject", "fa:economicSubject", "fa:fundedUnder")
_SUBJECTS = {path: Pattern(f"subject {path}; code? fa:printedCode; label? fa:lineItem") for path in _POINTING}
_AFFILIATION = Pattern("child fa:child; status fa:status; year fa:statedIn/fa:year; parent? fa:parent")
_CURRENT = concept("status", "current").value
_INDICATOR = Pattern("indicator fa:indicator; level fa:level2")
_REPORT = Pattern("unit fa:reportOf; year fa:year")
_DUTY = Pattern("report fa:statedIn; text fa:text")
_UNIT = Pattern("unit_name skos:prefLabel")
_RECORD = Pattern(
    "report fa:statedIn; project obeu-dimension:project; name fa:projectName; also? fa:alsoNamed; purpose? fa:purpose;executed? fa:executed"
)


def uses(said: Statements, cells: Cells) -> dict[str, list[Row]]:
    """The rows by the name of the query; those of `subjects` once each, with the number of `times`."""
    records = sorted(_records(said), key=lambda row: (row["project"], row["source"]))
    return {
        "levels": distinct(_levels(said), ("level", "name")),
        "regions": distinct(said.where("fa:region", None, _REGION), ("region",)),
        "subjects": _counted(cells.subjects() + Counter(_subjects(said))),
        "years": distinct(said.of(FA.Report, _YEAR), ("year",)),
        "affiliations": distinct(_affiliations(said), ("child", "parent", "year")),
        "duties": _taken(sorted(_duties(said), key=lambda row: row["source"]), ("unit", "duty", "report", "year", "text")),
        "indicators": distinct(said.where("fa:indicator", None, _INDICATOR), ("indicator", "level")),
        "projects": _taken(records, ("unit", "unit_name", "project", "report", "year", "name", "also", "purpose", "executed")),
    }


def _levels(said: Statements) -> Iterator[Row]:
    for path, pattern in _LEVELS.items():
        yield from said.joined(said.where(path, None, pattern), "level", _NAMED)


def _counted(printings: Counter[tuple[str, str]]) -> list[Row]:
    return [{"subject": subject, "name": name, "times": str(times)} for (subject, name), times in sorted(printings.items())]


def _subjects(said: Statements) -> Iterator[tuple[str, str]]:
    """What things that are no cells point to, with the label of the row where that prints its code."""
    for path, pattern in _SUBJECTS.items():
        for row in said.where(path, None, pattern):
            prints_it = row["code"] and row["subject"].endswith(f"/{row['code']}")
            yield row["subject"], row["label"] if prints_it else ""


def _affiliations(said: Statements) -> Iterator[Row]:
    return (row for row in said.of(FA.Affiliation, _AFFILIATION) if row["status"] == _CURRENT)


def _duties(said: Statements) -> Iterator[Row]:
    for row in said.joined(said.of(FA.Duty, _DUTY), "report", _REPORT, FA.Report):
        yield row | {"duty": row["source"]}


def _records(said: Statements) -> Iterator[Row]:
    return said.joined(said.joined(said.of(FA.ProjectRecord, _RECORD), "report", _REPORT, FA.Report), "unit", _UNIT)


def _taken(rows: Iterable[Row], columns: Sequence[str]) -> list[Row]:
    return [{name: row[name] for name in columns} for row in rows]
