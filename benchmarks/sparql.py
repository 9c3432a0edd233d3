"""How fast the endpoint answers, and what it does under load: `python -m benchmarks.sparql DATA [--seconds 60] [--swaps 200]`.

DATA is a data folder with a release (`juesuan ingest`). Four measurements, each printed as JSON, and then whether each aim is reached;
the exit status is 1 where one is not:

latency  queries in process, through a worker, over HTTP, in turn: p50 in ms
runaway  one that never ends, alone: until its answer, and until its process is gone
load     32 clients, first with good queries alone, then with a runaway in ten: statuses, p95 of the good ones, what is left behind
swaps    the release that is served is changed again and again under load: failures, and answers that mix two releases
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import Store

from benchmarks.server import below, busy, served, state
from kg import release
from kg.files import point
from kg.folder import DataFolder
from search_app.builders import builders
from search_app.sparql.pool import Pool
from search_app.sparql.worker import Job, Limits, run

JSON = "application/sparql-results+json"
REPORTS = "SELECT ?r ?y { ?r a fa:Report ; fa:year ?y } ORDER BY ?r"
# One report's numbers: what a page or a researcher asks most.
GOOD = """SELECT ?f ?a { ?r a fa:Report ; fa:year '2023'^^xsd:gYear .
  ?t dct:isPartOf ?r . ?f qb:dataSet ?t ; obeu-measure:amount ?a } LIMIT 50"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + "".join(f"VALUES ?{v} {{ {' '.join(map(str, range(400)))} }} " for v in "abcd") + "}"
# Nothing to compute, a few lines of one report, a sorted list of all reports.
COMPARED = {"ask": "ASK {}", "lines": GOOD, "reports": REPORTS}
# Two counts that differ between the releases, read at two places of one query.
COUNTS = """SELECT ?n ?m {
  { SELECT (COUNT(*) AS ?n) { ?r a fa:Report } } { SELECT (COUNT(DISTINCT ?g) AS ?m) { GRAPH ?g { ?r a fa:Report } } } }"""
CLIENTS = 32
_LIMIT = 3.0  # seconds that the lone runaway may take
_A_TURN = 20
_WARM = 3
_SETTLED = 16  # until the last runaway has waited and been stopped
_TRUE = {"good": {200, 429, 503}, "runaway": {429, 503, 504}}


def latency(data: Path, count: int) -> dict[str, Any]:
    """p50 in ms of each query in process, through a worker and over HTTP, and what the two take more; `worker_more_ms`: of the worst."""
    with release.current(DataFolder(data)) as opened, served(data) as (port, _):
        store, pool = opened.open_store(), Pool(Limits())
        connection = HTTPConnection("127.0.0.1", port, timeout=30)

        def ask(query: str) -> bytes:
            connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": JSON})
            try:
                return connection.getresponse().read()
            except RemoteDisconnected:  # the server did not wait while the other ways had their turn
                connection.close()
                return ask(query)

        found: dict[str, Any] = {}
        for name, query in COMPARED.items():
            job = Job(query, JSON)
            ways = (partial(_inside, store, job), partial(pool.ask, opened.store_path, job), partial(ask, query))
            found[name] = _compared(ways, count)
        connection.close()
        pool.close()
    load = {"load_average": round(os.getloadavg()[0], 1)}  # beyond the number of processors every wake-up waits for its turn
    return {**load, **found, **{more: max(one[more] for one in found.values()) for more in ("worker_more_ms", "http_more_ms")}}


def _inside(store: Store, job: Job) -> bytes:
    out = io.BytesIO()
    run(store, job, out)
    return out.getvalue()


def _compared(ways: tuple[Callable[[], bytes], ...], count: int) -> dict[str, float]:
    """The ways in turn, some calls of each at a time, so that all meet the same machine; the same bytes come by each."""
    if len({way() for way in ways}) != 1:
        raise SystemExit("the answers differ")
    turns = [[_times(way) for way in ways] for _ in range(count // _A_TURN)]
    inside, worker, http = (_p50(time for turn in turns for time in turn[place]) for place in range(3))
    more = [_p50(statistics.median(turn[place]) - statistics.median(turn[0]) for turn in turns) for place in (1, 2)]
    return {"in_process_ms": inside, "worker_ms": worker, "http_ms": http, "worker_more_ms": more[0], "http_more_ms": more[1]}


def _times(way: Callable[[], bytes]) -> list[float]:
    """Milliseconds of each of `_A_TURN` calls, after some that count for nothing: the way before has used the processor's caches."""
    times = []
    for _ in range(_A_TURN + _WARM):
        start = perf_counter()
        way()
        times.append((perf_counter() - start) * 1000)
    return times[_WARM:]


def _p50(times: Iterable[float]) -> float:
    return round(statistics.median(times), 3)


@dataclass
class Tally:
    """What the clients saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    untrue: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    longest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: int, seconds: float, text: str) -> None:
        """Note an answer; `status` 0: none came."""
        with self.lock:
            self.statuses[f"{kind} {status}"] += 1
            if status not in _TRUE[kind]:
                self.untrue.append(f"{kind} {status} {text[:100]}")
            if kind == "good" and status == 200:
                self.times.append(seconds)
            if kind == "runaway":
                self.longest = max(self.longest, seconds)


def runaway(data: Path, count: int = 3) -> dict[str, float]:
    """Seconds beyond its limit until a runaway is answered, and until its process is gone: the longest of `count`."""
    answered, gone = [], []
    with served(data) as (port, pid):
        _ask(port, "good", GOOD, Tally())
        for _ in range(count):
            start = monotonic()
            asking = threading.Thread(target=_ask, args=(port, "runaway", RUNAWAY, Tally(), f"/sparql?timeout={_LIMIT}"))
            asking.start()
            sleep(_LIMIT / 2)
            worker = max(below(pid), key=busy)
            asking.join()
            answered.append(monotonic() - start - _LIMIT)
            while Path(f"/proc/{worker}").exists():
                sleep(0.01)
            gone.append(monotonic() - start - _LIMIT)
    return {"limit_s": _LIMIT, "answered_later_s": round(max(answered), 3), "gone_later_s": round(max(gone), 3)}


def load(data: Path, seconds: float) -> dict[str, Any]:
    """32 clients without and with runaways."""
    with served(data) as (port, pid):
        _clients(port, 3, 10)
        sleep(_SETTLED)
        before = state(pid)
        alone = _clients(port, seconds / 3, 0)
        mixed = _clients(port, seconds, 10)
        sleep(_SETTLED)
        after = state(pid)
    return {
        "good_alone": _percentiles(alone.times),
        "good_beside_runaways": _percentiles(mixed.times),
        "statuses_alone": dict(sorted(alone.statuses.items())),
        "statuses": dict(sorted(mixed.statuses.items())),
        "longest_runaway_s": round(mixed.longest, 2),
        "untrue": [*alone.untrue, *mixed.untrue][:5],
        "before": before,
        "after": after,
    }


def _clients(port: int, seconds: float, runaway_every: int) -> Tally:
    tally, end = Tally(), monotonic() + seconds

    def client(number: int) -> None:
        place = number
        while monotonic() < end:
            place += 1
            is_runaway = bool(runaway_every) and place % runaway_every == 0
            _ask(port, "runaway" if is_runaway else "good", RUNAWAY if is_runaway else GOOD, tally)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _ask(port: int, kind: str, query: str, tally: Tally, address: str = "/sparql") -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    start, status, body = perf_counter(), 0, b""
    try:
        headers = {"Accept": JSON, "Content-Type": "application/sparql-query"}
        connection.request("POST", address, query, headers)
        response = connection.getresponse()
        status, body = response.status, response.read()
    except (OSError, HTTPException) as error:
        body = repr(error).encode()
    finally:
        connection.close()
    tally.add(kind, status, perf_counter() - start, body.decode("utf-8", "replace"))
    return body if status == 200 else b""


def swaps(data: Path, count: int) -> dict[str, Any]:
    """Change `current` between two releases, one of them without a report, while clients ask."""
    with tempfile.TemporaryDirectory() as made:
        folder = DataFolder(Path(shutil.copytree(data, Path(made) / "data", symlinks=True)))
        names = [_current(folder)]
        folder.remove(folder.headers()[0].report_iri)
        release.build(folder, builders()).close()
        names.append(_current(folder))
        with served(folder.path) as (port, _):
            stop, tally, seen = threading.Event(), Tally(), Counter[str]()

            def client() -> None:
                while not stop.is_set():
                    body = _ask(port, "good", COUNTS, tally)
                    if body:
                        row = json.loads(body)["results"]["bindings"][0]
                        seen[f"{row['n']['value']}/{row['m']['value']}"] += 1

            threads = [threading.Thread(target=client) for _ in range(8)]
            for thread in threads:
                thread.start()
            for number in range(count):
                point(folder.path / "current", f"releases/{names[number % 2]}")
                sleep(0.05)
            stop.set()
            for thread in threads:
                thread.join()
    mixed = [pair for pair in seen if len(set(pair.split("/"))) > 1]
    return {"swaps": count, "answers": dict(seen), "mixed": mixed, "statuses": dict(tally.statuses), "untrue": tally.untrue[:5]}


def _current(folder: DataFolder) -> str:
    return (folder.path / "current").readlink().name


def _percentiles(times: list[float]) -> dict[str, float]:
    if len(times) < 2:
        return {}
    cut = statistics.quantiles(times, n=100)
    return {"count": len(times), "p50_ms": round(cut[49] * 1000, 1), "p95_ms": round(cut[94] * 1000, 1)}


@dataclass(frozen=True, slots=True)
class Aim:
    """What should hold of a measurement: whether it does, and the numbers that say so."""

    measurement: str
    text: str
    holds: Callable[[Any], bool]
    numbers: tuple[str, ...]


AIMS = (
    Aim(
        "latency",
        "a worker call takes at most 1 ms more than in process (p50)",
        lambda m: m["worker_more_ms"] <= 1,
        ("worker_more_ms", "load_average"),
    ),
    Aim(
        "latency", "HTTP takes at most 4 ms more than in process (p50)", lambda m: m["http_more_ms"] <= 4, ("http_more_ms", "load_average")
    ),
    Aim(
        "runaway",
        "a runaway is answered and gone within its limit + 0.5 s",
        lambda m: max(m["answered_later_s"], m["gone_later_s"]) <= 0.5,
        ("answered_later_s", "gone_later_s"),
    ),
    Aim("load", "every status is true", lambda m: not m["untrue"], ("statuses", "untrue")),
    Aim(
        "load",
        "p95 of good queries beside runaways is at most 4 times that of good queries alone",
        lambda m: m["good_beside_runaways"]["p95_ms"] <= 4 * m["good_alone"]["p95_ms"],
        ("good_alone", "good_beside_runaways"),
    ),
    Aim("load", "no worker is left behind", lambda m: m["after"]["processes"] <= m["before"]["processes"], ("before", "after")),
    Aim("load", "no file is left open", lambda m: m["after"]["files"] <= m["before"]["files"] + _MORE_FILES, ("before", "after")),
    Aim("load", "the web process keeps no memory", lambda m: m["after"]["web_mb"] <= m["before"]["web_mb"] + _MORE_MB, ("before", "after")),
    Aim("swaps", "no request fails while releases change", lambda m: set(m["statuses"]) == {"good 200"}, ("swaps", "statuses", "untrue")),
    Aim("swaps", "no answer mixes two releases, and both are seen", lambda m: not m["mixed"] and len(m["answers"]) == 2, ("answers",)),
)
_MORE_FILES = 8  # connections that are just being closed
_MORE_MB = 24  # what the allocator keeps after 32 threads


def verdicts(found: dict[str, Any]) -> bool:
    """Print for every aim of what was measured whether it is reached; True where all are."""
    good = True
    for aim in AIMS:
        if aim.measurement in found:
            measured = found[aim.measurement]
            holds = aim.holds(measured)
            good = good and holds
            numbers = ", ".join(f"{name} {json.dumps(measured[name])}" for name in aim.numbers)
            print(f"{'PASS' if holds else 'FAIL'}  {aim.text}: {numbers}")
    return good


def main() -> None:
    """Print the measurements that are asked for (all of them by default), and whether the aims are reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", choices=("latency", "runaway", "load", "swaps"))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--swaps", type=int, default=200)
    parser.add_argument("--count", type=int, default=500)
    given = parser.parse_args()
    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "latency": lambda: latency(given.data, given.count),
        "runaway": lambda: runaway(given.data),
        "load": lambda: load(given.data, given.seconds),
        "swaps": lambda: swaps(given.data, given.swaps),
    }
    found: dict[str, Any] = {}
    for name, measure in measures.items():
        if given.only in (None, name):
            found[name] = measure()
            print(json.dumps({name: found[name]}, indent=1))
    sys.exit(0 if verdicts(found) else 1)


if __name__ == "__main__":
    main()
