"""Things as bytes against the library: the same statements, in the same order, printed the same."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg import things
from kg.iris import Iris
from kg.mapper import stated
from kg.things import Things
from kg.turtle import trig_of, turtle_of
from ontology.terms import FA, PREFIXES, RDF, SKOS, XSD
from tests.kg.example import account

IRIS = Iris()
GRAPH = NamedNode("https://data.example/r/决算")
VALUES: list[NamedNode | Literal] = [
    Literal('"引号" \\ 斜杠\n换行\t制表\r\x07\x7f'),
    Literal(""),
    Literal("标签", language="zh"),
    Literal("-0.50", datatype=XSD.decimal),
    Literal("12", datatype=XSD.decimal),
    Literal("007", datatype=XSD.integer),
    Literal("一", datatype=XSD.integer),
    Literal("true", datatype=XSD.boolean),
    Literal("1", datatype=XSD.boolean),
    Literal("2024", datatype=XSD.gYear),
    Literal('{"a": "^^<b>"}', datatype=RDF.JSON),
    Literal("x", datatype=NamedNode("urn:of")),
    FA["phase-approved"],
    NamedNode(FA.base),
    NamedNode(f"{FA.base}a/b"),
    NamedNode(f"{FA.base}1.2."),
    NamedNode(f"{GRAPH.value}#t01r2c3-2"),
    NamedNode(f"{GRAPH.value}#1"),
    NamedNode(f"{GRAPH.value}#项目"),
    NamedNode(f"{GRAPH.value}#a.b"),
    NamedNode(f"{GRAPH.value}#"),
    GRAPH,
    NamedNode("https://data.example/单位/甲"),
]


def every_term() -> list[Quad]:
    subjects = [node for node in VALUES if isinstance(node, NamedNode)]
    return [Quad(s, p, v, GRAPH) for s in subjects for p in (RDF.type, SKOS.prefLabel, NamedNode("urn:p")) for v in VALUES]


def of_a_report() -> list[Quad]:
    return things.quads(stated(account(2023), IRIS), GRAPH)


@pytest.fixture(params=[every_term, of_a_report])
def found(request: pytest.FixtureRequest) -> list[Quad]:
    quads: list[Quad] = request.param()
    return quads


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    held = {serialize([quad], format=RdfFormat.N_QUADS) or b"": quad for quad in quads}
    return [held[line] for line in sorted(held)]


def test_lines_are_the_librarys_in_order(found: list[Quad]) -> None:
    held = things.of_quads([*found, *found[:3]])
    assert things.lines(things.triples(held), GRAPH) == serialize(in_order(found), format=RdfFormat.N_QUADS)
    assert things.n_quads(held, GRAPH) == things.lines(things.triples(held), GRAPH)
    assert things.n_quads(Things(), GRAPH) == b""
    assert things.size(held) == len(found)
    assert things.quads(held, GRAPH) == in_order(found)


def test_texts_are_the_librarys_values(found: list[Quad]) -> None:
    assert all(things.text(things.term(quad.object)) == quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal))


def test_turtle_is_the_librarys(found: list[Quad]) -> None:
    statements = [quad.triple for quad in in_order(found)]
    assert turtle_of(things.of_quads(found)) == serialize(statements, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert turtle_of(Things()) == b""


def test_trig_is_the_librarys(found: list[Quad]) -> None:
    out = io.BytesIO()
    serialize(in_order(found), out, RdfFormat.TRIG, prefixes={**PREFIXES, "r": f"{GRAPH.value}#"})
    made = trig_of(things.of_quads(found), GRAPH)
    assert made == out.getvalue()
    assert set(parse(made, RdfFormat.TRIG)) == set(found)
