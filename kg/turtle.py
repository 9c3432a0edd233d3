"""Things as Turtle and TriG, in the form that the library gives them; a test holds both to the same bytes.

The library would have to be given each statement as an object again. What it prints of an IRI is asked of it once and kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.things import Things, term
from ontology.terms import PREFIXES, RDF, XSD

_TYPE = term(RDF.type)
_BASES = tuple(f"<{base}".encode() for base in PREFIXES.values())
_ANY = NamedNode("x:any")
# Lexical forms of these datatypes stand for themselves.
_BARE = {
    term(XSD.integer): re.compile(rb"[+-]?[0-9]+"),
    term(XSD.decimal): re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
    term(XSD.boolean): re.compile(rb"true|false"),
}
_SIMPLE = re.compile(rb"[A-Za-z][A-Za-z0-9-]*")


def turtle_of(things: Things, graph: NamedNode | None = None) -> bytes:
    """The things as Turtle with the house prefixes, and `r:` for what is in `graph`; nothing of nothing."""
    own = f"{graph.value}#" if graph else ""
    return prefixes(own) + _body(things, b"", f"<{own}".encode() if own else b"") if things else b""


def trig_of(things: Things, graph: NamedNode) -> bytes:
    """The things as TriG, all in `graph`; `r:` stands for what is in it."""
    own = f"{graph.value}#"
    return b"%b%b {\n%b}\n" % (prefixes(own), term(graph), _body(things, b"\t", f"<{own}".encode()))


def turtle_in(trig: bytes, graph: NamedNode) -> bytes:
    """What `trig_of` printed of the things that are in `graph`, and of the graph itself, as Turtle."""
    header, _, body = trig.partition(b"%b {\n\t" % term(graph))
    own = (b"r:", term(graph), term(graph)[:-1] + b"#")
    found = [said for said in body.removesuffix(b" .\n}\n").split(b" .\n\t") if said.startswith(own)]
    return header + b" .\n".join(found).replace(b"\n\t\t", b"\n\t") + b" .\n" if found else b""


@lru_cache(maxsize=4)
def prefixes(report: str = "") -> bytes:
    """The lines that declare the prefixes, with `r:` for `report`."""
    every = PREFIXES | ({"r": report} if report else {})
    return (serialize([Triple(_ANY, _ANY, _ANY)], format=RdfFormat.TURTLE, prefixes=every) or b"").partition(term(_ANY))[0]


class _Terms(dict[bytes, bytes]):
    """Terms as Turtle; `own` begins the IRIs that `r:` stands for."""

    def __init__(self, own: bytes) -> None:
        self._own = own

    def __missing__(self, value: bytes) -> bytes:
        if value.endswith(b'"'):
            found = value
        elif self._own and value.startswith(self._own):
            found = _fragment(value, self._own)
        else:
            found = _short(value)
        self[value] = found
        return found


class _Properties(dict[bytes, bytes]):
    """Predicates as Turtle, each with what divides it from the value before."""

    def __init__(self, indent: bytes) -> None:
        self._indent = indent

    def __missing__(self, value: bytes) -> bytes:
        self[value] = found = b";\n%b\t%b" % (self._indent, _predicate(value))
        return found


def _body(things: Things, indent: bytes, own: bytes) -> bytes:
    """The statements by subject: words with a blank between them."""
    terms, properties, words = _Terms(own), _Properties(indent), [b""]
    for subject, thing in things.items():
        words.append(b".\n%b%b" % (indent, terms[subject]))
        first = len(words)
        for name, values in thing.items():
            words += (properties[name], terms[values[0]])
            if len(values) > 1:
                words += [word for value in values[1:] for word in (b",", terms[value])]
        words[first] = _predicate(next(iter(thing)))
    return b" ".join(words).removeprefix(b" .\n") + b" .\n" if things else b""


def _fragment(value: bytes, own: bytes) -> bytes:
    """The IRI of something in the report."""
    is_simple = _SIMPLE.fullmatch(value, len(own), len(value) - 1)
    return b"r:" + value[len(own) : -1] if is_simple else _name(value, own)


@lru_cache(maxsize=8192)
def _short(value: bytes) -> bytes:
    """Another IRI, or a literal of another datatype than string, as Turtle."""
    if value.startswith(b"<"):
        return _name(value) if value.startswith(_BASES) else value
    quoted, _, datatype = value.rpartition(b"^^")
    if not datatype.endswith(b">"):
        return value
    bare = _BARE.get(datatype)
    return quoted[1:-1] if bare and bare.fullmatch(quoted, 1, len(quoted) - 1) else b"%b^^%b" % (quoted, _name(datatype))


@lru_cache(maxsize=1024)
def _predicate(value: bytes) -> bytes:
    return b"a" if value == _TYPE else _name(value)


@lru_cache(maxsize=1024)
def _name(value: bytes, own: bytes = b"") -> bytes:
    """An IRI with its prefix, where it has one."""
    every = PREFIXES | ({"r": own[1:].decode()} if own else {})
    statement = serialize([Triple(_ANY, _ANY, NamedNode(value[1:-1].decode()))], format=RdfFormat.TURTLE, prefixes=every) or b""
    return statement.rpartition(term(_ANY) + b" ")[2].removesuffix(b" .\n")
