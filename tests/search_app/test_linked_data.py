"""Linked data: one name for people and programs, every format, signposts, catalogue, ontology, site map."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph

from kg import bundle, release, settings
from kg.folder import DataFolder
from ontology.concepts import core
from search_app import create_app
from search_app.pages import sitemap
from tests.kg.example import account
from tests.search_app.conftest import HTML

BASE = "https://w3id.org/juesuan/id"
UNIT = "/unit/990102/示例市云溪区产业服务中心"
REPORT = "/report/990102/示例市云溪区产业服务中心/2024/部门决算"
REGION = "/region/990102"
FORMATS = [
    ("ttl", "text/turtle", RdfFormat.TURTLE),
    ("nt", "application/n-triples", RdfFormat.N_TRIPLES),
    ("rdf", "application/rdf+xml", RdfFormat.RDF_XML),
    ("jsonld", "application/ld+json", RdfFormat.JSON_LD),
    ("nq", "application/n-quads", RdfFormat.N_QUADS),
    ("trig", "application/trig", RdfFormat.TRIG),
]
DCAT, DCT, VOID = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://rdfs.org/ns/void#"


def links(header: str) -> list[tuple[str, str, str]]:
    """(target, relation, type) of a Link header."""
    found = re.findall(r'<([^>]*)>;rel="([^"]*)"(?:;type="([^"]*)")?', header)
    return [(unquote(target), relation, kind) for target, relation, kind in found]


@pytest.mark.parametrize(("ending", "media_type", "kind"), FORMATS)
@pytest.mark.parametrize("thing", [REGION, UNIT, REPORT, "/catalog", "/ontology"])
def test_every_format_by_ending_and_by_accept(client: FlaskClient, thing: str, ending: str, media_type: str, kind: RdfFormat) -> None:
    address = thing if thing in {"/catalog", "/ontology"} else f"/doc{thing}"
    by_ending = client.get(f"{address}.{ending}")
    by_accept = client.get(address, headers={"Accept": media_type})
    for response in (by_ending, by_accept):
        assert (response.status_code, response.mimetype) == (200, media_type)
        assert {"Accept", "Accept-Encoding"} <= {name.strip() for name in response.headers["Vary"].split(",")}
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert by_ending.data == by_accept.data
    assert len(list(parse(by_ending.data, format=kind))) > 3


@pytest.mark.parametrize("accept", [media_type for _, media_type, _ in FORMATS])
def test_name_leads_to_the_document_in_the_format(client: FlaskClient, accept: str) -> None:
    response = client.get(f"/id{REGION}", headers={"Accept": accept})
    assert response.status_code == 303
    assert client.get(response.headers["Location"]).mimetype == accept


def test_quality_of_the_wish_decides(client: FlaskClient) -> None:
    response = client.get(f"/doc{REGION}", headers={"Accept": "text/turtle;q=0.4, application/ld+json;q=0.9, text/html;q=0.5"})
    assert response.mimetype == "application/ld+json"
    assert client.get(f"/doc{REGION}", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("address", [UNIT, f"/id{UNIT}", f"/doc{UNIT}.ttl", f"/doc{REPORT}.nt"])
def test_chinese_and_percent_encoded_addresses_are_one(client: FlaskClient, address: str) -> None:
    plain, encoded = client.get(address, headers=HTML), client.get(quote(address), headers=HTML)
    assert plain.status_code == encoded.status_code in {200, 303}
    assert plain.data == encoded.data and plain.headers.get("Location") == encoded.headers.get("Location")


def test_iris_stay_readable(client: FlaskClient) -> None:
    assert f"<{BASE}{UNIT}>" in client.get(f"/doc{UNIT}.nt").text


@pytest.mark.parametrize(("thing", "kind"), [(UNIT, "https://schema.org/GovernmentOrganization"), (REPORT, "https://schema.org/Dataset")])
def test_signposts_of_a_page_lead_to_its_data_and_back(client: FlaskClient, thing: str, kind: str) -> None:
    response = client.get(thing, headers=HTML)
    assert response.headers["Link"].isascii()
    found = links(response.headers["Link"])
    assert (BASE + thing, "cite-as", "") in found and (kind, "type", "") in found
    assert [relation for _, relation, _ in found].count("license") == 0
    data = [(target, media_type) for target, relation, media_type in found if relation in {"describedby", "item"}]
    assert {media_type for _, media_type in data} == {media_type for _, media_type, _ in FORMATS}
    for target, media_type in data:
        document = client.get(target)
        assert document.mimetype == media_type
        back = links(document.headers["Link"])
        assert {(BASE + thing, "cite-as", ""), (thing, "describes", "text/html"), (thing, "collection", "text/html")} <= set(back)
    assert any(relation == "item" for _, relation, _ in found) == (thing == REPORT)


def test_fault_has_no_signposts(client: FlaskClient) -> None:
    assert "Link" not in client.get("/unit/990102/没有", headers=HTML).headers


def test_labels_stand_next_to_iris(client: FlaskClient) -> None:
    text = client.get("/doc/indicator-level/数量指标.html", headers=HTML).text
    for words in ("数量指标</a>", "indicatorLevel-quantity", "等同于", "skos:exactMatch", "指向这里"):
        assert words in text


CITED = [(UNIT, BASE + UNIT), (REPORT, BASE + REPORT), (REGION, BASE + REGION), ("/catalog", "http://localhost/catalog")]


@pytest.mark.parametrize(("thing", "iri"), CITED)
def test_every_page_says_how_to_cite_it(client: FlaskClient, data: DataFolder, thing: str, iri: str) -> None:
    text = client.get(thing, headers=HTML).text
    said = re.search(r'<p class="cite">(.*?)</p>', text)
    assert said
    with release.current(data) as opened:
        assert f"数据发布版{opened.id}（20" in said[1]
    assert iri in said[1]


def schema_org(client: FlaskClient, path: str) -> dict[str, object]:
    response = client.get(path, headers=HTML)
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text)
    assert len(found) == 1 and "<" not in found[0]
    read: dict[str, object] = json.loads(found[0])
    return read


def test_landing_pages_describe_themselves_for_data_search(client: FlaskClient) -> None:
    report = schema_org(client, REPORT)
    assert (report["@type"], report["@id"], report["temporalCoverage"]) == ("Dataset", BASE + REPORT, "2024")
    assert len(str(report["description"])) > 20 and "license" not in report
    unit = schema_org(client, UNIT)
    assert unit["@type"] == "GovernmentOrganization" and unit["@id"] == BASE + UNIT
    catalogue = schema_org(client, "/catalog")
    assert catalogue["@type"] == "Dataset" and isinstance(catalogue["distribution"], list) and len(catalogue["distribution"]) > 20


@pytest.mark.parametrize(("ending", "media_type", "kind"), FORMATS)
def test_what_is_not_there_says_so_in_the_format(client: FlaskClient, ending: str, media_type: str, kind: RdfFormat) -> None:
    for response in (client.get(f"/doc/nothing.{ending}"), client.get("/id/nothing", headers={"Accept": media_type})):
        assert (response.status_code, response.mimetype) == (404, media_type)
        titles = [q.object.value for q in parse(response.data, format=kind) if isinstance(q.object, Literal)]
        assert any(title.startswith("404 ") for title in titles)


def test_what_was_removed_says_so_in_the_format(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    for year in (2022, 2023):
        folder.put(bundle.dump(account(year), folder.iris))
    gone = folder.iris.report(account(2022).info).value
    folder.remove(gone, gone=True)
    release.build(folder).close()
    client = create_app(settings.load(data=folder.path, environment={})).test_client()
    path = gone.removeprefix(folder.base_iri)
    for response in (client.get(f"/doc/{path}.ttl"), client.get(f"/id/{path}", headers={"Accept": "text/turtle"})):
        assert (response.status_code, response.mimetype) == (410, "text/turtle")
        said = list(parse(response.data, format=RdfFormat.TURTLE))
        assert any(isinstance(q.object, NamedNode) and q.object.value == gone for q in said)
    assert client.get(f"/id/{path}", headers={"Accept": "application/json"}).get_json()["error"]["code"] == "gone"


def described(client: FlaskClient, path: str) -> list[Quad]:
    return list(parse(client.get(path).data, format=RdfFormat.TURTLE))


def values(quads: list[Quad], subject: str, predicate: str) -> list[str]:
    return [q.object.value for q in quads if str(q.subject) == f"<{subject}>" and q.predicate.value == predicate and not _is_triple(q)]  # type: ignore[union-attr]


def _is_triple(quad: Quad) -> bool:
    return not isinstance(quad.object, NamedNode | Literal)


def test_catalogue_is_dcat(client: FlaskClient, data: DataFolder) -> None:
    quads = described(client, "/catalog.ttl")
    dataset = f"{BASE}/dataset"
    assert values(quads, "http://localhost/catalog", f"{DCAT}dataset") == [dataset]
    assert values(quads, "http://localhost/catalog", f"{DCAT}service") == ["http://localhost/sparql"]
    assert values(quads, "http://localhost/sparql", f"{DCAT}endpointURL") == ["http://localhost/sparql"]
    assert values(quads, "http://localhost/sparql", f"{DCAT}servesDataset") == [dataset]
    assert values(quads, dataset, f"{DCT}rights") == ["来源单位公开信息"] and not values(quads, dataset, f"{DCT}license")
    assert len(values(quads, dataset, f"{DCT}modified")) == 1
    distributions = values(quads, dataset, f"{DCAT}distribution")
    assert len(distributions) > 20
    for node in distributions:
        (download,) = values(quads, node, f"{DCAT}downloadURL")
        (size,) = values(quads, node, f"{DCAT}byteSize")
        (media_type,) = values(quads, node, f"{DCAT}mediaType")
        assert media_type.startswith("https://www.iana.org/assignments/media-types/")
        (checksum,) = values(quads, node, "http://spdx.org/rdf/terms#checksum")
        assert len(values(quads, checksum, "http://spdx.org/rdf/terms#checksumValue")[0]) == 64
        with client.head(download.removeprefix("http://localhost")) as head:
            assert (head.status_code, head.headers["Content-Length"]) == (200, size)
    Graph().parse(data=client.get("/catalog.rdf").data, format="xml")


def test_void_counts_are_those_of_the_store(client: FlaskClient, data: DataFolder) -> None:
    response = client.get("/.well-known/void")
    assert response.mimetype == "text/turtle"
    quads = list(parse(response.data, format=RdfFormat.TURTLE))
    dataset = f"{BASE}/dataset"
    with release.current(data) as opened:
        store = opened.open_store()
        assert values(quads, dataset, f"{VOID}triples") == [str(len(store))]
        counted = _counted(quads, "class", "entities")
        kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        for name in ("BudgetFact", "Passage", "Report"):
            term = NamedNode(f"https://w3id.org/juesuan/ontology#{name}")
            assert counted[term.value] == len({quad.subject for quad in store.quads_for_pattern(None, kind, term)})
        properties = _counted(quads, "property", "triples")
        text = NamedNode("https://w3id.org/juesuan/ontology#text")
        assert properties[text.value] == sum(1 for _ in store.quads_for_pattern(None, text, None))
    assert values(quads, dataset, f"{VOID}sparqlEndpoint") == ["http://localhost/sparql"]
    assert values(quads, dataset, f"{VOID}dataDump") == [
        "http://localhost/downloads/juesuan.nq.gz",
        "http://localhost/downloads/juesuan.ttl.gz",
    ]


def _counted(quads: list[Quad], kind: str, what: str) -> dict[str, int]:
    """The counts of the partitions by class or property."""
    parts = values(quads, f"{BASE}/dataset", f"{VOID}{kind}Partition")
    return {values(quads, part, f"{VOID}{kind}")[0]: int(values(quads, part, f"{VOID}{what}")[0]) for part in parts}


def test_data_set_has_a_name_of_its_own(client: FlaskClient) -> None:
    assert client.get("/id/dataset", headers=HTML).headers["Location"] == "/catalog"
    assert client.get("/doc/dataset.ttl").data == client.get("/catalog.ttl").data


def test_licence_and_publisher_are_said_where_the_operator_sets_them(data: DataFolder) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    chosen = settings.load(data=data.path, licence=licence, publisher="示例市财政局", environment={})
    app = create_app(chosen)
    client = app.test_client()
    quads = described(client, "/catalog.ttl")
    assert values(quads, f"{BASE}/dataset", f"{DCT}license") == [licence]
    assert values(quads, "http://localhost/catalog#publisher", "http://xmlns.com/foaf/0.1/name") == ["示例市财政局"]
    assert (licence, "license", "") in links(client.get(UNIT, headers=HTML).headers["Link"])
    assert schema_org(client, REPORT)["license"] == licence
    for path in ("/catalog", "/downloads", "/"):
        assert licence in client.get(path, headers=HTML).text
    app.extensions["pool"].close()


def test_ontology_page_has_every_term_and_version(client: FlaskClient) -> None:
    text = client.get("/ontology", headers=HTML).text
    own = {q.subject.value for q in core() if isinstance(q.subject, NamedNode) and "/juesuan/ontology#" in q.subject.value}
    shown = set(re.findall(r"<tr id=([^>]+)>", text))
    assert len(shown) > 400 and {f"https://w3id.org/juesuan/ontology#{name}" for name in shown} <= own
    for name in ("BudgetFact", "tableKind-generalPublic", "reportOf"):
        assert name in shown
    assert "0.1.0：首个版本" in text
    quads = described(client, "/ontology.ttl")
    (version,) = values(quads, "https://w3id.org/juesuan/ontology", "http://www.w3.org/2002/07/owl#versionIRI")
    path = version.removeprefix("https://w3id.org/juesuan")
    assert client.get(path, headers={"Accept": "text/turtle"}).data == client.get("/ontology.ttl").data
    assert client.get("/ontology/0.0.0", headers=HTML).status_code == 404
    assert client.get("/ontology.xyz").status_code in {400, 404, 406}


def test_site_map_names_pages_that_are_there(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [node.text or "" for node in ElementTree.fromstring(client.get("/sitemap.xml").data).iter(f"{space}loc")]  # noqa: S314
    assert len(found) == len(set(found)) > 8 and all(address.isascii() for address in found)
    for address in found:
        assert client.get(address.removeprefix("http://localhost"), headers=HTML).status_code == 200
    monkeypatch.setattr(sitemap, "ADDRESSES", 5)
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314
    parts = [node.text or "" for node in index.iter(f"{space}loc")]
    assert index.tag == f"{space}sitemapindex"
    again = [
        node.text
        for part in parts
        for node in ElementTree.fromstring(client.get(part.removeprefix("http://localhost")).data).iter(f"{space}loc")  # noqa: S314
    ]
    assert again == found
    assert client.get("/sitemap-99.xml").status_code == client.get("/sitemap-0.xml").status_code == 404


def test_robots_are_told_where_to_go(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /sparql" in text and "Sitemap: http://localhost/sitemap.xml" in text


@pytest.mark.parametrize("path", ["/catalog", "/downloads", "/changes", "/ontology", "/robots.txt", "/sitemap.xml", f"/doc{UNIT}.ttl"])
def test_head_is_answered(client: FlaskClient, path: str) -> None:
    head = client.head(path, headers=HTML)
    assert head.status_code == 200 and head.data == b""
