"""What a report calls its projects and its divisions: the rows of `queries/ask/lexicon-projects.rq` and `lexicon-divisions.rq`.

They are made of the report's things directly: a release that asked its store for them would look up every name in all that was loaded. A
report that speaks of a project states its label, which follows from the project's IRI, and the names that it gives it: so the rows of all
reports together are those of a store that holds them, but that no row has the year of one report and a name that another alone gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter

from kg.parts.statements import Pattern, Row, Statements, distinct
from ontology.terms import FA, ORG

Names = dict[str, list[Row]]
"""Rows by name: `projects`, `divisions`."""

_COLUMNS = {"projects": ("project", "year", "name", "label", "unit"), "divisions": ("name", "unit")}
_SPEAKING = {
    FA.ProjectRecord: Pattern("project obeu-dimension:project; report fa:statedIn"),
    FA.Evaluation: Pattern("project fa:evaluates; report fa:statedIn/dct:isPartOf"),
    FA.BudgetLine: Pattern("project obeu-dimension:project; report fa:statedIn/dct:isPartOf"),
}
_REPORT = Pattern("unit fa:reportOf; year fa:year")
_NAMED = (Pattern("label skos:prefLabel; name skos:prefLabel"), Pattern("label skos:prefLabel; name skos:altLabel"))
_DIVISION = Pattern("name skos:prefLabel; unit org:unitOf")


def names(said: Statements) -> Names:
    """The rows of one report."""
    return _once({"projects": _projects(said), "divisions": said.of(ORG.OrganizationalUnit, _DIVISION)})


def together(stated: Iterable[Names]) -> Names:
    """Those of several reports."""
    held = list(stated)
    return _once({name: chain.from_iterable(map(itemgetter(name), held)) for name in _COLUMNS})


def _once(found: dict[str, Iterable[Row]]) -> Names:
    """Each row once, in the order of the queries."""
    return {name: distinct(rows, _COLUMNS[name]) for name, rows in found.items()}


def _projects(said: Statements) -> Iterator[Row]:
    """Every project that the report speaks of, with each of its names."""
    speaking = chain.from_iterable(said.of(kind, pattern) for kind, pattern in _SPEAKING.items())
    spoken_of = list(said.joined(distinct(speaking, ("project", "report")), "report", _REPORT))
    for pattern in _NAMED:
        yield from said.joined(spoken_of, "project", pattern, FA.Project)
