"""What a subject code means, and with it, where that is asked too, how much was spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pyoxigraph import NamedNode, Store

from ontology import subjects
from ontology.terms import FA, QB
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused
from search_app.ask.candidates import objects
from search_app.ask.lexicon import Lexicon, Subject
from search_app.ask.lookups import value
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import fill

_LOOKED_AT = 20  # cells of a subject and year, of which the first that prints its code is told
_SCHEMES = {"functional": "支出功能分类科目", "economic": "支出经济分类科目"}


def define(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The name of a code (or the code of a name) as the reports and code lists have it."""
    known = [lexicon.subject_of[term.key] for asked in reading.asked for term in asked.terms if term.kind == "subject"]
    code = next((part.text for part in reading.parts if part.text.isdigit() and part.kind == "subject"), "")
    if not known:
        return refused(reading, _unknown(code, reading))
    said = "functional" if "功能" in reading.typed else "economic" if "经济" in reading.typed else ""
    subject = next((one for one in known if one.scheme == said), known[0])
    named = _name(subject, code)
    if _asks_amount(reading):
        return _with_amount(store, lexicon, reading, subject, named)
    query = fill("definition", {"subject": [(NamedNode(iri),) for iri in subject.iris]})
    return Answer(
        reading,
        f"{_sentence(subject)}{_other_names(subject)}",
        (named,),
        None,
        query,
        tuple(_sources(store, subject)),
    )


def _name(subject: Subject, code: str) -> Given:
    """What is asked for: the name of a code, the code of a name."""
    return Given(subject.names[0], "", f"科目{subject.code}") if code else Given(subject.code, "", subject.names[0])


def _asks_amount(reading: Reading) -> bool:
    return not reading.every_unit and (bool(reading.operation.cues & {"amount"}) or any(part.kind == "field" for part in reading.parts))


def _with_amount(store: Store, lexicon: Lexicon, reading: Reading, subject: Subject, named: Given) -> Answer:
    amount = value(store, lexicon, replace(reading, asked=reading.asked[:1]))
    if amount.text is None:
        return refused(reading, f"{_sentence(subject)}{amount.reason}", amount.sparql)
    return replace(amount, reading=reading, text=f"{_sentence(subject)}{amount.text}", values=(named, *amount.values))


def _sentence(subject: Subject) -> str:
    return f"{subject.code}是{_SCHEMES[subject.scheme]}“{subject.names[0]}”。"


def _other_names(subject: Subject) -> str:
    return f"报告里也印作{listed(f'“{name}”' for name in subject.names[1:4])}。" if len(subject.names) > 1 else ""


def _unknown(code: str, reading: Reading) -> str:
    listed_name = subjects.name(code, max(reading.years, default=0)) if code else None
    if listed_name:
        return f"已载入的报告没有用到科目{code}；科目表里它是“{listed_name}”。"
    return refusals.no_such("科目", code, "已载入的报告")


def _sources(store: Store, subject: Subject) -> Iterator[Source]:
    """One cell a year that prints the code."""
    predicate = FA.functionalSubject if subject.scheme == "functional" else FA.economicSubject
    for iri in subject.iris:
        cells = (quad.subject for quad in islice(store.quads_for_pattern(None, predicate, NamedNode(iri), None), _LOOKED_AT))
        places = sorted(cell.value for cell in cells if isinstance(cell, NamedNode) and _prints_code(store, cell))
        for place in places[:1]:
            yield _source(store, NamedNode(place), f"{subject.code} {subject.names[0]}")


def _source(store: Store, cell: NamedNode, quote: str) -> Source:
    report = NamedNode(cell.value.partition("#")[0])
    table = next(iter(objects(store, cell, QB.dataSet)), "")
    file = next(iter(objects(store, report, FA.filePath)), "")
    statement = next(iter(objects(store, NamedNode(table), FA.statement)), "") if table else ""
    return Source(report.value, file, statement, None, None, quote, cell.value)


def _prints_code(store: Store, cell: NamedNode) -> bool:
    return next(store.quads_for_pattern(cell, FA.printedCode, None, None), None) is not None
