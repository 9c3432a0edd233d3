"""The server as a process: it answers, and leaves cleanly with everything it started."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

import pytest

from kg import settings
from kg.folder import DataFolder
from search_app.server import options

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="gunicorn needs fork")
COMMAND = [sys.executable, "-c", "from search_app.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(*words: str, until: str) -> Iterator[subprocess.Popen[str]]:
    """The command, once its stderr has said `until`; ended with SIGTERM, which must work."""
    process = subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if until in line:
                break
        yield process
        process.terminate()
        assert process.wait(timeout=120) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Accept": "application/json"})
    response = connection.getresponse()
    body = response.status, response.read().decode()
    connection.close()
    return body


def typed(port: int, path: str) -> int:
    """The status for an address as a person types it, without percent-encoding."""
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        with connection.makefile("rb") as answer:
            return int(answer.readline().split()[1])


def descendants(pid: int) -> set[int]:
    """The processes below `pid`, all the way down."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, new = set[int](), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_serve_answers_and_ends_on_sigterm_with_its_workers(data: DataFolder) -> None:
    port = free_port()
    with started("serve", "--no-vectors", "--port", str(port), "--data", str(data.path), until="serving") as process:
        assert json.loads(get(port, "/healthz")[1])["reports"] == 5
        assert json.loads(get(port, "/sparql?query=ASK+%7B%7D")[1])["boolean"] is True
        for path in ("/unit/990102/云溪区产业服务中心", "/queries/reports-loaded?unit=云溪区&format=json"):
            assert typed(port, path) == get(port, quote(path, safe="/?=&"))[0] == 200
        family = descendants(process.pid)
        assert len(family) >= 2
    assert_ended(family)


@pytest.mark.skipif(sys.platform != "linux", reason="the wish to die with the parent is Linux's")
def test_query_workers_die_with_a_web_worker_that_is_killed(data: DataFolder) -> None:
    port = free_port()
    with started("serve", "--no-vectors", "--port", str(port), "--data", str(data.path), until="serving") as process:
        get(port, "/sparql?query=ASK+%7B%7D")
        family = descendants(process.pid)
        web = max(family, key=lambda pid: len(descendants(pid)))  # below it are the query workers and what forks them
        os.kill(web, signal.SIGKILL)
        assert_ended(family)
        assert get(port, "/healthz")[0] == 200  # gunicorn has started another


@pytest.mark.skipif(sys.platform != "linux", reason="the wish to die with the parent is Linux's")
def test_killed_server_leaves_nothing_and_starts_again(data: DataFolder) -> None:
    port = free_port()
    words = ("serve", "--no-vectors", "--port", str(port), "--data", str(data.path))
    process = subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        assert any("serving" in line for line in process.stderr)
        assert get(port, "/sparql?query=ASK+%7B%7D")[0] == 200
        family = descendants(process.pid)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    assert_ended(family)
    with started(*words, until="serving"):
        assert json.loads(get(port, "/healthz")[1])["reports"] == 5


def assert_ended(pids: set[int]) -> None:
    deadline = monotonic() + 240
    while monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in pids):
        sleep(0.1)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_client_that_hangs_up_frees_its_worker(data: DataFolder) -> None:
    port = free_port()
    many = "+".join(map(str, range(300)))
    runaway = "SELECT+(COUNT(*)+AS+%3Fn)+%7B" + "".join(f"+VALUES+%3F{name}+%7B+{many}+%7D" for name in "abcd") + "%7D"
    with started("serve", "--no-vectors", "--port", str(port), "--workers", "1", "--data", str(data.path), until="serving"):
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", f"/sparql?query={runaway}")
        sleep(0.7)
        connection.close()
        start = monotonic()
        assert get(port, "/sparql?query=ASK+%7B%7D")[0] == 200
        assert monotonic() - start < 5


def test_taken_port_is_a_clear_error(data: DataFolder) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = ["serve", "--port", str(taken.getsockname()[1]), "--data", str(data.path)]
        done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "--port" in done.stderr


def test_demo_serves_the_samples_and_cleans_up(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    port = free_port()
    with started("demo", "--no-vectors", "--port", str(port), until="3. curl"):
        assert json.loads(get(port, "/healthz")[1])["reports"] == len(list(samples.glob("*.txt")))
        assert len(list(tmp_path.glob("juesuan-demo-*"))) == 1
    assert not list(tmp_path.glob("juesuan-demo-*"))


def test_threads_are_bounded() -> None:
    found = options(settings.load(environment={}))
    assert found["worker_class"] == "gthread" and 1 < found["threads"] <= 64 and found["workers"] == 1
    assert found["timeout"] > 10 + 5
