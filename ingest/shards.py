"""Bundles on their way from a cluster to the data folder, on storage that all machines share: a shard a report.

ROOT/<SHA-256 of the bundle>.zip    bundle.trig, checks, part

A shard's name follows from its content, so a task that runs twice (a machine was lost) leaves one shard. Whoever has stored the bundle
in a data folder removes the shard; what a run that was cut off left behind can be deleted.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from importlib import import_module
from typing import Any

from ingest.workers import Read
from kg.errors import EngineError

_BUNDLE, _CHECKS, _PART = "bundle.trig", "checks", "part"
_HINT = "engine_storage must be a folder or an fsspec address that all machines read and write"


class Shards:
    """The shards below an fsspec address; a plain path is a folder."""

    def __init__(self, address: str) -> None:
        self._address = address
        try:
            self._files, self._root = import_module("fsspec").url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise EngineError(f"cannot be used: {error}", where=address, hint=_HINT) from error

    def put(self, read: Read) -> Read:
        """Write what came of a file, and return it with the name of its shard in the place of the bundle; without a bundle as it is."""
        if read.bundle is None:
            return read
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in ((_BUNDLE, read.bundle), (_CHECKS, read.checked), (_PART, read.part)):
                archive.writestr(zipfile.ZipInfo(name), data)
        name = hashlib.sha256(read.bundle).hexdigest()
        try:
            self._files.makedirs(self._root, exist_ok=True)
            with self._files.transaction, self._files.open(self._path(name), "wb") as shard:
                shard.write(out.getvalue())
        except OSError as error:
            raise EngineError(f"cannot be written: {error}", where=self._address, hint=_HINT) from error
        return replace(read, bundle=name.encode(), checked=b"", part=b"")

    def take(self, read: Read) -> Read:
        """What `put` wrote, as it was; its shard goes. Raises EngineError where it is missing or damaged."""
        if read.bundle is None:
            return read
        name = read.bundle.decode()
        content = self._content(name)
        if hashlib.sha256(content[_BUNDLE]).hexdigest() != name:
            raise EngineError(f"the shard {name[:12]} is damaged", where=self._address, hint="run it again")
        self._files.rm_file(self._path(name))
        return replace(read, bundle=content[_BUNDLE], checked=content[_CHECKS], part=content[_PART])

    def _content(self, name: str) -> dict[str, bytes]:
        try:
            with zipfile.ZipFile(io.BytesIO(self._files.cat_file(self._path(name)))) as archive:
                return {one: archive.read(one) for one in (_BUNDLE, _CHECKS, _PART)}
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            message = f"what a machine of the cluster wrote cannot be read ({type(error).__name__})"
            raise EngineError(message, where=self._address, hint=_HINT) from error

    def _path(self, name: str) -> Any:
        return f"{self._root}/{name}.zip"
