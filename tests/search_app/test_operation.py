"""What watches the server: metrics, log lines, the number of a request."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg import settings
from kg.errors import UsageError
from kg.folder import DataFolder
from search_app import create_app
from search_app.events import say
from search_app.operation import logs
from search_app.server import options

ASKED = "秘密的问题"
SAMPLE = re.compile(r"^(\w+)(?:\{([^}]*)\})? (\S+)$", re.MULTILINE)


def read(client: FlaskClient, name: str) -> dict[str, float]:
    """The samples of one metric by their labels."""
    return {labels: float(value) for found, labels, value in SAMPLE.findall(client.get("/metrics").text) if found == name}


def test_requests_are_counted_by_route_and_status_and_nothing_else(client: FlaskClient) -> None:
    before = read(client, "juesuan_http_requests_total")
    client.get("/healthz")
    client.get(f"/{ASKED}")
    client.get(f"/api/search?q={ASKED}")
    after = read(client, "juesuan_http_requests_total")
    assert after['route="health.healthz",status="200"'] == before.get('route="health.healthz",status="200"', 0) + 1
    assert after['route="none",status="404"'] == before.get('route="none",status="404"', 0) + 1
    text = client.get("/metrics").text
    assert ASKED not in text and "127.0.0.1" not in text
    assert read(client, "juesuan_http_requests_in_progress") == {"": 1}


def test_outcomes_of_queries_searches_and_questions(client: FlaskClient) -> None:
    def outcomes() -> dict[str, float]:
        return {f"{kind} {label}": n for kind in ("sparql", "search", "ask") for label, n in read(client, f"juesuan_{kind}_total").items()}

    before = outcomes()
    client.get("/sparql?query=ASK+%7B%7D")
    client.get("/sparql?query=ASK+%7B")
    client.get("/api/search?q=公务接待费")
    client.get("/api/search?q=，")
    client.get("/api/ask?q=明天天气怎么样")
    grown = {name: count - before[name] for name, count in outcomes().items() if count > before[name]}
    assert grown == {
        'sparql outcome="ok"': 1,
        'sparql outcome="refused"': 1,
        'search outcome="found"': 1,
        'search outcome="refused"': 1,
        'ask outcome="unanswered"': 1,
    }


def test_workers_release_and_process(client: FlaskClient, data: DataFolder) -> None:
    client.get("/sparql?query=ASK+%7B%7D")
    release_id = client.get("/healthz").get_json()["release"]
    workers = read(client, "juesuan_query_workers")
    assert workers['state="busy"'] == 0 and workers['state="idle"'] >= 1
    assert read(client, "juesuan_query_queue") == {"": 0}
    assert read(client, "juesuan_query_workers_replaced_total").get('why="syntax"', 0) >= 0
    assert read(client, "juesuan_release_info") == {f'id="{release_id}"': 1}
    assert read(client, "juesuan_release_current") == {"": 1}
    assert read(client, "juesuan_release_reports") == {"": 5}
    assert read(client, "juesuan_release_statements")[""] > 1000
    assert read(client, "juesuan_release_age_seconds")[""] >= 0
    assert read(client, "process_resident_memory_bytes")[""] > 1 << 20


def test_only_the_networks_of_the_setting_may_read(client: FlaskClient, data: DataFolder) -> None:
    far = client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert far.status_code == 403 and far.get_json()["error"]["code"] == "metrics_closed"
    # Through a proxy on this machine that nobody said to trust it comes from anywhere.
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "::ffff:127.0.0.1"}).status_code == 200
    closed = create_app(settings.load(data=data.path, metrics="", environment={})).test_client()
    assert closed.get("/metrics").status_code == 403
    behind = create_app(settings.load(data=data.path, proxies=1, metrics="192.0.2.0/24", environment={})).test_client()
    assert behind.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 200
    assert behind.get("/metrics", headers={"X-Forwarded-For": "198.51.100.1"}).status_code == 403
    with pytest.raises(UsageError, match="metrics"):
        create_app(settings.load(data=data.path, metrics="all", environment={}))


def test_a_folder_without_a_release_has_metrics(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = DataFolder(tmp_path_factory.mktemp("empty"))
    client = create_app(settings.load(data=empty.path, environment={})).test_client()
    assert read(client, "juesuan_release_current") == {"": 0} and read(client, "juesuan_release_info") == {}


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2_X", True), ("a b", False), ("x" * 65, False), ("", False)])
def test_every_answer_has_a_number(client: FlaskClient, given: str, kept: bool) -> None:
    numbers = [client.get(path, headers={"X-Request-Id": given}).headers["X-Request-Id"] for path in ("/healthz", "/nowhere")]
    assert (numbers == [given, given]) is kept
    assert kept or len(set(numbers)) == 2


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log in JSON, in memory; as it was, afterwards."""
    out, log = io.StringIO(), logging.getLogger("juesuan")
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.JsonLine())
    requests = logging.getLogger(logs.REQUESTS)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    requests.setLevel(logging.INFO)
    yield out
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)
    requests.setLevel(logging.NOTSET)


def test_a_request_is_one_line_of_json_without_visitor_and_question(client: FlaskClient, lines: io.StringIO) -> None:
    answer = client.get(f"/api/search?q={ASKED}", headers={"X-Request-Id": "n-1"})
    (line,) = (json.loads(one) for one in lines.getvalue().splitlines())
    assert set(line) == {"time", "level", "logger", "event", "request_id", "route", "status", "ms", "release", "bytes"}
    assert (line["event"], line["route"], line["status"], line["request_id"]) == ("request", "search.api_search", 200, "n-1")
    assert line["bytes"] == len(answer.data) and line["release"] in answer.headers["ETag"]
    assert ASKED not in lines.getvalue() and "127.0.0.1" not in lines.getvalue()


def test_the_visitor_is_logged_where_the_setting_asks(app: Flask, data: DataFolder, lines: io.StringIO) -> None:
    asked = create_app(settings.load(data=data.path, log_visitors=True, environment={})).test_client()
    asked.get(f"/healthz?q={ASKED}")
    line = next(one for one in map(json.loads, lines.getvalue().splitlines()) if one["event"] == "request")
    assert line["address"] == "127.0.0.1" and ASKED in line["asked"]


def test_an_event_in_both_forms(lines: io.StringIO, caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("深处")
    except ValueError as error:
        say(logging.getLogger("juesuan.web"), "server_error", error=error, route="a.b", why="two words")
    line = json.loads(lines.getvalue())
    assert (line["event"], line["why"], line["level"]) == ("server_error", "two words", "warning") and "ValueError: 深处" in line["trace"]
    assert "event=server_error route='a.b' why='two words'" in caplog.text


def test_the_log_is_text_or_json() -> None:
    with pytest.raises(UsageError, match="log is 'xml'"):
        logs.configuration("xml")
    assert "logconfig_dict" not in options(settings.load(environment={}))
    chosen = options(settings.load(log="json", environment={}))
    assert chosen["logconfig_dict"]["loggers"]["gunicorn.error"]["handlers"] == ["stderr"]
