"""Which files to ingest: paths, folders and globs become files with the path that names them in the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.formats import SUFFIXES
from kg.errors import FileUnreadable, UsageError


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and its path below the ingested root (its name, where it was named itself), with `/` on every system."""

    path: Path
    relative: str


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


def read_bytes(source: Source, max_bytes: int) -> bytes:
    """The bytes of the file. Raises FileUnreadable where it cannot be read or is larger than `max_bytes`."""
    try:
        size = source.path.stat().st_size
        if size > max_bytes:
            raise FileUnreadable(
                f"the file has {size / 1e6:.0f} MB, the limit is {max_bytes / 1e6:.0f} MB",
                where=source.relative,
                hint="split it, or raise the setting max_file_mb",
            )
        return source.path.read_bytes()
    except OSError as error:
        raise FileUnreadable(
            f"cannot be opened: {error.strerror}", where=source.relative, hint="check that the file exists and may be read"
        ) from error


def _sources(path: Path) -> list[Source]:
    if path.is_dir():
        files = (p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
        visible = (p for p in files if not any(part.startswith(".") for part in p.relative_to(path).parts))
        return [Source(p, p.relative_to(path).as_posix()) for p in visible]
    if path.is_file():
        return [Source(path, path.name)]
    pattern = str(path.relative_to(path.anchor))
    matches = sorted(p for p in Path(path.anchor or ".").glob(pattern) if not p.name.startswith("."))
    if not matches:
        raise UsageError("no such file or folder", where=str(path), hint="check the path")
    return [source for match in matches for source in _sources(match)]
