"""How large a file may be and how long its reading may take: a file that asks for more is refused, with the setting that allows it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import FileUnreadable
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """`file_bytes` of a file or of a ZIP's member; `pages` of a PDF; `cells` of all tables.

    `seconds` and `memory_bytes` are what the process that reads a file may use. `zip_ratio` is the largest ratio of unpacked to
    packed bytes, `zip_depth` how deep ZIPs may lie in ZIPs, `zip_members` how many files one may hold.
    """

    file_bytes: int = 64 << 20
    pages: int = 1_000
    cells: int = 500_000
    seconds: float = 300.0
    memory_bytes: int = 2 << 30
    zip_ratio: int = 100
    zip_depth: int = 2
    zip_members: int = 10_000
    soffice: str = ""

    def check(self, what: str, found: int, allowed: int, setting: str, where: str) -> None:
        """Raise FileUnreadable where `found` of `what` (pages, cells …) are more than `allowed`, naming the setting."""
        if found > allowed:
            raise FileUnreadable(
                f"the file has {found:,} {what}, the limit is {allowed:,}", where=where, hint=f"split it, or raise the setting {setting}"
            )


def of_settings(settings: Settings) -> Limits:
    """The limits that the operator has set."""
    return Limits(
        file_bytes=settings.max_file_mb << 20,
        pages=settings.max_pages,
        cells=settings.max_cells,
        seconds=settings.read_seconds,
        memory_bytes=settings.read_memory_mb << 20,
        soffice=settings.soffice,
    )
