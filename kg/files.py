"""Files that are whole or not there: written beside, flushed to the disk, moved into place in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.packing import packing


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path`; a crash leaves the old file or the new one, never a part."""
    with replacing(path) as out:
        out.write(data)


def write_cache(path: Path, data: bytes) -> None:
    """Put `data` at `path` for readers that can tell a damaged file and make it again: nothing waits for the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:40]}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    beside.replace(path)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends well and is gone when it does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:40]}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def compressed(raw: BinaryIO) -> Iterator[BinaryIO]:
    """What is written here goes to `raw` as one gzip member. The time that gzip can note is left at zero."""
    with packing(raw) as out:
        yield out


def sync_folder(folder: Path) -> None:
    """Flush the names in `folder` to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder below `folder` to the disk."""
    for parent, _folders, names in os.walk(folder):
        for name in names:
            with (Path(parent) / name).open("rb") as opened:
                os.fsync(opened.fileno())
        sync_folder(Path(parent))


def point(link: Path, target: str) -> None:
    """Make the symlink `link` point to `target` (relative to it) in one step."""
    beside = link.with_name(f".{link.name}.{os.getpid()}.tmp")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    sync_folder(link.parent)


def remove_tree(folder: Path) -> None:
    """Remove `folder`; a crash half-way leaves a name that starts with ".old-", which the next sweep removes."""
    doomed = folder if folder.name.startswith(".") else folder.with_name(f".old-{folder.name}")
    if doomed != folder:
        shutil.rmtree(doomed, ignore_errors=True)
        folder.rename(doomed)
    shutil.rmtree(doomed)
