"""Tables over pages: the parts that only a page break, or a caption printed again, holds apart are one table."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.formats.pdf.cuts import goes_on, put_together
from ingest.formats.pdf.margins import Printed
from ingest.formats.pdf.parts import Part
from kg.amounts import fold

_NEAR = 8  # printed lines above a table that can be its caption


def whole_tables(items: Sequence[Printed | Part]) -> list[Printed | Part]:
    """Lines and parts of all pages in reading order, with one part a table."""
    out: list[Printed | Part] = []
    last: tuple[int, int] | None = None  # index of the last table in `out`, and the page it ends on
    for item in items:
        if not isinstance(item, Part):
            out.append(item)
            continue
        joined = _joined(out, last, item)
        if joined and last:
            del out[last[0] :]
        out.append(joined or item)
        last = len(out) - 1, item.page
    return out


def _joined(out: Sequence[Printed | Part], last: tuple[int, int] | None, after: Part) -> Part | None:
    """The table that the page before ends with, with `after` as its rest; None where `after` is a table of its own."""
    before = out[last[0]] if last and last[1] == after.page - 1 else None
    if last is None or not isinstance(before, Part):
        return None
    captions = {_text(line) for line in out[max(0, last[0] - _NEAR) : last[0]] if not isinstance(line, Part)}
    between = [line for line in out[last[0] + 1 :] if not isinstance(line, Part)]
    if not all(line[0].page == after.page and (_text(line) in captions or "续" in _text(line)) for line in between):
        return None
    repeated = goes_on(before, after)
    return None if repeated is None else put_together(before, after, repeated)


def _text(line: Printed) -> str:
    return fold("".join(piece.text for piece in line))
