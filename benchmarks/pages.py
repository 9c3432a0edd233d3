"""What a page costs the server: `python -m benchmarks.pages [--reports 100] [--data DIR] [--language en]`.

The made-up reports of `benchmarks.corpus` are loaded into an empty folder, or the release of DIR is taken. Of every kind of page some
addresses, spread over all that the site map lists, are asked for in this process, packed with gzip as browsers ask for it, each
once to warm up and then `--rounds` times. Printed for each kind: milliseconds by the clock and of processor time (p50, p95), those of
the very first page of the kind by the clock, and kilobytes (the largest of the kind) before and after gzip; at the end the memory of
the process. Exits with 1 where a kind takes more than `--most` milliseconds of processor time at p95, first pages left out.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from urllib.parse import quote, unquote, urlsplit

from flask.testing import FlaskClient

from benchmarks.corpus import write
from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.builders import builders

HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip"}
SPREAD = 12
# Kinds of which a site has one page.
_SINGLE = (
    "/",
    "/checks",
    "/checks/rules",
    "/compare",
    "/graph",
    "/catalog",
    "/downloads",
    "/changes",
    "/ontology",
    "/queries",
    "/limits",
    "/sparql",
    "/sitemap.xml",
)
_COLUMNS = ("clock p50", "clock p95", "cpu p50", "cpu p95", "first", "kB", "kB gzip")


@dataclass(frozen=True)
class Cost:
    """Of one kind: milliseconds by the clock and of the processor, one of each a request, of the first by the clock, and the largest
    page in bytes."""

    clock: tuple[float, ...]
    cpu: tuple[float, ...]
    first: float
    plain: int
    packed: int

    def row(self) -> tuple[float, ...]:
        """As `_COLUMNS` name them."""
        times = (share(times, part) for times in (self.clock, self.cpu) for part in (50, 95))
        return (*times, self.first, self.plain / 1000, self.packed / 1000)


def share(times: Sequence[float], percent: int) -> float:
    """The time that so many percent of the requests keep within."""
    return sorted(times)[max(0, -(-len(times) * percent // 100) - 1)]


def addresses(client: FlaskClient) -> dict[str, list[str]]:
    """Pages of each kind, spread over all there are."""
    listed = [unquote(urlsplit(found).path) for found in re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)]
    if any(path.endswith(".xml") for path in listed):
        parts = [client.get(path).text for path in listed]
        listed = [unquote(urlsplit(found).path) for part in parts for found in re.findall(r"<loc>([^<]+)</loc>", part)]
    found: dict[str, list[str]] = {path: [path] for path in _SINGLE}
    for path in listed:
        if path not in found and path.count("/") > 1:
            found.setdefault(path.split("/")[1], []).append(path)
    found = {kind: paths[:: -(-len(paths) // SPREAD)] for kind, paths in found.items()}
    units = [path.removeprefix("/unit/") for path in found.get("unit", [])]
    names = [path.rpartition("/")[2] for path in units]
    found["answer"] = [f"/search?q={name}2023年三公经费是多少" for name in names]
    found["passages"] = [f"/search?q={name}支出减少的原因" for name in names]
    found["compare 5"] = [
        "/compare?measure=threePublic&" + "&".join(f"unit={unit}" for unit in units[at : at + 5]) for at in range(0, len(units), 5)
    ]
    found["graph of a unit"] = [f"/graph?node=unit/{unit}" for unit in units]
    found["checks of a unit"] = [f"/checks?unit={unit}" for unit in units]
    found["missing unit"] = [f"/unit/{unit}没有" for unit in units]
    return found


def measure(client: FlaskClient, paths: Sequence[str], rounds: int) -> Cost:
    """What pages of one kind cost. Raises `RuntimeError` for one that fails."""
    clock, cpu, first, plain, packed = [], [], 0.0, 0, 0
    for path in paths:
        for turn in range(rounds + 1):
            wall, used = perf_counter(), process_time()
            response = client.get(quote(path, safe="/?&=%"), headers=HEADERS)
            body = response.get_data()
            taken, busy = 1000 * (perf_counter() - wall), 1000 * (process_time() - used)
            first = first or taken
            if turn:
                clock.append(taken)
                cpu.append(busy)
            if response.status_code >= 500:
                raise RuntimeError(f"{path}: {response.status_code}")
        is_packed = response.headers.get("Content-Encoding") == "gzip"
        plain = max(plain, len(gzip.decompress(body) if is_packed else body))
        packed = max(packed, len(body))
    return Cost(tuple(clock), tuple(cpu), first, plain, packed)


def costs(data: Path, rounds: int, language: str = "zh") -> Iterator[tuple[str, Cost]]:
    """What the pages of each kind cost over that data folder."""
    app = create_app(settings.load(data=data, client_seconds=0.0, query_seconds=60.0, query_seconds_most=60.0, environment={}))
    client = app.test_client()
    client.set_cookie("lang", language)
    try:
        for kind, paths in addresses(client).items():
            yield kind, measure(client, paths, rounds)
    finally:
        app.extensions["pool"].close()


def memory(kind: str = "VmRSS") -> int:
    """MiB of memory that this process holds, as Linux counts it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.findall(rf"{kind}:\s+(\d+)", status)[0]) >> 10


@contextmanager
def folder_of(data: Path | None, reports: int) -> Iterator[Path]:
    """The data folder given, or one with so many made-up reports."""
    if data:
        yield data
        return
    with tempfile.TemporaryDirectory() as place:
        write(Path(place) / "corpus", reports)
        load(DataFolder(Path(place) / "data"), find_files([Path(place) / "corpus" / "reports"]), Plan(builders=builders()))
        yield Path(place) / "data"


def main(arguments: Sequence[str]) -> int:
    """Print a row a kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=float, default=50.0)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    given = parser.parse_args(arguments)
    slow = []
    with folder_of(given.data, given.reports) as data:
        print(f"{'':18}" + "".join(f"{name:>11}" for name in _COLUMNS))
        for kind, cost in costs(data, given.rounds, given.language):
            print(f"{kind:18}" + "".join(f"{value:11.1f}" for value in cost.row()), flush=True)
            slow += [kind] if share(cost.cpu, 95) > given.most else []
    print(f"memory of the process: {memory()} MiB, of these {memory('RssAnon')} not of files")
    print(f"over {given.most:g} ms of processor time at p95: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
