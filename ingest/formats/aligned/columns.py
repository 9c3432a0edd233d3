"""Columns of a block of lines: pieces below each other make one, unless one line prints two of them side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from ingest.formats.aligned.printed import Piece, Row

Span = tuple[int, int]

_TOUCHING = 1  # positions between short and long numbers of one column


@dataclass(slots=True)
class _Cluster:
    x0: int
    x1: int
    lines: set[int] = field(default_factory=set)
    has_number: bool = False


def columns(rows: Sequence[Row], head: int) -> list[Span]:
    """Left and right end of every column, from left to right. `head`: how many of the rows stand above the body."""
    clusters: list[_Cluster] = []
    found = [(piece, i) for i, row in enumerate(rows) for piece in row.pieces]
    for piece, i in sorted(found, key=lambda one: (one[0].x1 - one[0].x0, one[0].x0, one[1])):
        _add(clusters, piece, i, i >= head)
    clusters.sort(key=lambda cluster: cluster.x0)
    return [(cluster.x0, cluster.x1) for cluster in _completed(clusters, head)]


def _add(clusters: list[_Cluster], piece: Piece, i: int, is_body: bool) -> None:
    """Put the piece into the cluster that it stands over; one over two columns belongs to none."""
    touched = [cluster for cluster in clusters if piece.over(cluster.x0, cluster.x1)]
    if any(a.lines & b.lines for a, b in combinations(touched, 2)) or any(i in cluster.lines for cluster in touched):
        return
    one = _Cluster(piece.x0, piece.x1, {i}, is_body and piece.is_number)
    for other in touched:
        one = _merged(one, other)
        clusters.remove(other)
    clusters.append(one)


def _merged(a: _Cluster, b: _Cluster) -> _Cluster:
    return _Cluster(min(a.x0, b.x0), max(a.x1, b.x1), a.lines | b.lines, a.has_number or b.has_number)


def _completed(clusters: Sequence[_Cluster], head: int) -> Iterator[_Cluster]:
    """The clusters, a label put together with the numbers printed beside it: they share no line."""
    left = list(clusters)
    while left:
        one = left.pop(0)
        while left and _is_one(one, left[0], left[1:2], head):
            one = _merged(one, left.pop(0))
        yield one


def _is_one(a: _Cluster, b: _Cluster, after: Sequence[_Cluster], head: int) -> bool:
    """True for two neighbours that are parts of one column."""
    if a.lines & b.lines:
        return False
    labels = [all(i < head for i in cluster.lines) for cluster in (a, b)]
    if labels == [False, True] and after and not b.lines & after[0].lines and max(after[0].lines) >= head:
        return False  # the label of the numbers to its right
    return labels[0] != labels[1] or not (any(labels) or a.has_number or b.has_number) or b.x0 - a.x1 <= _TOUCHING


def parted(row: Row, spans: Sequence[Span]) -> Row:
    """The row with every piece over several columns parted at the blank between two of them."""
    return Row(row.line, row.page, tuple(part for piece in row.pieces for part in _parts(piece, spans)), row.gap)


def _parts(piece: Piece, spans: Sequence[Span]) -> Iterator[Piece]:
    over = [span for span in spans if piece.over(*span)]
    if len(over) < 2 or " " not in piece.text:
        yield piece
        return
    for found in re.finditer(" ", piece.text):
        at = piece.x0 + _width(piece, found.start())
        first, rest = Piece(piece.text[: found.start()], piece.x0, at), Piece(piece.text[found.end() :], at + 1, piece.x1)
        if sum(first.over(*span) for span in spans) == 1 and not any(first.over(*span) and rest.over(*span) for span in spans):
            yield first
            yield from _parts(rest, spans)
            return
    yield piece


def _width(piece: Piece, count: int) -> int:
    """Positions that the first `count` characters take."""
    narrow = sum(character <= "\u00ff" for character in piece.text)
    wide = (piece.x1 - piece.x0 - narrow) / max(1, len(piece.text) - narrow)
    return sum(1 if character <= "\u00ff" else round(wide) for character in piece.text[:count])


def seat(piece: Piece, spans: Sequence[Span]) -> tuple[int, int]:
    """First and last column that the piece stands over; the nearest where it stands over none."""
    x0, x1 = piece.x0, piece.x1
    over = [i for i, (start, end) in enumerate(spans) if x0 < end and start < x1]
    if over:
        return over[0], over[-1]
    near = min(range(len(spans)), key=lambda i: abs(sum(spans[i]) / 2 - piece.middle))
    return near, near


def room(rows: Sequence[Row], spans: Sequence[Span]) -> list[int]:
    """Half-widths that the widest cell of each column takes, of those over this column alone."""
    out = [0] * len(spans)
    for piece in (piece for row in rows for piece in row.pieces):
        first, last = seat(piece, spans)
        if first == last:
            out[first] = max(out[first], piece.ink)
    return out


def known_room(rows: Sequence[Row], head: int, spans: Sequence[Span]) -> list[int]:
    """The same, 0 for columns with hardly anything in the body: nothing tells how wide they are."""
    held = Counter(seat(piece, spans)[0] for row in rows[head:] for piece in row.pieces)
    return [most if held[c] > 1 else 0 for c, most in enumerate(room(rows, spans))]


def matched(spans: Sequence[Span], like: Sequence[Span]) -> list[int]:
    """For each of `spans`, columns of another page, which one of `like` it is; empty where that is not certain."""
    if len(spans) == len(like):
        return list(range(len(spans)))
    if not spans or len(spans) > len(like):
        return []
    ours, theirs = _shares(spans), _shares(like)
    found = [min(range(len(like)), key=[abs(their - our) for their in theirs].__getitem__) for our in ours]
    return found if all(a < b for a, b in pairwise(found)) else []


def _shares(spans: Sequence[Span]) -> list[float]:
    """Where the middle of each column is, as a share of the table's width."""
    x0, x1 = spans[0][0], spans[-1][1]
    return [((a + b) / 2 - x0) / (x1 - x0) for a, b in spans]


def moved(row: Row, spans: Sequence[Span], onto: Sequence[Span]) -> Row:
    """The row with its pieces over the columns `onto` as they stand over `spans`."""
    seats = [(piece, seat(piece, spans)) for piece in row.pieces]
    return replace(row, pieces=tuple(replace(piece, x0=onto[a][0], x1=onto[b][1]) for piece, (a, b) in seats))
