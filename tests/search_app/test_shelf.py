"""Which release is served: the current one where it is whole, else the last that is; copies of releases as replicas."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from kg import inventory, settings
from kg.files import point
from kg.folder import DataFolder
from search_app import create_app
from search_app.sparql.errors import StoreDamaged
from search_app.sparql.pool import Pool
from search_app.sparql.worker import Job, Limits

OTHER = "f" * 16
PATHS = (
    "/healthz",
    "/api/search?q=公务接待费",
    "/api/ask?q=示例市云溪区产业服务中心2024年三公经费是多少",
    "/queries/reports-loaded?format=json",
    "/unit/990102/云溪区产业服务中心",
    "/checks",
    "/catalog",
    "/doc/report/990102/云溪区产业服务中心/2023/部门决算.nt",
)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of everything below."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


@pytest.fixture
def home(data: DataFolder, tmp_path: Path) -> Path:
    """A replica's folder with a copy of the release."""
    source = data.served.resolve()
    shutil.copytree(source, tmp_path / "home" / "releases" / source.name)
    point(tmp_path / "home" / "current", f"releases/{source.name}")
    return tmp_path / "home"


def second(home: Path) -> Path:
    """Another release in the making: the same under another id, its inventory not written yet."""
    made = Path(shutil.copytree((home / "current").resolve(), home / "releases" / OTHER))
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    (made / "manifest.json").write_text(json.dumps(manifest | {"id": OTHER}), encoding="utf-8")
    (made / inventory.NAME).unlink()
    return made


def served(client: FlaskClient) -> tuple[str, str]:
    """Status and release that the health page says."""
    said = client.get("/healthz").get_json()
    return said["status"], said["release"]


def replica(path: Path) -> FlaskClient:
    return create_app(settings.load(data=path, replica=True, environment={})).test_client()


def until(client: FlaskClient, wanted: tuple[str, str]) -> None:
    """Ask until the server says so; the limit only ends a test that hangs."""
    end = time.monotonic() + 300
    while served(client) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert served(client) == wanted


@pytest.mark.parametrize("alone", [False, True])
def test_a_replica_answers_as_the_original_and_writes_nothing(client: FlaskClient, home: Path, alone: bool) -> None:
    folder = (home / "current").resolve() if alone else home
    before, copy = state(home), replica(folder)
    for path in PATHS:
        mine, theirs = copy.get(quote(path, safe="/?&=")), client.get(quote(path, safe="/?&="))
        assert mine.status_code == theirs.status_code == 200, path
        assert mine.headers.get("ETag") == theirs.headers.get("ETag"), path
        if path.startswith("/api/search"):
            assert mine.get_json()["hits"] == theirs.get_json()["hits"]
        else:
            assert mine.data == theirs.data, path
    path = "990102/云溪区产业服务中心/2023/部门决算"
    lacking = copy.get(quote(f"/downloads/bundles/{path}.trig"), headers={"Accept": "application/json"})
    assert lacking.status_code == 404 and lacking.get_json()["error"]["code"] == "no_bundles"
    assert "/downloads/bundles/" not in copy.get("/downloads", headers={"Accept": "text/html"}).text
    assert f"/doc/report/{path}.trig" in unquote(copy.get(quote(f"/report/{path}")).text)
    copy.application.extensions["pool"].close()
    assert state(home) == before


def test_a_replica_goes_on_to_a_copy_when_it_is_whole(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "juesuan.release")
    client = replica(home)
    first = served(client)[1]
    made = second(home)
    point(home / "current", f"releases/{OTHER}")
    assert served(client) == ("behind", first)
    inventory.take(made)
    whole = (made / "ledger.csv").read_bytes()
    (made / "ledger.csv").write_bytes(b"?" + whole[1:])  # as long as it should be, of another release
    shelf = client.application.extensions["shelf"]
    end = time.monotonic() + 300
    while "ledger.csv has another content" not in caplog.text and time.monotonic() < end:
        shelf.give_back(shelf.borrow())
        time.sleep(0.05)
    assert "ledger.csv has another content" in caplog.text
    assert served(client) == ("behind", first)
    (made / "ledger.csv").write_bytes(whole)
    until(client, ("ok", OTHER))
    assert f"event=release_served release={OTHER} before={first}" in caplog.text


@pytest.mark.parametrize("damage", ["store/CURRENT", "manifest.json", inventory.NAME])
def test_with_a_damaged_current_release_the_last_whole_one_is_served(home: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    """As the server starts; while it runs it keeps the one that it has open."""
    first = (home / "current").readlink().name
    running = create_app(settings.load(data=home, environment={})).test_client()
    assert served(running) == ("ok", first)
    made = second(home)
    inventory.take(made)
    (made / damage).unlink()
    point(home / "current", f"releases/{OTHER}")
    started = create_app(settings.load(data=home, environment={})).test_client()
    for client in (running, started):
        assert served(client) == ("behind", first)
        assert "juesuan_release_current 0.0" in client.get("/metrics").text
    assert caplog.text.count("event=release_refused") == 2


def test_without_any_whole_release_the_page_says_what_to_do(home: Path) -> None:
    (home / "current" / "store" / "CURRENT").unlink()
    client = create_app(settings.load(data=home, environment={})).test_client()
    answer = client.get("/queries/reports-loaded", headers={"Accept": "application/json"})
    assert answer.status_code == 503 and "rebuild" in answer.get_json()["error"]["hint"]


def test_a_clock_that_jumps_changes_no_answer(home: Path) -> None:
    """A release from the future, or from before 1980: ids, ETags and caches come from content; its age is never negative."""
    client = create_app(settings.load(data=home, environment={})).test_client()
    tag = client.get("/queries/reports-loaded?format=json").headers["ETag"]
    for when in (4_000_000_000, 1):
        os.utime(home / "current" / "manifest.json", (when, when))
        again = client.get("/queries/reports-loaded?format=json", headers={"If-None-Match": tag})
        assert again.status_code == 304
        age = next(line for line in client.get("/metrics").text.splitlines() if line.startswith("juesuan_release_age_seconds"))
        assert float(age.split()[1]) >= 0
    client.application.extensions["pool"].close()


def test_damaged_store_files_are_an_error_of_the_server(home: Path) -> None:
    """Every block of the tables changed: RocksDB finds out as it opens them or as it reads them."""
    for path in (home / "current" / "store").glob("*.sst"):
        data = bytearray(path.read_bytes())
        data[: len(data) * 9 // 10 : 512] = bytes(len(data[: len(data) * 9 // 10 : 512]))
        path.write_bytes(bytes(data))
    pool = Pool(Limits(workers=1))
    try:
        with pytest.raises(StoreDamaged) as found:
            pool.ask((home / "current").resolve() / "store", Job("SELECT * { ?s ?p ?o }", "application/sparql-results+json"))
        assert found.value.status == 500
    finally:
        pool.close()
