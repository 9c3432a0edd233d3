"""gzip as releases and caches hold it: the same bytes for the same content, members in a row are one file."""

from __future__ import annotations

import gzip
from typing import BinaryIO, cast

from zlib_ng import zlib_ng

_HEADER = 10  # bytes of a member without a name
_GZIP, _BARE = 16 + zlib_ng.MAX_WBITS, -zlib_ng.MAX_WBITS
_LEVEL = 3  # as small as level 3 of zlib, in half of its time


def packed(data: bytes) -> bytes:
    """`data` as one gzip member, whose clock is left at zero."""
    return zlib_ng.compress(data, _LEVEL, _GZIP)


def unpacked(data: bytes) -> bytes:
    """What the one member holds that `packed` made, which is not held to its checksum: it lies in a ZIP archive, which has one.

    Raises zlib_ng.error where it is something else.
    """
    return zlib_ng.decompress(data[_HEADER:-8], _BARE, int.from_bytes(data[-4:], "little"))


def packing(raw: BinaryIO) -> BinaryIO:
    """A file, to be closed: what is written there goes to `raw`, which stays open, as one gzip member."""
    return cast("BinaryIO", gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0))
