"""Indicator rows: 一级, 二级 and 三级指标 with target, result, 分值, 得分 and the reason of a deviation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.performance.alignment import Alignment, align
from ingest.performance.as_printed import as_printed
from ingest.performance.cells import Row, is_band, without_weight
from ingest.performance.centred import from_first_row
from ingest.performance.heads import Head
from ingest.performance.levels import Labels, Levels, Scheme, levels
from ingest.performance.parts import Block
from ingest.performance.wording import form
from kg.amounts import Quantity, fold, read_number
from kg.facts import IndicatorResult, Unresolved

_BODY = ("level3", "target", "actual")
_POINTS = ("weight", "score")


@dataclass(slots=True)
class Reading:
    """One row under its head: the text of each column. `trails`: its first text stands right of the results."""

    row: Row
    texts: dict[str, str]
    trails: bool = False

    def text(self, role: str) -> str | None:
        """What the column prints, None for blank; 无 in place of a name is none."""
        printed = self.texts.get(role)
        return None if role == "level3" and printed and fold(printed).rstrip("。.") == "无" else printed

    def number(self, role: str) -> Quantity | None:
        return read_number(self.texts.get(role, ""))

    @property
    def is_record(self) -> bool:
        """False for a row that the form offers and nobody filled in, or filled in with 无."""
        named = any((printed := self.texts.get(role)) and fold(printed).rstrip("。.") != "无" for role in _BODY)
        return named or any((number := self.number(role)) and number.number for role in _POINTS)

    @property
    def is_remark(self) -> bool:
        """True for a row that prints one text and nothing else: part of a cell of its neighbour."""
        alone = len(self.row.cells) == 1 and self.row.cells[0].kind in ("text", "quantity")
        return alone and not self.texts.keys() & {"level1", "level2"}


def indicators(blocks: Sequence[Block], notes: list[Unresolved]) -> tuple[IndicatorResult, ...]:
    """The indicator rows of one evaluation in their order; places that could not be read go to `notes`."""
    scheme = Scheme()
    readings = [list(_readings(block, notes)) for block in blocks]
    for block, rows in zip(blocks, readings, strict=True):
        _collect(scheme, block.head, rows)
    out: list[tuple[IndicatorResult, Levels]] = []
    for block, rows in zip(blocks, readings, strict=True):
        kept = _with_remarks(rows, notes)
        labels = [Labels(r.texts.get("level1", ""), r.texts.get("level2", "")) for r in kept]
        if block.head.labels:
            placed = levels(labels, scheme, block.head.labels[0].text)
        elif out:  # the head was printed again on a new page
            placed = levels(labels, scheme, out[-1][1].level1 or "", out[-1][1].level2 or "")
        else:
            placed = levels(from_first_row(labels), scheme)
        out += [(_result(r, where), where) for r, where in zip(kept, placed, strict=True) if r.is_record]
    return _with_level1_weights(out, scheme)


def _collect(scheme: Scheme, head: Head, rows: Sequence[Reading]) -> None:
    for cell in head.labels:
        scheme.add(cell.text)
    for reading in rows:
        if "level1" in reading.texts:
            scheme.add(reading.texts["level1"], reading.number("weight1"))


# one row -------------------------------------------------------------------------------------------------------------------


def _readings(block: Block, notes: list[Unresolved]) -> Iterator[Reading]:
    shift = 0
    for i, row in enumerate(block.rows):
        cells = [cell for cell in row.cells if not is_band(cell.text)]
        found = as_printed(row, cells, block.head) or align(
            cells, block.head.columns, block.head.fit(row, "indicator"), block.head.expected(row, shift)
        )
        if len(cells) > 1:
            shift = found.shift
        texts = _texts(found, block.head, i == 0)
        notes += [Unresolved(row.at(cell), cell.text, "a cell without a column") for cell in found.dropped]
        if texts:
            yield Reading(row, texts, row.cells[0].column > block.head.position("actual") + shift)


def _texts(found: Alignment, head: Head, is_first: bool) -> dict[str, str]:
    texts = {role: cell.text for role, cell in found.cells.items()}
    if is_first:
        texts = {role: _without_residue(text, role, head) for role, text in texts.items()}
    if not head.has("weight") and texts.get("level3", "").endswith(("分)", "分）")):
        texts["level3"], texts["weight"] = _name_and_weight(texts["level3"])
    return {role: text for role, text in texts.items() if text}


def _name_and_weight(name: str) -> tuple[str, str]:
    """A name and its weight in forms that print the weight behind the name: 相关性（5分）."""
    bare, weight = without_weight(name)
    return (bare, weight.text) if weight else (name, "")


def _without_residue(text: str, role: str, head: Head) -> str:
    """The cell of the first row without the end of a header that slipped into it (指标值1530, 施)."""
    full: Mapping[str, str] = form()["full_headers"]
    whole, printed = full.get(role, ""), fold(head.texts.get(role, ""))
    rest = whole.removeprefix(printed) if printed and whole.startswith(printed) else ""
    if rest and text.startswith(rest):
        return text.removeprefix(rest).strip()
    return "" if role == "reason" and len(text) < 4 and whole.endswith(text) else text


def _result(reading: Reading, where: Levels) -> IndicatorResult:
    return IndicatorResult(
        place=reading.row.place,
        level1=where.level1,
        level2=where.level2,
        level3=reading.text("level3"),
        target=_target(reading),
        actual=reading.text("actual"),
        weight=reading.number("weight"),
        score=reading.number("score"),
        reason=reading.text("reason"),
        inferred=where.inferred,
    )


def _target(reading: Reading) -> str | None:
    """The target; forms with 指标性质, 指标值 and 度量单位 print it in three cells (≥ 90 %)."""
    value = reading.texts.get("target")
    if value is None:
        return None
    sign, unit = reading.texts.get("comparator", ""), reading.texts.get("unit", "")
    before = sign if sign and not any("\u4e00" <= c <= "\u9fff" for c in sign) and not value.startswith(sign) else ""
    return f"{before}{value}{'' if value.endswith(unit) else unit}"


# rows beside each other ----------------------------------------------------------------------------------------------------


def _with_remarks(rows: Sequence[Reading], notes: list[Unresolved]) -> list[Reading]:
    """The rows with each single text put where it is missing: a reason below or above a row whose points were cut."""
    kept = [reading for reading in rows if not reading.is_remark]
    for reading in rows:
        if reading.is_remark:
            cell = reading.row.cells[0]
            owner = _owner(reading, kept)
            if owner:
                owner.texts["reason"] = cell.text
            else:
                notes.append(Unresolved(reading.row.at(cell), cell.text, "a text without a row"))
    return kept


def _owner(remark: Reading, rows: Sequence[Reading]) -> Reading | None:
    """The neighbour that lacks a reason: the row above if its points were cut, else the row below, else the row above."""
    if not remark.trails:
        return None
    at = remark.row.place.row
    above = next((r for r in reversed(rows) if r.row.place.row < at), None)
    below = next((r for r in rows if r.row.place.row > at), None)
    free = [r for r in (above, below) if r and "reason" not in r.texts]
    cut = next((r for r in free if _is_cut(r)), None)
    return cut or (above if above in free else None)


def _is_cut(reading: Reading) -> bool:
    weight, score = reading.number("weight"), reading.number("score")
    return bool(weight and score and score.number < weight.number)


# level-1 weights -----------------------------------------------------------------------------------------------------------


def _with_level1_weights(rows: Sequence[tuple[IndicatorResult, Levels]], scheme: Scheme) -> tuple[IndicatorResult, ...]:
    """The rows with their level-1 weight: the printed one, or where the label is lost and other labels print weights, the sum."""
    out = []
    for row, where in rows:
        key = where.level1_class
        weight, inferred = scheme.weights.get(key), row.inferred
        if key and key not in scheme.names and scheme.weights:
            weight = _sum([r.weight for r, w in rows if w.level1_class == key])
            inferred = ("level1", "level1_weight", *inferred[1:]) if weight else inferred
        out.append(replace(row, level1_weight=weight, inferred=inferred))
    return tuple(out)


def _sum(weights: Sequence[Quantity | None]) -> Quantity | None:
    """The sum, None where a weight is not printed."""
    printed = [weight.number for weight in weights if weight]
    total = sum(printed, Decimal(0))
    return Quantity(f"{total.normalize():f}", total) if len(printed) == len(weights) else None
