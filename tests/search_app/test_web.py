"""The pages: what they show, where their numbers lead, what they say when something is not there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kg import bundle, release, settings
from kg.folder import DataFolder
from search_app import create_app
from tests.kg.example import account
from tests.search_app.conftest import HTML

SAMPLE_UNIT = "/unit/990102/示例市云溪区产业服务中心"
SAMPLE = "/report/990102/示例市云溪区产业服务中心/2024/部门决算"
EXAMPLE_UNIT = "/unit/990102/云溪区产业服务中心"
EXAMPLE = "/report/990102/云溪区产业服务中心/2023/部门决算"
LEVEL = "/doc/indicator-level/产出指标.html"
PAGES = [
    "/",
    "/unit/990102/云溪区产业服务中心本级",
    SAMPLE_UNIT,
    SAMPLE,
    EXAMPLE_UNIT,
    EXAMPLE,
    "/sparql",
    LEVEL,
    "/region/990102",
    "/catalog",
    "/downloads",
    "/changes",
    "/ontology",
    *(ABSENT := ("/unit/990102/没有", "/nothing")),
]


class Page(HTMLParser):
    """Anchors, links and what a strict Content-Security-Policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.outside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids += [str(said["id"])] if "id" in said else []
        self.links += [str(said["href"])] if tag == "a" and "href" in said else []
        self.inline += [name for name in said if name == "style" or name.startswith("on")]
        is_program = tag == "script" and "src" not in said and said.get("type") != "application/ld+json"
        self.inline += ["script"] if is_program else ["style"] if tag == "style" else []
        self.outside += [url for name in ("src", "href") if (url := said.get(name)) and tag != "a" and not url.startswith("/")]


def get(client: FlaskClient, path: str) -> Page:
    return Page(client.get(path, headers=HTML).text)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_and_safe(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=HTML)
    page = Page(response.text)
    assert not page.inline and not page.outside
    assert len(page.ids) == len(set(page.ids))
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    for name in ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        assert name in response.headers
    assert '<html lang="zh-CN">' in response.text and "跳到正文" in response.text


# The grids of the examples are shorter than their facts; the files for download have tests of their own.
@pytest.mark.parametrize("path", [path for path in PAGES if path not in {EXAMPLE, EXAMPLE_UNIT, LEVEL, "/downloads"}])
def test_every_local_link_leads_somewhere(client: FlaskClient, path: str) -> None:
    page = get(client, path)
    seen: dict[str, Page] = {}
    for link in {link for link in page.links if link.startswith(("/", "#"))}:
        target, _, fragment = link.partition("#")
        if target.startswith("/sparql?"):
            continue
        if target and target not in seen:
            response = client.get(target, headers=HTML, follow_redirects=True, buffered=True)
            assert response.status_code == (404 if target.startswith(f"{path}?lang=") and path in ABSENT else 200), link
            seen[target] = Page(response.text)
        if fragment:
            assert unquote(fragment) in (seen[target] if target else page).ids, link


def test_home_is_a_grid_of_units_and_years(client: FlaskClient) -> None:
    text = client.get("/", headers=HTML).text
    assert f'<a href="{SAMPLE}"' in text
    assert "云溪区产业服务中心2024年未载入" in text
    assert "5份报告，4个单位，2022–2024年" in text


def test_unit_shows_its_totals_with_their_cells(client: FlaskClient) -> None:
    text = client.get(SAMPLE_UNIT, headers=HTML).text
    cells = dict(re.findall(rf'href="{SAMPLE}#(t\d+r\d+c\d+)"[^>]*>([\d.,]+)</a>', text))
    report = get(client, SAMPLE)
    assert len(cells) >= 5 and set(cells) <= set(report.ids)
    for label in ("本年收入", "本年支出", "基本支出", "“三公”经费决算"):
        assert label in text


def test_unit_shows_duties_divisions_staff_and_superior(client: FlaskClient) -> None:
    text = client.get(EXAMPLE_UNIT, headers=HTML).text
    for word in ("服务辖区企业。", "综合办公室", "编制数（2023年底）", "12人", "示例市工业和信息化局", "企业服务专项经费", "98.67%"):
        assert word in text
    assert "科技股" not in text.split("机构与人员")[1]  # a former division


def test_year_of_the_tiles_can_be_chosen(client: FlaskClient) -> None:
    assert 'href="/report/990102/云溪区产业服务中心/2022/部门决算#t05r3c3"' in client.get(f"{EXAMPLE_UNIT}?year=2022", headers=HTML).text
    assert client.get(f"{EXAMPLE_UNIT}?year=x", headers=HTML).status_code == 200


def test_report_draws_its_tables_and_passages_with_anchors(client: FlaskClient) -> None:
    page = get(client, SAMPLE)
    tables = {fragment.partition("r")[0] for fragment in page.ids if re.fullmatch(r"t\d+r\d+c\d+", fragment)}
    assert {f"t{number:02d}" for number in range(1, 10)} <= tables
    assert sum(bool(re.fullmatch(r"p\d+", fragment)) for fragment in page.ids) > 30
    assert any(re.fullmatch(r"p\d+o\d+-\d+.*", fragment) for fragment in page.ids)


def test_report_says_what_was_evaluated_and_what_was_not_read(client: FlaskClient) -> None:
    text = client.get(EXAMPLE, headers=HTML).text
    for word in (
        "走访企业",
        "≥20家",
        "未达标",
        "企业外迁",
        "产出指标",
        "12..5",
        "not a number",
        '与<a href="#t12">前面同一张表</a>完全相同',
    ):
        assert word in text
    assert 'id="t12-evaluation"' in text


def test_every_part_of_a_report_has_its_anchor(client: FlaskClient) -> None:
    """A data IRI is the page's address and a fragment: what a query returns can be opened."""
    said = client.get(f"/doc{SAMPLE}.nt").data
    subjects = {quad.subject.value for quad in parse(said, format=RdfFormat.N_TRIPLES)}
    parts = {subject.partition("#")[2] for subject in subjects if "/report/" in subject and "#" in subject}
    places = {part for part in parts if re.match(r"(t\d+(r\d+(c\d+)?)?(-evaluation)?|p\d+(o\d+-\d+.*)?)$", part)}
    ids = set(get(client, SAMPLE).ids)
    assert len(places) > 500
    assert places - ids == set()


def test_report_can_be_taken_along(client: FlaskClient) -> None:
    found = list(parse(client.get(f"/doc{SAMPLE}.trig").data, format=RdfFormat.TRIG))
    assert len({quad.graph_name for quad in found}) == 1
    assert len(found) > 5000


@pytest.mark.parametrize(
    ("ending", "kind"), [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD), ("rdf", RdfFormat.RDF_XML)]
)
def test_document_of_a_thing(client: FlaskClient, ending: str, kind: RdfFormat) -> None:
    response = client.get(f"/doc{EXAMPLE_UNIT}.{ending}")
    assert response.mimetype == kind.media_type
    subject = "https://w3id.org/juesuan/id/unit/990102/云溪区产业服务中心"
    assert any(quad.subject.value == subject for quad in parse(response.data, format=kind))


def test_name_of_a_thing_leads_to_page_or_data(client: FlaskClient) -> None:
    def target(path: str, accept: str) -> tuple[int, str]:
        response = client.get(path, headers={"Accept": accept})
        return response.status_code, unquote(response.headers.get("Location", ""))

    assert target(f"/id{SAMPLE_UNIT}", "text/html") == (303, SAMPLE_UNIT)
    assert target(f"/id{SAMPLE_UNIT}", "text/turtle") == (303, f"/doc{SAMPLE_UNIT}.ttl")
    assert target(f"/id{SAMPLE_UNIT}", "*/*") == (303, f"/doc{SAMPLE_UNIT}.ttl")
    assert target("/id/region/990102", "text/html") == (303, "/region/990102")
    assert target(f"/doc{SAMPLE_UNIT}.html", "*/*") == (303, SAMPLE_UNIT)
    assert target("/id/unit/990102/没有", "text/html")[0] == 404
    assert client.get("/doc/region/990102", headers={"Accept": "application/ld+json"}).mimetype == "application/ld+json"


def test_unknown_unit_names_the_nearest(client: FlaskClient) -> None:
    response = client.get("/unit/990102/云溪区产业服务局", headers=HTML)
    assert response.status_code == 404
    assert f'href="{EXAMPLE_UNIT}"' in response.text and "部门决算2022、2023" in response.text


def test_unknown_report_names_what_there_is(client: FlaskClient) -> None:
    response = client.get("/report/990102/云溪区产业服务中心/2019/部门决算", headers=HTML)
    assert response.status_code == 404
    assert f'href="{EXAMPLE}"' in response.text


def test_errors_for_programs_are_json(client: FlaskClient) -> None:
    for path, status in (("/nothing", 404), ("/unit/1/2", 404), ("/doc/nothing", 404)):
        error = client.get(path, headers={"Accept": "application/json"}).get_json()["error"]
        assert client.get(path).status_code == status
        assert set(error) == {"code", "message", "hint"} and error["code"] == "not_found"


def test_no_stack_trace_leaves(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_reading: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("search_app.pages.home.holdings", broken)
    for headers in (HTML, {"Accept": "application/json"}):
        response = app.test_client().get("/", headers=headers)
        assert response.status_code == 500
        assert "secret" not in response.text and "Traceback" not in response.text and "日志" in response.text


def test_folder_without_release_says_so(tmp_path: Path) -> None:
    app = create_app(settings.load(data=tmp_path / "data", environment={}))
    client = app.test_client()
    assert client.get("/healthz").get_json() == {"status": "no release", "release": None, "reports": 0}
    for path in ("/", "/sparql?query=ASK+%7B%7D"):
        response = client.get(path)
        assert response.status_code == 503 and response.get_json()["error"]["code"] == "no_release"
    page = client.get("/", headers=HTML)
    assert page.status_code == 503 and "juesuan ingest" in page.text


def test_new_release_is_served_and_the_pinned_one_stays_whole(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2022), folder.iris))
    release.build(folder).close()
    app = create_app(settings.load(data=folder.path, environment={}))
    client = app.test_client()
    shelf = app.extensions["shelf"]
    pinned = shelf.borrow()
    assert client.get("/healthz").get_json()["reports"] == 1
    folder.put(bundle.dump(account(2023), folder.iris))
    release.build(folder).close()
    folder.put(bundle.dump(account(2021), folder.iris))
    release.build(folder).close()
    assert client.get("/healthz").get_json()["reports"] == 3
    assert len(pinned.release.manifest["reports"]) == 1 and pinned.store_path.exists()
    shelf.give_back(pinned)


def test_removed_report_is_gone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    for year in (2022, 2023):
        folder.put(bundle.dump(account(year), folder.iris))
    folder.remove("https://w3id.org/juesuan/id" + EXAMPLE, gone=True)
    release.build(folder).close()
    client = create_app(settings.load(data=folder.path, environment={})).test_client()
    for path in (EXAMPLE, f"/id{EXAMPLE}", f"/doc{EXAMPLE}.ttl"):
        response = client.get(path, headers=HTML)
        assert response.status_code == 410 and "撤下" in response.text


def test_slash_in_a_name_is_part_of_the_name(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2023, "甲/乙 中心"), folder.iris))
    release.build(folder).close()
    client = create_app(settings.load(data=folder.path, environment={})).test_client()
    assert client.get("/unit/990102/甲%2F乙中心", headers=HTML).status_code == 200
    assert 'href="/unit/990102/甲%2F乙中心"' in client.get("/", headers=HTML).text
