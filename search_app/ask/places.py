"""Places in the graph that may print a number: patterns of cells, figures of the narrative, self-evaluations, budget lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ontology.terms import CHARACTERS, FA, OBEU_DIMENSION, concept
from search_app.ask.templates import Branch, Value
from search_app.ask.words import Measure

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

_WHOLE_BALANCE = "/年[初末][^/]*(/[合小]计)?$"  # the column of the whole, not of its basic or project part


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


def one_cell(cell: Mapping[str, str], phase: str) -> Place:
    """The cell of a measure, as `measures.yaml` says where it stands."""
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
    return cells(cell["table"], phase, pairs, without, cell.get("words"))


def cells(
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


def one_figure(name: str, measure: Measure) -> Place:
    """Figures of the narrative of that name, in the wordings that `measures.yaml` lets pass for the measure."""
    return figures(concept("measure", name), measure.wording, unlike=measure.unlike, outside=measure.outside)


def figures(measure: NamedNode, wording: str = "", *, unlike: str = "", outside: str = "") -> Place:
    """Figures of the narrative: of that wording, not of the others; none in a section that holds `outside`."""
    patterns = {"wording": wording, "unlike": unlike, "outside": outside}
    return Place("figures", (measure,), tuple((name, Literal(pattern) if pattern else None) for name, pattern in patterns.items()))


def evaluated(thing: str, field: str, *, recorded: bool = False) -> Place:
    """A field of the self-evaluation of a project or unit, or of the narrative's record of a project."""
    number, text, unit = FIELDS[field]
    part = ("recorded_" if recorded else "") + ("funds" if unit is None else "scores")
    return Place(
        part, (NamedNode(thing), *(() if unit is None else (Literal(unit),))), (("property", number), ("text", text), ("class", None))
    )


def economic(iri: str) -> Place:
    """The amount of an economic subject."""
    return cells("basicItems", "executed", [(FA.economicSubject, NamedNode(iri))])


def of_fiscal(name: str, column: str) -> Place:
    """The row of a 财政拨款支出 table by economic subject: the whole of it, of which the usual table prints the 基本支出 alone."""
    return cells("other", "executed", [(FA.lineItem, Literal(name))], FA.expenditureKind, column)


def spent(subject: NamedNode, table: str, kind: str) -> Place:
    """The amount of a functional subject: the column of an expenditure kind, else the one that adds them up."""
    pairs: list[tuple[NamedNode, Value]] = [(FA.functionalSubject, subject), (OBEU_DIMENSION.operationCharacter, CHARACTERS["expenditure"])]
    if kind:
        return cells(table, "executed", [*pairs, (FA.expenditureKind, concept("expenditure", kind))])
    return cells(table, "executed", pairs, FA.expenditureKind)


def received(subject: NamedNode, fund: str) -> Place:
    """What was received for a functional subject from a fund source, or from all."""
    return cells("income", "executed", [(FA.functionalSubject, subject), (FA.fundSource, concept("fund", fund))])


def balance(subject: NamedNode, table: str, kind: str) -> Place:
    """What a functional subject carried over, at the beginning (opening) or the end (closing) of the year."""
    pairs: list[tuple[NamedNode, Value]] = [(FA.functionalSubject, subject), (FA.balanceItem, concept("balance", kind))]
    return cells(table, "executed", pairs, words=_WHOLE_BALANCE)


def line(link: NamedNode, thing: NamedNode, number: NamedNode, text: NamedNode) -> Place:
    """A budget line of the narrative."""
    return Place("lines", (thing,), (("link", link), ("property", number), ("text", text)))


def named_line(name: str) -> Place:
    """A budget line of the narrative that names a subject whose code is not known."""
    fixed = (("property", FA.initialBudget), ("text", FA.initialBudgetText))
    return Place("named_lines", (Literal(name),), fixed)


def worded(measure: str, name: str) -> Place:
    """Figures of the narrative that are of this name: 科学技术（类）支出."""
    core = re.escape(re.sub(r"[（()）]", "", name).removesuffix("支出"))
    return figures(concept("measure", measure), f"^{core}类?款?项?(支出)?$", unlike="比|较|占|相比", outside="基金|国有资本")
