"""How people put a question, brought to the words that the reader knows (`phrasing.yaml`); what only frames the question is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from search_app.ask.characters import Folded
from search_app.ask.lexicon import Lexicon
from search_app.ask.spans import Span, scan
from search_app.ask.words import words

_NAMES = ("unit", "bare", "other", "subject", "project", "indicator", "measure", "headcount", "division", "row")
_NAMING = (*_NAMES, "region", "year", "code", "limit", "first")
_KEPT = ("what_is", "define", "why")  # of a clause before a colon: 名词解释：…
_CLAUSE = re.compile(r"[^,:;。!?]+")
_MARK = ","
_BRACKETS = re.compile(r"(?P<name>[^,:;。!?()\d]{2,20})\((?P<place>[^()]{2,16})\)")


def usual(lexicon: Lexicon, question: Folded) -> Folded:
    """The question without what frames it, in usual words; every character still knows where it was typed."""
    question = _with_place_first(lexicon, _without_framing(lexicon, question))
    for pattern, words_for_it, unless in _rules():
        if not (unless and unless.search(question.text)):
            question = _said_usually(lexicon, question, pattern, words_for_it)
    return question


def _said_usually(lexicon: Lexicon, question: Folded, pattern: re.Pattern[str], words_for_it: str) -> Folded:
    for found in reversed(list(pattern.finditer(question.text))):
        if not _is_within_name(scan(lexicon, question.text), found):
            question = question.with_words(found.start(), found.end() - found.start(), found.expand(words_for_it))
    return question


def _is_within_name(spans: Sequence[Span], found: re.Match[str]) -> bool:
    """True where the words are a part of a name."""
    return any(span.of(*_NAMES) and span.start <= found.start() and found.end() <= span.end for span in spans)


def _with_place_first(lexicon: Lexicon, question: Folded) -> Folded:
    """企业服务局(高新区) is 高新区企业服务局, where a unit has that name."""
    for found in reversed(list(_BRACKETS.finditer(question.text))):
        name, place = found["name"], found["place"]
        starts = (at for at in range(len(name) - 1) if any(t.kind in ("unit", "bare") for t in lexicon.terms.get(place + name[at:], ())))
        if (at := next(starts, None)) is not None:
            start = found.start() if place.endswith(name[:at]) else found.start() + at
            question = question.with_words(start, found.end() - start, place + name[at:])
    return question


def _without_framing(lexicon: Lexicon, question: Folded) -> Folded:
    """A clause that names nothing and ends with a colon, or that says who asks and what for, is passed over."""
    for start, end in list(_framing(lexicon, question.text)):
        question = question.with_words(start, end - start, _MARK * (end - start))
    return question


def _framing(lexicon: Lexicon, text: str) -> Iterator[tuple[int, int]]:
    spans: list[Span] | None = None
    if any(text.startswith(word) for word in _data()["framing"]):
        spans = scan(lexicon, text)
        if end := _leading(text, spans):
            yield 0, end
    for found in _CLAUSE.finditer(text):
        heads = text[found.end() : found.end() + 1] == ":"
        if heads or _frames(found.group()):
            spans = scan(lexicon, text) if spans is None else spans
            inside = [span for span in spans if span.start < found.end() and found.start() < span.end]
            if not any(span.of(*_NAMING) or span.says(*_KEPT) for span in inside):
                yield found.span()


def _leading(text: str, spans: Sequence[Span]) -> int:
    """The end of the words before the first unit, place or year that say who asks: 领导问2023年…; 0 where there are none."""
    found = _framed().match(text)
    first = next((span for span in spans if span.of("unit", "bare", "region", "year")), None)
    if not found or first is None or found.end() < first.start or not _frames(text[: first.start]):
        return 0
    inside = [span for span in spans if span.end <= first.start]
    return 0 if any(span.of(*_NAMING) or span.says(*_KEPT) for span in inside) else first.start


def _frames(clause: str) -> bool:
    return bool(_framed().fullmatch(clause)) and any(word in clause for word in _data()["framing"])


@cache
def _framed() -> re.Pattern[str]:
    known = {*_data()["framing"], *words().filler}
    return re.compile("(?:" + "|".join(map(re.escape, sorted(known, key=lambda word: (-len(word), word)))) + ")+")


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str, re.Pattern[str] | None], ...]:
    """Pattern, what stands in its place, and what the question must not hold."""
    return tuple(
        (re.compile(rule["say"]), rule["as"], re.compile(rule["unless"]) if "unless" in rule else None) for rule in _data()["rules"]
    )


@cache
def _data() -> dict[str, Any]:
    text = resources.files("search_app.ask").joinpath("phrasing.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data
