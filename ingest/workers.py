"""Reading files in processes of their own: in parallel, and so that a crash is the error of one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait

from ingest.halves import Claim, claim_of, claim_of_unidentified
from ingest.identity import NOTHING, Given
from ingest.limits import Limits
from ingest.pipeline import extract, extract_together, facts_in
from ingest.reader_process import Answer, ReaderProcess, Task
from ingest.sources import Source, Unreadable, members
from kg import bundle, mapper
from kg.bundle import Header
from kg.checks.engine import check_things
from kg.checks.ledger import kept
from kg.checks.results import result_things
from kg.errors import ReportError, Unidentified
from kg.facts import Reading, ReportFacts, Unresolved
from kg.iris import Iris
from kg.parts import of_one_report, pack, part_of_things

# Tasks done ahead of the one whose turn it is, for each process; bounds the bundles that wait in memory.
_AHEAD = 4

Run = Callable[[Sequence[Task], Limits, int], Iterator[Answer]]
"""Does the tasks and gives their answers in order: `run_all`, or what another engine has (`ingest.engines`)."""


@dataclass(frozen=True, slots=True)
class Order:
    """How to read: what a bundle depends on besides the file's bytes, and the limits; `given` is what the files need not print."""

    base_iri: str
    extractor: str
    limits: Limits = Limits()
    given: Given = NOTHING


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one file in `seconds` of work: a bundle, or the error.

    With a bundle come the places left unresolved, the reading report, the results of the checks (`kg.checks.ledger.kept`) with the number
    of `findings` by severity, and the report's `part` of a release (`kg.parts`). `claim` is what the file says of the report it is of.
    """

    source: Source
    seconds: float
    bundle: bytes | None = None
    error: ReportError | None = None
    unresolved: tuple[Unresolved, ...] = ()
    reading: Reading | None = None
    checked: bytes = b""
    findings: dict[str, int] = field(default_factory=dict)
    part: bytes = b""
    claim: Claim = Claim()

    @property
    def header(self) -> Header | None:
        """The bundle's header."""
        return bundle.parse_header(self.bundle.partition(b"\n")[0]) if self.bundle else None


def read_all(sources: Sequence[Source], order: Order, jobs: int, run: Run | None = None) -> Iterator[Read]:
    """The files read by up to `jobs` processes, or by `run`, in the order of `sources`."""
    tasks = [Task(_read, (source, order), source.relative) for source in sources]
    for source, answer in zip(sources, (run or run_all)(tasks, order.limits, jobs), strict=True):
        yield _of(source, answer)


def read_together(groups: Sequence[Sequence[Source]], order: Order, jobs: int, run: Run | None = None) -> Iterator[Read]:
    """Reports in several files read by up to `jobs` processes, in the order of `groups`; the `source` of each is its first file."""
    tasks = [Task(_read_together, (tuple(sources), order), sources[0].relative) for sources in groups]
    for sources, answer in zip(groups, (run or run_all)(tasks, order.limits, jobs), strict=True):
        yield _of(sources[0], answer)


def _of(source: Source, answer: Answer) -> Read:
    """What came of `source`, which another machine may have read under another path."""
    if isinstance(read := answer.value, Read):
        return replace(read, source=source, seconds=answer.seconds)
    return Read(source, answer.seconds, error=answer.error)


def _read(source: Source, order: Order) -> Read:
    try:
        return _packed(source, extract(source, order.limits, order.given), order)
    except Unidentified as error:
        error.where = error.where or source.relative
        return Read(source, 0.0, error=error, claim=claim_of_unidentified(error))


def _read_together(sources: Sequence[Source], order: Order) -> Read:
    return _packed(sources[0], extract_together(sources, order.limits, order.given), order)


def _packed(source: Source, facts: ReportFacts, order: Order) -> Read:
    iris = Iris(order.base_iri)
    things, report = mapper.stated(facts, iris, order.extractor), iris.report(facts.info).value
    made = bundle.pack(facts.info, things, iris, order.extractor)
    checked = check_things(report, things)
    return Read(
        source,
        0.0,
        made,
        unresolved=facts.unresolved,
        reading=facts.reading,
        checked=kept(checked),
        findings=dict(Counter(result.severity for result in checked.findings)),
        part=pack(part_of_things(report, things, made.partition(b"\n")[2], iris, of_one_report(), result_things(checked, iris))),
        claim=claim_of(facts),
    )


def opened(sources: Sequence[Source], limits: Limits, jobs: int) -> list[Source | Unreadable]:
    """The files with every ZIP replaced by what is in it, by path; what cannot be read comes with its error."""
    zips = [source for source in sources if source.is_zip]
    found: list[Source | Unreadable] = [source for source in sources if not source.is_zip]
    tasks = [Task(members, (source, limits), source.relative) for source in zips]
    for source, answer in zip(zips, run_all(tasks, limits, jobs), strict=True):
        if isinstance(answer.value, list):
            found += answer.value
        elif answer.error:
            found.append(Unreadable(source.relative, answer.error))
    return sorted(found, key=lambda file: file.relative)


def run_all(tasks: Sequence[Task], limits: Limits, jobs: int) -> Iterator[Answer]:
    """The tasks done by up to `jobs` processes; their answers in the order of `tasks`. Every error names its file."""
    crew = Crew(limits, min(jobs, len(tasks)))
    finished: dict[int, Answer] = {}
    given = 0
    try:
        for turn in range(len(tasks)):
            while True:  # who is free gets the next task before the caller has what came of the last
                while given < min(len(tasks), turn + crew.size * _AHEAD) and crew.give(given, tasks[given]):
                    given += 1
                if turn in finished:
                    break
                finished.update(crew.collect())
            yield located(finished.pop(turn), tasks[turn])
    finally:
        crew.dismiss()


def located(answer: Answer, task: Task) -> Answer:
    """The answer, whose error names the file."""
    if answer.error is not None and not answer.error.where:
        answer.error.where = task.where
    return answer


class Crew:
    """Up to `size` processes; one that has ended is replaced when the next task needs it."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.size = size
        self._limits = limits
        self._idle: list[ReaderProcess] = []
        self._busy: dict[Connection, tuple[int, ReaderProcess]] = {}

    def give(self, number: int, task: Task) -> bool:
        """Give the task to a free process; False where all are busy."""
        if not self._idle and len(self._busy) >= self.size:
            return False
        reader = self._idle.pop() if self._idle else ReaderProcess(self._limits)
        reader.give(task)
        self._busy[reader.pipe] = (number, reader)
        return True

    def collect(self) -> dict[int, Answer]:
        """Wait for an answer or until the time of a task is up; the answers by number."""
        left = min(reader.left for _, reader in self._busy.values())
        ready = set(wait(list(self._busy), max(left, 0.0)))
        found: dict[int, Answer] = {}
        for pipe, (number, reader) in list(self._busy.items()):
            answer = reader.take() if pipe in ready else reader.overdue() if reader.left <= 0 else None
            if answer is not None:
                found[number] = answer
                del self._busy[pipe]
                self._release(reader, answer)
        return found

    def _release(self, reader: ReaderProcess, answer: Answer) -> None:
        if answer.spent:
            reader.dismiss()
        else:
            self._idle.append(reader)

    def dismiss(self) -> None:
        """End all processes."""
        for reader in [*self._idle, *(reader for _, reader in self._busy.values())]:
            reader.dismiss()


def facts_of(data: bytes, name: str, limits: Limits) -> ReportFacts:
    """All facts of one upload, read in a process of its own that ends with it; nothing of it stays on disk.

    Raises the kinds of ReportError, ReaderFault where its time or memory was not enough.
    """
    (answer,) = run_all([Task(facts_in, (data, name, limits), name)], limits, 1)
    if answer.error is not None:
        raise answer.error
    assert isinstance(answer.value, ReportFacts)  # noqa: S101
    return answer.value
