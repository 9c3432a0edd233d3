"""How well a sentence fits the words of a question: their weight in the report, and how much of it the sentence and its headings hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log

from ontology.thesaurus import entries
from search_app.ask.characters import folded
from search_app.ask.framing import is_framing
from search_app.ask.sentences import Sentence
from search_app.ask.sought import Word, data
from search_app.ask.words import words

_BRACKETS = str.maketrans("", "", "()")
_HEADING, _BEFORE = 0.7, 0.6  # what a word counts that stands in the headings, earlier in the paragraph
_MEANT = 0.8  # another word of the same meaning
_PARTLY = 0.7  # a part of a word, by the part
_MOST_OF_IT = 0.6  # of a word, below which a part of it is another word
_THING = 0.9  # the weight from which a word is the name of a thing
_UNSPOKEN = 1.5  # what a thing counts that the report does not speak of
_UNSAID = 0.2  # what another word counts that stands nowhere in the report
_COMMON = 0.1  # the least that a word counts that stands everywhere


@dataclass(frozen=True)
class Weighed:
    """A word of the question with its weight in these sentences, and what else it may be called."""

    text: str
    weight: float
    alike: tuple[str, ...]
    is_amount: bool = False


def weighed(asked: Sequence[Word], known: Sequence[Sentence], *, of_numbers: bool) -> tuple[Weighed, ...]:
    """The words, those that many sentences hold with less weight; `of_numbers`: a number is asked for, which says nothing of itself."""
    every = (Weighed(word.text, word.weight, (*_alike(word.text), *word.alike), word.is_amount) for word in asked)
    return tuple(_weighed(word, known, of_numbers) for word in every)


def _weighed(word: Weighed, known: Sequence[Sentence], of_numbers: bool) -> Weighed:
    """By the kind of word and how rare it is. What only frames the question may stand nowhere; another word is a thing not spoken of."""
    holding = sum(said(word, one.text) >= _MEANT for one in known)
    if not holding:
        is_thing = word.weight >= _THING or (of_numbers and not is_framing(word.text))
        return replace(word, weight=word.weight * (_UNSPOKEN if is_thing else _UNSAID))
    total = len(known) + 1
    return replace(word, weight=word.weight * max(log(total / (holding + 1)) / log(total), _COMMON))


def fit(asked: Sequence[Weighed], sentence: Sentence) -> float:
    """The share of the words' weight that the sentence holds, with its headings and the sentence before it."""
    total = sum(word.weight for word in asked)
    return sum(word.weight * held(word, sentence) for word in asked) / total if total else 0.0


def held(word: Weighed, sentence: Sentence) -> float:
    """How much of a word the sentence says: 1 where it stands there."""
    return max(said(word, sentence.text), _HEADING * said(word, sentence.context), _BEFORE * said(word, sentence.before))


def said(word: Weighed, text: str) -> float:
    """How much of a word `text` says, with or without its brackets: 县区 is said by 县(区)."""
    found = _said(word, text)
    return found if found == 1.0 or "(" not in text else max(found, _said(word, text.translate(_BRACKETS)))


def _said(word: Weighed, text: str) -> float:
    if word.text in text:
        return 1.0 if not word.text[0].isdigit() or _is_whole(word.text, text) else 0.0
    if any(other in text for other in word.alike):
        return _MEANT
    part = _longest(word.text, text) / len(word.text)
    return _PARTLY * part if part >= _MOST_OF_IT else 0.0


def _is_whole(number: str, text: str) -> bool:
    """True where a number stands by itself: 205 is not in 205.30."""
    return bool(re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d.,]*\d)", text))


def _longest(word: str, text: str) -> int:
    """Characters of the longest part of `word`, of two and more, in `text`."""
    for size in range(len(word) - 1, 1, -1):
        if any(word[at : at + size] in text for at in range(len(word) - size + 1)):
            return size
    return 0


@cache
def _alike(word: str) -> tuple[str, ...]:
    """Official wordings of a colloquial word, and its synonyms."""
    return tuple(other for other in _meanings().get(word, ()) if other != word)


def _everyday() -> Iterable[Sequence[str]]:
    """Everyday words for the same measure: 开会, 会议, 会议费."""
    groups: dict[str, list[str]] = {}
    for word, measures in words().measures.items():
        groups.setdefault(measures[0] if measures else word, []).append(word)
    return groups.values()


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in (*data()["synonyms"], *_everyday()):
        for wording in group:
            found.setdefault(wording, {}).update(dict.fromkeys(group))
    for entry in entries():
        official = [folded(one) for one in entry.official]
        for wording in (*official, *map(folded, entry.colloquial)):
            found.setdefault(wording, {}).update(dict.fromkeys(official))
    return {word: tuple(others) for word, others in found.items()}
