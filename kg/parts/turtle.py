"""Triples as Turtle where few predicates and objects come again and again: each is printed once, by the library, and put together here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import RdfFormat, parse, serialize

from kg.parts.cells import Triple
from ontology.terms import PREFIXES

_ANY = b"<x:any>"


def turtle_of(triples: Iterable[Triple]) -> bytes:
    """What the library writes of these triples, which are in order, without its prefixes again; a thing states a predicate once."""
    out: list[bytes] = []
    last = b""
    for subject, predicate, value in triples:
        if subject == last:
            out += b" ;\n\t", _printed(predicate, value)
        else:
            out += b" .\n" if last else b"", subject, b" ", _printed(predicate, value)
            last = subject
    return b"".join([_prefixes(), *out, b" .\n"]) if out else b""


@lru_cache(maxsize=32_768)
def _printed(predicate: bytes, value: bytes) -> bytes:
    """A predicate and an object as Turtle."""
    return _turtle(predicate, value)[1]


@lru_cache(maxsize=1)
def _prefixes() -> bytes:
    return _turtle(_ANY, _ANY)[0]


def _turtle(predicate: bytes, value: bytes) -> tuple[bytes, bytes]:
    """The prefixes, and what the library writes after the subject of a statement."""
    statements = (quad.triple for quad in parse(b" ".join((_ANY, predicate, value, b".")), RdfFormat.N_TRIPLES))
    prefixes, _, statement = (serialize(statements, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"").partition(_ANY + b" ")
    return prefixes, statement.removesuffix(b" .\n")
