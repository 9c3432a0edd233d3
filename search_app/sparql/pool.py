"""The query workers: a fixed number of processes, each taken by one query at a time, replaced after every failure."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from time import monotonic

from search_app.sparql.errors import NoWorker
from search_app.sparql.process import Gone, QueryProcess
from search_app.sparql.worker import Job, Limits

log = logging.getLogger("juesuan.sparql")
_LOOK_SECONDS = 0.1


class _Starter:
    """The one thread that starts processes: they die with the thread that started them, so it must outlive them all."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._wanted: queue.SimpleQueue[tuple[Path, Future[QueryProcess]]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="query-starter", daemon=True)
        self._thread.start()

    def start(self, store_path: Path) -> Future[QueryProcess]:
        """A process on that store, soon."""
        future: Future[QueryProcess] = Future()
        self._wanted.put((store_path, future))
        return future

    def _run(self) -> None:
        while True:
            store_path, future = self._wanted.get()
            try:
                future.set_result(QueryProcess(store_path, self._limits))
            except (NoWorker, OSError) as error:
                future.set_exception(error)


class Pool:
    """Answers queries, `limits.workers` at a time. Processes start when they are first needed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._starter = _Starter(limits)
        self._free = threading.Semaphore(limits.workers)
        self._lock = threading.Lock()
        self._idle: list[Future[QueryProcess]] = []
        self._warned = False

    def ask(self, store_path: Path, job: Job, gone: Callable[[], bool] = lambda: False) -> bytes:
        """The result of `job` on the store; raises a `QueryFault`, or `Gone` where `gone()` said so."""
        self._queue(gone)
        try:
            process = self._take(store_path)
            try:
                answer = process.ask(job, gone)
            except BaseException:
                process.kill()
                self._put(self._starter.start(store_path))
                raise
            self._put(_done(process))
            return answer
        finally:
            self._free.release()

    def close(self) -> None:
        """Kill the idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for future in idle:
            if not future.exception():
                future.result().kill()

    def _queue(self, gone: Callable[[], bool]) -> None:
        deadline = monotonic() + self.limits.queue_seconds
        while not self._free.acquire(timeout=_LOOK_SECONDS):
            if gone():
                raise Gone
            if monotonic() > deadline:
                raise NoWorker("查询太多，一时排不上", hint="过几秒再试")

    def _take(self, store_path: Path) -> QueryProcess:
        """An idle process on that store; one of an older release, or that has ended, is replaced."""
        with self._lock:
            future = self._idle.pop() if self._idle else self._starter.start(store_path)
        process = future.result()
        if process.store_path != store_path or not process.alive:
            process.kill()
            process = self._starter.start(store_path).result()
        if not process.offline and not self._warned:
            self._warned = True
            log.warning('event=query_worker_has_network hint="allow user namespaces, or cut the server off from the network"')
        return process

    def _put(self, future: Future[QueryProcess]) -> None:
        with self._lock:
            self._idle.append(future)


def _done(process: QueryProcess) -> Future[QueryProcess]:
    future: Future[QueryProcess] = Future()
    future.set_result(process)
    return future
