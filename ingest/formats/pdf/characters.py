"""The characters of a PDF page as a person sees them: hidden, doubled and rotated ones sorted out, radicals turned into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ingest.formats.pdf.ink import Glyph

Object = Mapping[str, Any]  # a character, line or rectangle as pdfplumber hands it out

UNREADABLE = "\ufffd"
_CID = re.compile(r"\(cid:\d+\)")
# Fonts that share one glyph between a word and its radical give the radical away; NFKC leaves these or makes them traditional.
_RADICALS = dict(
    zip(
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⼾⻁⻌⻏⻖",
        "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟户虎辶阝阝",
        strict=True,
    )
)
_TRACE = 0.97  # lighter than this is white on paper
_FAINT = 0.7  # a watermark is at least this light, and larger than the text


def glyphs(chars: Sequence[Object], dark: Sequence[Object], width: float, height: float) -> tuple[Glyph, ...]:
    """The visible glyphs among pdfplumber's `chars`, each once; white ones only where they lie on one of the `dark` rectangles."""
    usual = _usual_size(chars)
    seen = (c for c in chars if _inside(c, width, height) and _visible(c, dark, usual))
    return tuple(_once(Glyph(_word(c["text"]), c["x0"], c["x1"], c["top"], c["bottom"]) for c in seen if c["text"]))


def lightness(colour: object) -> float:
    """0 (black) to 1 (white) of a grey, RGB or CMYK colour; 0 where the colour is a pattern or unknown."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [float(part) for part in parts if isinstance(part, (int, float))]
    if len(numbers) == 4:
        return max(0.0, 1 - min(1.0, numbers[3] + sum(numbers[:3]) / 3))
    return sum(numbers) / len(numbers) if len(numbers) in (1, 3) else 0.0


def unreadable_share(found: Sequence[Glyph]) -> float:
    """Share of the glyphs whose font doesn't say which characters they are."""
    return sum(1 for g in found if g.text == UNREADABLE) / len(found) if found else 0.0


def _word(text: str) -> str:
    if _CID.fullmatch(text) or "\ue000" <= text <= "\uf8ff":
        return UNREADABLE
    if text in _RADICALS:
        return _RADICALS[text]
    return unicodedata.normalize("NFKC", text) if "\u2f00" <= text <= "\u2fd5" else text


def _usual_size(chars: Sequence[Object]) -> float:
    sizes = sorted(c["size"] for c in chars)
    return float(sizes[len(sizes) // 2]) if sizes else 0.0


def _inside(char: Object, width: float, height: float) -> bool:
    return bool(char["x1"] > 0 and char["x0"] < width and char["bottom"] > 0 and char["top"] < height)


def _visible(char: Object, dark: Sequence[Object], usual: float) -> bool:
    a, b, c, d = char["matrix"][:4]
    if abs(b) > 0.05 * abs(a) and abs(a) > 0.05 * abs(b) and abs(d) > 0.05 * abs(c):
        return False  # neither upright nor turned by a right angle: a watermark
    light = lightness(char["non_stroking_color"])
    if light > _TRACE:
        return any(r["x0"] <= char["x0"] and char["x1"] <= r["x1"] and r["top"] <= char["top"] + 2 <= r["bottom"] for r in dark)
    return not (light > _FAINT and char["size"] > 1.8 * usual)


def _once(found: Iterable[Glyph]) -> Iterator[Glyph]:
    """Glyphs without those printed again over themselves with a tiny shift (fake bold)."""
    cells: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in found:
        column, row = int(glyph.x0 // 4), int(glyph.top // 4)
        near = (cells.get((glyph.text, column + i, row + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not glyph.text.isspace() and any(_over(glyph, other) for group in near for other in group):
            continue
        cells.setdefault((glyph.text, column, row), []).append(glyph)
        yield glyph


def _over(a: Glyph, b: Glyph) -> bool:
    across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0.6 * (a.x1 - a.x0) and down > 0.6 * a.size
