"""Ordinals as reports print them: 一、 （一） 1、 1. （1） ① 一是; at the start of a paragraph or running through it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.narrative.wordings import plain

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_H = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    ("part", re.compile(rf"第({_H})部分[：、]?")),
    ("section", re.compile(rf"({_H})、")),
    ("bracketed", re.compile(rf"（({_H})）[、.]?")),
    ("number", re.compile(r"(\d{1,2})(?:、|[.](?!\d))[.]?")),
    ("bracketedNumber", re.compile(r"（(\d{1,2})）[、.]?")),
    ("halfBracketed", re.compile(r"(\d{1,2})）")),
    ("circled", re.compile(r"([①-⑳])")),
    ("firstly", re.compile(rf"第?({_H})是(?:要)?[，：]?")),
)
_BEGINNING = re.compile(r"[第（\d①-⑳一二三四五六七八九十]")  # of every style
_LONGEST = 12  # characters of an ordinal and what tells that it is one
_START = re.compile(r"(?:^|[。；：，、\n”）])$")


class Ordinal(NamedTuple):
    """An ordinal printed at [start, end) of a text: its style and its number."""

    style: str
    number: int
    start: int
    end: int


def ordinal_at(text: str, start: int = 0) -> Ordinal | None:
    """The ordinal that `text` prints at `start`, or None."""
    found = _first(text[start : start + _LONGEST])
    return found._replace(start=start, end=start + found.end) if found and start else found


@lru_cache(maxsize=4096)
def _first(words: str) -> Ordinal | None:
    """The ordinal that the words begin with."""
    flat = plain(words)
    for style, marker in _STYLES if _BEGINNING.match(flat) else ():
        found = marker.match(flat)
        if found:
            return Ordinal(style, number_of(found[1]), 0, found.end())
    return None


def without_ordinal(text: str) -> str:
    """`text` without the ordinal at its start."""
    found = ordinal_at(text)
    return text[found.end :] if found else text


def running(text: str, start: int = 0) -> tuple[Ordinal, ...]:
    """Ordinals of one style that run through `text` from `start` on; empty where there are not two of them.

    They count from 1, or from the ordinal that stands at `start`; an ordinal at `start` tells the style.
    """
    flat = plain(text)
    first = ordinal_at(text, start)
    best: tuple[Ordinal, ...] = ()
    for style, marker in _STYLES:
        if first is None or first.style == style:
            found = _sequence(flat, start, style, marker, first.number if first else 1)
            if len(found) >= 2 and (not best or found[0].start < best[0].start):
                best = found
    return best


def number_of(text: str) -> int:
    """The number that Chinese numerals up to 99, digits or a circled digit print."""
    if text.isascii():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text[-1]]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _sequence(text: str, start: int, style: str, marker: re.Pattern[str], number: int) -> tuple[Ordinal, ...]:
    out: list[Ordinal] = []
    for found in marker.finditer(text, start):
        if number_of(found[1]) == number and (found.start() == start or _START.search(text[found.start() - 1 : found.start()])):
            out.append(Ordinal(style, number, found.start(), found.end()))
            number += 1
    return tuple(out)
