"""Ruling lines of a page: strokes, thin filled rectangles and borders of boxes, pieces of one line put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.formats.pdf.characters import Object, lightness
from ingest.formats.pdf.ink import Rule

THIN = 3.0  # points; a filled rectangle this thin is a line
_SNAP = 2.0  # strokes this near to each other are one line
_GAP = 3.5  # what may lie between the pieces of one line (dots, dashes, corners)
_WHITE = 0.97
_MOST = 20_000  # pieces; a page with more is a drawing


def rules(lines: Sequence[Object], rects: Sequence[Object], curves: Sequence[Object]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Horizontal and vertical rules of a page from pdfplumber's objects; none of a page that is a drawing."""
    if len(lines) + len(rects) + len(curves) > _MOST:
        return (), ()
    flat: list[Rule] = []
    upright: list[Rule] = []
    for thing in (*lines, *curves):
        if thing.get("stroke", True) and lightness(thing.get("stroking_color")) < _WHITE:
            _add(thing, flat, upright)
    for rect in rects:
        _add_rect(rect, flat, upright)
    return merged(flat), merged(upright)


def merged(pieces: Iterable[Rule]) -> tuple[Rule, ...]:
    """Pieces of lines as whole lines, sorted by place."""
    groups: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda r: (r.at, r.start)):
        if groups and piece.at - groups[-1][-1].at <= _SNAP and piece.at - groups[-1][0].at <= 2 * _SNAP:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(rule for group in groups for rule in _chained(group))


def _chained(group: Sequence[Rule]) -> list[Rule]:
    at = sum(r.at for r in group) / len(group)
    out: list[Rule] = []
    for rule in sorted(group, key=lambda r: r.start):
        if out and rule.start <= out[-1].end + _GAP:
            out[-1] = Rule(at, out[-1].start, max(out[-1].end, rule.end))
        else:
            out.append(Rule(at, rule.start, rule.end))
    return out


def _add(thing: Object, flat: list[Rule], upright: list[Rule]) -> None:
    across, down = thing["x1"] - thing["x0"], thing["bottom"] - thing["top"]
    if down <= THIN and across > down:
        flat.append(Rule((thing["top"] + thing["bottom"]) / 2, thing["x0"], thing["x1"]))
    elif across <= THIN and down > across:
        upright.append(Rule((thing["x0"] + thing["x1"]) / 2, thing["top"], thing["bottom"]))


def _add_rect(rect: Object, flat: list[Rule], upright: list[Rule]) -> None:
    if not rect.get("stroke") and (not rect.get("fill") or lightness(rect.get("non_stroking_color")) > _WHITE):
        return
    if min(rect["x1"] - rect["x0"], rect["bottom"] - rect["top"]) <= THIN:
        _add(rect, flat, upright)
        return
    flat += [Rule(rect[side], rect["x0"], rect["x1"]) for side in ("top", "bottom")]
    upright += [Rule(rect[side], rect["top"], rect["bottom"]) for side in ("x0", "x1")]
