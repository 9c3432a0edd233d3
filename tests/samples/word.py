"""A sample report as a Word file: merged cells, headings whose ordinals Word itself counts, captions and notes around the tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from tests.samples.printer import ordinal
from tests.samples.scribe import Block, Table, Text
from tests.samples.spans import Placed, placed

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    + "</Types>"
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
    for n in (1, 2, 3, 4)
)


def package(body: str, numbering: str = "", styles: str = _STYLES) -> bytes:
    """A DOCX with the XML `body`, `numbering` and `styles` (inside of their roots)."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _rels("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _rels("styles", "styles.xml", "numbering", "numbering.xml"),
        "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NS}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NS}>{numbering}</w:numbering>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return out.getvalue()


def _rels(*pairs: str) -> str:
    found = zip(pairs[::2], pairs[1::2], strict=True)
    inner = "".join(f'<Relationship Id="r{i}" Type="{_RELATIONS}/{kind}" Target="{to}"/>' for i, (kind, to) in enumerate(found))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def paragraph(text: str, properties: str = "") -> str:
    """A w:p with the text; its line ends are breaks."""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{runs}</w:r></w:p>"


def table(cells: Iterable[Placed]) -> str:
    """A w:tbl with the cells merged as they say."""
    rows: dict[int, dict[int, str]] = {}
    for cell in cells:
        for i in range(cell.rows):
            down = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if i == 0 else "<w:vMerge/>"
            wide = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            said = paragraph(cell.text if i == 0 else "")
            rows.setdefault(cell.row + i, {})[cell.column] = f"<w:tc><w:tcPr>{wide}{down}</w:tcPr>{said}</w:tc>"
    lines = ("".join(row[c] for c in sorted(row)) for _, row in sorted(rows.items()))
    grid = '<w:gridCol w:w="900"/>' * (1 + max(column for row in rows.values() for column in row))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


class _Lists:
    """Counts 一、二、… as Word will: a heading whose ordinal is next in its list loses it and joins the list."""

    def __init__(self) -> None:
        self.count = self.lists = 0

    def take(self, text: str) -> tuple[str, str]:
        """The text and the properties that number it."""
        found = re.match(r"^([一二三四五六七八九十]+)、", text)
        if not found:
            return text, ""
        self.lists, self.count = (self.lists + 1, 1) if found[1] == "一" else (self.lists, self.count + 1)
        if found[1] != ordinal(self.count):
            self.count -= 1
            return text, ""
        return text[found.end() :], f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists}"/></w:numPr>'

    def numbering(self) -> str:
        """The body of numbering.xml."""
        level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="7"/>{again}</w:num>' for n in range(1, self.lists + 1))
        return f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>{nums}'


def docx(blocks: Sequence[Block]) -> bytes:
    """The report as a DOCX."""
    lists = _Lists()
    body = "".join(_text(b, lists) if isinstance(b, Text) else _statement(b) for b in blocks)
    return package(body, lists.numbering())


def _text(block: Text, lists: _Lists) -> str:
    if block.lines:
        return "".join(map(paragraph, block.lines))
    style = f'<w:pStyle w:val="{block.level}"/>' if block.level else ""
    text, number = lists.take(block.text) if block.level else (block.text, "")
    return paragraph(text, style + number)


def _statement(block: Table) -> str:
    around = [block.title, f"{block.number}\t单位：{block.owner}\t单位：{block.unit}"] if block.number else [block.title]
    notes = [*block.notes, *([block.sentence] if block.sentence else [])]
    return "".join(map(paragraph, around)) + table(placed(block)) + "".join(map(paragraph, notes))
