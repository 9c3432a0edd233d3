"""The catalogue of the data (W3C DCAT 3) with its VoID description, as RDF about the release that a request reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flask import request
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.iris import Iris
from kg.mapping.report import RIGHTS
from ontology.terms import DCAT, DCT, FOAF, PREFIXES, RDF, VOID, XSD, Namespace
from search_app.citation import licence, publisher
from search_app.dumps.changes import date_of
from search_app.dumps.files import DumpFile, files
from search_app.holdings import holdings
from search_app.reading import pinned

SPDX = Namespace("http://spdx.org/rdf/terms#")
TITLE = "决算图谱"
ABOUT = "部门决算、单位决算和绩效自评报告中的金额、科目、项目、绩效指标、职责和文字，每个数都连着原文的位置。"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LANGUAGE = NamedNode("http://publications.europa.eu/resource/authority/language/ZHO")
_ONTOLOGY = NamedNode("https://w3id.org/juesuan/ontology")

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class _Place:
    """Addresses on this host."""

    root: str

    def node(self, path: str) -> NamedNode:
        """The resource at `path`, percent-encoded where it must be."""
        return NamedNode(self.root + quote(path, safe="/#?=&%"))


def catalogue() -> list[Quad]:
    """Catalogue, data set, distributions and the endpoint as a data service, with VoID counts; sorted, without blank nodes."""
    place = _Place(request.url_root.rstrip("/"))
    iris = Iris(holdings(pinned()).base)
    found = [*_catalogue(place, iris), *_dataset(place, iris), *_service(place, iris)]
    for file in files(pinned().release.directory):
        found += _distribution(place, iris, file)
    quads = {Quad(*statement) for statement in found} | {Quad(*statement) for statement in _void(place, iris)}
    return sorted(quads, key=str)


def void() -> list[Quad]:
    """The VoID description alone."""
    place = _Place(request.url_root.rstrip("/"))
    iris = Iris(holdings(pinned()).base)
    return sorted({Quad(*statement) for statement in (*_dataset(place, iris), *_void(place, iris))}, key=str)


def _catalogue(place: _Place, iris: Iris) -> Iterator[Statement]:
    node = place.node("/catalog")
    yield node, RDF.type, DCAT.Catalog
    yield node, DCT.title, _zh(TITLE)
    yield node, DCT.description, _zh(ABOUT)
    yield node, DCT.language, _LANGUAGE
    yield node, DCAT.dataset, iris.dataset
    yield node, DCAT.service, place.node("/sparql")
    yield node, FOAF.homepage, place.node("/")
    yield from _made_by(node, place)


def _dataset(place: _Place, iris: Iris) -> Iterator[Statement]:
    reading = pinned()
    held = holdings(reading)
    node = iris.dataset
    yield node, RDF.type, DCAT.Dataset
    yield node, RDF.type, VOID.Dataset
    yield node, DCT.title, _zh(TITLE)
    yield node, DCT.description, _zh(ABOUT)
    yield node, DCT.identifier, Literal(node.value)
    yield node, DCAT.version, Literal(reading.id)
    yield node, DCT.modified, Literal(date_of(reading.release.directory), datatype=XSD.dateTime)
    yield node, DCT.language, _LANGUAGE
    yield node, DCT.conformsTo, _ONTOLOGY
    yield node, DCT.rights, _zh(RIGHTS)
    yield node, DCAT.landingPage, place.node("/catalog")
    for code in sorted({row.region for row in held.units}):
        yield node, DCT.spatial, iris.region(code)
    if held.years:
        period = NamedNode(f"{node.value}#period")
        yield node, DCT.temporal, period
        yield period, RDF.type, DCT.PeriodOfTime
        yield period, DCAT.startDate, Literal(str(held.years[0]), datatype=XSD.gYear)
        yield period, DCAT.endDate, Literal(str(held.years[-1]), datatype=XSD.gYear)
    yield from _made_by(node, place)


def _made_by(node: NamedNode, place: _Place) -> Iterator[Statement]:
    if name := publisher():
        agent = place.node("/catalog#publisher")
        yield node, DCT.publisher, agent
        yield agent, RDF.type, FOAF.Agent
        yield agent, FOAF.name, _zh(name)
    if licence():
        yield node, DCT.license, NamedNode(licence())


def _service(place: _Place, iris: Iris) -> Iterator[Statement]:
    node = place.node("/sparql")
    yield node, RDF.type, DCAT.DataService
    yield node, DCT.title, _zh("SPARQL查询接口")
    yield node, DCAT.endpointURL, node
    yield node, DCAT.endpointDescription, node
    yield node, DCAT.servesDataset, iris.dataset
    yield node, DCT.conformsTo, NamedNode("http://www.w3.org/TR/sparql11-protocol/")


def _distribution(place: _Place, iris: Iris, file: DumpFile) -> Iterator[Statement]:
    node, download = place.node(f"/catalog#{file.path}"), place.node(f"/downloads/{file.path}")
    checksum = place.node(f"/catalog#{file.path}-checksum")
    yield iris.dataset, DCAT.distribution, node
    yield node, RDF.type, DCAT.Distribution
    yield node, DCT.title, _zh(f"{file.title}：{file.path}")
    yield node, DCAT.downloadURL, download
    yield node, DCAT.accessURL, place.node("/downloads")
    yield node, DCAT.mediaType, NamedNode(_MEDIA + file.media_type)
    if file.packed:
        yield node, DCAT.compressFormat, NamedNode(_MEDIA + file.packed)
    yield node, DCAT.byteSize, Literal(str(file.bytes), datatype=XSD.nonNegativeInteger)
    yield node, DCT.rights, _zh(RIGHTS)
    if licence():
        yield node, DCT.license, NamedNode(licence())
    yield node, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)


def _void(place: _Place, iris: Iris) -> Iterator[Statement]:
    """The counts that the derived graph holds, and where the data is found on this host."""
    node = iris.dataset
    yield from _counts(pinned().store, iris)
    yield node, VOID.sparqlEndpoint, place.node("/sparql")
    yield node, FOAF.homepage, place.node("/")
    yield node, VOID.exampleResource, NamedNode(next((row.iri for row in holdings(pinned()).reports), node.value))
    for base in sorted(PREFIXES.values()):
        yield node, VOID.vocabulary, NamedNode(base)
    for file in files(pinned().release.directory):
        if file.part == "graph":
            yield node, VOID.dataDump, place.node(f"/downloads/{file.path}")
    yield place.node("/.well-known/void"), RDF.type, VOID.DatasetDescription
    yield place.node("/.well-known/void"), FOAF.primaryTopic, node


def _counts(store: Store, iris: Iris) -> Iterator[Statement]:
    for quad in store.quads_for_pattern(iris.dataset, None, None, iris.derived_graph):
        if isinstance(quad.object, NamedNode | Literal):
            yield iris.dataset, quad.predicate, quad.object
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(f"{iris.dataset.value}#"):
            for part in store.quads_for_pattern(quad.object, None, None, iris.derived_graph):
                if isinstance(part.object, NamedNode | Literal):
                    yield quad.object, part.predicate, part.object


def _zh(text: str) -> Literal:
    return Literal(text, language="zh")
