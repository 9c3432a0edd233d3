"""A server on a data folder and its processes: what they hold, which of them answer queries, which is busy. For Linux."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def served(data: Path, heard: Callable[[str], None] = lambda _line: None) -> Iterator[tuple[int, int]]:
    """A server on the folder: its port and process. One address may use as much time as it likes: all clients have the same.

    `heard` gets every line of its log.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", "from search_app.cli import main; main()", "--data", str(data), "serve", "--no-vectors"]
    environment = {**os.environ, "JUESUAN_CLIENT_SECONDS": "0"}
    process = subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None  # noqa: S101
        for line in process.stderr:
            if line.startswith("serving"):
                break
        threading.Thread(target=_listen, args=(process.stderr, heard), daemon=True).start()
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _listen(log: IO[str], heard: Callable[[str], None]) -> None:
    for line in log:
        heard(line)


def state(pid: int) -> dict[str, int]:
    """The server's processes, their memory and open files; `web_mb` is the memory of the web process, the server's own child."""
    tree = [pid, *below(pid)]
    web = max(map(_rss, _children(pid)), default=0)
    return {"processes": len(tree), "rss_mb": sum(map(_rss, tree)), "web_mb": web, "files": sum(map(_files, tree))}


def query_workers(pid: int) -> list[int]:
    """The processes that answer queries of a server: what its web process starts by way of another one."""
    return [worker for web in _children(pid) for starter in _children(web) for worker in _children(starter)]


def below(pid: int) -> list[int]:
    direct = _children(pid)
    return [*direct, *(one for child in direct for one in below(child))]


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _rss(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 >> 20
    except OSError:
        return 0


def _files(pid: int) -> int:
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def busy(pid: int) -> float:
    """Processor time over age: the share of one processor that a process has had, 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        age = float(Path("/proc/uptime").read_text().split()[0]) * os.sysconf("SC_CLK_TCK") - int(fields[19])
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / max(age, 1.0)
