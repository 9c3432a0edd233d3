"""A backup: one tar with the bundles of a data folder, its settings and, where wanted, the release that is served.

folder.json, gone.json, replaced.json, juesuan.toml    as they lie in the data folder and beside it
bundles/…                               the source of truth
releases/<id>/…                         the release, where it goes along
backup.json                             last: every file with its size and SHA-256, the version that wrote it, and the release's directory

The same content gives the same bytes: names in order, no times, no owners. What restores it trusts nothing but `backup.json`.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, BinaryIO, cast

from kg import release, replaced
from kg.errors import BackupError, ReleaseError, UsageError
from kg.files import compressed, point, replacing, sync_tree
from kg.folder import DataFolder
from kg.inventory import Listed
from kg.version import VERSION

LIST = "backup.json"
SETTINGS = "juesuan.toml"
_FORMAT = 1
_NAMES = re.compile(r"folder\.json|gone\.json|replaced\.json|juesuan\.toml|(?:bundles|releases)/.+")
_MOST_LIST = 1 << 30


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds. `release` is the directory of the release that goes along, "" for none."""

    version: str = VERSION
    format: int = _FORMAT
    release: str = ""
    files: list[Listed] = field(default_factory=list)

    @property
    def reports(self) -> int:
        """How many bundles."""
        return sum(one.path.startswith("bundles/") for one in self.files)


def backup(folder: DataFolder, file: Path, settings: Path, *, with_release: bool = False) -> Contents:
    """Write the backup of `folder` to `file` in one step (`.gz`: packed), with the settings file where there is one.

    The bundles are those of one moment, also while an ingest runs: none half written, no report missing that moves.
    """
    with replacing(file) as raw, _packed(raw, file) as out, folder.snapshot() as bundles:
        os.fchmod(raw.fileno(), 0o600)  # settings may name a store with its password
        with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            return _write(tar, folder, bundles, settings, with_release=with_release)


@contextmanager
def _packed(raw: BinaryIO, file: Path) -> Iterator[BinaryIO]:
    if file.suffix in {".gz", ".tgz"}:
        with compressed(raw) as out:
            yield out
    else:
        yield raw


def _write(tar: tarfile.TarFile, folder: DataFolder, bundles: Path, settings: Path, *, with_release: bool) -> Contents:
    listed = [
        _add(tar, path, path.name)
        for path in (folder.path / "folder.json", bundles / "gone.json", bundles / replaced.FILE)
        if path.exists()
    ]
    listed += [_add(tar, settings, SETTINGS)] if settings.exists() else []
    listed += [_add(tar, path, path.relative_to(bundles).as_posix()) for path in sorted((bundles / "bundles").rglob("*.trig"))]
    name = ""
    if with_release:
        with release.current(folder) as opened:
            name = opened.directory.name
            paths = sorted(path for path in opened.directory.rglob("*") if path.is_file())
            listed += [_add(tar, path, f"releases/{name}/{path.relative_to(opened.directory).as_posix()}") for path in paths]
    contents = Contents(release=name, files=listed)
    data = json.dumps(asdict(contents), ensure_ascii=False).encode()
    tar.addfile(_entry(LIST, len(data)), io.BytesIO(data))
    return contents


def _add(tar: tarfile.TarFile, path: Path, name: str) -> Listed:
    with path.open("rb") as opened:
        size = os.fstat(opened.fileno()).st_size
        hashed = _Hashed(opened)
        tar.addfile(_entry(name, size), cast("IO[bytes]", hashed))
    return Listed(name, size, hashed.digest.hexdigest())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry


class _Hashed:
    """A file whose content is hashed as it is read."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        data = self._opened.read(size)
        self.digest.update(data)
        return data


def restore(file: Path, target: Path, *, with_release: bool = False) -> Contents:
    """Make the data folder `target` of a backup; it is there whole or not at all.

    With `with_release` the release of the backup is served, without being built again. Raises `UsageError` where the folder holds
    something or there is no such backup, `BackupError` for one that is damaged, cut or not of ours.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError("is not empty", where=str(target), hint="restore into a new folder, then change places")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        contents = _unpacked(file, beside)
        _settle(beside, contents, with_release=with_release)
        sync_tree(beside)
        if target.exists():
            target.rmdir()
        beside.chmod(0o755)
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return contents


def _unpacked(file: Path, folder: Path) -> Contents:
    """The files of the backup below `folder`, each as the list at its end says."""
    found: list[Listed] = []
    try:
        with file.open("rb") as raw, _opened(raw) as opened, tarfile.open(fileobj=opened, mode="r|") as tar:
            for entry in tar:
                data = tar.extractfile(entry) if entry.isreg() else None
                if data is None:
                    raise _damaged(file, f"{entry.name} is no plain file")
                if entry.name == LIST:
                    return _checked(file, data.read(_MOST_LIST), found)
                found.append(_put(folder, _safe(file, entry.name), data))
    except FileNotFoundError as error:
        raise UsageError("there is no such backup", where=str(file), hint="name the file that `juesuan backup` wrote") from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES, errno.EROFS}:
            raise BackupError(f"cannot be restored: {error.strerror}", where=str(folder.parent), hint="make room and try again") from error
        raise _damaged(file, f"it cannot be read through: {error}") from error
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise _damaged(file, f"it cannot be read through: {error}") from error
    raise _damaged(file, f"it ends before {LIST}")


@contextmanager
def _opened(raw: BinaryIO) -> Iterator[IO[bytes]]:
    magic = raw.read(2)
    raw.seek(0)
    if magic == b"\x1f\x8b":
        with gzip.open(raw) as unpacked:
            yield cast("IO[bytes]", unpacked)
    else:
        yield raw


def _safe(file: Path, name: str) -> str:
    """`name`, which leads to one of the places that a backup has and nowhere else."""
    parts = name.split("/")
    if not _NAMES.fullmatch(name) or any(part in {"", ".", ".."} for part in parts) or "\\" in name or "\0" in name:
        raise _damaged(file, f"{name!r} does not belong into it")
    return name


def _put(folder: Path, name: str, data: IO[bytes]) -> Listed:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed = _Hashed(data)
    with path.open("xb") as out:
        shutil.copyfileobj(hashed, out, 1 << 20)
        size = out.tell()
    return Listed(name, size, hashed.digest.hexdigest())


def _checked(file: Path, data: bytes, found: list[Listed]) -> Contents:
    """What the list says, if that is what was found."""
    try:
        said = json.loads(data)
        contents = Contents(said["version"], said["format"], said["release"], [Listed(**one) for one in said["files"]])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(file, f"{LIST} cannot be read") from error
    if contents.format != _FORMAT:
        raise BackupError(
            f"has format {contents.format}, this program reads {_FORMAT}", where=str(file), hint="use the version that wrote it"
        )
    wrong = next((one.path for one in set(contents.files) ^ set(found)), None)
    if wrong is not None or not any(one.path == "folder.json" for one in found):
        raise _damaged(file, f"{wrong or 'folder.json'} is missing or not what was written")
    return contents


def _settle(folder: Path, contents: Contents, *, with_release: bool) -> None:
    """Serve the release that came along, or leave it out."""
    for name in ("bundles", "releases"):
        (folder / name).mkdir(exist_ok=True)
    if not with_release:
        shutil.rmtree(folder / "releases")
        (folder / "releases").mkdir()
        return
    directory = folder / "releases" / contents.release
    if not contents.release or not directory.is_dir():
        raise UsageError("holds no release", where=LIST, hint="restore without --with-release: it is built from the bundles")
    try:
        release.Release(directory).close()
    except (FileNotFoundError, ReleaseError) as error:
        raise ReleaseError(f"its release cannot be served: {error}", where=LIST, hint="restore without --with-release") from error
    point(folder / "current", f"releases/{contents.release}")


def _damaged(file: Path, what: str) -> BackupError:
    return BackupError(f"is damaged: {what}", where=str(file), hint="take an older backup")
