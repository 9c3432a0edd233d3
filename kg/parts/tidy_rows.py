"""The rows of the tidy tables that one report gives: what `queries/tables` says, made of the report's things directly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.parts.statements import Pattern, Row, Statements
from ontology.terms import FA, concept

REPORT_TYPES = {FA.DepartmentAccount: "部门决算", FA.UnitAccount: "单位决算", FA.SelfEvaluationReport: "绩效自评报告"}
_SCOPES = {concept("evaluationScope", "whole").value: "整体支出", concept("evaluationScope", "project").value: "项目"}
_REPORT = Pattern("report fa:filePath; year fa:year; of fa:reportOf; published? dct:issued")
_UNIT = Pattern("unit skos:prefLabel; region fa:region/skos:prefLabel")
_BUDGET_LINE = Pattern(
    "report fa:statedIn/dct:isPartOf/fa:filePath; path? fa:path; initial_budget? fa:initialBudgetText; final? fa:finalText;"
    "rate? fa:completionRateText; reason? fa:reason"
)
_FIGURE = Pattern(
    "passage fa:statedIn; printed fa:printedText; own? fa:section; sentence? fa:text; what? fa:what; concept? fa:measure;"
    "money? fa:printedUnit; counted? fa:valueUnit; qualifier? fa:qualifier"
)
_PARAGRAPH = Pattern("paragraph fa:text; report dct:isPartOf/fa:filePath; heading? fa:section")
_AMOUNTS = "initial_budget? fa:initialBudgetText; full_budget? fa:fullBudgetText; execution_rate? fa:executionRateText"
_SCORE = "score? fa:totalScoreText; grade? fa:grade"
_FORM = Pattern(
    "scope fa:evaluationScope; table fa:statedIn; project? fa:projectName; responsible? fa:responsible; goal? fa:goal; result? fa:result;"
    f"executed? fa:executedText; {_AMOUNTS}; {_SCORE}"
)
_TABLE = Pattern("number fa:tableNumber; report dct:isPartOf/fa:filePath")
_EVALUATION = Pattern("scope fa:evaluationScope; table fa:statedIn; project? fa:projectName")
_INDICATOR = Pattern(
    "row_index fa:rowIndex; evaluation fa:partOfEvaluation; label1? fa:level1/skos:prefLabel; text1? fa:level1Text;"
    "number1? fa:level1Weight; printed1? fa:level1WeightText; label2? fa:level2/skos:prefLabel; text2? fa:level2Text;"
    "level3? fa:indicatorName; target? fa:targetText; actual? fa:actualText; weight_number? fa:weight; weight_text? fa:weightText;"
    "score_number? fa:score; score_text? fa:scoreText; reason? fa:deviationReason"
)
_PROJECT = Pattern(
    "name fa:projectName; report fa:statedIn/fa:filePath; also_named? fa:alsoNamed; purpose? fa:purpose; spent? fa:executedText;"
    f"{_AMOUNTS}; {_SCORE}"
)
_DUTY = Pattern("unit fa:dutyOf/skos:prefLabel; n fa:position; text fa:text; report fa:statedIn/fa:filePath; section? fa:section")
_LABELS = {"division": "skos:prefLabel", "subunit": "fa:child/skos:prefLabel", "parent": "fa:parent/skos:prefLabel"}
_RELATIONS = {
    concept("relation", name): Pattern(f"name {label}; relation fa:relation; status fa:status; report fa:statedIn/fa:filePath")
    for name, label in _LABELS.items()
}
_HEADCOUNT = Pattern("what fa:what; value fa:printedText; report fa:statedIn/fa:filePath; when? fa:statedAt")
_NAMING = Pattern("thing fa:mentions; position fa:position; report dct:isPartOf/fa:filePath")
_NAMED = Pattern("type fa:mentionType; text skos:prefLabel")
_PASSAGE = Pattern("position fa:position; text fa:text; report dct:isPartOf/fa:filePath; section? fa:section")

_FINDING = Pattern(
    "in fa:checks; report fa:checks/fa:filePath; rule fa:rule; outcome fa:outcome; severity? fa:severity; where? fa:where;"
    "stated? fa:stated; expected? fa:expected; message? fa:message; group? fa:group; at? fa:at"
)

_PLACE = re.compile("#[^a-z-]*[a-z-]([^a-z-]*)[a-z-](?:([^a-z-]*)[a-z-])?")
_ENDS = re.compile("[。；！？]")


def reports(said: Statements) -> Iterable[Row]:
    """One row a report."""
    stated = (row | {"type": name, "iri": row["source"]} for kind, name in REPORT_TYPES.items() for row in said.of(kind, _REPORT))
    return sorted(said.joined(stated, "of", _UNIT), key=lambda row: (row["report"], row["source"]))


def budget_lines(said: Statements) -> Iterable[Row]:
    """One row a printing of a budget line."""
    return sorted(said.of(FA.BudgetLine, _BUDGET_LINE), key=_by_place)


def statements(said: Statements) -> Iterable[Row]:
    """One row a number that the narrative states, with its sentence."""
    return (_statement(row) for row in sorted(said.joined(said.of(FA.StatedFigure, _FIGURE), "passage", _PARAGRAPH), key=_by_place))


def _statement(row: Row) -> Row:
    return row | {
        "section": row["own"] or row["heading"],
        "measure": row["concept"].partition("#measure-")[2],
        "value": row["printed"].replace(",", ""),
        "unit": row["money"] or row["counted"],
        "text": row["sentence"] or _sentence(row["paragraph"], _place(row["source"])[1]),
    }


def _sentence(paragraph: str, at: int) -> str:
    """The sentence around that place of a paragraph."""
    first = max(paragraph.rfind(mark, 0, at) for mark in "。；！？") + 1
    end = _ENDS.search(paragraph, at)
    return paragraph[first : end.end() if end else None]


def evaluations(said: Statements) -> Iterable[Row]:
    """One row a self-evaluation form."""
    rows = said.joined(_scoped(said.of(FA.Evaluation, _FORM)), "table", _TABLE)
    return sorted(rows, key=lambda row: (row["report"], int(row["number"]), row["source"]))


def indicators(said: Statements) -> Iterable[Row]:
    """One row an indicator of a self-evaluation form."""
    within = said.joined(said.of(FA.IndicatorResult, _INDICATOR), "evaluation", _EVALUATION)
    rows = (row | _levels(row) for row in said.joined(_scoped(within), "table", _TABLE))
    return sorted(rows, key=lambda row: (row["report"], int(row["number"]), int(row["row_index"]), row["source"]))


def _scoped(rows: Iterable[Row]) -> Iterator[Row]:
    return (row | {"scope": _SCOPES[row["scope"]]} for row in rows if row["scope"] in _SCOPES)


def _levels(row: Row) -> Row:
    """What is printed, else the name or number that is meant."""
    return {
        "level1": row["text1"] or row["label1"],
        "level1_weight": row["printed1"] or row["number1"],
        "level2": row["text2"] or row["label2"],
        "weight": row["weight_text"] or row["weight_number"],
        "score": row["score_text"] or row["score_number"],
    }


def projects(said: Statements) -> Iterable[Row]:
    """One row a project of a report."""
    return sorted(said.of(FA.ProjectRecord, _PROJECT), key=_by_place)


def duties(said: Statements) -> Iterable[Row]:
    """One row a printing of a duty."""
    rows = (row | {"n": "" if int(row["n"]) == 0 else row["n"]} for row in said.of(FA.Duty, _DUTY))
    return sorted(rows, key=_by_place)


def divisions(said: Statements) -> Iterable[Row]:
    """One row a division, subunit or parent that a report names."""
    rows = (row for relation, pattern in _RELATIONS.items() for row in said.where("fa:relation", relation, pattern))
    return sorted((row | {name: row[name].partition(f"#{name}-")[2] for name in ("relation", "status")} for row in rows), key=_by_place)


def staffing(said: Statements) -> Iterable[Row]:
    """One row a number of posts or persons."""
    rows = (row | {"value": row["value"].replace(",", "")} for row in said.of(FA.Headcount, _HEADCOUNT))
    return sorted(rows, key=_by_place)


def mentions(said: Statements) -> Iterable[Row]:
    """One row a thing that a passage names."""
    named = said.joined(said.where("fa:mentions", None, _NAMING), "thing", _NAMED)
    rows = (row | {"type": row["type"].partition("#mention-")[2]} for row in named)
    return sorted(rows, key=lambda row: (row["report"], int(row["position"]), row["type"], row["text"], row["source"]))


def passages(said: Statements) -> Iterable[Row]:
    """One row a paragraph of the narrative."""
    return sorted(said.of(FA.Passage, _PASSAGE), key=lambda row: (row["report"], int(row["position"]), row["source"]))


def findings(said: Statements) -> Iterable[Row]:
    """One row a check that failed or could not run."""
    found: dict[str, Row] = {}
    for row in said.of(FA.CheckResult, _FINDING):
        held = found.get(row["source"])
        if held is None or row["at"] < held["at"]:
            found[row["source"]] = row
    return sorted(map(_finding, found.values()), key=by_finding)


def _finding(row: Row) -> Row:
    return row | {
        "rule": re.split("[/#]", row["rule"])[-1],
        "severity": row["severity"].partition("#severity-")[2],
        "outcome": row["outcome"].partition("#outcome-")[2],
        "source": row["at"] or row["in"],
    }


def by_finding(row: Row) -> tuple[str, ...]:
    """The order of the rows of `findings`."""
    return tuple([row[name] for name in ("report", "rule", "source", "where", "stated", "expected", "message")])


def _by_place(row: Row) -> tuple[str, int, int, str]:
    return (row["report"], *_place(row["source"]), row["source"])


def _place(source: str) -> tuple[int, int]:
    """12 and 3 of `#p12o3-4-line`; -1 where there is no such number."""
    found = _PLACE.search(source)
    first, second = found.groups("") if found else ("", "")
    return int(first) if first.isdecimal() else -1, int(second) if second.isdecimal() else -1


ROWS = (reports, budget_lines, statements, evaluations, indicators, projects, duties, divisions, staffing, mentions, passages, findings)
