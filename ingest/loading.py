"""Files into a data folder: what is new or changed is read, its bundles are stored, the next release is made.

A file that fails leaves what is loaded as it was. A run that is cut off at any moment leaves the old release; bundles that it
stored count as read, so the next run goes on where it ended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.halves import TABLES, TEXT
from ingest.identity import NOTHING, Given
from ingest.limits import Limits
from ingest.sources import Source, Unreadable, read_bytes
from ingest.together import Group, Shelf, Waiting, grouped
from ingest.workers import Order, Read, Run, opened, read_all, read_together
from kg import release
from kg.builders import Builder, Progress
from kg.bundle import Header
from kg.checks.whole import archive
from kg.early import EarlyStore
from kg.errors import ReportError, SameReport, Unidentified
from kg.facts import Reading, Unresolved
from kg.folder import DataFolder
from kg.parts import parts
from kg.version import VERSION, fingerprint

LOADED = "loaded"
REPLACED = "replaced"
UNCHANGED = "unchanged"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `state` is loaded, replaced, unchanged or failed; `counts` are the things of its bundle by class.

    Of a file read in this run, `unresolved` are the places that were seen and could not be read, `reading` says how well it was read,
    `findings` counts what the checks found by severity.
    """

    path: str
    state: str
    seconds: float = 0.0
    header: Header | None = None
    error: ReportError | None = None
    unresolved: tuple[Unresolved, ...] = ()
    reading: Reading | None = None
    findings: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many things of each class the report states."""
        return dict(self.header.counts) if self.header else {}

    @property
    def facts(self) -> int:
        """Cells of tables with a number."""
        return self.counts.get("BudgetFact", 0) + self.counts.get("QuantityFact", 0)


@dataclass(frozen=True, slots=True)
class Loading:
    """A whole run: the outcomes in the order of the files, and the release that is served now (None: there is none)."""

    outcomes: tuple[Outcome, ...]
    release: str | None
    reports: int

    def count(self, state: str) -> int:
        """How many files ended so."""
        return sum(outcome.state == state for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to load. `jobs` processes read; `replace` lets a file take over the report of another; `builders` add parts to the release;
    `given` is the unit or year of files that do not print it; `run` reads elsewhere (`ingest.engines`), None in processes of this machine.
    """

    jobs: int = 1
    replace: bool = False
    limits: Limits = field(default_factory=Limits)
    builders: tuple[Builder, ...] = ()
    given: Given = NOTHING
    run: Run | None = None
    told: Callable[[Outcome], None] = field(default=lambda _outcome: None)
    progress: Progress = field(default=lambda _step, _done, _total: None)


def extractor() -> str:
    """The version of what reads files: a bundle made by another one is made again."""
    return f"{VERSION}+{fingerprint('ingest', 'kg', 'ontology')}"


def load(folder: DataFolder, sources: Sequence[Source], plan: Plan) -> Loading:
    """Load `sources` into `folder` and switch to the release that holds them. Raises `BusyError` where another process is at it."""
    with folder.lock():
        files = opened(sources, plan.limits, plan.jobs)
        turns = {file.relative: turn for turn, file in enumerate(files)}
        outcomes: list[Outcome] = []
        with EarlyStore(folder.release_root, len(files)) as early:
            for outcome in _Run(folder, files, plan, early).outcomes():
                outcomes.append(outcome)
                plan.told(outcome)
                plan.progress("reports", len(outcomes), len(files))
            outcomes.sort(key=lambda outcome: turns[outcome.path])
            if not folder.headers():
                return Loading(tuple(outcomes), None, 0)
            with release.build(folder, plan.builders, plan.progress, early=early) as made:
                return Loading(tuple(outcomes), made.id, len(made.manifest["reports"]))


def _is_held(source: Source, header: Header | None, order: Order) -> bool:
    """True where the folder has the bundle of these very bytes, made by this extractor."""
    if header is None or header.extractor != order.extractor:
        return False
    try:
        found = source.sha256 or hashlib.sha256(read_bytes(source, order.limits)).hexdigest()
    except ReportError:
        return False  # reading it will say why
    return found == header.files[source.relative]


class _Run:
    """What becomes of the files of one run. Those that may be part of a report wait for the others until all are read."""

    def __init__(self, folder: DataFolder, files: Sequence[Source | Unreadable], plan: Plan, early: EarlyStore) -> None:
        self._folder, self._files, self._plan, self._early = folder, files, plan, early
        self._order = Order(folder.base_iri, extractor(), plan.limits, plan.given)
        self._before = folder.by_file()
        self._shelf = Shelf(self._before.values())
        self._waiting: list[Waiting] = []

    def outcomes(self) -> Iterator[Outcome]:
        """One outcome a file."""
        unread = [f for f in self._files if isinstance(f, Source) and not _is_held(f, self._before.get(f.relative), self._order)]
        reads = read_all(unread, self._order, self._plan.jobs, self._plan.run)
        due = {source.relative for source in unread}
        for file in self._files:
            if isinstance(file, Unreadable):
                yield Outcome(file.relative, FAILED, error=file.error)
            elif file.relative not in due:
                yield Outcome(file.relative, UNCHANGED, header=self._before[file.relative])
            elif (outcome := self._taken(next(reads))) is not None:
                yield outcome
        yield from self._together()

    def _taken(self, read: Read) -> Outcome | None:
        """The outcome of a file; None where it waits, as a part of a report may."""
        path = read.source.relative
        if read.bundle is None:
            if isinstance(read.error, Unidentified):
                return self._wait(read, is_stored=False)
            return Outcome(path, FAILED, read.seconds, error=read.error)
        if others := self._shelf.parts_beside(path, read.claim):
            message = f"is part of a report that was read from {'、'.join(others)} too, and that is not there now"
            hint = "put it back beside this file, or let this file alone be the report with --replace"
            return self._wait(replace(read, error=SameReport(message, where=path, hint=hint)), is_stored=False)
        try:
            self._store(read, replace=False)
        except SameReport as error:
            refused = replace(read, error=error.with_traceback(None))  # its frames would hold this run, and this run the error
            return self._wait(refused, is_stored=False) if self._shelf.may_share(read) else self._alone(refused)
        if read.claim.half == TABLES or (read.claim.half == TEXT and self._shelf.partner(path, read.claim)):
            return self._wait(read, is_stored=True)
        return self._outcome(path, read)

    def _wait(self, read: Read, *, is_stored: bool) -> Outcome | None:
        keeps = self._plan.replace and not is_stored
        self._waiting.append(Waiting(read if keeps else replace(read, bundle=None, checked=b"", part=b""), read.header, is_stored))
        return None

    def _together(self) -> Iterator[Outcome]:
        """The files that waited: those of one report are read together, the others are what they are alone."""
        groups, single = grouped(self._waiting, self._shelf, [file for file in self._files if isinstance(file, Source)])
        for one in single:
            yield self._left(one)
        reads = read_together([g.sources for g in groups], self._order, self._plan.jobs, self._plan.run)
        for group, read in zip(groups, reads, strict=True):
            error = read.error or self._refused(group, read)
            for one in group.waiting:
                yield self._left(one, error) if error else self._outcome(one.path, read)

    def _refused(self, group: Group, read: Read) -> ReportError | None:
        """Store what was read together, or say why not."""
        if error := group.misfit(read.header):
            return error
        try:
            self._store(read, replace=self._plan.replace)
        except SameReport as error:
            return error.with_traceback(None)
        return None

    def _left(self, one: Waiting, error: ReportError | None = None) -> Outcome:
        """The outcome of a file that waited and is no part of a report, or could not be read as one (`error`)."""
        if one.is_stored:
            return self._outcome(one.path, one.read, one.header)
        return self._alone(replace(one.read, error=error or one.read.error))

    def _alone(self, read: Read) -> Outcome:
        """The outcome of a file whose report another holds."""
        path = read.source.relative
        if read.bundle is None or not self._plan.replace:
            return Outcome(path, FAILED, read.seconds, error=read.error)
        self._store(read, replace=True)
        return self._outcome(path, read)

    def _store(self, read: Read, *, replace: bool) -> None:
        header = read.header
        assert read.bundle is not None and header is not None  # noqa: S101
        self._folder.put(read.bundle, replace=replace)
        self._shelf.add(header)
        name = hashlib.sha256(read.bundle).hexdigest()
        archive(self._folder).put(name, read.checked)
        self._early.add(name, parts(self._folder).put(name, read.part))

    def _outcome(self, path: str, read: Read, header: Header | None = None) -> Outcome:
        state = REPLACED if path in self._before else LOADED
        header = header or read.header
        return Outcome(path, state, read.seconds, header, unresolved=read.unresolved, reading=read.reading, findings=read.findings)
