"""The files of a release that are offered for download, with their size and SHA-256."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.files import write_atomic
from kg.inventory import digest

INDEX = Path("dumps") / "index.json"


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file: its `path` below /downloads/, the `file` below the release, what it holds. `rows`: None where it is no table.

    `part` names the group that it belongs to: graph, tables or fiscal. `packed` is the media type of the compression, or "".
    """

    path: str
    file: str
    part: str
    title: str
    media_type: str
    bytes: int
    sha256: str
    rows: int | None = None
    packed: str = ""


def described(release: Path, file: Path, part: str, title: str, media_type: str, *, rows: int | None = None, packed: str = "") -> DumpFile:
    """The entry of a file that lies in `release`."""
    path = file.relative_to(release).as_posix()
    return DumpFile(path.removeprefix("dumps/"), path, part, title, media_type, file.stat().st_size, digest(file), rows, packed)


def save(release: Path, found: Iterable[DumpFile]) -> None:
    """Write the index."""
    listed = [asdict(file) for file in found]
    write_atomic(release / INDEX, json.dumps(listed, ensure_ascii=False, indent=1).encode())


def files(release: Path) -> tuple[DumpFile, ...]:
    """The files of a release in the order of the index; none where it was made without them."""
    try:
        text = (release / INDEX).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    return tuple(DumpFile(**entry) for entry in json.loads(text))
