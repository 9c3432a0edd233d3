"""Mixed load for as long as is wanted, every answer checked: `python -m benchmarks.soak --minutes 30`.

A server on loopback with a handful of made-up reports is asked for searches, questions, queries, pages, things that are not there and
queries that run away, while reports come and go and the release is swapped. Checked are

truth      counts, questions, passages and names in every answer against the release that the answer says it is of, or known beforehand
statuses   each request may end in a few ways only; an error says its code in the body; a server that is busy says when to come back
books      `/metrics` counts the same answers as the clients
leaks      processes, open files and memory of the server, when it has calmed down, against those after the first third

Prints a summary as JSON; exit status 1 where anything of this is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.corpus import write
from benchmarks.sparql import RUNAWAY, served, state
from kg import release
from kg.files import point
from kg.folder import DataFolder
from kg.store import rows
from search_app.ask import ask, read_lexicon

REPORTS = 5
CLIENTS = 6
JSON = "application/json"
COUNTS = "SELECT (COUNT(DISTINCT ?r) AS ?n) (COUNT(DISTINCT ?g) AS ?m) { ?r a fa:Report . GRAPH ?g { ?r fa:reportOf ?u } }"
PASSAGES = "PREFIX fa: <https://w3id.org/juesuan/ontology#> SELECT ?p ?t { GRAPH <REPORT> { ?p a fa:Passage ; fa:text ?t } }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
COMMAND = [sys.executable, "-c", "from search_app.cli import main; main()"]
_BUSY = {429, 503}
_SETTLE_SECONDS = 25
# Memory may move so much between the middle of the run and its end, in MiB and as a share.
_GROWTH_MB, _GROWTH = 24, 0.06
# Files that a calm server may hold beyond those it held before: one more release (the search keeps two open), in each of its processes.
_MORE_FILES = 120


@dataclass(frozen=True, slots=True)
class Known:
    """What is true in every release of the run: a question with its answer, a passage by its words, the unit they are of."""

    question: str
    answer: str
    words: str
    passage: str
    unit: str
    unit_name: str


@dataclass(slots=True)
class Answer:
    """An answer as it came; `status` 0 where none came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def release(self) -> str:
        """The release that the answer says it is of; "" where it says none."""
        found = re.match(r'W/"([0-9a-f]{16})', self.headers.get("etag", ""))
        return found[1] if found else ""

    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


@dataclass
class Book:
    """What the clients saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    releases: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, answer: Answer, wrong: str) -> None:
        """Note an answer, and what is wrong with it ("": nothing)."""
        with self.lock:
            self.statuses[f"{kind} {answer.status}"] += 1
            self.all[str(answer.status)] += 1
            self.releases.add(answer.release)
            if wrong:
                self.wrong.append(f"{kind} {answer.status}: {wrong}")


class Load:
    """The clients' side of a server on `data`."""

    def __init__(self, data: Path, port: int, known: Known) -> None:
        self._port = port
        self._known = known
        self._data = data
        self._sizes: dict[str, int] = {}
        self.book = Book()
        self.kinds: dict[str, tuple[int, Callable[[], tuple[Answer, str]]]] = {
            "counts": (6, self._counts),
            "ask": (4, self._ask),
            "search": (5, self._search),
            "page": (5, self._page),
            "home": (1, lambda: self._plain("/", self._known.unit_name)),
            "missing": (1, lambda: self._refused("/unit/000000/没有", {404}, "not_found")),
            "syntax": (1, lambda: self._refused("/sparql?query=ASK+%7B", {400}, "syntax")),
            "update": (1, lambda: self._refused("/sparql?query=CLEAR+ALL", {400}, "update_refused")),
            "large": (1, lambda: self._refused(f"/sparql?{urlencode({'query': LARGE})}", {413, 503, 504}, "")),
            "runaway": (1, lambda: self._refused(f"/sparql?{urlencode({'query': RUNAWAY})}", {504}, "out_of_time")),
        }

    def run(self, until: float) -> None:
        """Clients until then."""
        threads = [threading.Thread(target=self._client, args=(number, until)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _client(self, number: int, until: float) -> None:
        chance = random.Random(number)  # noqa: S311
        names = [name for name, (weight, _) in self.kinds.items() for _ in range(weight)]
        while monotonic() < until:
            kind = chance.choice(names)
            answer, wrong = self.kinds[kind][1]()
            self.book.add(kind, answer, wrong or _unmannered(answer))

    def get(self, path: str, accept: str = JSON) -> Answer:
        """The answer to a GET."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        try:
            connection.request("GET", quote(path, safe="/?&=%+"), headers={"Accept": accept})
            response = connection.getresponse()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
        except (OSError, HTTPException) as error:
            return Answer(0, {}, repr(error).encode())
        finally:
            connection.close()

    def _counts(self) -> tuple[Answer, str]:
        answer = self.get(f"/sparql?{urlencode({'query': COUNTS})}", "application/sparql-results+json")
        if answer.status != 200:
            return answer, _only(answer, _BUSY)
        row = answer.json()["results"]["bindings"][0]
        held = {int(row["n"]["value"]), int(row["m"]["value"]), self._size(answer.release)}
        return answer, "" if len(held) == 1 else f"counts {row} of release {answer.release} with {self._size(answer.release)}"

    def _size(self, name: str) -> int:
        """How many reports that release has, by its manifest."""
        if name not in self._sizes:
            for path in (self._data / "releases").glob(f"{name}*/manifest.json"):
                self._sizes[name] = len(json.loads(path.read_text(encoding="utf-8"))["reports"])
        return self._sizes.get(name, -1)

    def _ask(self) -> tuple[Answer, str]:
        answer = self.get(f"/api/ask?{urlencode({'q': self._known.question})}")
        if answer.status != 200:
            return answer, _only(answer, _BUSY)
        said = (answer.json()["answer"] or {}).get("text")
        return answer, "" if said == self._known.answer else f"{said!r} is not {self._known.answer!r}"

    def _search(self) -> tuple[Answer, str]:
        answer = self.get(f"/api/search?{urlencode({'q': self._known.words, 'k': 5})}")
        if answer.status != 200:
            return answer, _only(answer, set())
        found = [hit["iri"] for hit in answer.json()["hits"]]
        found += [also["iri"] for hit in answer.json()["hits"] for also in hit["also"]]
        return answer, "" if self._known.passage in found else f"{self._known.passage} is not among {found}"

    def _page(self) -> tuple[Answer, str]:
        return self._plain(self._known.unit, self._known.unit_name)

    def _plain(self, path: str, words: str) -> tuple[Answer, str]:
        answer = self.get(path, "text/html")
        if answer.status != 200:
            return answer, _only(answer, _BUSY)
        return answer, "" if words in answer.body.decode() else f"{path} does not say {words}"

    def _refused(self, path: str, statuses: set[int], code: str) -> tuple[Answer, str]:
        answer = self.get(path)
        if answer.status in _BUSY - statuses:
            return answer, ""
        said = "" if answer.status not in statuses or not code else answer.json()["error"]["code"]
        return answer, _only(answer, statuses) or ("" if said == code or not said else f"code {said}")


def _only(answer: Answer, statuses: set[int]) -> str:
    return "" if answer.status in statuses else f"instead of one of {sorted(statuses)}: {answer.body[:160].decode(errors='replace')}"


def _unmannered(answer: Answer) -> str:
    """What every answer must have and this one lacks."""
    if "x-request-id" not in answer.headers:
        return "has no X-Request-Id"
    is_error, is_json = answer.status >= 400, answer.headers.get("content-type", "").startswith(JSON)
    if is_error and is_json and set(answer.json().get("error", {})) != {"code", "message", "hint"}:
        return "says no code, message and hint"
    return "says not when to come back" if answer.status in _BUSY and "retry-after" not in answer.headers else ""


class Changes:
    """Reports that come and go, and releases that change places, beside the load."""

    def __init__(self, data: Path, extra: Path) -> None:
        self._data, self._extra = data, extra
        self.done: Counter[str] = Counter()
        self.failed: list[str] = []

    def run(self, until: float) -> None:
        """A report in, the last two releases to and fro, the report out, and so on."""
        while monotonic() < until:
            self._call("ingest", str(self._extra), "--no-vectors")
            self._swap()
            self._call("remove", self._extra.name)
            self._swap()

    def _call(self, verb: str, *words: str) -> None:
        done = subprocess.run([*COMMAND, "--data", str(self._data), verb, *words], capture_output=True, text=True, check=False)
        self.done[verb] += 1
        if done.returncode:
            self.failed.append(f"{verb}: {done.stderr[-300:]}")

    def _swap(self) -> None:
        newest = (self._data / "current").readlink().name
        others = [path.name for path in (self._data / "releases").glob("[!.]*") if path.name != newest]
        for name in (*others, newest) * 2:
            point(self._data / "current", f"releases/{name}")
            self.done["swap"] += 1
            sleep(0.5)


def soak(minutes: float) -> dict[str, Any]:
    """The whole run; `failures` says what was wrong."""
    with tempfile.TemporaryDirectory(prefix="juesuan-soak-") as made:
        data, extra = _folder(Path(made))
        known = _known(data)
        with served(data) as (port, pid):
            load, changes = Load(data, port, known), Changes(data, extra)
            begin, until = monotonic(), monotonic() + minutes * 60
            changing = threading.Thread(target=changes.run, args=(until,))
            loading = threading.Thread(target=load.run, args=(until,))
            states: list[tuple[float, dict[str, int]]] = []
            for thread in (changing, loading):
                thread.start()
            while loading.is_alive() or changing.is_alive():
                states.append((monotonic() - begin, state(pid)))
                sleep(2)
            sleep(_SETTLE_SECONDS)
            calm = state(pid)
            counted = _counted(load.get("/metrics").body.decode())
    return _summary(minutes, load.book, changes, states, calm, counted)


def _folder(made: Path) -> tuple[Path, Path]:
    """A data folder with a release of a few reports, and one more report."""
    write(made / "corpus", REPORTS + 1, seed=7)
    files = sorted((made / "corpus" / "reports").iterdir())
    extra = made / files[-1].name
    files[-1].rename(extra)
    words = ["--data", str(made / "data"), "ingest", str(made / "corpus" / "reports"), "--no-vectors"]
    subprocess.run([*COMMAND, *words], check=True, capture_output=True)
    return made / "data", extra


def _known(data: Path) -> Known:
    """What the first report of the release says, read from the store itself."""
    with release.current(DataFolder(data)) as opened:
        store = opened.open_store()
        report = next(entry for entry in opened.manifest["reports"] if entry["type"] != "绩效自评报告")
        question = f"{report['unit']}{report['year']}年三公经费是多少"
        answer = ask(store, read_lexicon(opened.directory), question).text or ""
        texts = rows(store, PASSAGES.replace("REPORT", report["report"]))
        passage = max(texts, key=lambda row: (min(len(row["t"]), 90), row["p"]))
        unit = "/unit/" + report["report"].partition("/report/")[2].rsplit("/", 2)[0]
        return Known(question, answer, passage["t"][:90], passage["p"], unit, report["unit"])


def _counted(text: str) -> Counter[str]:
    """Answers by status, as `/metrics` has counted them."""
    found: Counter[str] = Counter()
    for status, number in re.findall(r'^juesuan_http_requests_total\{[^}]*status="(\d+)"\} ([\d.]+)$', text, re.MULTILINE):
        found[status] += int(float(number))
    return found


def _summary(
    minutes: float, book: Book, changes: Changes, states: list[tuple[float, dict[str, int]]], calm: dict[str, int], counted: Counter[str]
) -> dict[str, Any]:
    first, middle, last = (states[len(states) * part // 6 : len(states) * (part + 1) // 6] or states[-1:] for part in (2, 3, 5))
    before, memory, end = (statistics.median(one["web_mb"] for _, one in some) for some in (first, middle, last))
    half = states[len(states) // 2 :]
    slope = statistics.linear_regression([at for at, _ in half], [one["web_mb"] for _, one in half]).slope * 60 if len(half) > 2 else 0.0
    unseen = {status: (number, counted[status]) for status, number in book.all.items() if counted[status] != number and status != "0"}
    most = max(one["files"] for _, one in first) + _MORE_FILES
    failures = [*book.wrong[:10], *changes.failed[:3]]
    failures += [f"/metrics counts otherwise (clients, server): {unseen}"] if unseen else []
    failures += [f"memory grew from {memory} to {end} MiB"] if end - memory > max(_GROWTH_MB, _GROWTH * memory) else []
    failures += [f"{calm['files']} files are open, before {most - _MORE_FILES}"] if calm["files"] > most else []
    failures += [f"{calm['processes']} processes, at most {max(one['processes'] for _, one in first)} before"] if _more(calm, first) else []
    return {
        "minutes": minutes,
        "answers": sum(book.all.values()),
        "statuses": dict(sorted(book.statuses.items())),
        "releases_seen": len(book.releases - {""}),
        "changes": dict(changes.done),
        "wrong": len(book.wrong),
        "web_memory_mb": {"second_sixth": before, "middle": memory, "end": end, "slope_a_minute": round(slope, 2)},
        "calm": calm,
        "failures": failures,
    }


def _more(calm: dict[str, int], first: list[tuple[float, dict[str, int]]]) -> bool:
    return calm["processes"] > max(one["processes"] for _, one in first)


def main() -> None:
    """Run, print, and say by the exit status how it was."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=3)
    found = soak(parser.parse_args().minutes)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(1 if found["failures"] else 0)


if __name__ == "__main__":
    main()
