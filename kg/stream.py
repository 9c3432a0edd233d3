"""Pieces of bytes as one file to read from, so that what is long is never whole in memory."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 1 << 18


def stream(pieces: Iterable[bytes]) -> io.BufferedReader:
    """The pieces one after the other; each is asked for when those before it are read."""
    return io.BufferedReader(_Pieces(pieces), _BUFFER)


class _Pieces(io.RawIOBase):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._piece = io.BytesIO()

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` from the piece at hand; 0 at the end of the last one."""
        while not (count := self._piece.readinto(buffer)):
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._piece = io.BytesIO(piece)
        return count
