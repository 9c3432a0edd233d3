"""Reading files in processes of their own: in parallel, and so that a crash is the error of one file."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from time import monotonic

from ingest.pipeline import extract
from ingest.sources import Source
from kg import bundle
from kg.errors import FileUnreadable, ReportError
from kg.facts import Unresolved
from kg.iris import Iris

_SPAWN = multiprocessing.get_context("spawn")
# Files read ahead of the one whose turn it is, for each process; bounds the bundles that wait in memory.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Order:
    """How to read: what a bundle depends on besides the file's bytes."""

    base_iri: str
    extractor: str
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one file: a bundle with the places left unresolved, or the error; `seconds` of work."""

    source: Source
    seconds: float
    bundle: bytes | None = None
    error: ReportError | None = None
    unresolved: tuple[Unresolved, ...] = ()


def read_all(sources: Sequence[Source], order: Order, jobs: int) -> Iterator[Read]:
    """The files read by up to `jobs` processes, in the order of `sources`."""
    crew = _Crew(order, min(jobs, len(sources)))
    finished: dict[int, Read] = {}
    given = 0
    try:
        for turn in range(len(sources)):
            while turn not in finished:
                while given < min(len(sources), turn + crew.size * _AHEAD) and crew.give(given, sources[given]):
                    given += 1
                finished.update(crew.collect())
            yield finished.pop(turn)
    finally:
        crew.dismiss()


def _work(pipe: Connection, order: Order) -> None:
    """Main function of a process: files in, bundles out, until the pipe closes."""
    iris = Iris(order.base_iri)
    while True:
        try:
            source = pipe.recv()
        except EOFError:
            return
        pipe.send(_read(source, iris, order))


def _read(source: Source, iris: Iris, order: Order) -> Read:
    start = monotonic()
    try:
        facts = extract(source, order.max_bytes)
    except ReportError as error:
        return Read(source, monotonic() - start, error=error)
    data = bundle.dump(facts, iris, order.extractor)
    return Read(source, monotonic() - start, data, unresolved=facts.unresolved)


class _Reader:
    """One process and the file that it is at."""

    def __init__(self, order: Order) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(theirs, order), name="juesuan-ingest", daemon=True)
        self._process.start()
        theirs.close()

    def give(self, number: int, source: Source) -> None:
        """Have it read the file, whose number is `number`."""
        self.number, self._source, self._since = number, source, monotonic()
        self.pipe.send(source)

    def take(self) -> Read | None:
        """Its answer; None where the process has ended."""
        try:
            answer: Read = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return answer

    def unread(self) -> Read:
        """The file of a process that has ended."""
        self._process.join()
        code = self._process.exitcode or 0
        why = f"signal {-code}" if code < 0 else "see the traceback above"
        error = FileUnreadable(
            f"the process that read it ended ({why})", where=self._source.relative, hint="leave the file out, and report it as a bug"
        )
        return Read(self._source, monotonic() - self._since, error=error)

    def dismiss(self) -> None:
        """End the process."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


class _Crew:
    """Up to `size` processes; one that has ended is replaced when the next file needs it."""

    def __init__(self, order: Order, size: int) -> None:
        self.size = size
        self._order = order
        self._idle: list[_Reader] = []
        self._busy: dict[Connection, _Reader] = {}

    def give(self, number: int, source: Source) -> bool:
        """Give the file to a free process; False where all are busy."""
        if not self._idle and len(self._busy) >= self.size:
            return False
        reader = self._idle.pop() if self._idle else _Reader(self._order)
        reader.give(number, source)
        self._busy[reader.pipe] = reader
        return True

    def collect(self) -> dict[int, Read]:
        """Wait for at least one answer; the answers by number."""
        found: dict[int, Read] = {}
        for pipe in wait(list(self._busy)):
            assert isinstance(pipe, Connection)  # noqa: S101
            reader = self._busy.pop(pipe)
            answer = reader.take()
            found[reader.number] = answer or reader.unread()
            if answer:
                self._idle.append(reader)
            else:
                reader.dismiss()
        return found

    def dismiss(self) -> None:
        """End all processes."""
        for reader in [*self._idle, *self._busy.values()]:
            reader.dismiss()
