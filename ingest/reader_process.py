"""A process that reads files: no network, bounded time and memory, and what it starts (LibreOffice) is killed with it.

The parent gives it tasks, one at a time, and takes answers. A file that crashes it, or takes too long, costs only this process.
"""

from __future__ import annotations

import errno
import gc
import os
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from ingest.limits import Limits
from kg import isolation, memory, starting
from kg.errors import FileUnreadable, ReaderFault, ReportError

_STARTING = starting.context("ingest.pipeline")
_START_SECONDS = 60.0
# A report is some 100,000 small objects without cycles: looking for cycles as often as Python does costs a seventh of the time.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
# What the longest texts of a report (its statements in print) take; handed back and taken again it costs a fortieth of the time.
_KEPT_BYTES = 32 << 20
_PACKAGE = str(Path(__file__).parents[1])


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do with the file that is named `where` in errors: a function of a module, and its arguments."""

    work: Callable[..., object]
    arguments: tuple[object, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function returned, or why there is nothing; `seconds` it took. `spent`: the process should not go on."""

    value: object = None
    error: ReportError | None = None
    seconds: float = 0.0
    spent: bool = False


class ReaderProcess:
    """One process and the task that it is at."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._scratch = tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True)
        self.pipe, theirs = _STARTING.Pipe()
        arguments = (theirs, limits.memory_bytes, self._scratch.name)
        self._process = _STARTING.Process(target=_serve, args=arguments, name="juesuan-ingest", daemon=True)
        self._process.start()
        theirs.close()
        self._ready = False

    def give(self, task: Task) -> None:
        """Have it do `task`; the answer is there when `pipe` is ready and `take` returns it."""
        self._task, self._since = task, monotonic()
        try:
            self.pipe.send((task.work, task.arguments))
        except OSError:
            return  # it has ended: `take` will say so

    @property
    def left(self) -> float:
        """Seconds until its time is up."""
        return self._since + self._limits.seconds + (0.0 if self._ready else _START_SECONDS) - monotonic()

    def take(self) -> Answer | None:
        """Its answer, also where it has ended; None where it only says that it is ready."""
        try:
            message = self.pipe.recv()
        except (EOFError, OSError):
            return self._ended()
        if isinstance(message, Answer):
            return message
        self._ready, self._since = True, monotonic()
        return None

    def overdue(self) -> Answer:
        """The answer for a task whose time is up."""
        message = f"reading it took longer than {self._limits.seconds:g} s"
        return self._fault(message, "split the file, or raise the setting read_seconds")

    def _ended(self) -> Answer:
        self._process.join(1)
        code = self._process.exitcode or 0
        why = f"signal {-code}" if code < 0 else f"exit status {code}"
        hint = f"the file may be damaged, or need more than {self._limits.memory_bytes >> 20} MB (setting read_memory_mb): save it anew"
        return self._fault(f"the process that read it ended ({why})", hint)

    def _fault(self, message: str, hint: str) -> Answer:
        error = ReaderFault(message, where=self._task.where, hint=hint)
        return Answer(None, error, monotonic() - self._since, spent=True)

    def dismiss(self) -> None:
        """End the process with all that it started; its temporary files go."""
        self.pipe.close()
        isolation.kill_group(self._process.pid or 0)
        self._process.kill()
        self._process.join()
        self._scratch.cleanup()


def _serve(pipe: Connection, memory_bytes: int, scratch: str) -> None:
    """Main function of the process: tasks in, answers out, until the pipe closes or a task leaves it unfit."""
    isolation.lead_a_group()
    isolation.leave_network()
    isolation.die_with_the_owner()
    tempfile.tempdir = os.environ["TMPDIR"] = scratch
    import_module("ingest.pipeline")  # what every file needs does not count as the file's memory
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    memory.keep(_KEPT_BYTES)
    isolation.limit_memory(memory_bytes)
    isolation.fall_silent()
    pipe.send(None)
    while True:
        try:
            work, arguments = pipe.recv()
        except EOFError:
            return
        answer = _answered(work, arguments, memory_bytes)
        pipe.send(answer)
        if answer.spent:
            return


def _answered(work: Callable[..., object], arguments: tuple[object, ...], memory_bytes: int) -> Answer:
    start = monotonic()
    try:
        return Answer(work(*arguments), None, monotonic() - start)
    except ReportError as error:
        return Answer(None, error, monotonic() - start)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  the edge of the process: a fault of the program is the error of one file
        spent = _is_memory(error) or not isinstance(error, Exception)  # a panic of native code is no Exception
        return Answer(None, _fault(error, memory_bytes), monotonic() - start, spent)


def _is_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)


def _fault(error: BaseException, memory_bytes: int) -> FileUnreadable:
    """What went wrong, without the message of the error: it may quote the file."""
    if _is_memory(error):
        return ReaderFault(
            f"reading it needs more than {memory_bytes >> 20} MB of memory", hint="split the file, or raise the setting read_memory_mb"
        )
    if isinstance(error, RecursionError):
        return FileUnreadable("its parts are nested too deep", hint="save it anew in another format")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(_PACKAGE)]
    place = f" at {Path(frames[-1].filename).relative_to(_PACKAGE).as_posix()}:{frames[-1].lineno}" if frames else ""
    return ReaderFault(
        f"the program failed on it ({type(error).__name__}{place})", hint="report it as a bug; meanwhile save the file in another format"
    )
