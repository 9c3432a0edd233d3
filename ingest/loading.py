"""Files into a data folder: what is new or changed is read, its bundles are stored, the next release is made.

A file that fails leaves what is loaded as it was. A run that is cut off at any moment leaves the old release; bundles that it
stored count as read, so the next run goes on where it ended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.limits import Limits
from ingest.sources import Source, Unreadable, read_bytes
from ingest.workers import Order, Read, opened, read_all
from kg import release
from kg.builders import Builder, Progress
from kg.bundle import Header, parse_header
from kg.checks.whole import archive
from kg.early import EarlyStore
from kg.errors import ReportError, SameReport
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
    """How to load. `jobs` processes read; `replace` lets a file take over the report of another; `builders` add parts to the release."""

    jobs: int = 1
    replace: bool = False
    limits: Limits = field(default_factory=Limits)
    builders: tuple[Builder, ...] = ()
    told: Callable[[Outcome], None] = field(default=lambda _outcome: None)
    progress: Progress = field(default=lambda _step, _done, _total: None)


def extractor() -> str:
    """The version of what reads files: a bundle made by another one is made again."""
    return f"{VERSION}+{fingerprint('ingest', 'kg', 'ontology')}"


def load(folder: DataFolder, sources: Sequence[Source], plan: Plan) -> Loading:
    """Load `sources` into `folder` and switch to the release that holds them. Raises `BusyError` where another process is at it."""
    with folder.lock():
        files = opened(sources, plan.limits, plan.jobs)
        outcomes = []
        with EarlyStore(folder.release_root) as early:
            for outcome in _outcomes(folder, files, plan, early):
                outcomes.append(outcome)
                plan.told(outcome)
                plan.progress("reports", len(outcomes), len(files))
            if not folder.headers():
                return Loading(tuple(outcomes), None, 0)
            with release.build(folder, plan.builders, plan.progress, early=early) as made:
                return Loading(tuple(outcomes), made.id, len(made.manifest["reports"]))


def _outcomes(folder: DataFolder, files: Sequence[Source | Unreadable], plan: Plan, early: EarlyStore) -> Iterator[Outcome]:
    """One outcome a file, in order."""
    order = Order(folder.base_iri, extractor(), plan.limits)
    held = folder.by_file()
    unread = [file for file in files if isinstance(file, Source) and not _is_held(file, held.get(file.relative), order)]
    reads = read_all(unread, order, plan.jobs)
    waiting = {source.relative for source in unread}
    for file in files:
        if isinstance(file, Unreadable):
            yield Outcome(file.relative, FAILED, error=file.error)
        elif file.relative in waiting:
            yield _store(folder, next(reads), held.get(file.relative), plan, early)
        else:
            yield Outcome(file.relative, UNCHANGED, header=held[file.relative])


def _is_held(source: Source, header: Header | None, order: Order) -> bool:
    """True where the folder has the bundle of these very bytes, made by this extractor."""
    if header is None or header.extractor != order.extractor:
        return False
    try:
        found = source.sha256 or hashlib.sha256(read_bytes(source, order.limits)).hexdigest()
    except ReportError:
        return False  # reading it will say why
    return found == header.file_hash


def _store(folder: DataFolder, read: Read, before: Header | None, plan: Plan, early: EarlyStore) -> Outcome:
    path = read.source.relative
    if read.bundle is None:
        return Outcome(path, FAILED, read.seconds, error=read.error)
    try:
        folder.put(read.bundle, replace=plan.replace)
    except SameReport as error:
        return Outcome(path, FAILED, read.seconds, error=error)
    header = parse_header(read.bundle.partition(b"\n")[0])
    name = hashlib.sha256(read.bundle).hexdigest()
    archive(folder).put(name, read.checked)
    parts(folder).put(name, read.part)
    early.add(name, read.part)
    state = REPLACED if before else LOADED
    return Outcome(path, state, read.seconds, header, unresolved=read.unresolved, reading=read.reading, findings=read.findings)
