"""gzip as releases and caches hold it: the same bytes for the same content, members in a row are one file."""

from __future__ import annotations

import gzip
from typing import BinaryIO, cast

_LEVEL = 3  # a tenth larger than 4, in two thirds of the time


def packed(data: bytes) -> bytes:
    """`data` as one gzip member; the time that gzip can note is left at zero."""
    return gzip.compress(data, _LEVEL, mtime=0)


def unpacked(data: bytes) -> bytes:
    """What gzip members hold. Raises OSError or EOFError where they are damaged, and zlib.error within one."""
    return gzip.decompress(data)


def packing(raw: BinaryIO) -> BinaryIO:
    """A file, to be closed: what is written there goes to `raw`, which stays open, as one gzip member."""
    return cast("BinaryIO", gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0))
