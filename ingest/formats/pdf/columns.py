"""Columns of a table without upright rules: the labels at the foot of its head say how many there are, what stands in the rows
says where they lie. Only what can be read in one way counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.pdf.lines import Line

Pieces = Sequence[Line]
Span = tuple[float, float]

_LEAST = 3
_MOST = 40  # columns and clusters; more is no table of accounts
_PURE = 0.9  # of what stands in a column of numbers that is a number
_NO_VALUE = re.compile(r"^(无|[-—–－]+|/|[栏行]\s*次|项\s*目|[合总小]\s*计|科目.*)$")
_ACROSS = re.compile(r"^([栏行]\s*次|项\s*目|[合总]\s*计|本年[收支][入出]合计)$")  # printed in the middle of merged cells


@dataclass(frozen=True, slots=True)
class _Cluster:
    """What stands below each other: its left and right end, and the rows that it stands in."""

    x0: float
    x1: float
    bands: frozenset[int]


def columns(head: Sequence[Pieces], body: Sequence[Pieces]) -> list[Span]:
    """Left and right end of every column, empty where they are not certain. `head` and `body` are rows from top to bottom."""
    labels = _leaves(head)
    clusters = _clusters((piece, band) for band, row in enumerate(body) for piece in row if not _ACROSS.match(piece.text))
    if not _LEAST <= len(labels) <= _MOST or len(clusters) > _MOST:
        return []
    found = _groups(labels, clusters)
    if found is None:
        return []
    spans = [
        (min(c.x0 for c in group), max(c.x1 for c in group)) if group else _span(label) for label, group in zip(labels, found, strict=True)
    ]
    apart = all(a[1] < b[0] for a, b in pairwise(spans))
    return spans if apart and all(_is_pure(span, body) for span in spans) else []


def whites(spans: Sequence[Span], head: Sequence[Pieces]) -> list[float]:
    """Where rules between the columns may be drawn: beside the labels of the head where there is room."""
    labels = _leaves(head)
    return [_between(a[1], b[0], labels) for a, b in pairwise(spans)]


def _between(low: float, high: float, labels: Pieces) -> float:
    middle, start, end = (low + high) / 2, low, high
    for label in labels:
        if label.x0 < end and start < label.x1:
            if (label.x0 + label.x1) / 2 < middle:
                start = max(start, label.x1)
            else:
                end = min(end, label.x0)
    return (start + end) / 2 if start < end else middle


def _leaves(head: Sequence[Pieces]) -> list[Line]:
    """The lowest label over every column, from left to right."""
    found: list[Line] = []
    for row in reversed(head):
        found += [piece for piece in row if not any(piece.x0 < leaf.x1 and leaf.x0 < piece.x1 for leaf in found)]
    return sorted(found, key=lambda piece: piece.x0)


def _clusters(pieces: Iterable[tuple[Line, int]]) -> list[_Cluster]:
    out: list[_Cluster] = []
    for piece, band in sorted(pieces, key=lambda found: found[0].x0):
        if out and piece.x0 < out[-1].x1:
            out[-1] = _Cluster(out[-1].x0, max(out[-1].x1, piece.x1), out[-1].bands | {band})
        else:
            out.append(_Cluster(piece.x0, piece.x1, frozenset({band})))
    return out


def _groups(labels: Pieces, clusters: Sequence[_Cluster]) -> list[list[_Cluster]] | None:
    """The clusters under each label; None unless there is one way to share them out.

    A cluster belongs to the label that it lies under, or to one of the two that it lies between, and never to one that has
    something else in the same row.
    """
    choices = [_choices(labels, cluster) for cluster in clusters]
    ways: list[tuple[int, ...]] = [()]
    for i, choice in enumerate(choices):
        ways = [(*way, label) for way in ways for label in choice if _fits(way, label, i, clusters)]
        if not ways or len(ways) > _MOST:
            return None
    if len(ways) != 1:
        return None
    return [[cluster for cluster, label in zip(clusters, ways[0], strict=True) if label == i] for i in range(len(labels))]


def _choices(labels: Pieces, cluster: _Cluster) -> list[int]:
    under = [i for i, label in enumerate(labels) if label.x0 < cluster.x1 and cluster.x0 < label.x1]
    if len(under) == 1:
        return under
    if under:
        return []
    after = sum(1 for label in labels if label.x1 <= cluster.x0)
    return [i for i in (after - 1, after) if 0 <= i < len(labels)]


def _fits(way: Sequence[int], label: int, i: int, clusters: Sequence[_Cluster]) -> bool:
    in_order = not way or way[-1] <= label
    return in_order and not any(other == label and clusters[k].bands & clusters[i].bands for k, other in enumerate(way))


def _is_pure(span: Span, body: Sequence[Pieces]) -> bool:
    """True for a column that holds either numbers or words, and no number beside another."""
    rows = [[piece for piece in row if span[0] <= piece.x0 and piece.x1 <= span[1]] for row in body]
    held = [piece for row in rows for piece in row]
    numbers = [piece for piece in held if piece.is_number]
    mixed = 0 < len(numbers) < _PURE * len(held) and not all(_NO_VALUE.match(p.text) for p in held if not p.is_number)
    return not mixed and len({round(piece.middle) for piece in numbers}) == len(numbers)


def _span(piece: Line) -> Span:
    return piece.x0, piece.x1


def free(pieces: Pieces, xs: Sequence[float]) -> Iterator[float]:
    """Those of `xs` that no piece stands over."""
    return (x for x in xs if not any(piece.x0 < x < piece.x1 for piece in pieces))
