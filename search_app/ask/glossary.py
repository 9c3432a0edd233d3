"""What a term means, as the reports explain it in their 名词解释."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, Store

from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused, unit_name
from search_app.ask.characters import folded
from search_app.ask.definitions import define
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows

_FIRST, _SEARCHED = 4, 40  # reports that are looked through, first and where these do not explain it: most explain the same terms
_NUMBERED = r"^[（(]?[一二三四五六七八九十0-9]*[）)、.．，]?"


def explain(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The explanation of the newest report that has one; for a subject without one its code."""
    words = sorted(set(_words(lexicon, reading)), key=lambda word: (-len(word), word))
    wording = Literal(f"{_NUMBERED}(?:{'|'.join(map(re.escape, words))})(?:支出|经费|收入)?(?:[：:]|是?指|，是?指)")
    targets = sorted(reading.targets, key=lambda target: (-target[1], unit_name(lexicon, target[0])))
    for searched in (_FIRST, _SEARCHED):
        query = fill("glossary", {"unit": target_rows(targets[:searched]), "wording": [(wording,)]})
        if found := list(rows(store, query)):
            return _answer(reading, found[0], query)
    if any(term.kind == "subject" for asked in reading.asked for term in asked.terms):
        return define(store, lexicon, reading)
    return refused(reading, refusals.no_such("", f"“{words[-1] if words else ''}”的解释", "已载入的报告"), query)


def _words(lexicon: Lexicon, reading: Reading) -> Iterator[str]:
    """The term as asked and by its other names."""
    for asked in reading.asked:
        yield _plain(asked.word)
        for term in asked.terms[:1]:
            if term.kind == "measure":
                yield _plain(lexicon.label(f"measure-{term.key}"))
            elif term.kind == "subject":
                yield from map(_plain, lexicon.subject_of[term.key].names[:3])


def _plain(word: str) -> str:
    return re.sub(r"[“”\"（）()]", "", folded(word))


def _answer(reading: Reading, row: Row, query: str) -> Answer:
    value = re.sub(r"^[（(]?[一二三四五六七八九十\d]*[）)、.．]\s*", "", row["value"])
    text = f"{value}（{listed([row['unit_name']])}{row['year']}年报告的名词解释。）"
    source = Source(row["report"], row["file"], row["section"], None, None, row["value"], row["place"])
    return Answer(reading, text, (Given(value),), None, query, (source,))
