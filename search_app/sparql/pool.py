"""The query workers: a fixed number of processes, each taken by one query at a time, replaced after every failure.

There are places for quick queries and for slow ones. Every query begins in a quick place. One that is not done soon moves to a slow
place and leaves its own to others; where all slow places are taken it is stopped and waits for one. A query that was slow in this
release goes to the slow places at once when it comes again.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from search_app.events import say
from search_app.sparql.crew import Crew
from search_app.sparql.errors import NoWorker, QueryFault
from search_app.sparql.process import Gone, QueryProcess
from search_app.sparql.worker import Job, Limits

log = logging.getLogger("juesuan.sparql")
_LOOK_SECONDS = 0.1
_REMEMBERED = 10_000


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
            except (QueryFault, OSError) as error:
                future.set_exception(error)


class _Place:
    """Leave for one query to run: a quick place, or a slow one that it has moved to."""

    def __init__(self, quick: threading.Semaphore, slow: threading.Semaphore, *, is_slow: bool) -> None:
        self._held, self._slow = (slow if is_slow else quick), slow
        self.is_slow = is_slow

    def move(self) -> bool:
        """Change to a slow place; False where none is free."""
        if not self._slow.acquire(blocking=False):
            return False
        self._held.release()
        self._held, self.is_slow = self._slow, True
        return True

    def leave(self) -> None:
        """Give the place to another query."""
        self._held.release()


def _never() -> bool:
    return False


def _ignore(_seconds: float) -> None:
    return None


@dataclass(frozen=True, slots=True)
class _Caller:
    """Who waits for an answer: whether it still does, and who hears what the answer took."""

    gone: Callable[[], bool]
    spent: Callable[[float], None]


class _Crowded(Exception):
    """A slow query found no slow place."""


class _Slow:
    """The queries that were slow, by their hash, a bounded number of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, key: int) -> bool:
        with self._lock:
            return key in self._known

    def add(self, key: int) -> None:
        """Remember a query, and forget the oldest where they are too many."""
        with self._lock:
            self._known[key] = None
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)


class Pool:
    """Answers queries. Processes start when they are first needed; at most `workers` + `slow_workers` of them run."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._starter = _Starter(limits)
        self._quick_places = threading.Semaphore(limits.workers)
        self._slow_places = threading.Semaphore(limits.slow_workers)
        self._lock = threading.Lock()
        self._idle: list[Future[QueryProcess]] = []
        self._dying: list[QueryProcess] = []
        self._waiting = 0
        self._busy = 0
        self._replaced: Counter[str] = Counter()
        self._slow = _Slow()
        self._warned = False

    def ask(self, store_path: Path, job: Job, gone: Callable[[], bool] = _never, spent: Callable[[float], None] = _ignore) -> bytes:
        """The result of `job` on the store; raises a `QueryFault`, or `Gone` where `gone()` said so.

        `spent` hears how many seconds a worker was busy with it, answer or not.
        """
        caller = _Caller(gone, spent)
        key = hash((store_path, job))
        if key not in self._slow:
            try:
                return self._run(store_path, job, caller, self._enter(gone, is_slow=False), key)
            except _Crowded:
                pass
        return self._run(store_path, job, caller, self._enter(gone, is_slow=True), key)

    def _run(self, store_path: Path, job: Job, caller: _Caller, place: _Place, key: int) -> bytes:
        try:
            with self._at_work():
                process = self._take(store_path)
                start = monotonic()
                try:
                    answer = process.ask(job, caller.gone, lambda: self._slows(process, place, key))
                except BaseException as error:
                    self._replace(process, _why(error))
                    self._put(self._starter.start(store_path))
                    raise
                finally:
                    caller.spent(monotonic() - start)
            self._put(self._again(process))
            return answer
        finally:
            place.leave()

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    def crew(self) -> Crew:
        """The workers now."""
        with self._lock:
            return Crew(self._busy, len(self._idle), self._waiting, dict(self._replaced))

    def _replace(self, process: QueryProcess, why: str) -> None:
        """End a process that will be replaced."""
        process.kill()
        with self._lock:
            self._replaced[why] += 1
            self._dying = [one for one in (*self._dying, process) if not one.is_buried()]
        say(log, "query_worker_replaced", level=logging.INFO, why=why)

    def _slows(self, process: QueryProcess, place: _Place, key: int) -> None:
        """The query is not done soon: it goes on in a slow place, behind the others for the processor."""
        self._slow.add(key)
        if not place.is_slow and not place.move():
            raise _Crowded
        process.yield_to_others()

    def _again(self, process: QueryProcess) -> Future[QueryProcess]:
        """The process for the next query; another one where it must stay behind the others."""
        if process.hurry():
            return _done(process)
        self._replace(process, "stays_slow")
        return self._starter.start(process.store_path)

    def close(self) -> None:
        """Kill the idle processes, and wait for those that were killed before."""
        with self._lock:
            idle, self._idle = self._idle, []
            dying, self._dying = self._dying, []
        for future in idle:
            if not future.exception():
                future.result().kill()
                dying.append(future.result())
        for process in dying:
            process.is_buried(None)

    def _enter(self, gone: Callable[[], bool], *, is_slow: bool) -> _Place:
        """A place, at once or after waiting in the queue."""
        places = self._slow_places if is_slow else self._quick_places
        if not places.acquire(blocking=False):
            with self._in_queue():
                self._wait(places, gone)
        return _Place(self._quick_places, self._slow_places, is_slow=is_slow)

    @contextmanager
    def _in_queue(self) -> Iterator[None]:
        with self._lock:
            if self._waiting >= self.limits.queue_length:
                raise NoWorker(f"已有{self._waiting}个查询在排队", hint="过几秒再试")
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _wait(self, places: threading.Semaphore, gone: Callable[[], bool]) -> None:
        deadline = monotonic() + self.limits.queue_seconds
        while not places.acquire(timeout=_LOOK_SECONDS):
            if gone():
                raise Gone
            if monotonic() > deadline:
                raise NoWorker("查询太多，一时排不上", hint="过几秒再试")

    def _take(self, store_path: Path) -> QueryProcess:
        """An idle process on that store; one of an older release, that has ended or did not start, is replaced."""
        process = self._idle_one()
        if process is not None and not (process.reads(store_path) and process.waits):
            self._replace(process, "other_release" if process.waits else "had_ended")
            process = None
        process = process or self._starter.start(store_path).result()
        if not process.offline and not self._warned:
            self._warned = True
            say(log, "query_worker_has_network", hint="allow user namespaces, or cut the server off from the network")
        return process

    def _idle_one(self) -> QueryProcess | None:
        """The idle process that worked last; None where there is none, or where it did not start: its release may have gone meanwhile."""
        with self._lock:
            future = self._idle.pop() if self._idle else None
        return None if future is None or future.exception() else future.result()

    def _put(self, future: Future[QueryProcess]) -> None:
        with self._lock:
            self._idle.append(future)


def _why(error: BaseException) -> str:
    """Why a worker is ended, one of a few words."""
    if isinstance(error, QueryFault):
        return error.code
    return "client_gone" if isinstance(error, Gone) else "made_room" if isinstance(error, _Crowded) else "failed"


def _done(process: QueryProcess) -> Future[QueryProcess]:
    future: Future[QueryProcess] = Future()
    future.set_result(process)
    return future
