"""Scanned pages as ink: rules found in the picture, lines of text recognised one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ingest.formats.pdf.ink import Glyph, PageInk
from ingest.formats.scan.raster import Picture, Raster, rasters
from ingest.formats.scan.recognition import texts
from ingest.formats.scan.strokes import Area, rules_of, text_areas

_RIM = 0.15  # of a line's height: paper left around it


def scanned_pages(data: bytes, numbers: Sequence[int], name: str) -> Iterator[PageInk]:
    """The pages of a PDF with these numbers, read from their pictures. Raises FileUnreadable where one cannot be drawn."""
    return (page_ink(raster) for raster in rasters(data, numbers, name))


def page_ink(raster: Raster) -> PageInk:
    """The rules and the recognised lines of a straightened page."""
    flat, upright, ink = rules_of(raster)
    areas = text_areas(raster, flat, upright, ink)
    near = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    clean = np.where(near > 0, raster.grey, 255).astype(np.uint8)  # no rules, no dust
    read = texts([_cut(clean, area) for area in areas])
    glyphs = tuple(_glyph(area, text, raster.scale) for area, text in zip(areas, read, strict=True) if text)
    return PageInk(raster.number, raster.width, raster.height, glyphs, flat, upright)


def _cut(picture: Picture, area: Area) -> Picture:
    rim = max(2, round(_RIM * area.height))
    top, left = max(0, area.y0 - rim), max(0, area.x0 - rim)
    return picture[top : area.y1 + rim, left : area.x1 + rim]


def _glyph(area: Area, text: str, scale: float) -> Glyph:
    return Glyph(text, area.x0 / scale, area.x1 / scale, area.y0 / scale, area.y1 / scale)
