"""Rows put under the columns of their table where cells were dropped or added: by what must hold, never by guess.

A row that is as long as the head stays as it is. In a shorter one the labels come first and the values keep their order. The
first value column is the total of the others, and a column that is empty in 合计 is empty everywhere: where only one placing
of the values fits that, it is taken; every other value has no column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice

from ingest.heads import CODE, TOTAL, Head
from kg.amounts import fold, is_nothing, read_number

_SUM = re.compile(r"合计$|^小计$|^总计$")
_PART = re.compile(r"^其中")
_EXACT = Decimal("0.02")  # rounding of amounts in 万元
_MOST_PLACINGS = 2000


@dataclass(frozen=True, slots=True)
class Fitted:
    """A row with a cell for every column; `lost` are the places in the printed row (from 0) and texts of values without a column."""

    cells: list[str]
    lost: tuple[tuple[int, str], ...] = ()


def is_trimmed(grids: Iterable[Sequence[Sequence[str]]]) -> bool:
    """True where blank cells at the end of rows are gone, those inside are not: a converter cut line ends."""
    rows = [row for grid in grids for row in grid if any(row)]
    return not any(not row[-1] for row in rows) and any("" in row for row in rows)


def fitted(row: Sequence[str], head: Head, collapsed: bool, used: Sequence[int] = (), trimmed: bool = False) -> Fitted:
    """The row under the columns of `head`. `used` are the value columns that 合计 prints an amount in (all where not known).

    `collapsed`: merged cells are printed once; `trimmed`: rows lack the blank cells at their end.
    """
    cells = list(row)
    missing = head.width - len(cells)
    if missing == 0:
        return _shifted(cells, head)
    if missing < 0:
        return _shortened(cells, head)
    words = [cell for cell in cells if cell]
    if not words:
        return Fitted(cells + [""] * missing)
    if collapsed and head.roles[: missing + 1] == ("code",) * (missing + 1) and CODE.match(fold(words[0])):
        return Fitted(cells[:1] + [""] * missing + cells[1:])
    if TOTAL.match(fold(words[0])) and _is_total_of(cells, head, collapsed):
        return Fitted(cells[:1] + [""] * missing + cells[1:])
    if trimmed and _fits(cells + [""] * missing, head, _leading_labels(head)):
        return Fitted(cells + [""] * missing)
    return _placed(cells, head, used)


def used_columns(rows: Sequence[Sequence[str]], head: Head) -> tuple[int, ...]:
    """Value columns in which the row 合计 prints an amount other than 0; all value columns where there is no such row."""
    values = _values(head)
    totals = [row for row in rows if len(row) == head.width and any(TOTAL.match(fold(cell)) for cell in row[:2])]
    filled = tuple(i for i in values if any((found := read_number(row[i])) and found.number for row in totals))
    return filled or values


def _values(head: Head) -> tuple[int, ...]:
    return tuple(i for i, role in enumerate(head.roles) if role == "value")


def _is_total_of(cells: Sequence[str], head: Head, collapsed: bool) -> bool:
    """True for 合计 over merged label columns: one label, then a cell for each value column, the first of them printed."""
    rest = cells[1:]
    is_first = bool(rest) and not is_nothing(rest[0])
    return (
        (collapsed or is_first or not any(map(read_number, rest)))
        and len(rest) == len(_values(head))
        and all(is_nothing(cell) or read_number(cell) for cell in rest)
    )


def _shifted(cells: list[str], head: Head) -> Fitted:
    """A row of the right length whose cells all stand one column to the right of the columns they fit."""
    labels = _leading_labels(head)
    if labels < 2 or cells[0] or _fits(cells, head, labels) or not _fits([*cells[1:], ""], head, labels):
        return Fitted(cells)
    return Fitted([*cells[1:], ""])


def _fits(cells: Sequence[str], head: Head, labels: int) -> bool:
    """True where codes, names and numbers stand in their columns."""
    for role, cell in zip(head.roles[:labels], cells[:labels], strict=True):
        number = bool(read_number(cell))
        if cell and (role == "code" and not number and not TOTAL.match(fold(cell)) or role == "name" and number):
            return False
    values = [cell for role, cell in zip(head.roles, cells, strict=False) if role == "value"]
    return not any(cell and not is_nothing(cell) and not read_number(cell) for cell in values)


def _leading_labels(head: Head) -> int:
    return next((i for i, role in enumerate(head.roles) if role == "value"), len(head.roles))


def _shortened(cells: list[str], head: Head) -> Fitted:
    """A row that is too long: blank cells at its end or its beginning go, further values have no column."""
    extra = len(cells) - head.width
    if any(cells[head.width :]) and not any(cells[:extra]):
        return Fitted(cells[extra:])
    lost = tuple((i, cell) for i, cell in enumerate(cells) if i >= head.width and cell and not is_nothing(cell))
    return Fitted(cells[: head.width], lost)


@dataclass(frozen=True, slots=True)
class _Span:
    """Columns [start, end) of one block; `labels` are its codes and name, `line` says that 行次 follows."""

    start: int
    labels: tuple[int, ...]
    values: tuple[int, ...]
    line: bool


Token = tuple[int, str]  # place in the printed row, text


def _placed(cells: list[str], head: Head, used: Sequence[int]) -> Fitted:
    """A row that lacks cells: its labels, and its values where only one placing fits; block by block."""
    spans = _spans(head)
    tokens = [(i, cell) for i, cell in enumerate(cells) if cell]
    missing = head.width - len(cells)
    out = [""] * head.width
    lost: list[Token] = []
    for span, group in _groups(tokens, spans, missing):
        if span is None:
            lost += [token for token in group if read_number(token[1])]
        else:
            lost += _fill(out, len(cells), group, span, head, used)
    return Fitted(out, tuple(lost))


def _spans(head: Head) -> list[_Span]:
    starts = [i for i, role in enumerate(head.roles) if role in ("code", "name") and (i == 0 or head.roles[i - 1] in ("value", ""))]
    out = []
    starts = starts or [0]
    for start, end in zip(starts, [*starts[1:], head.width], strict=True):
        columns = range(start, end)
        labels = tuple(i for i in columns if head.roles[i] in ("code", "name"))
        values = tuple(i for i in columns if head.roles[i] == "value")
        out.append(_Span(start, labels, values, any(head.roles[i] == "line" for i in columns)))
    return out


def _groups(tokens: Sequence[Token], spans: Sequence[_Span], missing: int) -> Iterator[tuple[_Span | None, Sequence[Token]]]:
    """The printed cells of each block; those before any label, or of no certain block, with None."""
    starts = [k for k in range(len(tokens)) if _starts_block(tokens, k, coded=len(spans) > 1 and len(spans[0].labels) > 1)]
    starts = starts[:1] if len(spans) == 1 else starts
    if not starts or starts[0]:
        yield None, [token for token in tokens[: starts[0] if starts else None] if not token[1].isdigit()]
    left = list(spans)
    for k, end in zip(starts, [*starts[1:], len(tokens)], strict=False):
        fitting = [span for span in left if span.start - missing <= tokens[k][0] <= span.start]
        span = fitting[0] if len(fitting) == 1 or (fitting and len(starts) == len(spans)) else None
        left = left[left.index(span) + 1 :] if span else left
        yield span, tokens[k:end]


def _starts_block(tokens: Sequence[Token], k: int, coded: bool) -> bool:
    """True where a block begins: with a code right before a name, or with a name."""
    text, after = tokens[k][1], tokens[k + 1][1] if k + 1 < len(tokens) else ""
    if coded:
        return bool(CODE.match(fold(text))) and bool(after) and not read_number(after) and not is_nothing(after)
    return k == 0 or not (read_number(text) or is_nothing(text))


def _fill(out: list[str], width: int, group: Sequence[Token], span: _Span, head: Head, used: Sequence[int]) -> Iterator[Token]:
    """Put a block's cells into `out`; what has no sure column comes back."""
    size = next(
        (k for k, (_, cell) in enumerate(group) if k and (read_number(cell) or is_nothing(cell)) and not _is_code(cell, k, head, span)),
        len(group),
    )
    _put_labels(out, [cell for _, cell in group[:size]], span, head)
    printed = group[size:]
    if span.line:
        printed = printed[1:]
    placing = _placing(printed, head, span.values, used, head.width - width)
    for token, column in zip(printed, placing, strict=True):
        if column >= 0:
            out[column] = token[1]
        elif not is_nothing(token[1]):
            yield token


def _is_code(cell: str, k: int, head: Head, span: _Span) -> bool:
    """True for a part of a code in three columns."""
    codes = sum(1 for i in span.labels if head.roles[i] == "code")
    return codes == 3 and k < 3 and fold(cell).isdigit() and len(fold(cell)) == 2


def _put_labels(out: list[str], words: Sequence[str], span: _Span, head: Head) -> None:
    """Codes and name under their columns."""
    codes = [i for i in span.labels if head.roles[i] == "code"]
    names = [i for i in span.labels if head.roles[i] == "name"]
    for word in words:
        columns = codes if fold(word).isdigit() or not names else names
        if columns:
            out[columns.pop(0)] = word


def _placing(printed: Sequence[Token], head: Head, values: Sequence[int], used: Sequence[int], missing: int) -> list[int]:
    """The column of each printed value, -1 where more than one is possible."""
    if not printed:
        return []
    possible = list(_possible(printed, values, used, missing))
    first = values[0] if values else 0
    if values and _SUM.search(fold(head.paths[first][-1] if head.paths[first] else "")):
        possible = [columns for columns in possible if columns[0] == first]
        possible = [columns for columns in possible if _adds_up(columns, printed, head)] or possible
    agreed = [set(columns) for columns in zip(*possible, strict=True)] if possible else []
    return [one.pop() if len(one) == 1 else -1 for one in agreed] or [-1] * len(printed)


def _possible(printed: Sequence[Token], values: Sequence[int], used: Sequence[int], missing: int) -> Iterator[tuple[int, ...]]:
    """Columns that keep the order, lie no further right than cells are missing, and are not empty in 合计."""
    for columns in islice(combinations(values, len(printed)), _MOST_PLACINGS):
        pairs = list(zip(columns, printed, strict=True))
        near = all(place <= column <= place + missing for column, (place, _) in pairs)
        if near and all(column in used or not _number(text) for column, (_, text) in pairs):
            yield columns


def _number(text: str) -> Decimal:
    found = read_number(text)
    return found.number if found else Decimal(0)


def _adds_up(columns: Sequence[int], printed: Sequence[Token], head: Head) -> bool:
    """True where the first value is the sum of the others, 其中： aside."""
    total, *parts = ((column, _number(text)) for column, (_, text) in zip(columns, printed, strict=True))
    return abs(sum((n for column, n in parts if not _is_part(head, column)), Decimal(0)) - total[1]) <= _EXACT


def _is_part(head: Head, column: int) -> bool:
    return bool(head.paths[column]) and bool(_PART.match(fold(head.paths[column][-1])))
