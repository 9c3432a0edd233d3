"""What is printed on a page: glyphs and ruling lines with their places, in points from the top left corner of the upright page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character, or a line of them that was recognised in a scan."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def size(self) -> float:
        """Height."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from `start` to `end`, lying `at` the other coordinate (y of a horizontal, x of a vertical rule)."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageInk:
    """All that one page prints. `flat` and `upright` are its horizontal and vertical rules, merged and sorted.

    `image` is True where the text is a picture (a scan), or its characters have no known meaning: OCR has to read it.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    flat: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()
    image: bool = False
