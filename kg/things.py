"""What one report states: its things, each with what is said of it, in order; terms as N-Triples writes them.

A report is some 8,000 statements about 1,200 things. Every step from the facts to a release (bundle, checks, part) goes through all of
them; as plain texts under their subject they need no second parsing, sorting or printing in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

Thing = dict[bytes, list[bytes]]
"""What a thing states: objects by predicate."""
Things = dict[bytes, Thing]
"""What is stated, by subject."""
Triple = tuple[bytes, bytes, bytes]
"""Subject, predicate and object."""

_IRI = ord("<")
_ESCAPE = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def term(node: object) -> bytes:
    """A term of the library as N-Triples writes it."""
    return str(node).encode()


def of_quads(quads: Iterable[Quad]) -> Things:
    """What these quads state, each once, in order; their graphs are left out."""
    found: dict[bytes, set[tuple[bytes, bytes]]] = {}
    for quad in quads:
        found.setdefault(term(quad.subject), set()).add((term(quad.predicate), term(quad.object)))
    return ordered(found)


def ordered(stated: dict[bytes, set[tuple[bytes, bytes]]]) -> Things:
    """The things of predicates and objects by subject, in the order that their lines of N-Quads have."""
    things: Things = {}
    for subject in sorted(stated):
        thing = things[subject] = Thing()
        for predicate, value in sorted(stated[subject]):
            if predicate in thing:
                thing[predicate].append(value)
            else:
                thing[predicate] = [value]
    return things


def triples(things: Things) -> Iterator[Triple]:
    """The statements one by one, in order."""
    return ((subject, predicate, value) for subject, thing in things.items() for predicate, values in thing.items() for value in values)


def size(things: Things) -> int:
    """How many statements these are."""
    return sum([len(values) for thing in things.values() for values in thing.values()])


def lines(stated: Iterable[Triple], graph: NamedNode | None = None) -> bytes:
    """The statements as N-Quads, all in `graph`; as N-Triples without one."""
    end = f" {graph} .\n".encode() if graph else b" .\n"
    return b"".join([part for subject, predicate, value in stated for part in (subject, b" ", predicate, b" ", value, end)])


def n_quads(things: Things, graph: NamedNode) -> bytes:
    """The things as N-Quads, all in `graph`: words with a blank between them."""
    words, where = [b""], term(graph)
    for subject, thing in things.items():
        line = b".\n" + subject
        for predicate, values in thing.items():
            for value in values:
                words += (line, predicate, value, where)
    return b" ".join(words).removeprefix(b" .\n") + b" .\n" if things else b""


def quads(things: Things, graph: NamedNode) -> list[Quad]:
    """The statements as the library's quads in `graph`."""
    return list(parse(n_quads(things, graph), RdfFormat.N_QUADS, lenient=True))


def text(value: bytes) -> str:
    """The IRI, or the characters of the literal."""
    if value[0] == _IRI:
        return value[1:-1].decode()
    found = value[1 : value.rindex(b'"')].decode()
    return _ESCAPE.sub(_plain, found) if "\\" in found else found


class Texts(dict[bytes, str]):
    """The texts of terms, each made once."""

    def __missing__(self, value: bytes) -> str:
        self[value] = found = text(value)
        return found


def _plain(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[3])
