"""The printed text of a Word paragraph: runs and field results, without deleted and hidden text, field codes and page numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.docx_styles import W, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = ("0", "false", "off")
_SKIPPED = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "rt", "annotationRef", "footnoteRef")}
    | {f"{_MC}Fallback"}
)
_NO_TEXT = re.compile(r"^\s*(PAGEREF|PAGE|NUMPAGES|SECTIONPAGES|HYPERLINK \\l \"\" PAGEREF)\b", re.IGNORECASE)
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Check marks of the symbol fonts.
_SYMBOLS = {
    "F0FE": "☑",
    "00FE": "☑",
    "F052": "☑",
    "0052": "☑",
    "F0FC": "√",
    "00FC": "√",
    "F0A8": "□",
    "00A8": "□",
    "F06F": "□",
    "006F": "□",
}


@dataclass(slots=True)
class Printed:
    """What a paragraph prints: its text (tabs and line ends kept), the text boxes in it, whether it is a line of the contents page."""

    text: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    contents: bool = False


def printed(paragraph: etree._Element) -> Printed:
    """What the w:p prints, without its automatic number."""
    reader = _Runs()
    reader.walk(paragraph)
    return Printed("".join(reader.parts), reader.boxes, reader.contents)


@dataclass(slots=True)
class _Runs:
    """Collects text; `fields` holds, for each open field, its code while that is being read, then whether its result prints."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    contents: bool = False
    fields: list[tuple[str, bool]] = field(default_factory=list)

    def walk(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                if not _hidden(child):
                    self.walk(child)
            elif tag == f"{W}t":
                self._add(child.text or "")
            elif tag == f"{W}fldChar":
                self._field(value(child, "fldCharType"))
            elif tag == f"{W}instrText" and self.fields and not self.fields[-1][1]:
                self.fields[-1] = (self.fields[-1][0] + (child.text or ""), False)
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{W}fldSimple":
                self._simple(child)
            elif tag == f"{W}sym":
                self._add(_SYMBOLS.get(value(child, "char").upper(), ""))
            elif tag in _CHARACTERS:
                self._add(_CHARACTERS[tag])
            elif tag not in _SKIPPED:
                self.walk(child)

    def _add(self, text: str) -> None:
        if all(shown and not _NO_TEXT.match(code) for code, shown in self.fields):
            self.parts.append(text)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(("", False))
        elif self.fields and kind == "separate":
            self._opened(self.fields[-1][0])
            self.fields[-1] = (self.fields[-1][0], True)
        elif self.fields and kind == "end":
            self.fields.pop()

    def _simple(self, element: etree._Element) -> None:
        code = value(element, "instr")
        self._opened(code)
        self.fields.append((code, True))
        self.walk(element)
        self.fields.pop()

    def _opened(self, code: str) -> None:
        self.contents = self.contents or "PAGEREF" in code.upper()


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and value(mark) not in _OFF
