"""The places of many units at once, from the tables of the release: the patterns of `values.rq` as conditions on columns.

A query of the store fetches what it finds property by property, a third of a millisecond a place; these tables give a thousand places in
a few milliseconds. What stands where is the same (`measures.yaml`, `plan.py`), and a test holds both ways together place by place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.columnar import Tables
from kg.columnar.reader import Parameter
from ontology.terms import FA, OBEU_DIMENSION
from search_app.ask.answer import Source
from search_app.ask.candidates import Found, decimal
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import plain
from search_app.ask.templates import Branch, Rows, Value

NEEDED = frozenset({"cells", "places"})
_DIMENSIONS: Final[Mapping[NamedNode, str]] = {
    FA.balanceItem: "balance",
    FA.economicSubject: "economic",
    FA.expenditureKind: "expenditure",
    FA.functionalSubject: "functional",
    FA.fundSource: "fund",
    FA.level: "level",
    FA.lineItem: '"row"',
    FA.side: "side",
    OBEU_DIMENSION.operationCharacter: '"character"',
}
_SUBJECTS = frozenset({FA.economicSubject, FA.functionalSubject})
_PARTS: Final[Mapping[str, str]] = {
    "figures": "figures",
    "headcounts": "headcounts",
    "lines": "lines",
    "named_lines": "lines",
    "funds": "evaluations",
    "scores": "evaluations",
    "recorded_funds": "records",
    "recorded_scores": "records",
}
FIELDS: Final[Mapping[NamedNode, str]] = {
    getattr(FA, name): name for name in ("executed", "initialBudget", "fullBudget", "executionRate", "totalScore", "grade", "final")
}
_ALWAYS = "organization_iri, year, printed, unit, amount, qualifier, source"
_COLUMNS: Final[Mapping[str, str]] = {
    "cells": f'{_ALWAYS}, statement, "row", "column", row_index, column_index',
    "places": f"{_ALWAYS}, thing, what, name, section, moment",
}
_FEW_UNITS = 100  # units that are told apart by their names; of more, or of all, all rows are read
_MARKS = '[“”\\"（）()]'

_Condition = tuple[str, tuple[Parameter, ...]]
_Bound = Sequence[Value]
"""A row of a part of `values.rq`: what is asked, the rank, the terms."""


def can_find(tables: Tables | None, parts: Mapping[Branch, Rows]) -> bool:
    """True where the release has these tables, and they hold what the parts look for (they lack texts, as goals are)."""
    if tables is None or not set(tables.names) >= NEEDED:
        return False
    fields = (term for branch in parts for name, term in branch.fixed if name == "property")
    return all(branch.part == "cells" or branch.part in _PARTS for branch in parts) and all(field in FIELDS for field in fields)


def places(tables: Tables, lexicon: Lexicon, targets: Sequence[tuple[str, int]], parts: Mapping[Branch, Rows]) -> Iterator[Found]:
    """Every place of the parts in the reports of the targets; files and quotes are left to be read (`read_again`)."""
    wanted = set(targets)
    for branch, bound in parts.items():
        selected = _of_cells(branch, bound) if branch.part == "cells" else _beside_cells(branch, bound)
        for (condition, parameters), keys in selected:
            for row in _rows(tables, lexicon, targets, "cells" if branch.part == "cells" else "places", condition, parameters):
                if (row["organization_iri"], row["year"]) in wanted:
                    told = row["thing"] or "" if branch.part != "cells" else "" if "" in keys else str(row["year"])
                    yield from (_found(lexicon, row, branch.part, key) for key in keys.get(told, ()))


def _rows(
    tables: Tables, lexicon: Lexicon, targets: Sequence[tuple[str, int]], table: str, condition: str, parameters: Sequence[Parameter]
) -> list[dict[str, Any]]:
    years, units = sorted({year for _, year in targets}), list(dict.fromkeys(unit for unit, _ in targets))
    told_apart = len(units) <= _FEW_UNITS and len(units) < len(lexicon.units)
    said, named = (" AND organization_iri IN (SELECT unnest(?))", [units]) if told_apart else ("", [])
    statement = (
        f"SELECT {_COLUMNS[table]} FROM {table} "  # noqa: S608  # names and years of this program
        f"WHERE year BETWEEN {years[0]} AND {years[-1]}{said} AND {condition}"
    )
    return tables.rows(statement, [*named, *parameters])


def _of_cells(branch: Branch, bound: Rows) -> Iterator[tuple[_Condition, dict[str, list[_Bound]]]]:
    """A condition for every row: kind of table, phase, the pairs of dimension and value. Rows of a subject in several years have one."""
    fixed = dict(branch.fixed)
    of_years: dict[_Condition, dict[str, list[_Bound]]] = {}
    for row in bound:
        kind, phase, *values = row[2:]
        said: list[_Condition] = [("table_kind = ?", (_local(kind),)), ("phase = ?", (_local(phase),))]
        pairs = [(fixed[f"p{number}"], value) for number, value in enumerate(values, 1) if fixed[f"p{number}"] is not None]
        said += [_pair(dimension, value) for dimension, value in pairs]
        if isinstance(without := fixed["without"], NamedNode):
            said.append((f"{_DIMENSIONS[without]} IS NULL", ()))
        if fixed["words"] is not None:
            said.append(("""regexp_matches("row" || '/' || "column", ?)""", (_text(fixed["words"]),)))
        years = {_subject(value)[0] for dimension, value in pairs if dimension in _SUBJECTS}
        of_years.setdefault(_all(said), {}).setdefault(max(years, default=""), []).append(row)
    for (condition, parameters), keys in of_years.items():
        of_subject = ", ".join(str(int(year)) for year in sorted(filter(None, keys)))
        yield (f"{condition} AND year IN ({of_subject})" if of_subject else condition, parameters), keys


def _pair(dimension: Value, value: Value) -> _Condition:
    if not isinstance(dimension, NamedNode):
        raise TypeError(f"no dimension: {dimension}")
    return f"{_DIMENSIONS[dimension]} = ?", (_subject(value)[1] if dimension in _SUBJECTS else _local(value),)


def _subject(value: Value) -> tuple[str, str]:
    """Year and code of a subject."""
    year, code = _text(value).split("/")[-2:]
    return year, code


def _beside_cells(branch: Branch, bound: Rows) -> Iterator[tuple[_Condition, dict[str, list[_Bound]]]]:
    """One condition for all rows of a part, which differ by the thing alone; lines without a subject by the end of their path."""
    said: list[_Condition] = [("part = ?", (_PARTS[branch.part],)), *_patterns(dict(branch.fixed))]
    if branch.part == "named_lines":
        for row in bound:
            yield _all([*said, ("thing IS NULL AND ends_with(what, ?)", (f" > {_text(row[2])}",))]), {"": [row]}
        return
    keys: dict[str, list[_Bound]] = {}
    for row in bound:
        keys.setdefault(_text(row[2]), []).append(row)
    ends = ("thing BETWEEN ? AND ?", (min(keys), max(keys)))  # what lies outside is skipped unread
    yield _all([*said, ends, ("thing IN (SELECT unnest(?))", (list(keys),))]), keys


def _patterns(fixed: Mapping[str, Value]) -> Iterator[_Condition]:
    if isinstance(field := fixed.get("property"), NamedNode):
        yield "field = ?", (FIELDS[field],)
    if fixed.get("wording"):
        yield "regexp_matches(regexp_replace(what, ?, '', 'g'), ?)", (_MARKS, _text(fixed["wording"]))
    if fixed.get("unlike"):
        yield "NOT regexp_matches(what, ?)", (_text(fixed["unlike"]),)
    if fixed.get("outside"):
        outside = _text(fixed["outside"])
        yield "NOT regexp_matches(what, ?) AND NOT regexp_matches(coalesce(heading, ''), ?)", (outside, outside)


def _all(conditions: Sequence[_Condition]) -> _Condition:
    return " AND ".join(text for text, _ in conditions), tuple(one for _, parameters in conditions for one in parameters)


def _found(lexicon: Lexicon, row: Mapping[str, Any], part: str, bound: _Bound) -> Found:
    """The place of a row of the tables."""
    cell = part == "cells"
    unit = _text(bound[3]) if part.endswith("scores") else row["unit"] or ""
    quote = (
        None if cell or part in ("figures", "lines", "named_lines") else (row["moment"] or "" if part == "headcounts" else row["printed"])
    )
    said = row["statement"] if cell else row["section"] or ""
    return Found(
        asked=_text(bound[0]),
        rank=int(_text(bound[1])),
        unit=row["organization_iri"],
        unit_name=lexicon.unit_of[row["organization_iri"]].name,
        year=row["year"],
        printed=row["printed"],
        printed_unit=unit,
        number=decimal(plain(row["printed"])),
        amount=row["amount"],
        qualifier=row["qualifier"] or "",
        what=f"{row['row']}/{row['column']}" if cell else row["what"] or "",
        subject_name=row["row"] if cell else row["name"] or "",
        source=Source(
            row["source"].partition("#")[0],
            "",
            said,
            row["row_index"] if cell else None,
            row["column_index"] if cell else None,
            quote,
            row["source"],
        ),
    )


def _local(term: Value) -> str:
    """The name of a concept after its scheme, of an operation character, or a text."""
    text = _text(term)
    return text.rpartition("#")[2].partition("-")[2] if "#" in text else text.rpartition("/")[2] if isinstance(term, NamedNode) else text


def _text(term: Value) -> str:
    if not isinstance(term, NamedNode | Literal):
        raise TypeError(f"no term: {term}")
    return term.value
