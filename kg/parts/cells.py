"""A report's cells, from its lines of N-Quads: the statements derived of them, and the subjects they name.

`queries/derived` (`OF_CELLS`) and `queries/reference/subjects.rq` say what that is. Cells are two thirds of a report, so it is made of
the lines directly, in a fifth of the time that those queries take; a test holds both to the same statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode

from kg.lines import Line
from ontology.terms import FA, OBEU_ATTRIBUTE, OBEU_DIMENSION, QB, XSD, concept

OF_CELLS = ("cell-level", "cell-place", "cube")
"""The queries of `queries/derived` whose statements these are."""

Triple = tuple[bytes, bytes, bytes]
"""Subject, predicate and object as N-Triples."""
Thing = dict[bytes, list[bytes]]
"""What a thing states: objects by predicate, as N-Triples."""

_PLACE = re.compile(rb"#t\d+r(\d+)c(\d+)(?:-\d+)?>$")
_ESCAPE = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def term(node: NamedNode) -> bytes:
    """An IRI as N-Triples."""
    return str(node).encode()


DATA_SET, CODE, LEVEL, LABEL = map(term, (QB.dataSet, FA.printedCode, FA.level, FA.lineItem))
ROW, COLUMN, SUBJECTS = term(FA.rowIndex), term(FA.columnIndex), tuple(map(term, (FA.functionalSubject, FA.economicSubject)))
_LEVELS = {digits: term(concept("level", name)) for digits, name in ((3, "class"), (5, "group"), (7, "item"))}
_INTEGER = term(XSD.integer)
_OF_DATA_SET = [
    *map(term, (OBEU_DIMENSION.organization, OBEU_DIMENSION.fiscalYear, FA.year, OBEU_ATTRIBUTE.currency, FA.fundSource)),
    *map(term, (FA.expenditureKind, OBEU_DIMENSION.budgetPhase, OBEU_DIMENSION.operationCharacter, FA.printedUnit, FA.page)),
]


def triples_of(lines: Iterable[Line], graph: NamedNode) -> list[Triple]:
    """The terms of lines that are all in `graph`."""
    end = len(f" {graph} .\n".encode())
    return [tuple(line[:-end].split(b" ", 2)) for line, _ in lines]  # type: ignore[misc]  # there are three


@lru_cache(maxsize=8192)
def text(value: bytes) -> str:
    """The IRI, or the characters of the literal."""
    if value.startswith(b"<"):
        return value[1:-1].decode()
    found = value[1 : value.rindex(b'"')].decode()
    return _ESCAPE.sub(_plain, found) if "\\" in found else found


def _plain(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[3])


@dataclass(frozen=True, slots=True)
class Cells:
    """The things of a report, and those of them that are cells, by what stands for them in N-Triples."""

    things: dict[bytes, Thing]
    cells: dict[bytes, Thing]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Cells:
        """The things that these triples state, which are in order."""
        things: dict[bytes, Thing] = {}
        last = b""
        for subject, predicate, value in triples:
            if subject != last:
                held = things[subject] = Thing()
                last = subject
            if predicate in held:
                held[predicate].append(value)
            else:
                held[predicate] = [value]
        return cls(things, {subject: thing for subject, thing in things.items() if DATA_SET in thing})

    def derived(self) -> list[Triple]:
        """What is derived of the cells, in order."""
        return [(subject, predicate, value) for subject, cell in self.cells.items() for predicate, value in sorted(self._of(subject, cell))]

    def _of(self, subject: bytes, cell: Thing) -> list[tuple[bytes, bytes]]:
        shared = (self.things.get(data_set, {}) for data_set in cell[DATA_SET])
        found = [(name, value) for of in shared for name in _OF_DATA_SET if name in of and name not in cell for value in of[name]]
        if LEVEL not in cell:
            found += [(LEVEL, _LEVELS[digits]) for code in cell.get(CODE, ()) if (digits := len(text(code))) in _LEVELS]
        if place := _PLACE.search(subject):
            found += [(ROW, b'"%d"^^%s' % (int(place[1]), _INTEGER)), (COLUMN, b'"%d"^^%s' % (int(place[2]), _INTEGER))]
        return found

    def subjects(self) -> Iterator[dict[str, str]]:
        """The subjects that cells name, each with the label of the row that prints its code."""
        for cell in self.cells.values():
            code, label = (text(cell[key][0]) if key in cell else "" for key in (CODE, LABEL))
            for subject in (text(value) for key in SUBJECTS for value in cell.get(key, ())):
                yield {"subject": subject, "name": label if code and subject.endswith(f"/{code}") else ""}
