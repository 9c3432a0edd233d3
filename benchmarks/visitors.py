"""Visitors of a server, whose every answer is checked: the clients' side of `benchmarks.soak`.

truth      counts, sums, questions, passages and names in every answer against the release that the answer says it is of, or known
           beforehand; the same address gives the same bytes as often as it is asked of the same release
statuses   each request may end in a few ways only; an error says its code in the body; a server that is busy says when to come back,
           and none stops a query before its time is up
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.sparql import RUNAWAY
from search_app.sparql.worker import Limits

CLIENTS = 6
JSON, RESULTS, HTML = "application/json", "application/sparql-results+json", "text/html"
COUNTS = "SELECT (COUNT(DISTINCT ?r) AS ?n) (COUNT(DISTINCT ?g) AS ?m) { ?r a fa:Report . GRAPH ?g { ?r fa:reportOf ?u } }"
SUM = """PREFIX obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/>
SELECT (SUM(?a) AS ?s) (COUNT(?a) AS ?n) { GRAPH <REPORT> { ?f obeu-measure:amount ?a } }"""
CELLS = "CONSTRUCT { ?f obeu-measure:amount ?a } WHERE { GRAPH <REPORT> { ?f obeu-measure:amount ?a } } ORDER BY ?f LIMIT 50"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
_BUSY = {429, 503}
_LATE = {*_BUSY, 504}
_TOOK = re.compile(rb'"took_ms":\d+')


@dataclass(frozen=True, slots=True)
class Known:
    """What is true in every release of the run.

    A question with its answer, a passage by its words, the unit they are of; what the cells of a report add up to; pages that are there.
    """

    question: str
    answer: str
    words: str
    passage: str
    unit: str
    unit_name: str
    report: str
    cells: dict[str, str]
    pages: tuple[str, ...]


@dataclass(slots=True)
class Answer:
    """An answer as it came; `status` 0 where none came."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float = 0.0

    @property
    def tag(self) -> str:
        """Its ETag, "" where it has none."""
        return self.headers.get("etag", "")

    @property
    def release(self) -> str:
        """The release that the answer says it is of; "" where it says none."""
        found = re.match(r'W/"([0-9a-f]{16})', self.tag)
        return found[1] if found else ""

    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


Checked = tuple[Answer, str]
"""An answer, and what is wrong with it ("": nothing)."""


@dataclass
class Book:
    """What the clients saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    releases: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    _bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def add(self, kind: str, answer: Answer, wrong: str) -> None:
        """Note an answer, and what is wrong with it."""
        with self.lock:
            self.statuses[f"{kind} {answer.status}"] += 1
            self.all[str(answer.status)] += 1
            self.releases.add(answer.release)
            wrong = wrong or self._changed(answer)
            if wrong:
                (self.wrong if answer.status in {200, 304} else self.untrue).append(f"{kind} {answer.status}: {wrong}")

    def _changed(self, answer: Answer) -> str:
        """Whether an address gave other bytes of the same release before."""
        if answer.status != 200 or not answer.tag:
            return ""
        digest = hashlib.blake2b(_TOOK.sub(b"", answer.body), digest_size=8).digest()
        before = self._bodies.setdefault((answer.path, answer.tag), digest)
        return "" if before == digest else f"{answer.path} gave other bytes of the same release {answer.tag}"


class Visitors:
    """Clients of a server on `data`."""

    def __init__(self, data: Path, port: int, known: Known) -> None:
        self._port, self._known, self._data = port, known, data
        self._sizes: dict[str, int] = {}
        self._tags: dict[str, str] = {}
        self.book = Book()
        self.kinds: dict[str, tuple[int, Callable[[random.Random], Checked]]] = {
            "counts": (5, lambda _: self._counts()),
            "sum": (4, lambda _: self._sum()),
            "construct": (2, lambda _: self._checked(_sparql(CELLS.replace("REPORT", known.report)), "text/turtle", known.report)),
            "ask": (4, lambda _: self._ask()),
            "search": (5, lambda _: self._search()),
            "page": (8, lambda chance: self._page(chance.choice(known.pages))),
            "unit": (2, lambda _: self._checked(known.unit, HTML, known.unit_name)),
            "again": (2, lambda chance: self._again(chance.choice(known.pages))),
            "missing": (1, lambda _: self._refused("/unit/000000/没有", {404}, "not_found")),
            "syntax": (1, lambda _: self._refused("/sparql?query=ASK+%7B", {400}, "syntax")),
            "update": (1, lambda _: self._refused("/sparql?query=CLEAR+ALL", {400}, "update_refused")),
            "large": (1, lambda _: self._refused(_sparql(LARGE), {413, 503, 504}, "")),
            "runaway": (1, lambda _: self._refused(_sparql(RUNAWAY), {504}, "out_of_time")),
        }

    def run(self, until: float) -> None:
        """All clients until then."""
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
            answer, wrong = self.kinds[kind][1](chance)
            self.book.add(kind, answer, wrong or _unmannered(answer))

    def get(self, path: str, accept: str = JSON, tag: str = "") -> Answer:
        """The answer to a GET; `tag`: of what the client has already."""
        begin, connection = monotonic(), HTTPConnection("127.0.0.1", self._port, timeout=120)
        try:
            connection.request("GET", quote(path, safe="/?&=%+"), headers={"Accept": accept, **({"If-None-Match": tag} if tag else {})})
            response = connection.getresponse()
            headers, body = {name.lower(): value for name, value in response.getheaders()}, response.read()
            return Answer(path, response.status, headers, body, monotonic() - begin)
        except (OSError, HTTPException) as error:
            return Answer(path, 0, {}, repr(error).encode())
        finally:
            connection.close()

    def _counts(self) -> Checked:
        answer = self.get(_sparql(COUNTS), RESULTS)
        if answer.status != 200:
            return answer, _only(answer, _LATE)
        held = {*map(int, _row(answer).values()), self._size(answer.release)}
        return answer, "" if len(held) == 1 else f"counts {_row(answer)} of release {answer.release} with {self._size(answer.release)}"

    def _size(self, name: str) -> int:
        """How many reports that release has, by its manifest."""
        if name not in self._sizes:
            for path in (self._data / "releases").glob(f"{name}*/manifest.json"):
                self._sizes[name] = len(json.loads(path.read_text(encoding="utf-8"))["reports"])
        return self._sizes.get(name, -1)

    def _sum(self) -> Checked:
        answer = self.get(_sparql(SUM.replace("REPORT", self._known.report)), RESULTS)
        if answer.status != 200:
            return answer, _only(answer, _LATE)
        return answer, "" if _row(answer) == self._known.cells else f"{_row(answer)} is not {self._known.cells}"

    def _ask(self) -> Checked:
        answer = self.get(f"/api/ask?{urlencode({'q': self._known.question})}")
        if answer.status != 200:
            return answer, _only(answer, _LATE)
        said = (answer.json()["answer"] or {}).get("text")
        return answer, "" if said == self._known.answer else f"{said!r} is not {self._known.answer!r}"

    def _search(self) -> Checked:
        answer = self.get(f"/api/search?{urlencode({'q': self._known.words, 'k': 5})}")
        if answer.status != 200:
            return answer, _only(answer, set())
        found = [hit["iri"] for hit in answer.json()["hits"]]
        found += [also["iri"] for hit in answer.json()["hits"] for also in hit["also"]]
        return answer, "" if self._known.passage in found else f"{self._known.passage} is not among {found}"

    def _page(self, path: str) -> Checked:
        answer, wrong = self._checked(path, HTML, "</html>")
        self._tags[path] = answer.tag
        return answer, wrong

    def _again(self, path: str) -> Checked:
        """The page, known already: as it was (304) while the release stays, else another one."""
        tag = self._tags.get(path, "")
        answer = self.get(path, HTML, tag)
        if answer.status == 304:
            return answer, "" if tag and tag == answer.tag else f"{path} is said to be as it was: {tag}, {answer.tag}"
        is_old = answer.status == 200 and tag and answer.tag == tag
        return answer, f"{path} came again though it is as it was" if is_old else _only(answer, {200, *_LATE})

    def _checked(self, path: str, accept: str, words: str) -> Checked:
        answer = self.get(path, accept)
        if answer.status != 200:
            return answer, _only(answer, _LATE)
        return answer, "" if words in answer.body.decode() else f"{path} does not say {words}"

    def _refused(self, path: str, statuses: set[int], code: str) -> Checked:
        answer = self.get(path)
        if answer.status in _BUSY - statuses:
            return answer, ""
        said = "" if answer.status not in statuses or not code else answer.json()["error"]["code"]
        return answer, _only(answer, statuses) or ("" if said == code or not said else f"code {said}")


def _sparql(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"


def _row(answer: Answer) -> dict[str, str]:
    """The one row of a result."""
    return {name: cell["value"] for name, cell in answer.json()["results"]["bindings"][0].items()}


def _only(answer: Answer, statuses: set[int]) -> str:
    return "" if answer.status in statuses else f"instead of one of {sorted(statuses)}: {answer.body[:160].decode(errors='replace')}"


def _unmannered(answer: Answer) -> str:
    """What every answer must have and this one lacks."""
    if "x-request-id" not in answer.headers:
        return "has no X-Request-Id"
    if answer.status == 504 and answer.seconds < Limits().seconds:
        return f"is stopped after {answer.seconds:.1f} s"
    is_error, is_json = answer.status >= 400, answer.headers.get("content-type", "").startswith(JSON)
    if is_error and is_json and set(answer.json().get("error", {})) != {"code", "message", "hint"}:
        return "says no code, message and hint"
    return "says not when to come back" if answer.status in _BUSY and "retry-after" not in answer.headers else ""
