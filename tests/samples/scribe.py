"""Writes a report block by block and notes, beside every figure and name it prints, the gold record of it.

Marked-up text: `{n:服务企业|1230余家}` prints 1230余家 and notes a figure; a leading minus (`-3.20万元`) is noted as the sign
and not printed. `{staff:编制数|29}` notes a headcount; `{company:甲公司}`, `{policy:…}`, `{division:…}`, `{parent:…}` … note a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Record = dict[str, object]

MENTIONS = ("company", "project", "policy", "platform", "award", "event", "organization")
STRUCTURE = ("division", "former", "subunit", "parent")
NAMED = ("division", "parent")  # structure that is also a mention
MARK = re.compile(r"\{(\w+):([^{}|]*)(?:\|([^{}|]*))?(?:\|([^{}|]*))?\}")
FIGURE = re.compile(
    r"^(?P<sign>-?)(?P<before>近|约|超过|超)?(?P<number>[\d,]+(?:\.\d+)?|[两二三四五六七八九十百]+)(?P<scale>[万亿]?)(?P<after>余|多)?(?P<late>[万亿]?)(?P<unit>.*?)(?P<least>以上|左右)?$"
)


@dataclass(frozen=True)
class Cell:
    """A printed cell over `span` columns; `record` is the gold of its number."""

    text: str = ""
    span: int = 1
    record: Record | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table as a form prints it: `number` such as 公开01表 ("" without one), lines before it, its rows and lines after it."""

    title: str
    number: str
    owner: str
    unit: str
    rows: tuple[Row, ...]
    head_rows: int
    notes: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph (`level` 0) or a heading (1 the outermost). `lines` are printed as a list, one a line."""

    text: str
    level: int = 0
    lines: tuple[str, ...] = ()


Block = Text | Table


def figure(what: str, printed: str, section: str) -> Record:
    """The gold of a printed figure, e.g. 近1200家 → value 1200, qualifier 近, unit 家."""
    match = FIGURE.match(printed)
    if match is None:
        raise ValueError(f"no figure: {what} {printed}")
    number, scale, unit = match["number"].replace(",", ""), match["scale"] or match["late"], match["unit"]
    if unit.startswith("元"):
        unit, scale = scale + unit, ""
    record: Record = {"section": section, "what": what, "value": match["sign"] + number + scale, "unit": unit}
    qualifier = (match["before"] or "") + (match["after"] or "") + (match["least"] or "")
    return record | ({"qualifier": qualifier} if qualifier else {})


@dataclass
class Scribe:
    """Collects the blocks and the gold of one report; `faults` maps (section, what) of a figure to the wrong print."""

    report: str
    faults: dict[tuple[str, str], str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    gold: list[Record] = field(default_factory=list)
    replaced: dict[tuple[str, str], str] = field(default_factory=dict)
    section: str = ""

    def note(self, kind: str, **values: object) -> None:
        """Add a gold record; a name that is printed again is noted once."""
        record: Record = {"k": kind, "report": self.report, **values}
        if kind != "mention" or record not in self.gold:
            self.gold.append(record)

    def heading(self, text: str, level: int = 2, section: str | None = None) -> None:
        """Print a heading; figures after it are of section `section` (the heading without its ordinal)."""
        self.section = section or re.sub(r"^(第.部分|[（(]?[一二三四五六七八九十\d]+[）)、.．])\s*", "", text)
        self.blocks.append(Text(text, level))

    def say(self, marked: str) -> None:
        """Print a paragraph of marked-up text."""
        self.blocks.append(Text(self.read(marked)))

    def tell(self, marked: str) -> None:
        """Print marked-up text of several paragraphs, one a line; a line that begins with # is a heading."""
        for line in filter(None, (line.strip() for line in marked.splitlines())):
            if line.startswith("#"):
                self.heading(line.lstrip("# "), 2 + len(line) - len(line.lstrip("#")))
            else:
                self.say(line)

    def read(self, marked: str) -> str:
        """The printed form of marked-up text; its gold is noted."""
        return MARK.sub(self._mark, marked)

    def _mark(self, match: re.Match[str]) -> str:
        kind, name, printed, when = match.groups()
        if kind == "n":
            return self._figure(name, printed)
        if kind == "staff":
            self.note("staff", what=name, value=printed, when=when or "")
            return printed
        if kind in MENTIONS:
            self.note("mention", type=kind, text=name)
            return name
        if kind not in STRUCTURE:
            raise ValueError(f"unknown mark {match.group()}")
        status = {"division": {"status": "现设"}, "former": {"status": "原设"}}.get(kind, {})
        self.note("division" if kind == "former" else kind, name=name, **status)
        if kind in NAMED:
            self.note("mention", type="organization", text=name)
        return name

    def _figure(self, what: str, printed: str) -> str:
        key = (self.section, what)
        if key in self.faults:
            self.replaced[key], printed = printed, self.faults[key]
        self.note("narr", **figure(what, printed, self.section))
        return printed.removeprefix("-")
