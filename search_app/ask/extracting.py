"""Questions that no rule reads, answered by the one sentence of the report that says what they ask; refused where none does, or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pyoxigraph import NamedNode, Store

from kg.literals import integer
from search_app.ask.answer import Answer, Given, Source, without_repeats
from search_app.ask.characters import fold, folded
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.outlines import outlines
from search_app.ask.printed import listed, plain
from search_app.ask.printings import printed_by
from search_app.ask.reading import Reading
from search_app.ask.scoring import Weighed, fit, weighed
from search_app.ask.sentences import Sentence, path_of
from search_app.ask.sought import Slot, content_words, data, is_private, slots
from search_app.ask.spotting import Spot, is_of_another_year, spot
from search_app.ask.templates import Value, fill, target_rows

LEAST = 0.55  # of the words' weight that the sentence must hold
LEAST_OF_MANY = 0.75  # the same where the question names no unit
SURE = 0.9  # the same where the rules would read the question in another way
MARGIN = 0.05  # by which it must hold more than one that says something else
_WORTH = 0.3  # of the words' weight, below which a sentence is not looked at
_MOST_TARGETS = 12
_TELLING = 1.0  # the least that the words must weigh where no unit is named: what every unit states is not found without it
_CLOSE = 0.2  # what a value gains before which nothing stands but the words
_EXACT = 0.1  # what a list gains that has as many items as are asked for
_LEAST_OWN = 0.15  # of the weight of all words, below which a clause has no words of its own
_SAME = 0.6  # of the shorter of two texts that stands in the other, where they say the same
_MONTH = re.compile(r"\d{1,2}月(?!31[日号])")
_IN_WORDS = frozenset({"reason", "name", "definition", "place"})
_DENIALS = tuple("没不未")

Filled = tuple[tuple[Sentence, Spot], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What fills all that is asked: how well its sentence fits the words, whose report it stands in, and the values with their places."""

    score: float
    target: tuple[str, int]
    filled: Filled

    @property
    def rank(self) -> float:
        """By the words, then by how close to the values they stand."""
        return self.score + _CLOSE * sum(one.close for _, one in self.filled) / len(self.filled)

    @property
    def values(self) -> tuple[str, ...]:
        """What is told, folded."""
        return tuple(sentence.text[one.start : one.end] for sentence, one in self.filled)


def extract(store: Store, lexicon: Lexicon, reading: Reading, least: float = 0.0) -> Answer | None:
    """What one sentence of the reports of these units and years tells; None where no sentence does, or several tell different things.

    `least`: of the words' weight that it must hold, where that is more than it must anyway.
    """
    asked = slots(reading)
    found = candidates(store, lexicon, reading, asked)
    if not found or found[0].score < max(least, LEAST_OF_MANY if reading.every_unit else LEAST):
        return None
    in_words = all(slot.kind in _IN_WORDS for slot in asked)
    if any(other.rank > found[0].rank - MARGIN and not _says_the_same(other, found[0], in_words) for other in found[1:]):
        return None
    return told_by(store, reading, found[0])


def candidates(store: Store, lexicon: Lexicon, reading: Reading, asked: Sequence[Slot]) -> list[Found]:
    """All that fills what is asked for, the best first."""
    if not asked or not 0 < len(reading.targets) <= _MOST_TARGETS:
        return []
    if is_private(reading) or _is_denied(reading, asked) or _is_computed(reading, asked):
        return []
    known = {target: printed_by(store, lexicon, *target) for target in reading.targets}
    of_numbers = not all(slot.kind in _IN_WORDS for slot in asked)
    words = weighed(content_words(reading), [one for said in known.values() for one in said], of_numbers=of_numbers)
    if reading.every_unit and sum(word.weight for word in words) < _TELLING:
        return []
    typed = folded(reading.typed)
    every = (Found(score, target, filled) for target, said in known.items() for score, filled in _filled(asked, words, said, typed))
    found = (one for one in every if not any(is_of_another_year(sentence.text, at, one.target[1]) for sentence, at in one.filled))
    return sorted(found, key=lambda one: (-one.rank, one.target))


def _is_denied(reading: Reading, asked: Sequence[Slot]) -> bool:
    """三公经费为什么没超: why a number did not do what the words say is not why it changed."""
    why = any(slot.kind == "reason" for slot in asked)
    amounts = any(term.kind != "project" for one in reading.asked for term in one.terms)
    return why and amounts and any(word.startswith(_DENIALS) for word in reading.left)


def _is_computed(reading: Reading, asked: Sequence[Slot]) -> bool:
    """True where something is counted or compared of what is known; not where the words that say so may belong to what is unknown."""
    if all(slot.kind in _IN_WORDS - {"name"} for slot in asked) or (all(slot.counter for slot in asked) and not reading.every_unit):
        return False
    return reading.operation.name in data()["computed"] and bool(reading.asked or reading.every_unit)


def _filled(asked: Sequence[Slot], words: Sequence[Weighed], known: Sequence[Sentence], typed: str) -> Iterator[tuple[float, Filled]]:
    beside = [_own(slot, words) if len(asked) > 1 else words for slot in asked]
    months = set(_MONTH.findall(typed))
    for sentence in known:
        score = fit(words, sentence) if months <= set(_MONTH.findall(sentence.text)) else 0.0
        if score > _WORTH and (spots := _spots(asked, beside, sentence, typed)):
            yield score, tuple((sentence, one) for one in spots)
    if len(asked) > 1:
        for whole in _paragraphs(words, known):
            if spots := _spots(asked, beside, whole, typed):
                yield fit(words, whole) - MARGIN, tuple((whole, one) for one in spots)
    if len(asked) == 1 and asked[0].kind == "list":
        for outline in outlines(known):
            exact = len(outline.items) == asked[0].size
            score = fit(words, outline.under) + (_EXACT if exact else 0.0)
            if score > (_WORTH if exact else LEAST_OF_MANY) and (exact or not asked[0].size):
                yield score, tuple((sentence, Spot(start, end)) for sentence, start, end in outline.items)


def _paragraphs(words: Sequence[Weighed], known: Sequence[Sentence]) -> Iterator[Sentence]:
    """Whole paragraphs of several sentences that hold enough of the words: 其中:燃料费1.2万元;维修费1万元."""
    last = {(one.place, one.column): one for one in known if one.before and fit(words, one) > _WORTH}
    for one in last.values():
        yield replace(one, start=1, typed=fold(one.quote), before="")


def _own(slot: Slot, words: Sequence[Weighed]) -> Sequence[Weighed]:
    """The words of the slot's own clause; all where it has none that tell anything."""
    own = [word for word in words if word.text in slot.clause]
    return own if sum(word.weight for word in own) >= _LEAST_OWN * sum(word.weight for word in words) else words


def _spots(asked: Sequence[Slot], beside: Sequence[Sequence[Weighed]], sentence: Sentence, typed: str) -> tuple[Spot, ...]:
    """What fills every slot, no part of the sentence twice; empty where one is not filled."""
    every: list[Spot] = []
    for slot, words in zip(asked, beside, strict=True):
        spots = spot(slot, words, sentence.text, typed)
        if not spots or any((one.start, one.end) == (other.start, other.end) for one in spots for other in every):
            return ()
        every += spots
    return tuple(every)


def _says_the_same(one: Found, other: Found, in_words: bool) -> bool:
    """True for the same values; of reasons and names for those that share most of their words."""
    if one.values == other.values or not in_words:
        return one.values == other.values
    return says_the_same("".join(one.values), "".join(other.values))


def says_the_same(first: str, second: str) -> bool:
    """True for texts that share most of their words."""
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1) >= _SAME * min(len(first), len(second))


def told_by(store: Store, reading: Reading, found: Found) -> Answer:
    """The answer that quotes the sentence, or the items of a list."""
    unit, year = found.target
    rows = [_row(sentence, one) for sentence, one in found.filled]
    query = fill("extract", {"unit": target_rows([found.target]), "place": rows})
    name = next(one.name for one in reading.units if one.iri == unit)
    given = tuple(_given(sentence, one) for sentence, one in found.filled)
    text = f"{name}{year}年的报告写：{_quoted(found, given)}。{year_note(reading)}"
    sources = without_repeats(_source(store, sentence) for sentence, _ in found.filled)
    answered = replace(reading, refusal="", why=False, targets=(found.target,))
    return Answer(answered, text, given, None, query, sources)


def _row(sentence: Sentence, one: Spot) -> tuple[Value, ...]:
    start, end = sentence.typed.span(one.start, one.end)
    return NamedNode(sentence.place), sentence.column, integer(sentence.start + start), integer(end - start)


def _given(sentence: Sentence, one: Spot) -> Given:
    start, end = sentence.typed.span(one.start, one.end)
    value = sentence.typed.typed[start:end]
    return Given(plain(value), one.unit) if one.unit else Given(value)


def _quoted(found: Found, given: Sequence[Given]) -> str:
    """The sentence; of a list that several places make up its items."""
    places = {(sentence.place, sentence.start): sentence for sentence, _ in found.filled}
    if len(places) > 1:
        return listed(one.value for one in given)
    (sentence,) = places.values()
    return sentence.typed.typed.strip().rstrip("。；;")


def _source(store: Store, sentence: Sentence) -> Source:
    report = sentence.place.split("#")[0]
    return Source(report, path_of(store, report), sentence.section, None, None, sentence.quote, sentence.place)
