"""A Ray cluster that is there already as the engine of an ingest.

A task is a file with its bytes. Ray runs it again where its machine is lost, also where only the result was: results depend on the bytes
alone, so nothing is lost and nothing is there twice. This process takes results in order and stores them.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, cast

os.environ.setdefault("RAY_usage_stats_enabled", "0")

import ray  # noqa: E402  the variable counts from its import on
from ray.exceptions import OutOfMemoryError, RayError, RayTaskError, WorkerCrashedError  # noqa: E402

from ingest import cluster_node  # noqa: E402
from ingest.cluster_node import Parcel  # noqa: E402
from ingest.engines import Item, Result  # noqa: E402
from ingest.limits import Limits  # noqa: E402
from ingest.reader_process import Answer, Task  # noqa: E402
from ingest.shards import Shards  # noqa: E402
from ingest.workers import Read  # noqa: E402
from kg.errors import EngineError, ReaderFault, ReportError  # noqa: E402

# Tasks given ahead of the one whose turn it is, for each processor, and the most bytes of files among them.
_AHEAD = 4
_BYTES_AHEAD = 256 << 20
# How often a task is run again whose machine or process was lost; a file that kills its process each time is one that fails.
_RETRIES = 5
_SECONDS = 5.0


class RayEngine:
    """The cluster at `address` (`HOST:PORT`, or `auto` for the one this machine belongs to), connected as a context manager."""

    def __init__(self, address: str, storage: str = "") -> None:
        self._address, self._storage = address, storage
        self._window = 0

    def __enter__(self) -> RayEngine:
        _connect(self._address)
        resources: Any = ray.cluster_resources
        processors = int(resources().get("CPU", 0))
        if not processors:
            ray.shutdown()
            raise EngineError("the cluster has no processors", where=self._address, hint="start nodes with --num-cpus")
        self._window = processors * _AHEAD
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        ray.shutdown()

    def run(self, tasks: Sequence[Task], limits: Limits, jobs: int) -> Iterator[Answer]:
        """The answers of tasks that read files. The processors of the cluster count, not `jobs`."""
        remote = _remote(cluster_node.answered)
        parcels = (_parcel(task, limits, self._storage) for task in tasks)
        given = ((parcel, remote(parcel) if isinstance(parcel, Parcel) else None) for parcel in parcels)
        for task, (parcel, result) in zip(tasks, self._ahead(given), strict=True):
            yield self._answer(task, result) if isinstance(parcel, Parcel) else Answer(error=parcel)

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """`work` done with each item on the machines of the cluster."""
        remote = _remote(cluster_node.called)
        for _, result in self._ahead((item, remote(work, item)) for item in items):
            yield cast("Result", self._of(result))

    def _ahead(self, given: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
        """What was given, in order, with no more of it under way than the window holds."""
        waiting: deque[tuple[Any, Any]] = deque()
        under_way = 0
        for sent, result in given:
            under_way += _size(sent)
            waiting.append((sent, result))
            while len(waiting) >= self._window or (under_way > _BYTES_AHEAD and waiting):
                under_way -= _size(waiting[0][0])
                yield waiting.popleft()
        yield from waiting

    def _answer(self, task: Task, result: Any) -> Answer:
        try:
            answer = self._of(result)
        except (WorkerCrashedError, OutOfMemoryError):
            message = f"the process of the cluster that read it ended, {_RETRIES + 1} times"
            return Answer(error=ReaderFault(message, where=task.where, hint="the file may be damaged: save it anew"))
        if not self._storage or not isinstance(answer.value, Read):
            return cast("Answer", answer)
        return Answer(Shards(self._storage).take(answer.value), answer.error, answer.seconds)

    def _of(self, result: Any) -> Any:
        """The value of a result. Raises EngineError where the cluster cannot give one."""
        try:
            value = ray.get(result)
        except (WorkerCrashedError, OutOfMemoryError):
            raise
        except RayTaskError as error:
            cause = error.cause
            message = f"a machine of the cluster cannot run the program ({type(cause).__name__}: {cause})"
            raise EngineError(message, where=self._address, hint="install the same version of juesuan on all machines") from None
        except (RayError, ConnectionError) as error:
            message = f"the cluster does not answer any more ({type(error).__name__})"
            raise EngineError(message, where=self._address, hint="run it again: it goes on where it ended") from error
        if isinstance(value, EngineError):
            raise value
        return value


def _parcel(task: Task, limits: Limits, storage: str) -> Parcel | ReportError:
    try:
        return cluster_node.parcel(task, limits, storage)
    except ReportError as error:
        return error


def _size(sent: object) -> int:
    return sent.size if isinstance(sent, Parcel) else 0


def _remote(work: Callable[..., object]) -> Callable[..., Any]:
    """The function as one that runs on the cluster, on a processor of its own."""
    return cast("Callable[..., Any]", ray.remote(num_cpus=1, max_retries=_RETRIES)(work).remote)


def _connect(address: str) -> None:
    """Become a driver of the cluster. HOST:PORT is the cluster's own port, or that of Ray Client where this machine is outside of it."""
    if address == "auto":
        failed = _tried("auto")
    else:
        _reach(address)
        failed = _tried(address) and _tried(f"ray://{address}")
    if failed is not None:
        hint = "name the port that `ray start --head --port` opened, with the same versions of Ray and Python here and there"
        raise EngineError(f"there is no Ray cluster to work with ({failed})", where=address, hint=hint)


def _reach(address: str) -> None:
    """Raise EngineError where nothing listens: Ray itself would try for long."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS).close()
    except (OSError, OverflowError) as error:
        message = f"the cluster cannot be reached ({error})"
        raise EngineError(message, where=address, hint="start it with `ray start --head`, or check host and port") from error


def _tried(address: str) -> str | None:
    """Connect; why not, where it cannot be."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(None):
        warnings.simplefilter("ignore")
        try:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, namespace="juesuan")
        except (ConnectionError, RuntimeError, ValueError, ImportError, TimeoutError) as error:
            return str(error).partition("\n")[0]
    return None
