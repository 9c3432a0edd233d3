"""Where the work of an ingest is done: in processes of this machine, or on a cluster. Nothing else knows which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Protocol, TypeVar

from ingest.limits import Limits
from ingest.reader_process import Answer, Task
from ingest.workers import run_all
from kg.errors import UsageError

LOCAL = "local"
_RAY = "ray://"

Item = TypeVar("Item")
Result = TypeVar("Result")


class Engine(Protocol):
    """Does work and gives what comes of it in the order it was asked for; the same bytes wherever it is done."""

    def run(self, tasks: Sequence[Task], limits: Limits, jobs: int) -> Iterator[Answer]:
        """The answers of tasks that read files, each in an isolated process (`ingest.reader_process`)."""

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """`work` done with each item; the function is one of a module."""


class LocalEngine:
    """Processes of this machine read files; everything else is done in this process."""

    def run(self, tasks: Sequence[Task], limits: Limits, jobs: int) -> Iterator[Answer]:
        """The answers, by up to `jobs` processes."""
        return run_all(tasks, limits, jobs)

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """One after the other."""
        return map(work, items)


def engine(address: str = LOCAL, storage: str = "") -> AbstractContextManager[Engine]:
    """The engine at `address`, connected while the block lasts. `storage` is a folder or fsspec address that all its machines share.

    Raises UsageError for an address of another kind or where the extra is not installed, EngineError where the cluster does not answer.
    """
    if address == LOCAL:
        return nullcontext(LocalEngine())
    if not is_cluster(address):
        hint = f"use {LOCAL} (with --jobs N for several processes), {_RAY}HOST:PORT or {_RAY}auto"
        raise UsageError(f"there is no engine {address}", where="--engine", hint=hint)
    try:
        import_module("ray")
        import_module("fsspec")
    except ImportError as error:
        raise UsageError(f"{error.name} is not installed", where="--engine", hint="pip install 'juesuan[cluster]'") from error
    from ingest.ray_engine import RayEngine

    return RayEngine(address.removeprefix(_RAY), storage)


def is_cluster(address: str) -> bool:
    """True for `ray://HOST:PORT` and `ray://auto`."""
    host, _, port = address.removeprefix(_RAY).rpartition(":")
    return address == f"{_RAY}auto" or (address.startswith(_RAY) and bool(host) and port.isdecimal())
