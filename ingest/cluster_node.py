"""What runs on a machine of a cluster: a file is read there as here, in an isolated process that is kept from file to file.

The machine has the program installed, and gets the file's bytes. What differs in its code would differ in its bundles, so it says so
in the place of an answer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ingest.limits import Limits
from ingest.reader_process import Answer, Task
from ingest.shards import Shards
from ingest.sources import Source, read_bytes
from ingest.workers import Crew, Read, located
from kg.errors import EngineError, JuesuanError
from kg.version import VERSION, fingerprint


@dataclass(frozen=True, slots=True)
class Sent:
    """A file on its way: what is known of it here, and its bytes."""

    relative: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """A task whose files are `Sent`; `code` is what must run it, `storage` where its bundle goes (empty: into the answer)."""

    task: Task
    limits: Limits
    code: str
    storage: str

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(len(argument.data) for argument in _flat(self.task.arguments) if isinstance(argument, Sent))


def code() -> str:
    """Stands for the code that makes bundles and their parts."""
    return f"{VERSION}+{fingerprint('ingest', 'kg', 'ontology', 'queries')}"


def parcel(task: Task, limits: Limits, storage: str) -> Parcel:
    """The task with the bytes of its files. Raises FileUnreadable where one cannot be read."""
    return Parcel(replace(task, arguments=tuple(_sent(one, limits) for one in task.arguments)), limits, code(), storage)


def answered(sent: Parcel) -> Answer | EngineError:
    """The answer to the task; EngineError where this machine must not give one."""
    if sent.code != code():
        hint = "install the same version on all machines and start the cluster again"
        return EngineError(f"a machine of the cluster has other code ({code()}, here {sent.code})", hint=hint)
    with tempfile.TemporaryDirectory(prefix="juesuan-sent-", ignore_cleanup_errors=True) as folder:
        arguments = tuple(_arrived(one, Path(folder)) for one in sent.task.arguments)
        answer = _read(replace(sent.task, arguments=arguments), sent.limits)
    if not sent.storage or not isinstance(answer.value, Read):
        return answer
    try:
        return replace(answer, value=Shards(sent.storage).put(answer.value))
    except JuesuanError as error:
        return EngineError(error.message, where=error.where, hint=error.hint)


def called(work: Callable[[object], object], item: object) -> object:
    """`work` done with the item; the error of the project that it raised, as a value."""
    try:
        return work(item)
    except JuesuanError as error:
        return EngineError(error.message, where=error.where, hint=error.hint)


def _read(task: Task, limits: Limits) -> Answer:
    crew = _crew(limits)
    crew.give(0, task)
    while not (found := crew.collect()):
        pass
    return located(found[0], task)


@cache
def _crew(limits: Limits) -> Crew:
    """The reader of this process of the cluster, which ends with it."""
    return Crew(limits, 1)


def _sent(argument: object, limits: Limits) -> object:
    if isinstance(argument, tuple):
        return tuple(_sent(one, limits) for one in argument)
    if isinstance(argument, Source):
        return Sent(argument.relative, argument.sha256, read_bytes(argument, limits))
    return argument


def _arrived(argument: object, folder: Path) -> object:
    """The argument with every file that came along in `folder`, under a name that no other has."""
    if isinstance(argument, tuple):
        return tuple(_arrived(one, folder) for one in argument)
    if isinstance(argument, Sent):
        path = folder / str(sum(1 for _ in folder.iterdir()))
        path.write_bytes(argument.data)
        return Source(path, argument.relative, sha256=argument.sha256)
    return argument


def _flat(arguments: tuple[object, ...]) -> list[object]:
    return [one for argument in arguments for one in (_flat(argument) if isinstance(argument, tuple) else [argument])]
