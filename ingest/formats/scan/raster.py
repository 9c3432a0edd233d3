"""A scanned page as a straight grey picture: stamps gone, paper white, text running level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from kg.errors import FileUnreadable

Picture = NDArray[Any]  # grey or black and white, one byte a pixel

DPI = 200
_SMALL = 800  # pixels: width of the picture whose slope is measured
_STEEPEST = 3.0  # degrees
_DARKER = 45.0  # steps of grey between paper and ink
_MOST_PIXELS = 25_000_000


@dataclass(frozen=True, slots=True)
class Raster:
    """Page `number` in grey (255 is paper), `ink` 1 where it is dark, `scale` pixels a point."""

    number: int
    grey: Picture
    ink: Picture
    scale: float

    @property
    def width(self) -> float:
        """In points."""
        return float(self.grey.shape[1] / self.scale)

    @property
    def height(self) -> float:
        """In points."""
        return float(self.grey.shape[0] / self.scale)


def rasters(data: bytes, numbers: Sequence[int], name: str) -> Iterator[Raster]:
    """The pages of a PDF with these numbers (from 1), straightened. Raises FileUnreadable where one cannot be drawn."""
    for number in numbers:
        try:
            picture, scale = _drawn(data, number)
        except (pypdfium2.PdfiumError, LookupError, ValueError) as error:
            where = f"{name}, page {number}"
            raise FileUnreadable("the PDF is damaged", where=where, hint="download it again, or print it to a new PDF file") from error
        yield straightened(number, _grey(picture), scale)


def _drawn(data: bytes, number: int) -> tuple[Picture, float]:
    """The page in colours, and pixels a point."""
    with closing(pypdfium2.PdfDocument(data)) as pdf, closing(pdf[number - 1]) as page:
        width, height = page.get_size()
        scale = min(DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        return page.render(scale=scale, rev_byteorder=True).to_numpy(), scale


def straightened(number: int, grey: Picture, scale: float) -> Raster:
    """The picture turned so that its rules and lines run level."""
    slope = _slope(_ink(grey))
    level = _rotated(grey, slope, 255) if slope else grey
    return Raster(number, level, _ink(level), scale)


def _grey(picture: Picture) -> Picture:
    """Grey through a red glass: red stamps are paper, blue and black ink stay dark."""
    if picture.ndim == 2:
        return picture
    return np.ascontiguousarray(picture[:, :, 0])


def _ink(grey: Picture) -> Picture:
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    threshold, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # On a page with little ink Otsu parts the noise of the paper: ink is clearly darker than paper.
    threshold = min(threshold, float(np.median(smooth)) - _DARKER)
    return (smooth < threshold).astype(np.uint8)


def _slope(ink: Picture) -> float:
    """Degrees by which the lines fall, found as the turn that makes the rows of ink sharpest."""
    factor = _SMALL / ink.shape[1]
    small = cv2.resize(ink * 255, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    rough = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.2), key=lambda a: (_sharpness(small, a), -abs(a)))
    fine = max(np.arange(rough - 0.2, rough + 0.21, 0.04), key=lambda a: (_sharpness(small, a), -abs(a)))
    return 0.0 if abs(fine) < 0.03 else float(fine)


def _sharpness(small: Picture, degrees: float) -> float:
    rows = _rotated(small, float(degrees), 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _rotated(picture: Picture, degrees: float, paper: int) -> Picture:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper), dtype=np.uint8)
