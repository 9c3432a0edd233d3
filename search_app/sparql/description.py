"""What the endpoint says of itself when it is asked nothing (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

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
    "RDF_XML",
    "JSON-LD",
)


def describe(endpoint: str, media_type: str) -> bytes:
    """The description of the service at `endpoint` in an RDF format: read only, no federation, the union of all graphs by default."""
    service, dataset, graph = NamedNode(endpoint), NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#union")
    triples = [
        Triple(service, RDF.type, SD.Service),
        Triple(service, SD.endpoint, service),
        Triple(service, SD.supportedLanguage, SD.SPARQL11Query),
        Triple(service, SD.feature, SD.UnionDefaultGraph),
        *(Triple(service, SD.resultFormat, _FORMATS[name]) for name in _RESULTS),
        Triple(service, SD.defaultDataset, dataset),
        Triple(dataset, RDF.type, SD.Dataset),
        Triple(dataset, RDF.type, VOID.Dataset),
        Triple(dataset, SD.defaultGraph, graph),
        Triple(graph, RDF.type, SD.Graph),
    ]
    prefixes = {"sd": SD.base, "formats": _FORMATS.base, "void": PREFIXES["void"]}
    return serialize(triples, format=RdfFormat.from_media_type(media_type), prefixes=prefixes) or b""
