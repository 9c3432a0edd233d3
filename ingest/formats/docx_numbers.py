"""Automatic numbers of a Word file: 一、（一）1. … that Word prints and the text does not hold (numbering.xml, ISO 29500-1 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.formats.docx_styles import ListItem, W, number, value
from ingest.formats.number_shapes import shaped

_NO_NUMBER = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: first number, number format, text (`（%1）`), the level after which it starts again (None: any wider one)."""

    start: int = 1
    shape: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class Numbers:
    """The lists of one file and how far each has counted."""

    _levels: dict[str, dict[int, Level]]  # list id → its levels
    _shared: dict[str, str]  # list id → the definition whose count it goes on with
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def printed(self, item: ListItem, style: str = "") -> str:
        """The number that Word prints before the next paragraph of the list, "" for bullets and unknown lists."""
        levels = self._levels.get(item.list_id)
        if not levels:
            return ""
        at = next((i for i, level in levels.items() if style and level.style == style), item.level)
        level = levels.get(at, Level())
        counts = self._counted(item.list_id, levels, at)
        if level.shape in _NO_NUMBER:
            return ""
        return re.sub(r"%([1-9])", lambda found: self._part(levels, counts, int(found[1]) - 1, level), level.text).strip()

    def _counted(self, list_id: str, levels: dict[int, Level], at: int) -> dict[int, int]:
        counts = self._counts.setdefault(self._shared[list_id], {})
        counts[at] = counts.get(at, levels.get(at, Level()).start - 1) + 1
        for deeper in [i for i in counts if i > at]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or at < restart:
                del counts[deeper]
        return counts

    def _part(self, levels: dict[int, Level], counts: dict[int, int], at: int, own: Level) -> str:
        level = levels.get(at, Level())
        return shaped(counts.get(at, level.start), "decimal" if own.legal else level.shape)


def numbers(root: etree._Element | None) -> Numbers:
    """The lists that numbering.xml describes; `root` is None in a file without lists."""
    if root is None:
        return Numbers({}, {})
    abstract = _definitions(root)
    levels: dict[str, dict[int, Level]] = {}
    shared: dict[str, str] = {}
    for one in root.iter(f"{W}num"):
        list_id, definition = value(one, "numId"), value(one.find(f"{W}abstractNumId"))
        if definition not in abstract:
            continue
        overrides = {number(value(o, "ilvl"), 0, 8): o for o in one.iter(f"{W}lvlOverride")}
        levels[list_id] = _levels(abstract[definition]) | _overridden(abstract[definition], overrides)
        # an override of the first number starts a list of its own
        restarts = any(o.find(f"{W}startOverride") is not None for o in overrides.values())
        shared[list_id] = f"list {list_id}" if restarts else f"definition {definition}"
    return Numbers(levels, shared)


def _definitions(root: etree._Element) -> dict[str, etree._Element]:
    """Id → abstractNum; one that only links to a list style is that style's."""
    every = list(root.iter(f"{W}abstractNum"))
    of_style = {name: a for a in every if (name := value(a.find(f"{W}styleLink")))}
    return {value(a, "abstractNumId"): of_style.get(value(a.find(f"{W}numStyleLink")), a) for a in every}


def _levels(element: etree._Element) -> dict[int, Level]:
    return {number(value(level, "ilvl"), 0, 8): _level(level) for level in element.iterchildren(f"{W}lvl")}


def _overridden(abstract: etree._Element, overrides: dict[int, etree._Element]) -> dict[int, Level]:
    out: dict[int, Level] = {}
    usual = _levels(abstract)
    for at, override in overrides.items():
        level = next(iter(_levels(override).values()), usual.get(at, Level()))
        start = value(override.find(f"{W}startOverride"))
        out[at] = replace(level, start=number(start, 0, 9999)) if start else level
    return out


def _level(element: etree._Element) -> Level:
    restart = value(element.find(f"{W}lvlRestart"))
    legal = element.find(f"{W}isLgl")
    start = value(element.find(f"{W}start"))
    return Level(
        start=number(start, 0, 9999) if start else 0,
        shape=value(element.find(f".//{W}numFmt")) or "decimal",
        text=value(element.find(f"{W}lvlText")),
        restart=number(restart, 0, 9) if restart else None,
        legal=legal is not None and value(legal) not in ("0", "false"),
        style=value(element.find(f"{W}pStyle")),
    )
