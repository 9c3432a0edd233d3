"""A report in the order of its print: files, headings, and the passages and tables under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from kg.amounts import fold
from search_app.views.cells import Drawn


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its anchors."""

    anchor: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Annex:
    """A further file of the report (附表): its path below the ingested root and its SHA-256."""

    path: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as printed. `same_as`: the anchor of an identical one, which is drawn instead."""

    anchor: str
    title: str
    number: str
    unit: str
    drawn: Drawn
    same_as: str = ""


@dataclass(slots=True)
class Section:
    """A heading and what stands under it. `level` counts from 1; `file`: the annex in which it stands, None for the report's own file;
    `opens_file`: it is the first of that annex."""

    anchor: str
    title: str
    level: int
    file: Annex | None = None
    opens_file: bool = False
    blocks: list[Passage | PrintedTable] = field(default_factory=list)

    @property
    def named_by_table(self) -> bool:
        """True where the section begins with a table that bears its name: one of the two is enough for the eye."""
        first = self.blocks[0] if self.blocks else None
        return isinstance(first, PrintedTable) and fold(self.title).endswith(fold(first.title))


@dataclass(frozen=True, slots=True)
class Block:
    """A passage or table with its place in the document; `file` is the fragment of the annex it stands in, "" for the report's own."""

    path: tuple[str, ...]
    file: str
    line: int | None
    page: int
    shown: Passage | PrintedTable


def in_order(passages: list[Block], tables: list[Block]) -> list[Block]:
    """As they follow each other in their file: by line where all have one, else by page, a table after the text of its page."""
    both = [*passages, *tables]
    files = sorted({block.file for block in both}, key=file_number)
    return [block for file in files for block in _in_file([one for one in both if one.file == file])]


def file_number(fragment: str) -> tuple[int, str]:
    """The order of files: the report's own (""), file2, file3 …"""
    return len(fragment), fragment


def _in_file(both: list[Block]) -> list[Block]:
    if all(block.line is not None for block in both):
        return sorted(both, key=lambda block: block.line or 0)
    return sorted(both, key=lambda block: (block.page, isinstance(block.shown, PrintedTable)))


def sections(blocks: Sequence[Block], annexes: Mapping[str, Annex]) -> list[Section]:
    """The headings in order, each with its blocks; text that goes on after an inner heading stands under its own, continued.

    Every file begins anew, with a section without a title where its first block stands under no heading.
    """
    found = [Section("s0", "", 0)]
    path: tuple[str, ...] = ()
    file = ""
    for block in blocks:
        is_new = block.file != file
        if block.path != path or is_new:
            headings = _headings(block.path, 0 if is_new else _shared(path, block.path), len(found))
            for one in headings:
                one.file = annexes.get(block.file)
            headings[0].opens_file = is_new
            found += headings
            path, file = block.path, block.file
        found[-1].blocks.append(block.shown)
    return [section for section in found if section.blocks or section.title]


def _headings(path: tuple[str, ...], shared: int, number: int) -> list[Section]:
    """Sections for the headings of `path` that are not open yet (`shared` are)."""
    if shared == len(path):
        return [Section(f"s{number}", f"{path[-1]}（续）" if path else "", len(path))]
    return [Section(f"s{number + level - shared}", path[level], level + 1) for level in range(shared, len(path))]


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
