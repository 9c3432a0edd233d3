"""`/checks`, the marks on report pages and `/check`: what is shown, where it leads, and what an upload can't do."""

from __future__ import annotations

import base64
import csv
import io
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from werkzeug.test import TestResponse

from ingest.limits import Limits
from ingest.sources import find_files
from kg import settings
from kg.checks.catalogue import rules
from kg.checks.outcomes import Result
from kg.errors import FileUnreadable, NotAReport
from kg.folder import DataFolder
from search_app import create_app, sifting
from search_app.checking import check_files
from search_app.ledger import read
from search_app.pages import check
from search_app.pages.check import _fault
from search_app.sparql.pool import Pool
from search_app.views.findings import grouped, shown

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}
BUSY = "/report/990102/示例市云溪区产业服务中心/2024/部门决算"
IDS = re.compile(r"\bid=\"?([^\">\s]+)")


@pytest.fixture(scope="module")
def app(data: DataFolder) -> Iterator[Flask]:
    """Drafts take as long as they take."""
    made = create_app(settings.load(data=data.path, client_seconds=0.0, environment={}))
    yield made
    pool: Pool = made.extensions["pool"]
    pool.close()


@pytest.fixture(scope="module")
def busy(samples: Path) -> Path:
    """A sample with planted faults."""
    return next(path for path in sorted(samples.iterdir()) if path.name.startswith("s05"))


def found(client: FlaskClient, **filters: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/checks", query_string={**filters, "size": 1000}, headers=JSON).get_json()["findings"]
    return rows


# the list --------------------------------------------------------------------------------------------------------------


def test_all_findings_of_the_ledger_are_listed_in_every_form(client: FlaskClient, data: DataFolder) -> None:
    ledger = read(data.path / "current" / "obligations.csv")
    expected = Counter(result.rule for results in ledger.findings.values() for result in results)
    rows = found(client)
    assert Counter(row["rule"] for row in rows) == expected and len(rows) > 5
    answer = client.get("/checks", headers={"Accept": "text/csv"})
    assert answer.mimetype == "text/csv" and answer.text == client.get("/checks?format=csv").text
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["message"] for row in table] == [row["message"] for row in rows]
    book = load_workbook(io.BytesIO(client.get("/checks?format=xlsx").data))
    assert book.active is not None and book.active.max_row == len(rows) + 1
    page = client.get("/checks", headers=HTML).text
    assert f"{len(rows)}处问题" in page and "原文" in page and "容差" in page


def test_the_worst_comes_first_and_counts_agree(client: FlaskClient) -> None:
    body = client.get("/checks?size=1000", headers=JSON).get_json()
    severities = [row["severity"] for row in body["findings"]]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert body["severities"] == {name: severities.count(name) for name in ("error", "warning", "info")}
    page = client.get("/checks", headers=HTML).text
    assert f"{severities.count('error')}<small>处" in page


@pytest.mark.parametrize("name", sifting.FILTERS)
def test_each_filter_leaves_its_own(client: FlaskClient, name: str) -> None:
    rows = found(client)
    key = {"region": "unit"}.get(name, name)
    value = "990100" if name == "region" else str(rows[0][key])
    left = found(client, **{name: value})
    assert left and len(left) <= len(rows)
    assert name == "region" or {str(row[key]) for row in left} == {value}
    again = client.get("/checks", query_string={name: value}, headers=HTML).text
    assert f"{len(left)}处问题" in again and 'aria-label="去掉' in again


def test_a_count_beside_a_choice_is_what_the_choice_leaves(client: FlaskClient) -> None:
    page = client.get("/checks?severity=warning", headers=HTML).text
    choices = re.findall(r'<li><a href="(/checks\?[^"]+)">[^<]+</a><span>([\d,]+)</span></li>', page)
    assert len(choices) > 4
    for href, count in choices[:12]:
        body = client.get(href.replace("&amp;", "&"), headers=JSON).get_json()
        assert body["total"] == int(count), href


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("severity=fatal", 400),
        ("outcome=x", 400),
        ("rule=nothing", 404),
        ("page=0", 400),
        ("page=-1", 400),
        ("size=x", 400),
        ("size=1001", 400),
    ],
)
def test_what_makes_no_sense_is_said(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/checks?{query}", headers=JSON)
    assert answer.status_code == status and answer.get_json()["error"]["hint"]
    assert client.get("/checks?format=pdf", headers=JSON).status_code == 406


def test_no_unit_and_no_page_beyond_the_last_is_an_empty_list(client: FlaskClient) -> None:
    assert found(client, unit="没有这个单位") == []
    assert "这些筛选之下没有问题" in client.get("/checks?unit=没有", headers=HTML).text
    assert client.get("/checks?page=999", headers=JSON).get_json()["findings"] == []


def test_pages_follow_each_other(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = found(client)
    seen, address = [], "/checks?size=3&format=json"
    while address:
        body = client.get(address).get_json()
        seen += body["findings"]
        address = body["next"]
    assert seen == rows
    monkeypatch.setattr("search_app.pages.checks.GROUPS_A_PAGE", 2)
    monkeypatch.setattr("search_app.sifting.GROUPS_A_PAGE", 2)
    page = client.get("/checks?page=2", headers=HTML).text
    assert page.count('<p class="say" lang="zh-CN">') == 2 and '<b aria-current="page">2</b>' in page and "下一页" in page


def test_the_same_answer_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/checks?severity=error", headers=JSON)
    again = client.get("/checks?severity=error", headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/checks?severity=info", headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_every_link_of_a_finding_leads_to_an_anchor(client: FlaskClient) -> None:
    page = client.get("/checks?unit=示例市云溪区产业服务中心", headers=HTML).text
    links = set(re.findall(r'href="(/report/[^"#]+)#([^"]+)"', page))
    anchors = {path: set(IDS.findall(client.get(path, headers=HTML).text)) for path, _ in links}
    assert links
    assert not [(path, anchor) for path, anchor in links if anchor not in anchors[path]]


# the rules -------------------------------------------------------------------------------------------------------------


def test_the_catalogue_has_every_rule_with_all_its_outcomes(client: FlaskClient, data: DataFolder) -> None:
    said = client.get("/checks/rules", headers=JSON).get_json()["rules"]
    assert [rule["id"] for rule in said] == [rule.id for rule in rules()]
    obligations = (data.path / "current" / "obligations.csv").read_text(encoding="utf-8")
    assert sum(sum(rule["outcomes"].values()) for rule in said) == len(list(csv.DictReader(io.StringIO(obligations))))
    page = client.get("/checks/rules", headers=HTML).text
    assert {rule.id for rule in rules()} <= set(IDS.findall(page))


def test_a_rule_is_shown_with_its_identity_and_source(client: FlaskClient) -> None:
    rule = next(rule for rule in rules() if rule.id == found(client)[0]["rule"])
    page = client.get(f"/checks?rule={rule.id}", headers=HTML).text
    assert rule.title in page and rule.source in page and "这条规则应查" in page


# a report --------------------------------------------------------------------------------------------------------------


def test_a_report_has_its_findings_in_the_margin(client: FlaskClient) -> None:
    page = client.get(BUSY, headers=HTML).text
    ids = IDS.findall(page)
    assert len(ids) == len(set(ids))
    notes = re.findall(r'<div class="note [ewi]" id="(m\d+)"', page)
    rows = found(client, unit="示例市云溪区产业服务中心")
    report = [row for row in rows if row["year"] == 2024]
    assert len(notes) == len({row["group"] or number for number, row in enumerate(report)})
    stamps = re.findall(r'<a class="st [ewi]" href="#(m\d+)" aria-label="([^"]+)"', page)
    assert {note for note, _ in stamps} <= set(notes) and len(stamps) >= len(notes) - 1
    assert all("：" in label for _, label in stamps)
    errors = sum(row["severity"] == "error" for row in report)
    assert f"错误{errors}处" in page
    assert re.search(r'<td id=t\d+r\d+c\d+ class="[^"]*bad', page)


def test_a_report_says_how_it_was_read_and_offers_its_bundle(client: FlaskClient) -> None:
    page = client.get(BUSY, headers=HTML).text
    assert "读取把握" in page and "SHA-256" in page and "没找到的表" in page
    href = next(link for link in re.findall(r'href="([^"]+)" download', page) if ".trig" in link)
    bundle = client.get(href, buffered=True)
    assert bundle.status_code == 200 and bundle.data.startswith(b"# juesuan bundle")


# what a finding says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "difference", "tolerance", "expected"),
    [
        ("203.72万元", "90000", "150", ("9.00万元", "0.015万元")),
        ("57.10%", "-2.5", "0.0107", ("2.50个百分点", "0.0107个百分点")),
        ("20分", "10", "0", ("10分", "0分")),
        ("1,200元", "0.5", "0.005", ("0.50元", "0.005元")),
        ("（无）", "3", "0", ("3", "0")),
    ],
)
def test_difference_and_tolerance_are_in_the_printed_unit(stated: str, difference: str, tolerance: str, expected: tuple[str, str]) -> None:
    result = Result(
        "t01-balance", "failed", "某处", "error", stated, "另一数", "", Decimal(difference), Decimal(tolerance), ("urn:x#t01r1c1",)
    )
    said = dict(shown(result, lambda iri: iri).calc)
    assert (said["相差"], said["容差"]) == expected and said["原文"] == stated


def test_a_group_begins_with_the_likeliest_culprit() -> None:
    other = Result("a", "failed", severity="error", at=("#1",), group="G1", culprit="#2")
    likeliest = Result("b", "failed", severity="error", at=("#2",), group="G1", culprit="#2")
    alone = Result("c", "failed", severity="info", at=("#3",))
    assert grouped([alone, other, likeliest]) == [[likeliest, other], [alone]]


# drafts ----------------------------------------------------------------------------------------------------------------


def send(client: FlaskClient, data: bytes, name: str, headers: dict[str, str] | None = None, **query: str) -> TestResponse:
    return client.post("/check", data={"file": (io.BytesIO(data), name)}, headers=headers or JSON, query_string=query)


def test_a_draft_gets_the_findings_that_the_command_gives(client: FlaskClient, busy: Path) -> None:
    answer = send(client, busy.read_bytes(), busy.name)
    body = answer.get_json()
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers
    (expected,) = check_files(find_files([busy]), Limits())
    assert [row["message"] for row in body["findings"]] == [result.message for result in expected.findings]
    assert (body["unit"], body["year"], body["file"]) == ("示例市云溪区产业服务中心", 2024, busy.name)
    assert body["outcomes"]["passed"] > 100 and body["reading"]["numbers"] > 100


def test_a_draft_is_shown_marked_with_files_that_the_page_itself_holds(
    client: FlaskClient, busy: Path, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("werkzeug.formparser.default_stream_factory", None)  # which puts large files on disk
    before = sorted(data.path.rglob("*"))
    head = b'--b\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n'
    parts = ((b"file", f"C:\\草稿\\{busy.name}".encode(), busy.read_bytes()), (b"more", b"b", bytes(600_000)))
    body = b"".join(head % (key, name) + part + b"\r\n" for key, name, part in parts) + b"--b--\r\n"
    page = client.post("/check", data=body, content_type=FORM, headers=HTML)
    assert page.status_code == 200
    ids = IDS.findall(page.text)
    assert len(ids) == len(set(ids)) and "m1" in ids
    assert not [anchor for anchor in re.findall(r'href="#([^"]+)"', page.text) if unquote(anchor) not in ids]
    held = dict(re.findall(r'href="data:([^;]+);base64,([^"]+)"', page.text))
    assert len(held) == 3
    table = base64.b64decode(held["text/csv"]).decode("utf-8-sig")
    assert f"{len(list(csv.DictReader(io.StringIO(table))))}处问题" in page.text
    assert load_workbook(io.BytesIO(base64.b64decode(next(body for kind, body in held.items() if "sheet" in kind))))
    assert busy.name in page.text and "草稿\\" not in page.text
    assert sorted(data.path.rglob("*")) == before and not list(tmp_path.iterdir())


def test_a_draft_is_held_against_the_year_before(client: FlaskClient, samples: Path, app: Flask) -> None:
    source = next(path for path in samples.iterdir() if path.name.startswith("s05"))
    later = source.read_text(encoding="utf-8").replace("2024", "2025").replace("2023", "2024").encode()
    answer = send(client, later, "草稿.txt", None, format="csv")
    assert answer.mimetype == "text/csv" and answer.data.startswith(b"\xef\xbb\xbf")
    assert "year-" in answer.text


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(60, 100, "x")
    canvas.save()
    return out.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "_rels__.rels": b"<Relationships/>"}
FAULTS = {
    "empty": (b"", "a.docx", 422, "empty"),
    "zeros": (bytes(5000), "a.pdf", 422, "empty"),
    "noise": (bytes(range(256)) * 400, "a.pdf", 422, "damaged|mislabelled|unknown_format"),
    "executable": (b"MZ" + bytes(range(256)) * 40, "a.exe", 422, "unknown_format|mislabelled|unreadable"),
    "locked": (locked(), "a.pdf", 422, "encrypted"),
    "bomb": (
        packed(**WORD, word__document=b"", **{"word__document.xml": b"<a>" + b" " * (80 << 20) + b"</a>"}),
        "a.docx",
        413,
        "too_large",
    ),
    "text as Word": ("这不是Word文件，只是一段文字。".encode() * 50, "a.docx", 422, "not_a_report|mislabelled|damaged"),
    "another text": ("今天天气很好。\n".encode() * 200, "a.txt", 422, "not_a_report"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_file_that_cannot_be_checked_gets_a_clear_answer(
    client: FlaskClient, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data, name, status, code = FAULTS[case]
    answer = send(client, data, name)
    error = answer.get_json()["error"]
    assert answer.status_code == status, error
    assert re.fullmatch(code, error["code"]) and error["message"] and error["hint"]
    assert not list(tmp_path.iterdir())
    assert client.get("/healthz").status_code == 200


def test_a_fault_is_shown_above_the_form(client: FlaskClient) -> None:
    page = send(client, b"", "a.docx", HTML)
    assert page.status_code == 422 and 'role="alert"' in page.text and "文件是空的" in page.text and 'type="file"' in page.text


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("the workbook is locked with a password", "encrypted"),
        ("the file has 2,000 pages, the limit is 1,000", "too_large"),
        ("it grows to more than 100 times its size: the limit is 100", "too_large"),
        ("its parts are nested too deep", "too_large"),
        ("reading it took longer than 60 s", "too_costly"),
        ("reading it needs more than 2048 MB of memory", "too_costly"),
        ("the process that read it ended (signal 9)", "too_costly"),
        ("the PDF is damaged", "damaged"),
        ("a .doc file needs LibreOffice, which was not found", "unreadable"),
        ("this is a picture, which is not read", "unknown_format"),
        ("it holds no text and no table", "no_text"),
        ("the program failed on it (KeyError at ingest/x.py:1)", "failed"),
        ("something new", "unreadable"),
    ],
)
def test_what_a_reader_says_is_told_in_plain_words(message: str, code: str) -> None:
    fault = _fault(FileUnreadable(message))
    assert fault.code == code and 400 <= fault.status < 500 and fault.hint and not fault.message.isascii()
    assert _fault(NotAReport("x")).code == "not_a_report"


class Endless(io.RawIOBase):
    """A body that never ends; counts what is taken of it."""

    def __init__(self, head: bytes) -> None:
        self.head = head
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        buffer[:] = (self.head + b"x" * size)[:size]
        self.head = self.head[size:]
        self.taken += size
        return size


HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
FORM = "multipart/form-data; boundary=b"


@pytest.mark.parametrize("declared", [True, False])
def test_a_huge_upload_is_refused_before_it_is_read(client: FlaskClient, declared: bool) -> None:
    body = Endless(HEAD)
    wsgi = {"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": str(1 << 40) if declared else ""}
    answer = client.post("/check", content_type=FORM, headers=JSON, environ_overrides=wsgi)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "too_large")
    assert body.taken <= (0 if declared else 21 << 20)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x", "application/octet-stream", 415),
        (b"no parts", FORM, 400),
        (b"--b--\r\n", FORM, 400),
        (HEAD.replace(b"a.docx", b"") + b"x\r\n--b--\r\n", FORM, 400),
        (b"x", "multipart/form-data", 400),
    ],
)
def test_a_form_that_is_none(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    answer = client.post("/check", data=body, content_type=kind, headers=JSON)
    assert answer.status_code == status and answer.get_json()["error"]["hint"]


def test_more_drafts_than_places_are_told_to_come_back(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_WAIT_SECONDS", 0.01)
    slots = app.extensions["draft_slots"]
    assert slots.acquire(blocking=False) and slots.acquire(blocking=False)
    try:
        answer = send(client, b"x", "a.txt")
    finally:
        slots.release(2)
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert send(client, b"", "a.txt").status_code == 422


def test_drafts_have_limits_that_the_operator_sets(data: DataFolder, busy: Path) -> None:
    made = create_app(settings.load(data=data.path, client_seconds=0.01, draft_seconds=0.001, environment={}))
    client = made.test_client()
    late = send(client, busy.read_bytes(), busy.name)
    assert (late.status_code, late.get_json()["error"]["code"]) == (422, "too_costly")
    assert send(client, b"x", "a.txt").status_code == 429


def test_drafts_can_be_off(data: DataFolder) -> None:
    client = create_app(settings.load(data=data.path, draft_checks=False, environment={})).test_client()
    assert client.get("/check").status_code == 404 and send(client, b"x", "a.txt").status_code == 404
    assert 'href="/check"' not in client.get("/checks", headers=HTML).text
