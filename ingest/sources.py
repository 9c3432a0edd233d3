"""Which files to ingest: paths, folders and globs become files with the path that names them in the data; a ZIP becomes its members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest import archives
from ingest.formats import SUFFIXES
from ingest.formats.sniffing import format_of
from ingest.limits import Limits
from kg.errors import FileUnreadable, ReportError, UsageError

_ZIP = ".zip"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and its path below the ingested root (its name, where it was named itself), with `/` on every system.

    A file in a ZIP has the ZIP's `path`, its numbers in it and in the ZIPs `inside` it (`a.zip/inner/x.docx` is its relative path),
    and the `sha256` of its bytes.
    """

    path: Path
    relative: str
    inside: tuple[int, ...] = ()
    sha256: str = ""

    @property
    def is_zip(self) -> bool:
        """True where its ending says that it holds files."""
        return not self.inside and self.relative.lower().endswith(_ZIP)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file in a ZIP that cannot be read, and why."""

    relative: str
    error: ReportError


def find_files(paths: Iterable[str | Path]) -> list[Source]:
    """The files behind `paths`, sorted by their relative path; a folder gives its readable formats, a named file always counts.

    Raises UsageError where a path does not exist or two files would have one name.
    """
    found: dict[str, Source] = {}
    for source in (s for path in paths for s in _sources(Path(path))):
        other = found.setdefault(source.relative, source)
        if other.path.resolve() != source.path.resolve():
            raise UsageError(
                f"two files would be known as {source.relative}",
                where=f"{other.path}, {source.path}",
                hint="ingest the folder above them, so that their paths differ",
            )
    return sorted(found.values(), key=lambda s: s.relative)


def members(source: Source, limits: Limits) -> list[Source | Unreadable]:
    """What is in a ZIP, by path; the file itself where it is no ZIP but an Office file under that ending. Raises FileUnreadable."""
    data = read_bytes(source, limits)
    if format_of(data, source.relative, _ZIP) != _ZIP:
        return [source]
    found = archives.members(data, source.relative, limits, SUFFIXES)
    return [_member(source, member) for member in found]


def _member(source: Source, member: archives.Member) -> Source | Unreadable:
    relative = f"{source.relative}/{member.path}"
    return Unreadable(relative, member.error) if member.error else Source(source.path, relative, member.inside, member.sha256)


def read_bytes(source: Source, limits: Limits) -> bytes:
    """The bytes of the file. Raises FileUnreadable where it cannot be read or is larger than the limit."""
    try:
        size = source.path.stat().st_size
        if size > limits.file_bytes:
            raise FileUnreadable(
                f"the file has {size / 1e6:.0f} MB, the limit is {limits.file_bytes / 1e6:.0f} MB",
                where=source.relative,
                hint="split it, or raise the setting max_file_mb",
            )
        data = source.path.read_bytes()
    except OSError as error:
        raise FileUnreadable(
            f"cannot be opened: {error.strerror}", where=source.relative, hint="check that the file exists and may be read"
        ) from error
    return archives.member_bytes(data, source.inside, source.relative, limits)


def _sources(path: Path) -> list[Source]:
    if path.is_dir():
        files = (p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in (*SUFFIXES, _ZIP))
        visible = (p for p in files if not any(part.startswith((".", "~$")) for part in p.relative_to(path).parts))
        return [Source(p, p.relative_to(path).as_posix()) for p in visible]
    if path.is_file():
        return [Source(path, path.name)]
    if path.exists():
        raise UsageError("is no file and no folder", where=str(path), hint="name a file or a folder with reports")
    pattern = str(path.relative_to(path.anchor))
    matches = sorted(p for p in Path(path.anchor or ".").glob(pattern) if not p.name.startswith("."))
    if not matches:
        raise UsageError("no such file or folder", where=str(path), hint="check the path")
    return [source for match in matches for source in _sources(match)]
