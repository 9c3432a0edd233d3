"""Level 1 and level 2 of indicator rows: printed once a group, often beside the wrong row, sometimes not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.performance.cells import without_weight
from ingest.performance.wording import of_class, without_class
from kg.amounts import Quantity

_CLASSES = ("产出指标", "效益指标", "满意度指标", "成本指标")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that one row prints, "" where it prints none."""

    level1: str = ""
    level2: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """What a row stands under. `inferred`: follows from the form, but is printed nowhere (level1) or only further down (level2)."""

    level1: str | None = None
    level1_class: str = ""
    level2: str | None = None
    inferred: tuple[str, ...] = ()


@dataclass(slots=True)
class Scheme:
    """The level-1 labels that one form prints, by class, with their weights."""

    names: dict[str, str] = field(default_factory=dict)
    weights: dict[str, Quantity] = field(default_factory=dict)

    def add(self, label: str, weight: Quantity | None = None) -> None:
        name, printed = without_weight(label)
        key = class_of(name)
        self.names.setdefault(key, name)
        found = printed or weight
        if found:
            self.weights.setdefault(key, found)


def class_of(level1: str) -> str:
    """The class of a level-1 label (产出指标, …); a label of another scheme is its own class."""
    known = [key for key in of_class("level1", level1) if key]
    return known[0] if known else level1


def levels(rows: Sequence[Labels], scheme: Scheme, first: str = "", before: str = "") -> tuple[Levels, ...]:
    """The levels of each row. `first` is a level-1 label printed above the rows (it slipped into the head, or stands on the page
    before), `before` the level 2 that the page before ended with."""
    level1, level2 = first, before
    out: list[Levels] = []
    for i, row in enumerate(rows):
        level1 = row.level1 or level1
        name, below = _level2(rows, i, level2)
        level2 = name
        out.append(_levels(without_weight(level1)[0], name, scheme, below, own=bool(row.level1)))
    return tuple(out)


def _level2(rows: Sequence[Labels], i: int, above: str) -> tuple[str, bool]:
    """The row's level 2 and whether it is printed only further down: its own label, the one above, else the next below."""
    row = rows[i]
    if row.level2:
        return without_weight(row.level2)[0], False
    next_one = next((r for r in rows[i + 1 :] if r.level1 or r.level2), None)
    below = without_weight(next_one.level2)[0] if next_one and not next_one.level1 else ""
    if not above or (row.level1 and _starts_group(row.level1, above)):
        fits = bool(below) and (not row.level1 or not _starts_group(row.level1, below))
        return (below, True) if fits else ("", False)
    return above, False


def _starts_group(level1: str, level2: str) -> bool:
    """True where a level-1 label cannot stand above `level2`: the group of `level2` has ended."""
    own = of_class("level2", level2)
    known = class_of(without_weight(level1)[0])
    return bool(own) and known in _CLASSES and known not in own


def _levels(above: str, level2: str, scheme: Scheme, below: bool, own: bool) -> Levels:
    known = class_of(above) if above else ""
    foreign = own and bool(known) and known not in _CLASSES  # another scheme's label, printed beside the row itself
    key = known if foreign else _class(known, _meant(level2, scheme), scheme)
    level1 = scheme.names.get(key) or key or None
    inferred = (*(("level1",) if key and key not in scheme.names else ()), *(("level2",) if below else ()))
    return Levels(level1, key, level2 or None, inferred)


def _meant(level2: str, scheme: Scheme) -> tuple[str, ...]:
    """The classes that the level-2 label can belong to in this form."""
    own = of_class("level2", level2) if level2 else ()
    missing = [key for key in own if key not in scheme.names]
    return (*own, *(other for key in missing for other in without_class(key, level2)))


def _class(above: str, meant: Sequence[str], scheme: Scheme) -> str:
    """What level 2 means wins over the label above, which may be printed too high or too low; other schemes keep their label."""
    if not meant or above in meant:
        return above
    printed = [key for key in meant if key in scheme.names]
    if printed:
        return printed[0]
    foreign = above and above not in _CLASSES
    return above if foreign else meant[0]
