"""The machine: memory, open files, room on the disk, the port, whether query workers can be kept from the network."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.settings import Settings
from search_app.doctor.line import FAIL, OK, WARN, Line

_MIB = 1 << 20
# What the web process takes with a small release, measured: 165 MiB; with the model of semantic search some 300 more.
_WEB_MB = 512
_FILES_LEAST, _FILES_WELL = 256, 1024
_ROOM_LEAST = 200 * _MIB
_LEAVES = "import sys; from kg.isolation import leave_network; sys.exit(0 if leave_network() else 3)"


def lines(settings: Settings) -> Iterator[Line]:
    """What the machine has, against what the settings may use."""
    yield _memory(settings)
    yield _files()
    yield _room(settings.data)
    yield _network()
    yield _port(settings)


def _memory(settings: Settings) -> Line:
    has = _memory_bytes() // _MIB
    queries = (settings.workers + settings.slow_workers) * settings.query_memory_mb
    wanted = _WEB_MB + queries
    if not has:
        return Line(WARN, "memory", "cannot be told on this system")
    told = f"{has:,} MiB; server {_WEB_MB} and queries up to {queries:,}, reading a file up to {settings.read_memory_mb:,}"
    if has < _WEB_MB:
        return Line(FAIL, "memory", told, "give it more memory")
    if has < max(wanted, settings.read_memory_mb):
        return Line(WARN, "memory", told, "lower workers, slow_workers, query_memory_mb or read_memory_mb")
    return Line(OK, "memory", told)


def _memory_bytes() -> int:
    """The machine's, or what the control group leaves of it; 0 where neither can be told."""
    meminfo = Path("/proc/meminfo")
    found = [int(meminfo.read_text().split()[1]) * 1024] if meminfo.exists() else []
    for path in (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")):
        if path.exists() and (said := path.read_text().strip()).isdigit():
            found.append(int(said))
    return min(found, default=0)


def _files() -> Line:
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= _FILES_WELL:
        return Line(OK, "open files", f"limit {soft:,}" if soft != resource.RLIM_INFINITY else "no limit")
    state = WARN if soft >= _FILES_LEAST else FAIL
    return Line(state, "open files", f"limit {soft:,}", f"ulimit -n {_FILES_WELL}, or LimitNOFILE in the systemd unit")


def _room(data: Path) -> Line:
    """A new release is made beside the one that is served."""
    place = next(path for path in (data, *data.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    release = data / "current"
    needed = sum(path.stat().st_size for path in release.resolve().rglob("*") if path.is_file()) if release.exists() else 0
    told = f"{free // _MIB:,} MiB free; the release takes {needed // _MIB:,}"
    if free < max(needed, _ROOM_LEAST):
        return Line(FAIL, "room", told, "make room: the next release would not fit beside this one")
    if free < 2 * needed:
        return Line(WARN, "room", told, "make room for two releases")
    return Line(OK, "room", told)


def _network() -> Line:
    """Tried in a process of its own, as the workers do it."""
    done = subprocess.run([sys.executable, "-c", _LEAVES], check=False, capture_output=True)  # noqa: S603
    if done.returncode == 0:
        return Line(OK, "query workers", "run without network")
    return Line(WARN, "query workers", "cannot be cut off from the network", "allow user namespaces, or cut the server itself off")


def _port(settings: Settings) -> Line:
    from search_app.commands.serve import is_free

    where = f"{settings.port} of {settings.host}"
    if is_free(settings.host, settings.port):
        return Line(OK, "port", f"{where} is free")
    return Line(WARN, "port", f"{where} is taken", "well if it is this server; else choose another with --port")
