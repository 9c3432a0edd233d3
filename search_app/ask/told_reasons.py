"""Reasons that the narrative gives beside a change or a comparison (…下降4%,主要是…) and that stand with no figure in the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.store import Row
from search_app.ask.sentences import Sentence

_CAUSE = re.compile(
    r"(?:主要)?(?:变动|增减|差异|增加|减少)?的?(?:主要)?原因(?:主要)?(?:是|为|在于|:)+(?:因为|由于)?|主要(?:是)?(?:因为|由于|系)|主要是|(?<=,)是?由于"
)
_NAMES_CHANGE = re.compile("原因|因为|由于|系")
_CHANGED = re.compile(
    r"(?:增加|减少|增长|下降|上升|降低|上涨|提高|大于|小于|高于|低于|超过|超出|增幅|降幅|减幅|[增减][长少])(?P<rest>[^,;]*)$"
)
_NUMBER = re.compile(r"\d")
_BASE = re.compile(r"上年|去年|同期|年初|预算|决算|\d{4}年")
_PIECE = re.compile(r"[^,;。:]+")
# What a clause is about: the name of an amount at its beginning, before its number or what it is compared with.
_LEAD = re.compile(r"^(?:[(]?[\d一二三四五六七八九十]+[)、.](?!\d)|\d{4}年度?|本部门|本单位|我单位|全年|当年|年末|截至)+")
_ABOUT = re.compile(
    r"^(?P<name>(?!主要|用于|包括|开支|其中|支出决算|支出预算|决算支出|预算支出)[^\d]{1,30}?(?:费|收入|支出|资产|资金|总计|合计|收支|补助))"
    r"(?=\d|财政拨款|支出|决算|预算|全年预算|总体|净值|原值|总额|余额|为|比|较|与|和|均|各|[增减上下降升]|$)"
)
_WITHIN, _OF_STOCK = "其中", "年末较年初"
_PLAIN = {ord(mark): None for mark in '“”"()、'}
_LEAST, _NO_REASON = 4, ("同上", "一是")


@dataclass(frozen=True)
class Told:
    """Characters [start, end) of the folded `sentence` are the reason; `what` says what changed, and against what."""

    what: str
    sentence: Sentence
    start: int
    end: int

    @cached_property
    def row(self) -> Row:
        """The same as a row of the query for the reasons of figures."""
        return {"what": self.what, "reason": self.sentence.text[self.start : self.end], "functional": "", "quote": self.sentence.quote}


def told_reasons(known: Sequence[Sentence]) -> Iterator[Told]:
    """Every reason that a sentence gives for a change of what it, or a sentence before it in its paragraph, is about."""
    for sentence in known:
        found = _CAUSE.search(sentence.text)
        told = sentence.text[found.end() :].strip("。;,:") if found else ""
        if found and len(told) >= _LEAST and not told.startswith(_NO_REASON):
            changed = _changed(found.group(), f"{sentence.before}{sentence.text[: found.start()]}")
            if changed:
                start = sentence.text.find(told, found.end())
                yield Told(changed, sentence, start, start + len(told))


def _changed(cause: str, before: str) -> str:
    """What changed, and against what; empty where what stands before the cause says no change, or those of several things."""
    pieces = [piece.group().translate(_PLAIN) for piece in _PIECE.finditer(before)][-3:]
    last = _CHANGED.search(pieces[-1]) if pieces else None
    if last is None or not (_NAMES_CHANGE.search(cause) or _NUMBER.search(last["rest"])) or _OF_STOCK in pieces[-1]:
        return ""
    compared = pieces[-1:] if _BASE.search(pieces[-1]) else [piece for piece in pieces if _CHANGED.search(piece)]
    own = list(dict.fromkeys(filter(None, map(_head, compared))))
    about = own[0] if own else _about(before)
    rest = "".join(compared)
    return "" if len(own) > 1 or not about else f"{about}{rest.partition(about)[2] or rest}"


def _about(before: str) -> str:
    """What the nearest sentence before the cause begins with that is no list of parts; empty where none does."""
    for said in reversed([said for said in before.split("。") if not said.startswith(_WITHIN)]):
        own = said.partition(_WITHIN)[0]
        if name := next((name for piece in _PIECE.finditer(own) if (name := _head(piece.group().translate(_PLAIN)))), ""):
            return name
    return ""


def _head(piece: str) -> str:
    """The name of an amount with which a clause begins; empty where it begins with none."""
    found = _ABOUT.match(_LEAD.sub("", piece))
    return found["name"] if found and len(found["name"]) > 1 else ""
