"""What is asked for, and where in the graph to look for it: for every meaning of it, best first, the places that may print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from ontology.terms import FA, OBEU_DIMENSION, concept
from search_app.ask.lexicon import Lexicon, Subject, Term
from search_app.ask.places import (
    FIELDS,
    Place,
    balance,
    cells,
    economic,
    evaluated,
    figures,
    line,
    named_line,
    of_fiscal,
    one_cell,
    one_figure,
    received,
    spent,
    worded,
)
from search_app.ask.words import Measure, measures

_ANNEX = "basicData"  # a table of the self-evaluation: it counts after the narrative of the accounts

# Columns of a 财政拨款支出 table by economic subject: the whole, then the 一般公共预算, which the answer tells where it is another number.
_OF_FISCAL = ("^[^/]*/合计$", "^[^/]*/一般公共预算财政拨款/小计$")
_BY_UNIT = ("income", "expenditure")  # tables that some departments print with a row for every subordinate unit
_SPENT = ("", "executed")
_FIELDS_OF_PHASE = {
    "": ("executed",),
    "executed": ("executed",),
    "approved": ("initial",),
    "revised": ("full",),
    "budget": ("initial", "full"),
}
_BUDGETS = {"approved": "年初", "revised": "(?:全年|合计安排|调整后?|总)"}
_OTHER_FUNDS = "基金|国有资本"
_PHASES = {
    "": ("executed",),
    "previous": ("previous",),
    "executed": ("executed",),
    "approved": ("approved",),
    "revised": ("revised",),
    "budget": ("revised", "approved"),
}


RECEIVED = "received:"  # before the fund source, in the kind of what a subject received


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that was perhaps meant, and the places that print it; all of them print the same thing."""

    label: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a question asks for.

    `terms`: what the word may mean, best first. `aspect`: a phase (executed, approved, revised, budget), a field of a
    self-evaluation (rate, score, grade, …) or "" for what was spent or received. `kind`: the expenditure kind (basic,
    project) that a subject is asked for, or the fund from which it
    received. `scope`: general where only the 一般公共预算 is asked for. `part`: the subordinate
    unit or division of the unit whose row of the 分单位 tables is asked for.
    """

    word: str
    terms: tuple[Term, ...]
    aspect: str = ""
    kind: str = ""
    scope: str = ""
    part: str = ""


def meanings(asked: Asked, lexicon: Lexicon, units: Sequence[str], years: frozenset[str]) -> list[Meaning]:
    """What `asked` may mean of these units (IRIs) and years, best first."""
    found: list[Meaning] = []
    if asked.part:
        return [_of_part(measures()[term.key], asked, lexicon) for term in asked.terms if term.kind == "measure"]
    for term in asked.terms:
        if term.kind == "measure":
            found += _measured(measures()[term.key], asked, lexicon, units, years)
        elif term.kind == "headcount" and asked.aspect in _SPENT:
            found.append(Meaning(lexicon.label(f"headcount-{term.key}"), (Place("headcounts", (concept("headcount", term.key),)),)))
        elif term.kind == "subject":
            found += _subject(_of_years(lexicon.subject_of[term.key], years), asked)
        elif term.kind == "project":
            found += _project(term.key, asked, lexicon)
        elif term.kind == "row":
            found += _row(term.key, asked)
    return [meaning for meaning in found if meaning.places]


def _of_part(measure: Measure, asked: Asked, lexicon: Lexicon) -> Meaning:
    """The row of a subordinate unit in tables that print one row a unit, in the column of the measure's total."""
    printed = [{**cell, "item": asked.part} for cell in measure.cells if cell["table"] in _BY_UNIT and cell.get("level") == "total"]
    rows = [{key: value for key, value in cell.items() if key != "level"} for cell in printed]
    phases = _PHASES.get(asked.aspect, ())
    return Meaning(
        f"{asked.part}{lexicon.label(f'measure-{measure.name}')}", tuple(one_cell(row, phase) for phase in phases for row in rows)
    )


def _measured(measure: Measure, asked: Asked, lexicon: Lexicon, units: Sequence[str], years: frozenset[str]) -> Iterator[Meaning]:
    label = lexicon.label(f"measure-{measure.name}")
    if asked.aspect in FIELDS and asked.aspect not in _PHASES:
        yield Meaning("整体支出", tuple(evaluated(unit, asked.aspect) for unit in units))
        return
    for phase in _PHASES.get(asked.aspect, ("executed",)):
        if measure.field and phase == "executed":
            yield Meaning(label, tuple(evaluated(unit, measure.field) for unit in units))
        places = [one_cell(cell, phase) for cell in measure.cells if cell["table"] != _ANNEX]
        if measure.subject and phase == "executed":
            places += [economic(iri) for iri in _iris(lexicon, "economic", measure.subject, years)]
        stated = {"executed": measure.figures, "approved": measure.budget}.get(phase, ())
        places += [one_figure(name, measure) for name in stated]
        places += _budgets_by_name(label, measure, phase)
        places += _of_year_before(measure, years) if phase == "previous" else ()
        places += [one_cell(cell, phase) for cell in measure.cells if cell["table"] == _ANNEX]
        yield Meaning(label, tuple(places))
    if measure.budget_of and asked.aspect in ("approved", "budget"):
        yield from _measured(measures()[measure.budget_of], asked, lexicon, units, years)


def _of_year_before(measure: Measure, years: frozenset[str]) -> Iterator[Place]:
    """The number of the year before that the narrative compares with: 与2022年度决算26.65万元相比."""
    before = "|".join(sorted(f"{int(year) - 1}年" for year in years)) if len(years) == 1 else "上年"
    for name in measure.figures:
        yield figures(concept("measure", name), f"(?:上年|{before})度?的?(?:支出|决算)*数?$", outside=_OTHER_FUNDS)


def _budgets_by_name(label: str, measure: Measure, phase: str) -> Iterator[Place]:
    """Budgets of the narrative that are of this name, in sections that speak of the 一般公共预算 too: 基本支出年初预算1003.01万元."""
    said = re.escape(re.sub("[“”（()）]", "", label))
    names = {"approved": (*measure.budget, "initialBudget"), "revised": ("fullBudget",)}.get(phase, ())
    for name in dict.fromkeys(names):
        yield figures(concept("measure", name), f"^{said}(?:支出)?{_BUDGETS[phase]}", outside=_OTHER_FUNDS)


def _iris(lexicon: Lexicon, scheme: str, code: str, years: frozenset[str]) -> tuple[str, ...]:
    subject = lexicon.subject_of.get(f"{scheme}/{code}")
    return _of_years(subject, years).iris if subject else ()


def _of_years(subject: Subject, years: frozenset[str]) -> Subject:
    """The subject with its concepts of these years alone: a report's cells have the concepts of its year (…/<year>/<code>)."""
    return replace(subject, iris=tuple(iri for iri in subject.iris if iri.split("/")[-2] in years))


def _subject(subject: Subject, asked: Asked) -> Iterator[Meaning]:
    label = _named(subject) + _KINDS.get(asked.kind, "")
    iris = [NamedNode(iri) for iri in subject.iris]
    if asked.kind in _BALANCES:
        places = [balance(iri, table, asked.kind) for table in ("governmentFund", "generalPublic", "stateCapital") for iri in iris]
        yield Meaning(label, tuple(places))
        return
    if asked.kind.startswith(RECEIVED):
        yield Meaning(f"{_named(subject)}{asked.word}", tuple(received(iri, asked.kind.removeprefix(RECEIVED)) for iri in iris))
        return
    if subject.scheme == "economic":
        places = [economic(iri.value) for iri in iris] + [worded("economicSubjectExpenditure", name) for name in subject.names]
        if asked.scope == "general" and asked.aspect in _SPENT and not asked.kind:
            yield Meaning(f"{label}财政拨款支出", tuple(of_fiscal(name, column) for column in _OF_FISCAL for name in subject.names))
        yield Meaning(label, tuple(places) if asked.aspect in _SPENT and not asked.kind else ())
        return
    if asked.aspect not in _SPENT:
        yield Meaning(
            label,
            tuple(
                line(FA.functionalSubject, iri, FA.initialBudget, FA.initialBudgetText)
                for iri in iris
                if asked.aspect in ("approved", "budget")
            )
            + tuple(named_line(name) for name in subject.names if asked.aspect in ("approved", "budget")),
        )
        return
    every = Meaning(label, tuple(spent(iri, table, asked.kind) for table in ("expenditure", "incomeExpenditure") for iri in iris))
    general = Meaning(_named(subject, "一般公共预算财政拨款"), tuple(_general(iris, subject, asked.kind)))
    funds = [Meaning(_named(subject, name), tuple(spent(iri, table, asked.kind) for iri in iris)) for table, name in _FUNDS.items()]
    yield from (general, every, *funds) if asked.scope == "general" else (every, general, *funds)


def _named(subject: Subject, fund: str = "") -> str:
    """科学技术支出（206，一般公共预算财政拨款）."""
    return f"{subject.names[0] if subject.names else ''}（{subject.code}{'，' if fund else ''}{fund}）"


_BALANCES = {"opening": "年初结转和结余", "closing": "年末结转和结余"}
_KINDS = {"basic": "基本支出", "project": "项目支出", **_BALANCES}
_FUNDS = {"governmentFund": "政府性基金预算", "stateCapital": "国有资本经营预算"}


def _general(iris: Sequence[NamedNode], subject: Subject, kind: str) -> Iterator[Place]:
    yield from (spent(iri, "generalPublic", kind) for iri in iris)
    if not kind:
        yield from (line(FA.functionalSubject, iri, FA.final, FA.finalText) for iri in iris)
        yield from (worded("subjectExpenditure", name) for name in subject.names)


def _project(iri: str, asked: Asked, lexicon: Lexicon) -> Iterator[Meaning]:
    name = lexicon.project_of[iri].name
    for field in _FIELDS_OF_PHASE.get(asked.aspect, (asked.aspect,)):
        if field in FIELDS:
            places = [] if field == "purpose" else [evaluated(iri, field)]
            places += [] if field in ("goal", "result") else [evaluated(iri, field, recorded=True)]
            if field in ("executed", "initial"):
                number, text = (FA.final, FA.finalText) if field == "executed" else (FA.initialBudget, FA.initialBudgetText)
                places.append(line(OBEU_DIMENSION.project, NamedNode(iri), number, text))
            yield Meaning(name, tuple(places))


def _row(label: str, asked: Asked) -> Iterator[Meaning]:
    """A row by its printed label, which says no more than that."""
    kind, _, item = label.partition("/")
    for phase in _PHASES.get(asked.aspect, ("executed",)):
        yield Meaning(item, (cells(kind.removeprefix("tableKind-"), phase, [(FA.lineItem, Literal(item))]),))
