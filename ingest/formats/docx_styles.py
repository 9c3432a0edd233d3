"""What paragraph styles of a Word file say: outline level and list of a paragraph, whether it is a line of the contents page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*[1-9]$", re.IGNORECASE)
_DEPTH = 12  # styles that a style may be based on; more is a circle


@dataclass(frozen=True, slots=True)
class ListItem:
    """The list of a paragraph: id of the list ("0": taken out of any list) and level (from 0)."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class Style:
    """`outline` is 0 for running text, 1–9 for headings."""

    outline: int = 0
    item: ListItem | None = None
    contents: bool = False


def value(element: etree._Element | None, name: str = "val") -> str:
    """The attribute of a Word element, "" where element or attribute is missing."""
    return "" if element is None else str(element.get(f"{W}{name}", ""))


def number(text: str, least: int, most: int) -> int:
    """An integer attribute within bounds; `least` where it is none."""
    return min(max(int(text), least), most) if re.fullmatch(r"-?\d{1,6}", text) else least


def styles(root: etree._Element | None) -> dict[str, Style]:
    """Style id → style, with what it takes over from the styles that it is based on. `root`: styles.xml, None without one."""
    found = {} if root is None else {value(style, "styleId"): style for style in root.iter(f"{W}style")}
    return {key: _style(key, found) for key in found}


def list_item(properties: etree._Element | None) -> ListItem | None:
    """The list that paragraph properties (w:pPr) name themselves; None where they name none."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return None
    list_id = value(numbering.find(f"{W}numId"))
    return ListItem(list_id, number(value(numbering.find(f"{W}ilvl")), 0, 8)) if list_id else None


def outline_of(properties: etree._Element | None) -> int | None:
    """The outline level (1–9, 0 running text) that paragraph properties name themselves; None where they name none."""
    level = value(None if properties is None else properties.find(f"{W}outlineLvl"))
    return (number(level, 0, 9) + 1) % 10 if level else None


def _style(key: str, found: dict[str, etree._Element]) -> Style:
    outline: int | None = None
    item: ListItem | None = None
    contents = False
    for _ in range(_DEPTH):
        if key not in found:
            break
        style = found[key]
        properties = style.find(f"{W}pPr")
        name = value(style.find(f"{W}name"))
        heading = _HEADING.match(name)
        outline = outline_of(properties) if outline is None else outline
        outline = int(heading[1]) if heading and outline is None else outline
        item = item or list_item(properties)
        contents = contents or bool(_CONTENTS.match(name))
        key = value(style.find(f"{W}basedOn"))
    return Style(outline or 0, item, contents)
