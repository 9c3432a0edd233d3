"""Mixed load for as long as is wanted, every answer checked: `python -m benchmarks.soak --minutes 30`.

A server on loopback with a handful of made-up reports and their vectors is asked for searches, questions, queries, pages of every kind,
things that are not there and queries that run away (`benchmarks.visitors`), while a report comes, changes and goes, the release is
swapped, an ingest is killed in mid-run (kill -9) and so is a query worker. Checked are

truth      every answer; 0 may be wrong
statuses   every status; 0 may be untrue
changes    every ingest and removal ends well, also after one that was killed
books      `/metrics` counts the same answers as the clients
leaks      processes and open files of the server, when it has calmed down, against those after the first third; memory of the web
           process: its level in the last sixth against the middle one, and its slope over the last two thirds of the run

Prints a summary as JSON and a line a verdict; exit status 1 where one is FAIL.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from benchmarks.changes import COMMAND, Changes
from benchmarks.corpus import write
from benchmarks.pages import addresses
from benchmarks.server import served, state
from benchmarks.visitors import HTML, SUM, Known, Visitors
from kg import release, settings
from kg.folder import DataFolder
from kg.store import rows
from search_app import create_app
from search_app.ask import ask, read_lexicon
from search_app.search.background import WORKING, progress

REPORTS = 5
PASSAGES = "PREFIX fa: <https://w3id.org/juesuan/ontology#> SELECT ?p ?t { GRAPH <REPORT> { ?p a fa:Passage ; fa:text ?t } }"
_SETTLE_SECONDS = 25
# What the log of a server says when something is wrong with it or with its data.
_BAD = re.compile(r"Traceback|event=(store_damaged|release_refused)")
# Memory may move so much between the middle of the run and its end, in MiB and as a share.
_GROWTH_MB, _GROWTH = 24, 0.06
# Files that a calm server may hold beyond those it held before: one more release (the search keeps two open), in each of its processes.
_MORE_FILES = 120


@dataclass(frozen=True, slots=True)
class Run:
    """What was seen.

    `states` of the server with their seconds, one when it was calm, answers by status as `/metrics` has them, and complaints of its log.
    """

    minutes: float
    visitors: Visitors
    changes: Changes
    states: list[tuple[float, dict[str, int]]]
    calm: dict[str, int]
    counted: Counter[str]
    log: list[str]

    def level(self, sixth: int, what: str = "web_mb") -> float:
        """The median of `what` in that sixth of the run (from 0)."""
        some = self.states[len(self.states) * sixth // 6 : len(self.states) * (sixth + 1) // 6] or self.states[-1:]
        return statistics.median(one[what] for _, one in some)

    def most(self, what: str) -> int:
        """The most of `what` in the second third."""
        return max(one[what] for _, one in self.states[len(self.states) // 3 : len(self.states) * 2 // 3 + 1])

    @property
    def slope(self) -> float:
        """MiB a minute that the web process grew by in the last two thirds."""
        rest = self.states[len(self.states) // 3 :]
        return statistics.linear_regression([at / 60 for at, _ in rest], [one["web_mb"] for _, one in rest]).slope if len(rest) > 2 else 0.0


def soak(minutes: float) -> Run:
    """The whole run."""
    with tempfile.TemporaryDirectory(prefix="juesuan-soak-") as made:
        data, extra = _folder(Path(made))
        known = _known(data)
        log: list[str] = []
        with served(data, lambda line: log.append(line) if _BAD.search(line) else None) as (port, pid):
            visitors, changes = Visitors(data, port, known), Changes(data, extra, pid)
            begin, until = monotonic(), monotonic() + minutes * 60
            threads = [threading.Thread(target=one.run, args=(until,)) for one in (changes, visitors)]
            states: list[tuple[float, dict[str, int]]] = []
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                states.append((monotonic() - begin, state(pid)))
                sleep(2)
            sleep(_SETTLE_SECONDS)
            counted = _counted(visitors.get("/metrics").body.decode())
            run = Run(minutes, visitors, changes, states, state(pid), counted, log)
        _await_vectors(data)
    return run


def _folder(made: Path) -> tuple[Path, Path]:
    """A data folder with a release of a few reports, and one more report."""
    write(made / "corpus", REPORTS + 1, seed=7)
    files = sorted((made / "corpus" / "reports").iterdir())
    extra = made / files[-1].name
    files[-1].rename(extra)
    subprocess.run([*COMMAND, "--data", str(made / "data"), "ingest", str(made / "corpus" / "reports")], check=True, capture_output=True)
    _await_vectors(made / "data")
    return made / "data", extra


def _await_vectors(data: Path) -> None:
    """Until the process that makes vectors is done: it would write into a folder that goes."""
    end = monotonic() + 300
    while progress(data).state == WORKING and monotonic() < end:
        sleep(0.5)


def _known(data: Path) -> Known:
    """What the first report of the release says, read from the store itself, and the pages that there are."""
    with release.current(DataFolder(data)) as opened:
        store = opened.open_store()
        report = next(entry for entry in opened.manifest["reports"] if entry["type"] != "绩效自评报告")
        question = f"{report['unit']}{report['year']}年三公经费是多少"
        answer = ask(store, read_lexicon(opened.directory), question).text or ""
        passage = max(rows(store, PASSAGES.replace("REPORT", report["report"])), key=lambda row: (min(len(row["t"]), 90), row["p"]))
        (cells,) = rows(store, SUM.replace("REPORT", report["report"]))
        unit = "/unit/" + report["report"].partition("/report/")[2].rsplit("/", 2)[0]
        return Known(question, answer, passage["t"][:90], passage["p"], unit, report["unit"], report["report"], dict(cells), _pages(data))


def _pages(data: Path) -> tuple[str, ...]:
    """Pages of every kind that are there now; what comes later takes none of them away."""
    app = create_app(settings.load(data=data, client_seconds=0.0, environment={}))
    client = app.test_client()
    try:
        every = [path for paths in addresses(client).values() for path in paths]
        found = {path: client.get(path, headers={"Accept": HTML}) for path in every}
        return tuple(path for path, page in found.items() if page.status_code == 200 and page.mimetype == HTML)
    finally:
        app.extensions["pool"].close()


def _counted(text: str) -> Counter[str]:
    """Answers by status, as `/metrics` has counted them."""
    found: Counter[str] = Counter()
    for status, number in re.findall(r'^juesuan_http_requests_total\{[^}]*status="(\d+)"\} ([\d.]+)$', text, re.MULTILINE):
        found[status] += int(float(number))
    return found


def summary(run: Run) -> dict[str, Any]:
    """The figures."""
    book = run.visitors.book
    return {
        "minutes": run.minutes,
        "answers": sum(book.all.values()),
        "statuses": dict(sorted(book.statuses.items())),
        "releases_seen": len(book.releases - {""}),
        "changes": dict(run.changes.done),
        "web_memory_mb": {"by_sixths": [run.level(sixth) for sixth in range(6)], "slope_a_minute": round(run.slope, 2)},
        "all_memory_mb": {"by_sixths": [run.level(sixth, "rss_mb") for sixth in range(6)]},
        "calm": run.calm,
        "wrong": [*book.wrong[:10], *book.untrue[:10], *run.changes.failed[:3]],
        "log": run.log[:10],
    }


def verdicts(run: Run) -> dict[str, bool]:
    """What was to hold, with the numbers, and whether it does."""
    book, changes = run.visitors.book, run.changes
    unseen = {status: (number, run.counted[status]) for status, number in book.all.items() if run.counted[status] != number}
    may = max(_GROWTH_MB, _GROWTH * run.level(3))
    grown, steepest = run.level(5) - run.level(3), may / max(run.minutes, 1)
    mixed = set(run.visitors.kinds) - {kind.split()[0] for kind in book.statuses}
    return {
        f"wrong answers: {len(book.wrong)}": not book.wrong,
        f"untrue statuses: {len(book.untrue)}": not book.untrue,
        f"kinds of request that did not come: {len(mixed)}": not mixed,
        f"changes that failed: {len(changes.failed)} of {sum(changes.done.values())}": not changes.failed,
        f"/metrics counts otherwise (clients, server): {unseen}": not unseen,
        f"open files when calm: {run.calm['files']}, before at most {run.most('files')}": run.calm["files"]
        <= run.most("files") + _MORE_FILES,
        f"processes when calm: {run.calm['processes']}, before at most {run.most('processes')}": run.calm["processes"]
        <= run.most("processes"),
        f"memory of the web process from the middle to the end: {grown:+.0f} MiB, at most {may:.0f}": grown <= may,
        f"its slope: {run.slope:+.2f} MiB a minute, at most {steepest:.2f}": run.slope <= steepest,
    }


def main() -> None:
    """Run, print, and say by the exit status how it was."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=3)
    run = soak(parser.parse_args().minutes)
    print(json.dumps(summary(run), ensure_ascii=False, indent=1))
    found = verdicts(run)
    for text, holds in found.items():
        print(f"{'PASS' if holds else 'FAIL'}  {text}")
    sys.exit(0 if all(found.values()) else 1)


if __name__ == "__main__":
    main()
