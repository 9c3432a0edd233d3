"""What the records of an XLS (BIFF8) say beyond the values of its cells: number formats, hidden rows and columns, zeros not printed.

Source: [MS-XLS] 2.4: BoundSheet8, Format, XF, RK, MulRk, Number, Formula, Row, ColInfo, Window2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.formats import ole
from ingest.formats.number_formats import BUILT_IN
from ingest.formats.sheet_parts import Sheet

_BOUND_SHEET, _FORMAT, _XF = 0x85, 0x41E, 0xE0
_NUMBER, _RK, _MUL_RK, _FORMULA = 0x203, 0x27E, 0xBD, 0x06
_ROW, _COLUMNS, _WINDOW, _END = 0x208, 0x7D, 0x23E, 0x0A
_ROW_HIDDEN, _COLUMN_HIDDEN, _SHOWS_ZEROS = 0x20, 0x01, 0x10

Record = tuple[int, bytes]


def sheets(data: bytes) -> dict[str, Sheet]:
    """Name → what is known of the sheet; nothing where the records cannot be read: calamine says what is wrong with the file."""
    try:
        book = ole.stream(data, "Workbook")
        return dict(_sheets(book))
    except (ole.Damaged, struct.error, IndexError, UnicodeDecodeError):
        return {}


def _sheets(book: bytes) -> Iterator[tuple[str, Sheet]]:
    own: dict[int, str] = {}
    styles: list[int] = []
    places: list[tuple[str, int]] = []
    for kind, body in _records(book, 0):
        if kind == _FORMAT:
            own[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUND_SHEET:
            places.append((_text(body[6:], 1), struct.unpack_from("<I", body)[0]))
    formats = [own.get(style, BUILT_IN.get(style, "")) for style in styles]
    for name, at in places:
        yield name, _Collected(formats).of(_records(book, at))


def _records(book: bytes, at: int) -> Iterator[Record]:
    """The records from `at` to the end of that part of the workbook."""
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _text(body: bytes, width: int) -> str:
    """A string behind its length (of `width` bytes) and its flags."""
    length, flags = (body[0] if width == 1 else struct.unpack_from("<H", body)[0]), body[width]
    start = width + 1
    return body[start : start + 2 * length].decode("utf-16-le") if flags & 1 else body[start : start + length].decode("latin-1")


@dataclass(slots=True)
class _Collected:
    """What the records of one sheet say, so far."""

    formats: list[str]
    printed: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    zeros: bool = True

    def of(self, records: Iterator[Record]) -> Sheet:
        for kind, body in records:
            self._take(kind, body)
        return Sheet(self.printed, frozenset(self.rows), frozenset(self.columns), self.zeros)

    def _take(self, kind: int, body: bytes) -> None:
        if kind in (_NUMBER, _RK, _FORMULA):
            self._cell(*struct.unpack_from("<HHH", body))
        elif kind == _MUL_RK:
            row, first = struct.unpack_from("<HH", body)
            for i in range((len(body) - 6) // 6):
                self._cell(row, first + i, struct.unpack_from("<H", body, 4 + 6 * i)[0])
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
            self.rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS and struct.unpack_from("<H", body, 8)[0] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", body)
            self.columns.update(range(first, last + 1))
        elif kind == _WINDOW:
            self.zeros = bool(struct.unpack_from("<H", body)[0] & _SHOWS_ZEROS)

    def _cell(self, row: int, column: int, style: int) -> None:
        if style < len(self.formats) and self.formats[style]:
            self.printed[row, column] = self.formats[style]
