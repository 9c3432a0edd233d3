"""Where in the graph to look for what is asked: for every meaning of it, best first, the places that may print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from ontology.terms import CHARACTERS, FA, OBEU_DIMENSION, concept
from search_app.ask.lexicon import Lexicon, Subject, Term
from search_app.ask.templates import Branch, Value
from search_app.ask.words import Measure, measures

# The property of each dimension that a cell of `measures.yaml` may name, and the scheme of its concepts.
_DIMENSIONS: Mapping[str, tuple[NamedNode, str]] = {
    "balance": (FA.balanceItem, "balance"),
    "expenditure": (FA.expenditureKind, "expenditure"),
    "fund": (FA.fundSource, "fund"),
    "level": (FA.level, "level"),
}

# What a self-evaluation or a project's record says: property, printed form, and the unit where it is fixed.
FIELDS: Mapping[str, tuple[NamedNode, NamedNode, str | None]] = {
    "executed": (FA.executed, FA.executedText, None),
    "initial": (FA.initialBudget, FA.initialBudgetText, None),
    "full": (FA.fullBudget, FA.fullBudgetText, None),
    "rate": (FA.executionRate, FA.executionRateText, "%"),
    "score": (FA.totalScore, FA.totalScoreText, "分"),
    "grade": (FA.grade, FA.grade, ""),
    "goal": (FA.goal, FA.goal, ""),
    "result": (FA.result, FA.result, ""),
    "purpose": (FA.purpose, FA.purpose, ""),
}
# What is written at the cell itself in every form; other dimensions may be a table's, and then hold for its cells by derivation.
_OF_A_CELL = frozenset({FA.functionalSubject, FA.economicSubject, FA.balanceItem, FA.lineItem, FA.side})
_TOTAL = (FA.level, concept("level", "total"))  # only other levels are derived
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
_PHASES = {
    "": ("executed",),
    "previous": ("previous",),
    "executed": ("executed",),
    "approved": ("approved",),
    "revised": ("revised",),
    "budget": ("revised", "approved"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A pattern of places: a part of `values.rq` with what is fixed in it, and the terms of its row after `$asked $rank`."""

    part: str
    values: tuple[Value, ...]
    fixed: tuple[tuple[str, Value], ...] = ()

    @property
    def branch(self) -> Branch:
        """Places of one branch are looked up together."""
        return Branch(self.part, self.fixed)


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
    project) that a subject is asked for. `scope`: general where only the 一般公共预算 is asked for. `part`: the subordinate
    unit or division of the unit whose row of the 分单位 tables is asked for.
    """

    word: str
    terms: tuple[Term, ...]
    aspect: str = ""
    kind: str = ""
    scope: str = ""
    part: str = ""


def meanings(asked: Asked, lexicon: Lexicon, targets: Sequence[tuple[str, int]]) -> list[Meaning]:
    """What `asked` may mean of these units (IRIs) and years, best first."""
    units = list(dict.fromkeys(unit for unit, _ in targets))
    years = frozenset(str(year) for _, year in targets)
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
    cells = [{**cell, "item": asked.part} for cell in measure.cells if cell["table"] in _BY_UNIT and cell.get("level") == "total"]
    rows = [{key: value for key, value in cell.items() if key != "level"} for cell in cells]
    phases = _PHASES.get(asked.aspect, ())
    return Meaning(f"{asked.part}{lexicon.label(f'measure-{measure.name}')}", tuple(_cell(row, phase) for phase in phases for row in rows))


def _measured(measure: Measure, asked: Asked, lexicon: Lexicon, units: Sequence[str], years: frozenset[str]) -> Iterator[Meaning]:
    label = lexicon.label(f"measure-{measure.name}")
    if asked.aspect in FIELDS and asked.aspect not in _PHASES:
        yield Meaning("整体支出", tuple(_evaluated(unit, asked.aspect) for unit in units))
        return
    for phase in _PHASES.get(asked.aspect, ("executed",)):
        if measure.field and phase == "executed":
            yield Meaning(label, tuple(_evaluated(unit, measure.field) for unit in units))
        places = [_cell(cell, phase) for cell in measure.cells if cell["table"] != _ANNEX]
        if measure.subject and phase == "executed":
            places += [_economic(iri) for iri in _iris(lexicon, "economic", measure.subject, years)]
        stated = {"executed": measure.figures, "approved": measure.budget}.get(phase, ())
        places += [_figure(name, measure) for name in stated]
        places += [_cell(cell, phase) for cell in measure.cells if cell["table"] == _ANNEX]
        yield Meaning(label, tuple(places))


def _iris(lexicon: Lexicon, scheme: str, code: str, years: frozenset[str]) -> tuple[str, ...]:
    subject = lexicon.subject_of.get(f"{scheme}/{code}")
    return _of_years(subject, years).iris if subject else ()


def _of_years(subject: Subject, years: frozenset[str]) -> Subject:
    """The subject with its concepts of these years alone: a report's cells have the concepts of its year (…/<year>/<code>)."""
    return replace(subject, iris=tuple(iri for iri in subject.iris if iri.split("/")[-2] in years))


def _cell(cell: Mapping[str, str], phase: str) -> Place:
    pairs: list[tuple[NamedNode, Value]] = [
        (_DIMENSIONS[key][0], concept(_DIMENSIONS[key][1], cell[key])) for key in _DIMENSIONS if key in cell
    ]
    if "item" in cell:
        pairs.append((FA.lineItem, Literal(cell["item"])))
    if "character" in cell:
        pairs.append((OBEU_DIMENSION.operationCharacter, CHARACTERS[cell["character"]]))
    if "side" in cell:
        pairs.append((FA.side, Literal(cell["side"])))
    without = _DIMENSIONS[cell["without"]][0] if "without" in cell else None
    return _cells(cell["table"], phase, pairs, without, cell.get("words"))


def _cells(
    table: str, phase: str, pairs: Sequence[tuple[NamedNode, Value]], without: NamedNode | None = None, words: str | None = None
) -> Place:
    """Cells of a kind of table that have all `pairs`, three at most."""
    own = next((pair for pair in pairs if pair[0] in _OF_A_CELL or pair == _TOTAL), None)
    rest: list[tuple[NamedNode | None, Value]] = [pair for pair in pairs if pair is not own]
    rest += [(None, None)] * (3 - len(rest))
    first, second, third = rest
    fixed: dict[str, Value] = {"p1": own[0] if own else None, "p2": first[0], "p3": second[0], "p4": third[0]}
    fixed |= {"without": without, "words": Literal(words) if words else None}
    values = (concept("tableKind", table), concept("phase", phase), own[1] if own else None, *(value for _, value in rest))
    return Place("cells", values, tuple(fixed.items()))


def _figure(name: str, measure: Measure) -> Place:
    return figures(concept("measure", name), unlike=measure.unlike, outside=measure.outside)


def figures(measure: NamedNode, wording: str = "", *, unlike: str = "", outside: str = "") -> Place:
    """Figures of the narrative: of that wording, not of the others; none in a section that holds `outside`."""
    patterns = {"wording": wording, "unlike": unlike, "outside": outside}
    return Place("figures", (measure,), tuple((name, Literal(pattern) if pattern else None) for name, pattern in patterns.items()))


def _evaluated(thing: str, field: str, *, recorded: bool = False) -> Place:
    """A field of the self-evaluation of a project or unit, or of the narrative's record of a project."""
    number, text, unit = FIELDS[field]
    part = ("recorded_" if recorded else "") + ("funds" if unit is None else "scores")
    return Place(part, (NamedNode(thing), *(() if unit is None else (Literal(unit),))), (("property", number), ("text", text)))


def _economic(iri: str) -> Place:
    return _cells("basicItems", "executed", [(FA.economicSubject, NamedNode(iri))])


def _subject(subject: Subject, asked: Asked) -> Iterator[Meaning]:
    label = _named(subject) + _KINDS.get(asked.kind, "")
    iris = [NamedNode(iri) for iri in subject.iris]
    if subject.scheme == "economic":
        places = [_economic(iri.value) for iri in iris] + [_worded("economicSubjectExpenditure", name) for name in subject.names]
        if asked.scope == "general" and asked.aspect in _SPENT and not asked.kind:
            yield Meaning(f"{label}财政拨款支出", tuple(_of_fiscal(name, column) for column in _OF_FISCAL for name in subject.names))
        yield Meaning(label, tuple(places) if asked.aspect in _SPENT and not asked.kind else ())
        return
    if asked.aspect not in _SPENT:
        yield Meaning(
            label,
            tuple(
                _line(FA.functionalSubject, iri, FA.initialBudget, FA.initialBudgetText)
                for iri in iris
                if asked.aspect in ("approved", "budget")
            )
            + tuple(_named_line(name) for name in subject.names if asked.aspect in ("approved", "budget")),
        )
        return
    every = Meaning(label, tuple(_spent(iri, table, asked.kind) for table in ("expenditure", "incomeExpenditure") for iri in iris))
    general = Meaning(_named(subject, "一般公共预算财政拨款"), tuple(_general(iris, subject, asked.kind)))
    funds = [Meaning(_named(subject, name), tuple(_spent(iri, table, asked.kind) for iri in iris)) for table, name in _FUNDS.items()]
    yield from (general, every, *funds) if asked.scope == "general" else (every, general, *funds)


def _of_fiscal(name: str, column: str) -> Place:
    """The row of a 财政拨款支出 table by economic subject: the whole of it, of which the usual table prints the 基本支出 alone."""
    return _cells("other", "executed", [(FA.lineItem, Literal(name))], FA.expenditureKind, column)


def _named(subject: Subject, fund: str = "") -> str:
    """科学技术支出（206，一般公共预算财政拨款）."""
    return f"{subject.names[0] if subject.names else ''}（{subject.code}{'，' if fund else ''}{fund}）"


_KINDS = {"basic": "基本支出", "project": "项目支出"}
_FUNDS = {"governmentFund": "政府性基金预算", "stateCapital": "国有资本经营预算"}


def _general(iris: Sequence[NamedNode], subject: Subject, kind: str) -> Iterator[Place]:
    yield from (_spent(iri, "generalPublic", kind) for iri in iris)
    if not kind:
        yield from (_line(FA.functionalSubject, iri, FA.final, FA.finalText) for iri in iris)
        yield from (_worded("subjectExpenditure", name) for name in subject.names)


def _spent(subject: NamedNode, table: str, kind: str) -> Place:
    """The amount of a functional subject: the column of an expenditure kind, else the one that adds them up."""
    pairs: list[tuple[NamedNode, Value]] = [(FA.functionalSubject, subject), (OBEU_DIMENSION.operationCharacter, CHARACTERS["expenditure"])]
    if kind:
        return _cells(table, "executed", [*pairs, (FA.expenditureKind, concept("expenditure", kind))])
    return _cells(table, "executed", pairs, FA.expenditureKind)


def _line(link: NamedNode, thing: NamedNode, number: NamedNode, text: NamedNode) -> Place:
    return Place("lines", (thing,), (("link", link), ("property", number), ("text", text)))


def _named_line(name: str) -> Place:
    """A budget line of the narrative that names a subject whose code is not known."""
    fixed = (("property", FA.initialBudget), ("text", FA.initialBudgetText))
    return Place("named_lines", (Literal(name),), fixed)


def _worded(measure: str, name: str) -> Place:
    """Figures of the narrative that are of this name: 科学技术（类）支出."""
    core = re.escape(re.sub(r"[（()）]", "", name).removesuffix("支出"))
    return figures(concept("measure", measure), f"^{core}类?款?项?(支出)?$", unlike="比|较|占|相比", outside="基金|国有资本")


def _project(iri: str, asked: Asked, lexicon: Lexicon) -> Iterator[Meaning]:
    name = lexicon.project_of[iri].name
    for field in _FIELDS_OF_PHASE.get(asked.aspect, (asked.aspect,)):
        if field in FIELDS:
            places = [] if field == "purpose" else [_evaluated(iri, field)]
            places += [] if field in ("goal", "result") else [_evaluated(iri, field, recorded=True)]
            if field in ("executed", "initial"):
                number, text = (FA.final, FA.finalText) if field == "executed" else (FA.initialBudget, FA.initialBudgetText)
                places.append(_line(OBEU_DIMENSION.project, NamedNode(iri), number, text))
            yield Meaning(name, tuple(places))


def _row(label: str, asked: Asked) -> Iterator[Meaning]:
    """A row by its printed label, which says no more than that."""
    kind, _, item = label.partition("/")
    for phase in _PHASES.get(asked.aspect, ("executed",)):
        yield Meaning(item, (_cells(kind.removeprefix("tableKind-"), phase, [(FA.lineItem, Literal(item))]),))
