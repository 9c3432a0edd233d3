"""`core.ttl`: it parses everywhere, and every term is described, tied in and used."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ontology.concepts import core
from ontology.terms import FA, OWL, PREFIXES, QB, RDF, RDFS, SCHEMES, SHAPES_FILE, SKOS, TABLE_KINDS, concept, structure

ROOT = Path(__file__).parents[2]
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.ConceptScheme, QB.DataStructureDefinition}
TIES = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.seeAlso, QB.component}


def statements() -> dict[NamedNode, list[Quad]]:
    found: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in core():
        assert isinstance(quad.subject, NamedNode)
        found[quad.subject].append(quad)
    return found


def declared() -> list[NamedNode]:
    return [node for node, quads in statements().items() if any(q.predicate == RDF.type and q.object in KINDS for q in quads)]


def languages(node: NamedNode, predicate: NamedNode) -> list[str]:
    return sorted(q.object.language or "" for q in statements()[node] if q.predicate == predicate and isinstance(q.object, Literal))


def used_names() -> set[str]:
    """Names of the fa: namespace in the shapes, the code and the queries."""
    files = [SHAPES_FILE, *(p for folder in ("kg", "ingest", "search_app", "queries", "ontology") for p in (ROOT / folder).rglob("*.py"))]
    files += (ROOT / "queries").rglob("*.rq")
    pattern = re.compile(r"\b(?:FA\.|fa:)([A-Za-z][\w-]*)|FA\[\"([\w-]+)\"\]")
    return {a or b for file in files for a, b in pattern.findall(file.read_text(encoding="utf-8"))}


def test_rdflib_and_pyoxigraph_read_the_same() -> None:
    graph = rdflib.Graph().parse(ROOT / "ontology" / "core.ttl")
    assert len(graph) == len(set(core())) > 3000


def test_no_blank_nodes() -> None:
    assert not [q for q in core() if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_header() -> None:
    header = {str(q.predicate): q.object for q in statements()[NamedNode("https://w3id.org/juesuan/ontology")]}
    assert header[str(OWL.versionInfo)] == Literal("0.1.0")
    assert header[str(OWL.versionIRI)] == NamedNode("https://w3id.org/juesuan/ontology/0.1.0")
    assert "publicdomain/zero" in str(header["<http://purl.org/dc/terms/license>"])


@pytest.mark.parametrize("predicate", [RDFS.label, RDFS.comment])
def test_every_term_has_one_label_and_comment_in_both_languages(predicate: NamedNode) -> None:
    assert not [node for node in declared() if languages(node, predicate) != ["en", "zh"]]


def test_every_concept_has_one_preferred_label_in_both_languages_and_a_scheme() -> None:
    schemes = {q.object for q in core() if q.predicate == SKOS.inScheme}
    concepts = [q.subject for q in core() if q.predicate == SKOS.inScheme and isinstance(q.subject, NamedNode)]
    assert not [node for node in concepts if languages(node, SKOS.prefLabel) != ["en", "zh"]]
    assert schemes <= set(declared())


def test_every_term_is_tied_to_others_or_used() -> None:
    used = used_names()
    loose = [
        node.value
        for node, quads in statements().items()
        if node in declared() and not any(q.predicate in TIES for q in quads) and node.value.partition("#")[2] not in used
    ]
    schemes = {q.object for q in core() if q.predicate == SKOS.inScheme}
    assert not [iri for iri in loose if NamedNode(iri) not in schemes]


def test_every_term_in_shapes_code_and_queries_is_declared() -> None:
    known = {node.value.removeprefix(FA.base) for node in statements()} | {f"{kind}-" for kind in SCHEMES} | {"dsd-", "base"}
    assert used_names() - known == set()


def test_every_object_of_the_own_namespace_is_declared() -> None:
    objects = {q.object for q in core() if isinstance(q.object, NamedNode) and q.object.value.startswith(FA.base)}
    assert objects <= set(statements())


def test_every_table_kind_has_a_concept_and_all_but_the_forms_a_structure() -> None:
    for kind in TABLE_KINDS:
        assert concept("tableKind", kind) in statements()
        if kind != "selfEvaluation":
            assert structure(kind) in statements()
    with pytest.raises(KeyError):
        structure("selfEvaluation")


def test_every_scheme_has_members() -> None:
    schemes = {q.object for q in core() if q.predicate == SKOS.inScheme}
    assert set(SCHEMES.values()) <= schemes


def test_prefixes_are_those_of_the_file() -> None:
    text = (ROOT / "ontology" / "core.ttl").read_text(encoding="utf-8")
    for prefix, iri in re.findall(r"@prefix ([\w-]+): <([^>]+)>", text):
        assert PREFIXES.get(prefix, iri) == iri
