"""Long lists a page at a time (分页): which rows are shown, and the addresses of the other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")
_AROUND = 2
_HIGHEST = 10**6


@dataclass(frozen=True, slots=True)
class Paging:
    """The page that the address asks for, of so many rows; the last one where it asks for one beyond."""

    number: int
    size: int
    count: int

    @property
    def last(self) -> int:
        """How many pages there are; 1 where there is no row."""
        return max(1, -(-self.count // self.size))

    @property
    def first(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def numbers(self) -> list[int]:
        """The first and the last page and those around this one; none where one page holds all."""
        around = range(max(1, self.number - _AROUND), min(self.last, self.number + _AROUND) + 1)
        return sorted({1, self.last, *around}) if self.last > 1 else []

    def href(self, number: int, fragment: str = "") -> str:
        """The address of another page of this list, from this one: its other arguments are kept."""
        kept = [(key, value) for key, value in request.args.items(multi=True) if key not in ("page", "lang")]
        return f"?{urlencode([*kept, ('page', str(number))])}" + (f"#{fragment}" if fragment else "")

    def of(self, rows: list[T] | tuple[T, ...]) -> list[T]:
        """The rows of this page."""
        return list(rows[self.first : self.first + self.size])


def asked_page(count: int, size: int) -> Paging:
    """The page of `?page=`, the first one without it."""
    number = min(max(request.args.get("page", 1, type=int), 1), _HIGHEST)
    last = max(1, -(-count // size))
    return Paging(min(number, last), size, count)
