"""The data folder: its lock, its bundles, the release that is served."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from kg import inventory, release
from kg.errors import JuesuanError
from kg.folder import DataFolder
from kg.settings import Settings
from search_app.doctor.line import FAIL, OK, WARN, Line

_REBUILD = "juesuan rebuild"
_NO_FOLDER = "run juesuan ingest PATH, or name the folder with --data"


def lines(settings: Settings) -> Iterator[Line]:
    """What lies there; nothing is changed."""
    path = settings.data
    if not any((path / name).exists() for name in ("folder.json", "manifest.json", "current/manifest.json")):
        yield Line(WARN, "data folder", f"there is none at {path}", _NO_FOLDER)
        return
    try:
        folder = DataFolder(path)
    except (JuesuanError, OSError, ValueError, KeyError) as error:
        yield Line(FAIL, "data folder", f"{path} cannot be opened: {error}", "restore a backup (juesuan restore)")
        return
    yield _writable(folder)
    if not folder.is_copy:
        yield _lock(path / "lock")
        yield _bundles(folder)
    yield from _release(folder)


def _writable(folder: DataFolder) -> Line:
    if folder.is_copy:
        return Line(OK, "data folder", f"{folder.path}, a copy of a release (serve --replica)")
    if os.access(folder.path, os.W_OK):
        return Line(OK, "data folder", str(folder.path))
    return Line(WARN, "data folder", f"{folder.path} cannot be written", "give it to the user that ingests, or serve it with --replica")


def _lock(path: Path) -> Line:
    try:
        with path.open() as opened:
            fcntl.flock(opened.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return Line(OK, "ingest lock", "free")
    except BlockingIOError:
        return Line(OK, "ingest lock", f"held by {path.read_text(encoding='utf-8')}: it is at work")
    except OSError as error:
        return Line(WARN, "ingest lock", f"cannot be looked at: {error.strerror}", "let this user read the data folder")
    return Line(OK, "ingest lock", "free")


def _bundles(folder: DataFolder) -> Line:
    try:
        found = folder.bundles()
    except JuesuanError as error:
        return Line(FAIL, "bundles", str(error), "restore a backup, or ingest that file again")
    return Line(OK, "bundles", f"{len(found)} reports, each with the content that it should have")


def _release(folder: DataFolder) -> Iterator[Line]:
    try:
        with release.current(folder) as opened:
            inventory.check(opened.directory, content=True)
            count = len(inventory.read(opened.directory))
            yield Line(OK, "release", f"{opened.id}: {len(opened.manifest['reports'])} reports, {count} files, all as they were made")
            if not folder.is_copy:
                yield _waiting(folder, {entry["body"] for entry in opened.manifest["reports"]})
    except JuesuanError as error:
        yield Line(FAIL, "release", str(error), "copy it again" if folder.is_copy else _REBUILD)


def _waiting(folder: DataFolder, held: set[str]) -> Line:
    try:
        waiting = sum(header.body not in held for header in folder.headers())
    except JuesuanError as error:
        return Line(FAIL, "waiting", str(error), "ingest that file again")
    if waiting:
        return Line(WARN, "waiting", f"{waiting} reports are not in the release", _REBUILD)
    return Line(OK, "waiting", "no report waits for a release")
