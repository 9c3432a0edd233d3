"""The rows that one report gives to the columnar tables beside the tidy ones: what `queries/columnar` says, made of its things directly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.parts.statements import Pattern, Row, Statements
from kg.parts.tidy_rows import REPORT_TYPES
from ontology.terms import FA

_REPORT = Pattern("report fa:filePath; year fa:year; organization_iri fa:reportOf; scope fa:scope; report_title? dct:title")
_UNIT = Pattern("organization skos:prefLabel; place fa:region")
_PLACE = Pattern("region skos:prefLabel; region_code skos:notation")
_RESULT = Pattern("indicator fa:indicator; report fa:partOfEvaluation/fa:statedIn/dct:isPartOf/fa:filePath; met? fa:met")
_FIGURE = Pattern(
    "thing fa:measure; what fa:what; passage fa:statedIn; amount fa:value; printed fa:printedText; own? fa:section;"
    "money? fa:printedUnit; counted? fa:valueUnit; qualifier? fa:qualifier"
)
_PASSAGE = Pattern("paragraph fa:text; report dct:isPartOf/fa:filePath; above? fa:section")
_HEADCOUNT = Pattern(
    "in fa:statedIn; body fa:headcountOf; thing fa:headcountKind; what fa:what; amount fa:value; printed fa:printedText;"
    "unit? fa:valueUnit; moment? fa:statedAt; qualifier? fa:qualifier"
)
_REPORTING = Pattern("unit_of_report fa:reportOf; report fa:filePath")
_LINE = Pattern("passage fa:statedIn; what fa:path; unit fa:printedUnit; qualifier? fa:qualifier")
_SUBJECT, _PROJECT = Pattern("thing fa:functionalSubject"), Pattern("thing obeu-dimension:project")
_EVALUATION = Pattern("thing fa:evaluates; table fa:statedIn; unit? fa:printedUnit; qualifier? fa:qualifier")
_TABLE = Pattern("report dct:isPartOf/fa:filePath; number? fa:statement; above? fa:section")
_RECORD = Pattern("thing obeu-dimension:project; report fa:statedIn/fa:filePath; unit? fa:printedUnit; qualifier? fa:qualifier")
_NAMED = Pattern("name skos:prefLabel")


def _fields(*names: str) -> dict[str, Pattern]:
    return {name: Pattern(f"amount fa:{name}; printed fa:{name}Text") for name in names}


_OF_LINE = _fields("initialBudget", "final")
_OF_PROJECT = _fields("executed", "initialBudget", "fullBudget", "executionRate", "totalScore") | {"grade": Pattern("printed fa:grade")}


def report_units(said: Statements) -> Iterable[Row]:
    """One row a report with its unit and place."""
    reports = (row | {"type": name, "report_iri": row["source"]} for kind, name in REPORT_TYPES.items() for row in said.of(kind, _REPORT))
    rows = said.joined(said.joined(reports, "organization_iri", _UNIT), "place", _PLACE)
    return sorted(
        (row | {"scope": row["scope"].partition("#scope-")[2]} for row in rows), key=lambda row: (row["report"], row["report_iri"])
    )


def indicator_results(said: Statements) -> Iterable[Row]:
    """One row an indicator of a self-evaluation form that has a name of the graph."""
    return sorted(said.where("fa:indicator", None, _RESULT), key=lambda row: (row["report"], row["source"], row["indicator"]))


def stated(said: Statements) -> Iterable[Row]:
    """Every number that stands in no cell and has a name of the graph."""
    parts = {
        "figures": _figures(said),
        "headcounts": _headcounts(said),
        "lines": _lines(said),
        "evaluations": _of_projects(said, _evaluations(said)),
        "records": _of_projects(said, said.of(FA.ProjectRecord, _RECORD)),
    }
    rows = (row | {"part": part} for part, found in parts.items() for row in found)
    return sorted(rows, key=lambda row: (row["report"], row["part"], row["source"], row.get("field", ""), row["thing"]))


def _figures(said: Statements) -> Iterator[Row]:
    for row in said.joined(said.of(FA.StatedFigure, _FIGURE), "passage", _PASSAGE):
        yield row | {"unit": row["money"] or row["counted"], "heading": row["above"], "section": row["own"] or row["above"]}


def _headcounts(said: Statements) -> Iterator[Row]:
    rows = said.joined(said.of(FA.Headcount, _HEADCOUNT), "in", _REPORTING)
    return (row for row in rows if row["body"] == row["unit_of_report"])


def _lines(said: Statements) -> Iterator[Row]:
    """Budget lines by subject and by project; without a thing where the subject is not known."""
    lines = [row | {"section": row["above"]} for row in said.joined(said.of(FA.BudgetLine, _LINE), "passage", _PASSAGE)]
    of_subject = list(said.joined(lines, "source", _SUBJECT))
    known = {row["source"] for row in of_subject}
    of_nothing = [row | {"thing": ""} for row in lines if row["source"] not in known]
    return _by_field(said, [*of_subject, *said.joined(lines, "source", _PROJECT), *of_nothing], _OF_LINE)


def _evaluations(said: Statements) -> Iterator[Row]:
    rows = said.joined(said.of(FA.Evaluation, _EVALUATION), "table", _TABLE, FA.Table)
    return (row | {"section": row["number"] or row["above"]} for row in rows)


def _of_projects(said: Statements, rows: Iterable[Row]) -> Iterator[Row]:
    return _by_field(said, list(said.joined(rows, "thing", _NAMED)), _OF_PROJECT)


def _by_field(said: Statements, rows: Sequence[Row], fields: Mapping[str, Pattern]) -> Iterator[Row]:
    """A row a number that the thing of a row has."""
    for name, pattern in fields.items():
        yield from (row | {"field": name} for row in said.joined(rows, "source", pattern))


ROWS = (report_units, indicator_results, stated)
