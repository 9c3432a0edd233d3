"""OLE compound files (the container of .doc and .xls): the streams at their top, read just far enough to tell what a file is.

Source: [MS-CFB], sections 2.2 (header), 2.3 (FAT), 2.6 (directory).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_NONE = 0xFFFFFFFF
_ENTRY = 128
_SMALL = 4096  # shorter streams lie in a stream of their own
_MOST_SECTORS = 100_000
_DOC_ENCRYPTED = 0x0100  # [MS-DOC] 2.5.2, FibBase.fEncrypted
_FILE_PASS = 0x2F  # [MS-XLS] 2.4.117


class Damaged(Exception):
    """The bytes are no sound compound file."""


def streams(data: bytes) -> dict[str, bytes]:
    """The streams and storages of the root storage by name, each with the bytes of its first sectors. Raises Damaged."""
    try:
        return _streams(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Damaged from error


def stream(data: bytes, name: str) -> bytes:
    """All bytes of a stream of the root storage, b"" where it is missing or shorter than 4,096 bytes. Raises Damaged."""
    try:
        sector = 1 << _shift(data)
        fat = _fat(data, sector)
        entries = _entries(data, sector, fat)
        entry = next((entries[i] for i in _children(entries) if _name(entries[i]) == name), bytes(_ENTRY))
        first, length = struct.unpack_from("<IQ", entry, 116)
        return b"".join(_sector(data, sector, number) for number in _chain(first, fat))[:length] if length >= _SMALL else b""
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Damaged from error


def is_encrypted(found: dict[str, bytes]) -> bool:
    """True where the streams say that the file opens only with a password (docx and xlsx too, which are wrapped in OLE then)."""
    if "EncryptedPackage" in found:
        return True
    word, book = found.get("WordDocument", b""), found.get("Workbook", b"") or found.get("Book", b"")
    return (len(word) > 12 and bool(struct.unpack_from("<H", word, 10)[0] & _DOC_ENCRYPTED)) or _has_file_pass(book)


def _has_file_pass(book: bytes) -> bool:
    at = 0
    for _ in range(8):  # it stands right after the first BOF
        if at + 4 > len(book):
            return False
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _FILE_PASS:
            return True
        at += 4 + size
    return False


def _streams(data: bytes) -> dict[str, bytes]:
    sector = 1 << _shift(data)
    fat = _fat(data, sector)
    entries = _entries(data, sector, fat)
    return {_name(entries[i]): _start(data, sector, entries[i]) for i in _children(entries)}


def _entries(data: bytes, sector: int, fat: list[int]) -> list[bytes]:
    first = struct.unpack_from("<I", data, 48)[0]
    directory = b"".join(_sector(data, sector, number) for number in _chain(first, fat))
    return [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]


def _shift(data: bytes) -> int:
    shift: int = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise Damaged
    return shift


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _fat(data: bytes, size: int) -> list[int]:
    numbers = [n for n in struct.unpack_from("<109I", data, 76) if n < _END]
    following = struct.unpack_from("<I", data, 68)[0]
    while following < _END and len(numbers) < _MOST_SECTORS:
        block = struct.unpack(f"<{size // 4}I", _sector(data, size, following))
        numbers += [n for n in block[:-1] if n < _END]
        following = block[-1]
    fat: list[int] = []
    for number in numbers:
        piece = _sector(data, size, number)
        fat += struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])
    return fat


def _chain(first: int, fat: list[int]) -> Iterator[int]:
    number = first
    for _ in range(_MOST_SECTORS):
        if number >= _END:
            return
        yield number
        number = fat[number]


def _children(entries: list[bytes]) -> Iterator[int]:
    """The entries right below the root: a tree of siblings."""
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number == _NONE or number in seen:
            continue
        if number >= len(entries):
            raise Damaged
        seen.add(number)
        yield number
        waiting += struct.unpack_from("<II", entries[number], 68)


def _name(entry: bytes) -> str:
    length = max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)
    return entry[: min(length, 62)].decode("utf-16-le", errors="replace")


def _start(data: bytes, size: int, entry: bytes) -> bytes:
    number, length = struct.unpack_from("<IQ", entry, 116)
    return _sector(data, size, number)[:length] if number < _END and length >= _SMALL else b""
