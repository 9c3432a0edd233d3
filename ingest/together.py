"""The parts of reports in one run: which files wait for which, and which are read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest import halves
from ingest.halves import TABLES, TEXT, Claim
from ingest.sources import Source
from ingest.workers import Read
from kg.bundle import Header
from kg.errors import ReportError, SameReport, Unidentified


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was read and may be a part of a report; with `is_stored` its bundle is in the folder meanwhile."""

    read: Read
    header: Header | None
    is_stored: bool

    @property
    def path(self) -> str:
        """The file's path below the ingested root."""
        return self.read.source.relative


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one report: `sources` by path, and those of them that wait."""

    sources: tuple[Source, ...]
    waiting: tuple[Waiting, ...]

    def misfit(self, header: Header | None) -> ReportError | None:
        """Why the report that was read of these files is not that of each of them; None where it is."""
        if header is None or all(halves.fits(one.read.claim, header) for one in self.waiting):
            return None
        names = "、".join(source.relative for source in self.sources)
        hint = "put files of different reports into different folders, or name them one by one with --unit and --year"
        return SameReport("these files say different units or years", where=names, hint=hint)


class Shelf:
    """The reports that are held, as a run adds to them."""

    def __init__(self, headers: Iterable[Header]) -> None:
        self._reports: dict[str, Header] = {}
        self._of_file: dict[str, set[str]] = {}  # IRIs of reports by each of their files
        for header in headers:
            self._put(header)

    def add(self, header: Header) -> None:
        """Take a report that was stored; those that any of its files held before are gone."""
        for path in header.files:
            for other in self._with(path):
                if other.file_path == path:
                    del self._reports[other.report_iri]
                    self._forget(other)
        if before := self._reports.get(header.report_iri):
            self._forget(before)
        self._put(header)

    def _put(self, header: Header) -> None:
        self._reports[header.report_iri] = header
        for path in header.files:
            self._of_file.setdefault(path, set()).add(header.report_iri)

    def _forget(self, header: Header) -> None:
        for path in header.files:
            self._of_file[path].discard(header.report_iri)

    def _with(self, path: str) -> list[Header]:
        """The reports that the file is one of the files of, by IRI."""
        return [self._reports[iri] for iri in sorted(self._of_file.get(path, ()))]

    def partner(self, path: str, claim: Claim) -> Header | None:
        """The report that the file is a part of, see `halves.partner`."""
        return halves.partner(path, claim, self._reports.values())

    def parts_beside(self, path: str, claim: Claim) -> list[str]:
        """The other files of the report that the file is a part of; none for a file that was read alone."""
        held = (header for header in self._with(path) if halves.fits(claim, header))
        return sorted(other for header in held for other in header.files if other != path)

    def may_share(self, read: Read) -> bool:
        """True where the report that `read` is of is held, and one of the two is only its text or only its tables."""
        return read.header is not None and self._shares(read.header, read.claim)

    def _shares(self, header: Header, claim: Claim) -> bool:
        other = self._reports.get(header.report_iri)
        return other is not None and (bool(claim.half) or halves.is_half(other))

    def waits(self, read: Read, header: Header | None) -> Waiting | None:
        """A file that is only looked at, as it waits for the others of its report; None where it is a report of its own.

        The shelf takes its report (`header`, None where unit or year are not printed), if it holds none of that name.
        """
        if header is None:
            return Waiting(read, None, is_stored=False) if isinstance(read.error, Unidentified) else None
        if header.report_iri in self._reports:
            return Waiting(read, header, is_stored=False) if self._shares(header, read.claim) else None
        self.add(header)
        half, path = read.claim.half, read.source.relative
        is_part = half == TABLES or (half == TEXT and self.partner(path, read.claim) is not None)
        return Waiting(read, header, is_stored=True) if is_part else None


def grouped(waiting: Sequence[Waiting], shelf: Shelf, sources: Sequence[Source]) -> tuple[list[Group], list[Waiting]]:
    """The files to be read together, and those that have no partner or whose partner is not there to be read."""
    known = {source.relative: source for source in sources}
    parties: list[set[str]] = []
    for one in waiting:
        found = shelf.partner(one.path, one.read.claim)
        if found is not None:
            party = {one.path, *found.files}
            met = [other for other in parties if other & party]
            parties = [*(other for other in parties if not other & party), party.union(*met)]
    groups = []
    for party in parties:
        members = tuple(one for one in waiting if one.path in party)
        read = [known.get(path) or _beside(members[0].read.source, path) for path in sorted(party)]
        found_all = tuple(source for source in read if source is not None)
        if len(found_all) == len(read):
            groups.append(Group(found_all, members))
    together = {one.path for group in groups for one in group.waiting}
    return groups, [one for one in waiting if one.path not in together]


def _beside(source: Source, path: str) -> Source | None:
    """The file of that path below the root that `source` was found in, where it is still there."""
    if source.inside:
        return None
    root = source.path.absolute().parents[len(PurePosixPath(source.relative).parts) - 1]
    return Source(root / path, path) if (root / path).is_file() else None
