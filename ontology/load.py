"""The quads of the reference graph: the ontology, and the concepts that the loaded reports use.

Concepts are made from the code lists and from what the reports print, so that a code no list knows has a label too.
Everything comes back sorted: the same use gives the same quads in the same order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ontology import regions, subjects
from ontology.concepts import core
from ontology.terms import FA, RDF, SKOS, XSD

_SUBJECT_SCHEMES = {"functional": FA.functionalSubjects, "economic": FA.economicSubjects}


def core_quads(graph: NamedNode) -> Iterator[Quad]:
    """All of `core.ttl` in `graph`."""
    for quad in core():
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def subject_quads(used: Iterable[tuple[str, int, str, str]], base_iri: str, graph: NamedNode) -> Iterator[Quad]:
    """The concepts of the subjects that reports use, with every wider subject.

    `used` holds (scheme, year, code, printed name or "") once a printing; scheme is `functional` or `economic`. The label is the
    name in the code list (nearest year), else the name printed most often, else the code; other printings are altLabels.
    """
    printed: dict[tuple[str, int, str], Counter[str]] = defaultdict(Counter)
    for (scheme, year, code, name), times in Counter(used).items():
        printed[scheme, year, code].update({name: times} if name else {})
        for wider in subjects.ancestors(code):
            printed[scheme, year, wider].update(())
    for scheme, year, code in sorted(printed):
        yield from _subject(scheme, year, code, printed[scheme, year, code], base_iri, graph)


def _subject(scheme: str, year: int, code: str, printed: Counter[str], base_iri: str, graph: NamedNode) -> Iterator[Quad]:
    def iri(of: str) -> NamedNode:
        return NamedNode(f"{base_iri}subject/{scheme}/{year}/{of}")

    by_use = sorted(printed, key=lambda name: (-printed[name], name))
    label = subjects.name(code, year) or next(iter(by_use), code)
    yield from _concept(iri(code), code, label, sorted(set(by_use) - {label}), _SUBJECT_SCHEMES[scheme], graph)
    for wider in subjects.ancestors(code)[:1]:
        yield Quad(iri(code), SKOS.broader, iri(wider), graph)
    yield Quad(iri(code), FA.year, Literal(str(year), datatype=XSD.gYear), graph)


def region_quads(codes: Iterable[str], base_iri: str, graph: NamedNode) -> Iterator[Quad]:
    """The concepts of the divisions in use (GB/T 2260 codes) and of all above them, up to 全国."""
    needed = {place for code in codes for place in (code, *regions.parents(code))}
    for code in sorted(needed):
        iri = NamedNode(f"{base_iri}region/{code}")
        yield from _concept(iri, code, regions.name(code), [], FA.regions, graph)
        for wider in regions.parents(code)[:1]:
            yield Quad(iri, SKOS.broader, NamedNode(f"{base_iri}region/{wider}"), graph)


def _concept(iri: NamedNode, code: str, label: str, others: Iterable[str], scheme: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(iri, RDF.type, SKOS.Concept, graph)
    yield Quad(iri, SKOS.notation, Literal(code), graph)
    yield Quad(iri, SKOS.prefLabel, Literal(label, language="zh"), graph)
    for other in others:
        yield Quad(iri, SKOS.altLabel, Literal(other, language="zh"), graph)
    yield Quad(iri, SKOS.inScheme, scheme, graph)
