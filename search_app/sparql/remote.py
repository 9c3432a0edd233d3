"""Visitors' queries sent on to a store elsewhere, in the place of the workers: the same limits, as far as they can be held from here.

The scan in front (`guard`) and the store's own settings are the walls then: SERVICE and updates must be off there, and it needs a time
limit of its own, since closing the connection does not stop every engine.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from pyoxigraph import RdfFormat, parse, serialize

from kg.channel import Answer
from kg.errors import StoreError
from kg.remote import RemoteStore
from ontology.terms import PREFIXES
from search_app.sparql.crew import Crew
from search_app.sparql.errors import BadSyntax, NoWorker, OutOfMemory, OutOfTime, ResultTooLarge
from search_app.sparql.worker import Job, Limits

_TRIPLES = "application/n-triples"
# On one line, so that the lines of the query keep their numbers.
_PROLOGUE = " ".join(f"PREFIX {name}: <{base}>" for name, base in PREFIXES.items())


class RemoteEngine:
    """Answers as `Pool` does, `workers` + `slow_workers` queries at a time."""

    def __init__(self, store: RemoteStore, limits: Limits) -> None:
        self.limits = limits
        self._store = store
        self._free = threading.Semaphore(limits.workers + limits.slow_workers)
        self._lock = threading.Lock()
        self._waiting = self._busy = 0

    def ask(self, _store_path: Path, job: Job, _gone: Callable[[], bool], spent: Callable[[float], None]) -> bytes:
        """The result of `job`; raises a `QueryFault` or `StoreError`."""
        self._count(waiting=1)
        is_free = self._free.acquire(timeout=self.limits.queue_seconds)
        self._count(waiting=-1, busy=int(is_free))
        if not is_free:
            raise NoWorker("查询太多，一时排不上", hint="过几秒再试")
        start = monotonic()
        try:
            return self._asked(job)
        finally:
            self._free.release()
            self._count(busy=-1)
            spent(monotonic() - start)

    def _count(self, *, waiting: int = 0, busy: int = 0) -> None:
        with self._lock:
            self._waiting += waiting
            self._busy += busy

    def crew(self) -> Crew:
        """The queries under way; there are no workers to be idle or replaced."""
        with self._lock:
            return Crew(self._busy, 0, self._waiting, {})

    def close(self) -> None:
        """Nothing is held open."""

    def _asked(self, job: Job) -> bytes:
        seconds = job.seconds or self.limits.seconds
        is_graph = RdfFormat.from_media_type(job.media_type) is not None and not job.media_type.startswith("application/sparql-results")
        form = {"query": [f"{_PROLOGUE} {job.query}"]}
        form |= {"default-graph-uri": list(job.default_graphs or ()), "named-graph-uri": list(job.named_graphs or ())}
        try:
            accept = _TRIPLES if is_graph else job.media_type
            answer = self._store.channel.post(form, accept, seconds=seconds, most=self.limits.result_bytes)
        except TimeoutError as error:
            raise OutOfTime(f"查询超过{seconds:g}秒，已停下", hint="给它加上年度或单位，或用LIMIT取前1,000行") from error
        self._check(answer, seconds)
        return _as(answer.body, job.media_type) if is_graph else answer.body

    def _check(self, answer: Answer, seconds: float) -> None:
        """Raise what the status of the store means here."""
        if answer.is_cut or answer.status == 413:
            size = f"{self.limits.result_bytes / 1e6:g}"
            raise ResultTooLarge(f"结果超过{size} MB，已停下", hint="用LIMIT和OFFSET分段取，或下载整库：/downloads")
        if answer.status == 400:
            raise BadSyntax(f"查询有错误：{answer.body[:300].decode('utf-8', 'replace').strip()}")
        if answer.status in {408, 504}:
            raise OutOfTime(f"查询超过{seconds:g}秒，已停下", hint="给它加上年度或单位，或用LIMIT取前1,000行")
        if answer.status in {429, 503}:
            raise NoWorker("查询太多，一时排不上", hint="过几秒再试")
        if answer.status == 507:
            raise OutOfMemory("查询要用的内存太多，已停下", hint="去掉大范围的ORDER BY、DISTINCT，或加上年度、单位")
        if answer.status != 200:
            raise StoreError(f"answered {answer.status}", where=self._store.name)


def _as(body: bytes, media_type: str) -> bytes:
    """N-Triples in another RDF format."""
    kind = RdfFormat.from_media_type(media_type)
    if kind is None or media_type == _TRIPLES:
        return body
    out = io.BytesIO()
    serialize((quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)), out, format=kind, prefixes=PREFIXES)
    return out.getvalue()
