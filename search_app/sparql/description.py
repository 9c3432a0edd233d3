"""What the endpoint says of itself when it is asked nothing (SPARQL 1.1 Service Description), with the counts of its data (VoID)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from ontology.terms import PREFIXES, RDF, VOID, Namespace

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "RDF_XML",
    "JSON-LD",
)
_COUNTS = (VOID.triples, VOID.entities, VOID.classes, VOID.properties, VOID.distinctSubjects, VOID.distinctObjects)


def describe(endpoint: str, void: Iterable[Quad], media_type: str) -> bytes:
    """The description of the service at `endpoint` in an RDF format: read only, no federation, the union of all graphs by default.

    `void`: the VoID description of the data set; its counts are stated of the default graph too.
    """
    known = list(void)
    prefixes = {**PREFIXES, "sd": SD.base, "formats": _FORMATS.base}
    triples = [*_service(endpoint, known), *(quad.triple for quad in known)]
    return serialize(triples, format=RdfFormat.from_media_type(media_type), prefixes=prefixes) or b""


def _service(endpoint: str, void: list[Quad]) -> Iterator[Triple]:
    service, dataset, graph = NamedNode(endpoint), NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#union")
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, service)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    for name in _RESULTS:
        yield Triple(service, SD.resultFormat, _FORMATS[name])
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, SD.defaultGraph, graph)
    yield Triple(graph, RDF.type, SD.Graph)
    for quad in void:
        if quad.predicate in _COUNTS and "#" not in str(quad.subject):
            yield Triple(graph, quad.predicate, quad.object)
