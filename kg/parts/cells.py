"""A report's cells: the statements derived of them, and the subjects they name.

`queries/derived` (`OF_CELLS`) and `queries/reference/subjects.rq` say what that is. Cells are two thirds of a report, so it is made of
them directly, in a fifth of the time that those queries take; a test holds both to the same statements.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from kg.things import Thing, Things, term, text
from ontology.terms import FA, OBEU_ATTRIBUTE, OBEU_DIMENSION, QB, XSD, concept

OF_CELLS = ("cell-level", "cell-place", "cube")
"""The queries of `queries/derived` whose statements these are."""

_PLACE = re.compile(rb"#t\d+r(\d+)c(\d+)(?:-\d+)?>$")

DATA_SET, CODE, LEVEL, LABEL = map(term, (QB.dataSet, FA.printedCode, FA.level, FA.lineItem))
ROW, COLUMN, SUBJECTS = term(FA.rowIndex), term(FA.columnIndex), tuple(map(term, (FA.functionalSubject, FA.economicSubject)))
_LEVELS = {digits: term(concept("level", name)) for digits, name in ((3, "class"), (5, "group"), (7, "item"))}
_INTEGER = term(XSD.integer)
_NOTHING = b'""'
_OF_DATA_SET = [
    *map(term, (OBEU_DIMENSION.organization, OBEU_DIMENSION.fiscalYear, FA.year, OBEU_ATTRIBUTE.currency, FA.fundSource)),
    *map(term, (FA.expenditureKind, OBEU_DIMENSION.budgetPhase, OBEU_DIMENSION.operationCharacter, FA.printedUnit, FA.page)),
]
_IN_ORDER = sorted([*_OF_DATA_SET, LEVEL, ROW, COLUMN])


@dataclass(frozen=True, slots=True)
class Cells:
    """The things of a report, and those of them that are cells, by what stands for them in N-Triples."""

    things: Things
    cells: Things

    @classmethod
    def of(cls, things: Things) -> Cells:
        """The cells among `things`."""
        return cls(things, {subject: thing for subject, thing in things.items() if DATA_SET in thing})

    def derived(self) -> Things:
        """What is derived of the cells, in order."""
        named = {data_set for cell in self.cells.values() for data_set in cell[DATA_SET]} & self.things.keys()
        data_sets = {
            subject: {name: self.things[subject][name] for name in _OF_DATA_SET if name in self.things[subject]} for subject in named
        }
        found = ((subject, self._of(subject, cell, data_sets)) for subject, cell in self.cells.items())
        return {subject: {name: derived[name] for name in _IN_ORDER if name in derived} for subject, derived in found if derived}

    def _of(self, subject: bytes, cell: Thing, data_sets: Things) -> Thing:
        found = {name: values for key in cell[DATA_SET] for name, values in data_sets.get(key, {}).items() if name not in cell}
        if LEVEL not in cell and CODE in cell and (level := _LEVELS.get(len(text(cell[CODE][0])))):
            found[LEVEL] = [level]
        if place := _PLACE.search(subject):
            found[ROW], found[COLUMN] = [_integer(place[1])], [_integer(place[2])]
        return found

    def subjects(self) -> Counter[tuple[str, str]]:
        """How often cells name a subject, each with the label of the row that prints its code."""
        printed = Counter(
            (subject, *(cell[key][0] if key in cell else _NOTHING for key in (CODE, LABEL)))
            for cell in self.cells.values()
            for key in SUBJECTS
            for subject in cell.get(key, ())
        )
        found: Counter[tuple[str, str]] = Counter()
        for terms, times in printed.items():
            subject, code, label = map(text, terms)
            found[subject, label if code and subject.endswith(f"/{code}") else ""] += times
        return found


@lru_cache(maxsize=1024)
def _integer(digits: bytes) -> bytes:
    return b'"%d"^^%b' % (int(digits), _INTEGER)
