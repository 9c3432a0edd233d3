"""What a release consists of: every file with its size and SHA-256, in `files.json`, written last of all.

So a copy of the directory can be told whole from half, damaged or mixed of two releases, wherever it lies and without the data folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from kg.errors import ReleaseError
from kg.files import write_atomic

NAME = "files.json"
_AGAIN = "run `juesuan rebuild`; a copy: copy it again"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a release: its path below the release's directory, its bytes and their SHA-256."""

    path: str
    bytes: int
    sha256: str


def take(directory: Path) -> None:
    """Write the inventory of what lies in `directory`."""
    paths = sorted(path for path in directory.rglob("*") if path.is_file() and path.name != NAME)
    # Hashing lets go of the interpreter lock.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        found = [asdict(one) for one in threads.map(lambda path: _listed(directory, path), paths)]
    write_atomic(directory / NAME, json.dumps(found, ensure_ascii=False, indent=1).encode())


def read(directory: Path) -> list[Listed]:
    """The files that the release has; raises `ReleaseError` where the inventory is missing, cut or leads elsewhere."""
    try:
        found = [Listed(**entry) for entry in json.loads((directory / NAME).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(f"is not whole: {NAME} is missing or damaged", where=str(directory), hint=_AGAIN) from error
    if any(PurePosixPath(one.path).is_absolute() or ".." in PurePosixPath(one.path).parts for one in found):
        raise ReleaseError(f"{NAME} names a file outside the release", where=str(directory), hint=_AGAIN)
    return found


def check(directory: Path, *, content: bool = False) -> None:
    """Raise `ReleaseError`, naming the first file, where one is missing or has another size; with `content` also another SHA-256."""
    for wrong in differences(directory, content=content):
        raise ReleaseError(f"is not whole: {wrong}", where=str(directory), hint=_AGAIN)


def differences(directory: Path, *, content: bool) -> Iterator[str]:
    """What is not as the inventory says, a file at a time. Raises `ReleaseError` where there is no inventory."""
    for listed in read(directory):
        path = directory / listed.path
        try:
            size = path.stat().st_size
            if size != listed.bytes:
                yield f"{listed.path} has {size:,} bytes, not {listed.bytes:,}"
            elif content and _hash(path) != listed.sha256:
                yield f"{listed.path} has another content"
        except OSError as error:
            yield f"{listed.path} cannot be read ({error.strerror})"


def copy(directory: Path, target: Path, names: Collection[str]) -> None:
    """Copy the files and folders `names` of a release into `target`. Raises `ReleaseError` where a copy is not what the inventory lists."""
    for listed in read(directory):
        if PurePosixPath(listed.path).parts[0] in names:
            made = target / listed.path
            made.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(directory / listed.path, made)
            except FileNotFoundError as error:
                raise ReleaseError(f"is not whole: {listed.path} is missing", where=str(directory), hint=_AGAIN) from error
            if _hash(made) != listed.sha256:
                raise ReleaseError(f"is not whole: {listed.path} has another content", where=str(directory), hint=_AGAIN)


def digest(path: Path) -> str:
    """The SHA-256 of a file of a release in the making; once told it is known, until the file changes."""
    held = path.stat()
    return _digest(path, held.st_ino, held.st_size, held.st_mtime_ns)


@lru_cache(maxsize=256)
def _digest(path: Path, _inode: int, _size: int, _changed: int) -> str:
    return _hash(path)


def _listed(directory: Path, path: Path) -> Listed:
    return Listed(path.relative_to(directory).as_posix(), path.stat().st_size, digest(path))


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
