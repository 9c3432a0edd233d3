"""Figures in a row that share one wording: 分别增长8%和3%; A、B、C分别为1个、2个、3个."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WORD = "分别"
_LINK = re.compile(r"^(?:是|为)")
_GOES_ON = re.compile(r"[、和及与]")
_NAMES = re.compile(r"、|以及|[和及与]")
_COMPARED = re.compile(r"^(?:[比较与占]|同比|环比|增|减|$)")
_COUNTED = re.compile(r"[一二三四五六七八九十两\d]{1,3}(?:个|类|项|家|所|名|条|处)[^、]{0,8}$")


class Told(NamedTuple):
    """The words of a figure: those printed before it, without what does not count, what it measures, whether it is a decrease."""

    raw: str
    lead: str
    what: str
    decrease: bool


def respectively(told: Sequence[Told]) -> tuple[Told, ...]:
    """The figures with those in a row told apart, each with the wording of its row; the others as they are."""
    out = list(told)
    for start, end in _rows(told):
        for i, what in zip(range(start, end), _whats(out, start, end), strict=True):
            out[i] = out[i]._replace(what=what, lead=out[start].lead, decrease=out[start].decrease)
    return tuple(out)


def _rows(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """[start, end) of every row of two or more."""
    for start, one in enumerate(told):
        end = start + 1
        while _WORD in one.raw and end < len(told) and _GOES_ON.fullmatch(told[end].raw):
            end += 1
        if end > start + 1:
            yield start, end


def _whats(told: Sequence[Told], start: int, end: int) -> tuple[str, ...]:
    """What the figures of a row measure: the things named before 分别, else those that the figures before the row measure."""
    named, _, measured = told[start].lead.partition(_WORD)
    count, wording = end - start, _LINK.sub("", measured)
    if _COMPARED.search(named):
        things = tuple(one.what for one in told[max(start - count, 0) : start])
        wording = named + wording
    else:
        things = tuple(_NAMES.split(_COUNTED.sub("", named)))
    if len(things) != count:
        return (told[start].what.replace(_WORD, ""),) * count
    return tuple(thing + wording for thing in things)
