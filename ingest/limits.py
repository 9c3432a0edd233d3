"""How large a file may be and how long its reading may take: a file that asks for more is refused, with the setting that allows it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import FileUnreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """`file_bytes` of a file or of a ZIP's member; `pages` of a PDF; `cells` of all tables; `seconds` and `memory_bytes` of a reading process.

    `zip_ratio` is the largest ratio of unpacked to packed bytes, `zip_depth` how deep ZIPs may lie in ZIPs.
    """

    file_bytes: int = 64 << 20
    pages: int = 1_000
    cells: int = 500_000
    seconds: float = 300.0
    memory_bytes: int = 2 << 30
    zip_ratio: int = 100
    zip_depth: int = 2

    def check(self, what: str, found: int, allowed: int, setting: str, where: str) -> None:
        """Raise FileUnreadable where `found` of `what` (pages, cells …) are more than `allowed`, naming the setting."""
        if found > allowed:
            raise FileUnreadable(
                f"the file has {found:,} {what}, the limit is {allowed:,}", where=where, hint=f"split it, or raise the setting {setting}"
            )
