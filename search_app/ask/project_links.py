"""What a project is tied to: the subjects it is funded under, the unit that carries it out, the department in charge."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from kg.store import Row, rows
from ontology.terms import FA
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import fill

_LINKS = {"funding": FA.fundedUnder, "implementer": FA.carriedOutBy}
_NAMES = {"funding": "列支科目", "implementer": "实施单位", "parent": "主管部门或实施单位"}


def funding(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The functional subjects whose amounts hold the project."""
    return _linked(store, lexicon, reading, "funding")


def implementer(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The unit whose project it is; the department in charge as the self-evaluation prints it."""
    return _linked(store, lexicon, reading, "parent" if "parent" in reading.operation.cues else "implementer")


def _linked(store: Store, lexicon: Lexicon, reading: Reading, relation: str) -> Answer:
    known = reading.projects or tuple(
        lexicon.project_of[term.key] for asked in reading.asked for term in asked.terms if term.kind == "project"
    )
    projects = [(NamedNode(one.iri),) for one in known]
    if link := _LINKS.get(relation):
        query = fill("project-links", {"link": [(link,)], "project": projects})
    else:
        query = fill("project-responsible", {"project": projects})
    found = list(rows(store, query)) if known else []
    names = listed(one.name for one in known)
    if not found:
        return refused(reading, refusals.no_such("", f"{names}的{_NAMES[relation]}", "已载入的报告里"), query)
    values = dict.fromkeys(_given(row) for row in found)
    text = f"{names}的{_NAMES[relation]}是{listed(f'{one.label}{one.value}' for one in values)}。"
    return Answer(reading, text, tuple(values), None, query, tuple(_source(row) for row in found))


def _given(row: Row) -> Given:
    return Given(row["value"], "", row.get("code", ""))


def _source(row: Row) -> Source:
    report, _, fragment = row["place"].partition("#")
    return Source(report if fragment else "", "", "", None, None, row["value"], row["place"])
