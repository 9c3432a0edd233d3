"""What a term means, as the reports explain it in their 名词解释."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Store

from kg.store import Row, rows
from ontology.terms import FA
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused, unit_name
from search_app.ask.characters import folded
from search_app.ask.definitions import define
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.sentences import reports
from search_app.ask.templates import fill, target_rows

_FIRST, _SEARCHED = 4, 40  # reports that are looked through, first and where these do not explain it: most explain the same terms
_LEAST = 3  # characters of a term that is no name of the release
_FRAME = frozenset({"unit", "bare", "region", "year", "what_is", "define", "amount", "loaded", "last_year", "this_year"})
_ASIDE = re.compile("^(?:报告|决算|里|中|的|说|这个|所|谓|名词|术语|请问|什么|叫|是)+|(?:这个词|一词|这个名词|这一?项|的|是|指|呢|啊)+$")
_SECTIONS, _HEAD = ("名词", "术语"), 40  # of the narrative, and the characters of an entry that hold its term
_MEANING = re.compile("什么是|何[为谓]|解释|含义|定义|什么意思|指什么|指的是什么")
_NUMBERED = r"^[（(]?[一二三四五六七八九十0-9]*[）)、.．，]?"


def explain(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The explanation of the newest report that has one; for a subject without one its code."""
    words = sorted(set(_words(lexicon, reading)), key=lambda word: (-len(word), word))
    exactly = [_plain(asked.word) for asked in reading.asked]
    if found := _explained(store, lexicon, reading, exactly) or _explained(store, lexicon, reading, words):
        return found
    if any(term.kind == "subject" for asked in reading.asked for term in asked.terms):
        return define(store, lexicon, reading)
    return refused(reading, refusals.no_such("", f"“{words[-1] if words else ''}”的解释", "已载入的报告"))


def explain_unknown(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The explanation of a term that is no name of the release: 什么是结转资金; None where nobody asks for one, or no report has it."""
    term = _asked_term(reading) if "what_is" in reading.operation.cues else ""
    if len(term) < _LEAST:
        return None
    years = [(unit.iri, year) for unit in lexicon.units for year in unit.years] if reading.every_unit else reading.targets
    newest = sorted(years, key=lambda target: (-target[1], unit_name(lexicon, target[0])))[:_SEARCHED]
    explaining = (target for target in newest if any(said.startswith(term) for said in _entries(store, lexicon, target)))
    target = next(explaining, None)
    return _explained(store, lexicon, replace(reading, targets=(target,)), [term]) if target else None


def _entries(store: Store, lexicon: Lexicon, target: tuple[str, int]) -> tuple[str, ...]:
    """How the entries of a report's glossary begin; read once and kept while the release is served."""
    kept: dict[tuple[str, int], tuple[str, ...]] = lexicon.remember("glossary entries", lambda _: {})
    if target not in kept:
        kept[target] = tuple(said for report in reports(store, *target) for said in _begin(store, report))
    return kept[target]


def _begin(store: Store, report: NamedNode) -> Iterator[str]:
    for quad in store.quads_for_pattern(None, FA.section, None, report):
        if isinstance(quad.object, Literal) and any(word in quad.object.value for word in _SECTIONS):
            for said in store.quads_for_pattern(quad.subject, FA.text, None, report):
                if isinstance(said.object, Literal):
                    yield re.sub(_NUMBERED, "", _plain(said.object.value[:_HEAD]))


def asks_meaning(reading: Reading) -> bool:
    """True where it is asked what the words mean by which a project is called, and not what it cost."""
    projects = bool(reading.asked) and all(term.kind == "project" for one in reading.asked for term in one.terms)
    return reading.operation.name == "value" and projects and bool(_MEANING.search(folded(reading.typed)))


def _asked_term(reading: Reading) -> str:
    """The longest part of the question beside the words that ask, whose and when."""
    framed = [part for part in reading.parts if part.kind in _FRAME]
    kept = "".join(" " if any(part.start <= at < part.end for part in framed) else one for at, one in enumerate(reading.typed))
    said = (_ASIDE.sub("", _plain(piece)) for piece in re.findall(r"[^\s，。？?,：:！!]+", kept))
    return max(said, key=len, default="")


def _explained(store: Store, lexicon: Lexicon, reading: Reading, words: Sequence[str]) -> Answer | None:
    """What the newest reports that explain one of these terms say."""
    wording = Literal(f"{_NUMBERED}(?:{'|'.join(map(re.escape, words))})(?:支出|经费|收入)?(?:[：:]|是?指|，是?指)")
    targets = sorted(reading.targets, key=lambda target: (-target[1], unit_name(lexicon, target[0])))
    for searched in (_FIRST, _SEARCHED):
        query = fill("glossary", {"unit": target_rows(targets[:searched]), "wording": [(wording,)]})
        if found := list(rows(store, query)):
            return _answer(replace(reading, refusal="", left=()), found[0], query)
    return None


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
