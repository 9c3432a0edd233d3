"""A store elsewhere: a release written to a real Oxigraph server, and the application reading from it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Self

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions

from kg import bundle, release, settings
from kg.errors import ReleaseError, StoreError, UsageError
from kg.folder import DataFolder
from kg.publishing import Published, publish
from kg.release import Release
from kg.remote import RemoteStore
from search_app import create_app
from search_app.builders import builders
from search_app.cli import main
from search_app.shelf import Shelf
from tests.kg.example import account

SERVER = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
pytestmark = pytest.mark.skipif(SERVER is None, reason="the oxigraph server is not installed")
JSON = {"Accept": "application/sparql-results+json"}


@contextmanager
def oxigraph() -> Iterator[str]:
    """An empty server in memory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    process = subprocess.Popen(
        [str(SERVER), "serve", "--bind", address, "--union-default-graph"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            connection = HTTPConnection(address, timeout=1)
            try:
                connection.request("GET", "/")
                break
            except OSError:
                sleep(0.1)
            finally:
                connection.close()
        yield f"http://{address}"
    finally:
        process.kill()
        process.wait()


def write(opened: Release, server: str) -> Published:
    return publish(opened, RemoteStore(f"{server}/query"), f"{server}/store", lambda *_: None)


@pytest.fixture(scope="module")
def server(data: DataFolder) -> Iterator[str]:
    """A server that holds the release of the samples."""
    with oxigraph() as address, release.current(data) as opened:
        write(opened, address)
        yield address


@pytest.fixture(scope="module")
def remote(data: DataFolder, server: str) -> Flask:
    """The application over that server."""
    return create_app(settings.load(data=data.path, store=f"{server}/query", query_seconds=4.0, environment={}))


def test_same_rows_as_from_the_local_store(client: FlaskClient, remote: Flask) -> None:
    there = remote.test_client()
    for query in (
        "SELECT ?r ?y { ?r a fa:Report ; fa:year ?y } ORDER BY ?r",
        "SELECT (COUNT(*) AS ?n) { ?f a fa:BudgetFact }",
        "SELECT ?u (SUM(?a) AS ?sum) { ?f obeu-measure:amount ?a ; qb:dataSet/dct:isPartOf/fa:reportOf ?u } GROUP BY ?u ORDER BY ?u",
        "ASK { ?s a fa:Nothing }",
    ):
        here, answer = (one.post("/sparql", data={"query": query}, headers=JSON) for one in (client, there))
        assert (answer.status_code, answer.get_json(force=True)) == (200, here.get_json(force=True))


def test_graphs_faults_and_data_sets(remote: Flask) -> None:
    there = remote.test_client()
    found = there.post("/sparql", data={"query": "CONSTRUCT WHERE { ?s a fa:Report }", "format": "jsonld"})
    assert (found.status_code, found.mimetype) == (200, "application/ld+json")
    assert there.post("/sparql", data={"query": "SELECT * { ?s ?p }"}, headers=JSON).status_code == 400
    assert there.post("/sparql", data={"query": "SELECT * { SERVICE <http://x/> {} }"}, headers=JSON).status_code == 400
    none = there.post("/sparql", data={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": "urn:none"}, headers=JSON)
    assert none.get_json(force=True)["results"]["bindings"] == []
    rows = "".join(f"VALUES ?{v} {{ {' '.join(map(str, range(400)))} }} " for v in "abcd")
    slow = there.post("/sparql", data={"query": f"SELECT (COUNT(*) AS ?n) {{ {rows} }}", "timeout": "0.5"}, headers=JSON)
    assert slow.status_code == 504


@pytest.mark.parametrize(
    "address",
    [
        "/queries/reports-loaded?format=json",
        "/api/ask?q=示例市云溪区产业服务中心2024年三公经费是多少",
        "/report/990102/示例市云溪区产业服务中心/2024/部门决算",
        "/unit/990102/示例市云溪区产业服务中心",
        "/doc/report/990102/示例市云溪区产业服务中心/2024/部门决算.nt",
        "/.well-known/void",
    ],
)
def test_pages_and_answers_are_the_same(client: FlaskClient, remote: Flask, address: str) -> None:
    here, there = client.get(address), remote.test_client().get(address)
    assert there.status_code == here.status_code == 200
    if here.is_json:
        assert there.get_json() == here.get_json()
    else:
        assert sorted(there.text.splitlines()) == sorted(here.text.splitlines())


def test_what_changed_is_written_and_nothing_else(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    for year in (2022, 2023):
        folder.put(bundle.dump(account(year), folder.iris))
    with oxigraph() as server:
        store = RemoteStore(f"{server}/query")
        with release.build(folder, builders()) as first:
            done = write(first, server)
            assert (done.written, done.deleted, done.kept) == (4, 0, 0)
            assert write(first, server) == Published(0, 0, 4)
            shelf = Shelf(folder, store)
            old = shelf.borrow()
        folder.put(bundle.dump(account(2024), folder.iris))
        with release.build(folder, builders()) as second:
            assert shelf.borrow().id == old.id, "a release is lent from when the store holds it"
            done = write(second, server)
            assert done.deleted == 0 and done.kept >= 2
            assert shelf.borrow().id == store.release_id(folder.iris) == second.id
            assert held(store, folder) == {str(quad) for quad in second.open_store()}
        folder.remove(folder.headers()[0].report_iri)
        for year in (2020, 2021):
            folder.put(bundle.dump(account(year), folder.iris))
        with release.build(folder) as third:
            with Seen(store, folder) as seen:
                done = publish(third, store, f"{server}/store", lambda *_: None, f"{server}/update")
            assert done.one_step and done.deleted == 1
            assert set(seen.answers) <= {(second.id, "3", "3"), (third.id, "4", "4")}, "never a part of a release"
            assert seen.answers[0][0] == second.id and seen.answers[-1][0] == third.id
            assert held(store, folder) == {str(quad) for quad in third.open_store()}


def held(store: RemoteStore, folder: DataFolder) -> set[str]:
    """All that the store holds beside the notes of what it holds."""
    return {str(quad) for quad in store.quads_for_pattern(None, None, None) if quad.graph_name != folder.iris.published_graph}


class Seen:
    """What readers see from before a change until after it: the release, its reports, the graphs with a report."""

    def __init__(self, store: RemoteStore, folder: DataFolder) -> None:
        self.answers: list[tuple[str, ...]] = []
        self._store, self._end = store, Event()
        self._thread = Thread(target=self._ask)
        reports, graphs = "{ ?r a fa:Report }", "{ GRAPH ?g { ?r a fa:Report } }"
        self._query = f"""PREFIX fa: <https://w3id.org/juesuan/ontology#> SELECT ?v ?n ?m {{
          GRAPH {folder.iris.published_graph} {{ {folder.iris.dataset} <http://www.w3.org/ns/dcat#version> ?v }}
          {{ SELECT (COUNT(DISTINCT ?r) AS ?n) {reports} }} {{ SELECT (COUNT(DISTINCT ?g) AS ?m) {graphs} }} }}"""

    def __enter__(self) -> Self:
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        self._look()

    def _ask(self) -> None:
        while not self._end.wait(0.01):
            self._look()

    def _look(self) -> None:
        found = self._store.query(self._query)
        assert isinstance(found, QuerySolutions)
        self.answers += [tuple(str(row[name].value) for name in ("v", "n", "m")) for row in found]


def test_what_a_store_refuses_is_said(data: DataFolder, server: str, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2019), folder.iris))
    with release.build(folder) as other, pytest.raises(StoreError, match="answered 4"):
        publish(other, RemoteStore(f"{server}/query"), f"{server}/store", lambda *_: None, f"{server}/query")
    with release.current(data) as opened:
        assert RemoteStore(f"{server}/query").release_id(data.iris) == opened.id, "nothing has changed"


def test_store_that_is_not_there(data: DataFolder) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        RemoteStore("http://127.0.0.1:9/query").query("ASK {}")
    with pytest.raises(UsageError):
        RemoteStore("file:///etc/passwd")
    lost = create_app(settings.load(data=data.path, store="http://user:secret@127.0.0.1:9/query", environment={})).test_client()
    answer = lost.get("/queries/reports-loaded?format=json")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (502, "store_failed")
    assert "secret" not in answer.text


def test_first_release_comes_in_one_step(data: DataFolder) -> None:
    with oxigraph() as server, release.current(data) as opened:
        store, reports = RemoteStore(f"{server}/query"), str(len(opened.manifest["reports"]))
        with Seen(store, data) as seen:
            assert publish(opened, store, f"{server}/store", lambda *_: None, f"{server}/update").one_step
        assert set(seen.answers) == {(opened.id, reports, reports)}, "never a part of a release"
        assert held(store, data) == {str(quad) for quad in opened.open_store()}


def test_empty_store_is_no_release_and_one_too_long_for_a_request_comes_graph_by_graph(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.publishing.LONGEST", 10_000)
    with oxigraph() as server:
        with pytest.raises(ReleaseError, match="does not hold"):
            Shelf(data, RemoteStore(f"{server}/query")).borrow()
        words = ["--data", str(data.path), "publish", "--store", f"{server}/query", "--graph-store", f"{server}/store"]
        done = CliRunner().invoke(main, [*words, "--update", f"{server}/update"])
        assert done.exit_code == 0 and "graphs written one after the other" in done.output
        assert Shelf(data, RemoteStore(f"{server}/query")).borrow().id
