"""What is drawn on a scanned page: ruling lines, and boxes of ink that are lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.formats.pdf.ink import Rule
from ingest.formats.pdf.lattice import Frame, frames
from ingest.formats.pdf.rules import merged
from ingest.formats.scan.raster import Picture, Raster

_LONG = 26.0  # points: a stroke this long is a rule, no stroke of a character
_TALL = 16.0
_SURELY = 60.0  # points: shorter upright strokes are rules only where they lead from one rule to another
_REACH = 5.0
_FLANK = 3  # pixels beside an upright stroke, and the share of them that may be ink
_FREE = 0.1
_SPECK = 5  # pixels: smaller spots are dust
_WIDE = 1.6  # of the text's height: a gap that parts what is printed side by side
_MARGIN = 2  # pixels that a rule is thicker than it looks


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of pixels: left, top, right, bottom (the last two exclusive)."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def height(self) -> int:
        """In pixels."""
        return self.y1 - self.y0


def rules_of(raster: Raster) -> tuple[tuple[Rule, ...], tuple[Rule, ...], Picture]:
    """Horizontal and vertical rules in points, and the ink without them."""
    across = _opened(raster.ink, int(_LONG * raster.scale), 1)
    down = _opened(raster.ink, 1, int(_TALL * raster.scale))
    flat = [Rule((a.y0 + a.y1) / 2 / raster.scale, a.x0 / raster.scale, a.x1 / raster.scale) for a in _areas(across) if a.height < 12]
    bars = [
        a for a in _areas(down) if a.x1 - a.x0 < 12 and (a.height > _SURELY * raster.scale or _stands_free(a, raster.ink & (1 - across)))
    ]
    upright = [Rule((a.x0 + a.x1) / 2 / raster.scale, a.y0 / raster.scale, a.y1 / raster.scale) for a in bars]
    upright = [rule for rule in upright if rule.end - rule.start > _SURELY or _hangs(rule, flat)]
    drawn = cv2.dilate(np.bitwise_or(across, down), np.ones((2 * _MARGIN + 1, 2 * _MARGIN + 1), np.uint8))
    return merged(flat), merged(upright), _without_specks(raster.ink & (1 - drawn))


def text_areas(raster: Raster, flat: Sequence[Rule], upright: Sequence[Rule], ink: Picture) -> list[Area]:
    """The lines of text on the page: first those in the cells of its tables, then those around them."""
    boxes = [area for frame in frames(flat, upright) for area in _cells(frame, raster)]
    around = ink.copy()
    for box in boxes:
        around[box.y0 : box.y1, box.x0 : box.x1] = 0
    inside = [line for box in boxes for line in _bands(ink, box)]
    outside = [piece for line in _bands(around, Area(0, 0, ink.shape[1], ink.shape[0])) for piece in _apart(around, line)]
    usual = float(np.median([area.height for area in (*inside, *outside)])) if inside or outside else 0.0
    return [*(line for area in _whole(inside, usual) for line in _single(area, usual)), *_whole(outside, usual)]


def _opened(ink: Picture, width: int, height: int) -> Picture:
    # A rule that falls by a pixel on its way is one rule: thicken it first across its direction.
    thick = cv2.dilate(ink, np.ones((3, 1) if height == 1 else (1, 3), np.uint8))
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)), dtype=np.uint8)


def _hangs(rule: Rule, flat: Sequence[Rule]) -> bool:
    """True for an upright stroke that begins and ends at horizontal rules; strokes of characters above each other don't."""
    crossing = [other.at for other in flat if other.start - _REACH <= rule.at <= other.end + _REACH]
    return all(any(abs(at - end) <= _REACH for at in crossing) for end in (rule.start, rule.end))


def _stands_free(bar: Area, ink: Picture) -> bool:
    """True for a stroke with paper on both sides; strokes of characters have others attached."""
    left = ink[bar.y0 : bar.y1, max(0, bar.x0 - 1 - _FLANK) : max(0, bar.x0 - 1)]
    right = ink[bar.y0 : bar.y1, bar.x1 + 1 : bar.x1 + 1 + _FLANK]
    return all(side.size == 0 or float(side.mean()) <= _FREE for side in (left, right))


def _areas(mask: Picture) -> list[Area]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [Area(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]


def _without_specks(ink: Picture) -> Picture:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= _SPECK
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.uint8)


def _cells(frame: Frame, raster: Raster) -> Iterator[Area]:
    for box in frame.boxes:
        x0, x1 = frame.xs[box.column], frame.xs[box.column_end]
        y0, y1 = frame.ys[box.row], frame.ys[box.row_end]
        yield Area(*(round(value * raster.scale) for value in (x0, y0, x1, y1)))


def _bands(ink: Picture, box: Area) -> Iterator[Area]:
    """The lines in a box: bands of rows with ink, as wide as their ink."""
    cut = ink[box.y0 : box.y1, box.x0 : box.x1]
    for start, end in _runs(np.asarray(cut.any(axis=1))):
        columns = np.flatnonzero(cut[start:end].any(axis=0))
        yield Area(box.x0 + int(columns[0]), box.y0 + start, box.x0 + int(columns[-1]) + 1, box.y0 + end)


def _apart(ink: Picture, line: Area) -> Iterator[Area]:
    """The pieces of a line that wide gaps leave."""
    runs = _runs(np.asarray(ink[line.y0 : line.y1, line.x0 : line.x1].any(axis=0)))
    start = 0
    for i in range(1, len(runs) + 1):
        if i == len(runs) or runs[i][0] - runs[i - 1][1] > _WIDE * line.height:
            yield Area(line.x0 + runs[start][0], line.y0, line.x0 + runs[i - 1][1], line.y1)
            start = i


def _runs(marks: Picture) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marks, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _whole(areas: Sequence[Area], usual: float) -> list[Area]:
    """Bands put together that are strokes of one line (二, 三), thin ones alone dropped."""
    out: list[Area] = []
    for area in areas:
        last = out[-1] if out else None
        if last and area.y0 >= last.y1 and area.y1 - last.y0 <= 1.15 * usual and area.x0 < last.x1 + usual and last.x0 < area.x1 + usual:
            out[-1] = Area(min(last.x0, area.x0), last.y0, max(last.x1, area.x1), area.y1)
        else:
            out.append(area)
    return out


def _single(area: Area, usual: float) -> Iterator[Area]:
    """An area as the lines that stand in it: touching lines are taken apart at equal heights."""
    count = max(1, round(area.height / usual / 1.15)) if area.height > 1.9 * usual else 1
    step = area.height / count
    for i in range(count):
        yield Area(area.x0, round(area.y0 + i * step), area.x1, round(area.y0 + (i + 1) * step))
