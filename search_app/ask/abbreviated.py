"""Units by short names that follow a rule: 清淮市文广旅局 for 清淮市文化广电和旅游局. Said in the answer, never in silence.

A short name is made of the beginnings of the name's words, in their order, before what kind of office it is (局, 中心, 办). It has
the unit's place before it or none at all; what stands there instead is another unit's place (`mentions.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from search_app.ask.leftover import tagged
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.names import parted
from search_app.ask.words import words

_LEAST = 2  # characters before the kind of office
_LEAST_WHOLE = 4  # the same where all words that are said are said in full: 政务服务局 for 政务服务管理局
_LONGEST_PLACE = 20
_SHARE = 0.5  # of the words that carry meaning must be said
# What tells one office from another by itself, and is never left out: 城东市场监督管理所.
_TELLING = frozenset("一二三四五六七八九十0123456789东西南北中大小新老上下前后")
_Found = tuple[int, int, tuple[Term, ...]]  # characters [start, end) of the question and what they may mean


@dataclass(frozen=True, slots=True)
class _Core:
    """A name without its place and without its kind of office, and what units have it by each wording of their place."""

    body: str
    places: dict[str, list[Term]] = field(default_factory=dict)


_Index = Mapping[tuple[str, str], Sequence[_Core]]


def abbreviated(lexicon: Lexicon, text: str) -> Iterator[_Found]:
    """Where a name of this kind stands in a folded question, the longest at each end, with the units that it may mean."""
    index = lexicon.remember("abbreviated", _index)
    for ending, kind in _endings():
        at = text.find(ending)
        while at >= 0:
            yield from _longest(_ending_at(lexicon, index, text, at, (ending, kind)))
            at = text.find(ending, at + 1)


def beginnings(lexicon: Lexicon, text: str) -> Iterator[tuple[int, str]]:
    """Where at the end of `text` such a name begins, complete or not, and the IRI of the unit: for completion."""
    index = lexicon.remember("abbreviated by first character", _by_first)
    for start in range(max(0, len(text) - _longest_body(lexicon)), len(text) - 1):
        for core in index.get(text[start], ()):
            if _goes_on(core.body, text[start:]):
                place = _place_before(core, text, start)
                yield from ((start - len(place), term.key) for term in core.places[place])


def _longest(found: Iterable[_Found]) -> Iterator[_Found]:
    """Of names that end alike those that are as long as any, as one."""
    by_start = sorted(found, key=lambda one: one[0])
    same = [one for one in by_start if one[0] == by_start[0][0]]
    if same:
        yield (*same[0][:2], tuple(dict.fromkeys(term for *_, terms in same for term in terms)))


def _ending_at(lexicon: Lexicon, index: _Index, text: str, end: int, ending: tuple[str, str]) -> Iterator[_Found]:
    after = end + len(ending[0])
    for start in range(max(0, end - _longest_body(lexicon)), end - _LEAST + 1):
        for core in index.get((ending[1], text[start]), ()):
            if _abbreviates(core.body, text[start:end]):
                place = _place_before(core, text, start)
                if text[start - len(place) : after] not in lexicon.terms:
                    yield start - len(place), after, tuple(core.places[place])


def _place_before(core: _Core, text: str, start: int) -> str:
    """The longest wording of the name's place that stands right before `start`; empty where there is none."""
    before = (text[first:start] for first in range(max(0, start - _LONGEST_PLACE), start))
    return next((place for place in before if place in core.places), "")


def _index(lexicon: Lexicon) -> _Index:
    """The names of all units by their kind of office and first character."""
    cores: dict[tuple[str, str], _Core] = {}
    for unit in lexicon.units:
        for one in (one for name in dict.fromkeys((unit.name, *unit.also)) for one in parted(name, unit.region)):
            ending, kind = next(((e, k) for e, k in _endings() if one.core.endswith(e) and len(one.core) > len(e)), ("", ""))
            body = one.core.removesuffix(ending)
            if kind and one.places:
                places = cores.setdefault((kind, body), _Core(body)).places
                for place, meant in (*((place, "unit") for place in one.places), *((rank, "bare") for rank in ("", *one.ranks))):
                    terms = places.setdefault(place, [])
                    terms += [] if (term := Term(meant, unit.iri)) in terms else [term]
    found: dict[tuple[str, str], list[_Core]] = {}
    for (kind, body), core in cores.items():
        found.setdefault((kind, body[0]), []).append(core)
    return found


def _by_first(lexicon: Lexicon) -> Mapping[str, Sequence[_Core]]:
    found: dict[str, list[_Core]] = {}
    for (_, first), cores in lexicon.remember("abbreviated", _index).items():
        found.setdefault(first, []).extend(cores)
    return found


def _longest_body(lexicon: Lexicon) -> int:
    """Characters of the longest name without place."""
    return lexicon.remember(
        "abbreviated at most",
        lambda of: max((len(core.body) for cores in of.remember("abbreviated", _index).values() for core in cores), default=0),
    )


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    """How the kinds of offices are written, the longest first, with the kind."""
    pairs = ((short, kind) for kind, written in words().kinds_of_names.items() for short in written)
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def _abbreviates(name: str, short: str) -> bool:
    """True where the words of `name` begin so that they make up `short`, and it says enough of them."""
    if not _may(name, short) or any(character in name and character not in short for character in _TELLING):
        return False
    parts = _parts(name)
    return any(_says_enough(parts, lengths, len(short)) for lengths in _ways(parts, short, 0))


def _goes_on(name: str, beginning: str) -> bool:
    """True where `beginning` begins a short form of `name`."""
    return _may(name, beginning) and any(True for _ in _ways(_parts(name), beginning, 0))


def _may(name: str, short: str) -> bool:
    """True where the characters of `short` stand in `name` in that order: told before its words are."""
    rest = iter(name)
    return len(short) < len(name) and short[:1] == name[:1] and all(character in rest for character in short)


def _ways(parts: Sequence[str], short: str, at: int) -> Iterator[tuple[int, ...]]:
    """How many characters of each part make up `short`; the first part is always said."""
    if not short:
        yield (0,) * (len(parts) - at)
    elif at < len(parts):
        part = parts[at]
        for length in range(len(part) if part[:1] == short[:1] else 0, 0 if at == 0 else -1, -1):
            if short.startswith(part[:length]):
                yield from ((length, *rest) for rest in _ways(parts, short[length:], at + 1))


def _says_enough(parts: Sequence[str], lengths: Sequence[int], said: int) -> bool:
    """True where at least half of the telling words are said, and either one of them is shortened, or none left out.

    教育局 is no short name of 教育体育局, where 教体局 is: a word that is left out whole makes the name of another office. So does
    a whole field: 科技局 is not 科学技术和工业信息化局, and 文广局 was there before 文化广电和旅游局.
    """
    fields = _fields(parts, lengths)
    telling = [pair for field in fields for pair in field]
    left_out = sum(not length for _, length in telling)
    shortened = any(0 < length < len(part) for part, length in telling)
    if not shortened and (left_out or said < _LEAST_WHOLE):
        return False
    return all(any(length for _, length in field) for field in fields if field) and len(telling) - left_out >= _SHARE * len(telling)


def _fields(parts: Sequence[str], lengths: Sequence[int]) -> list[list[tuple[str, int]]]:
    """The telling words, each with how much of it is said, by the fields that a 和 joins."""
    fields: list[list[tuple[str, int]]] = [[]]
    for part, length in zip(parts, lengths, strict=True):
        if part in words().joining:
            fields.append([])
        elif part not in words().unsaid:
            fields[-1].append((part, length))
    return fields


@cache
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name, those of four characters as two: 文化, 广电, 和, 旅游."""
    return tuple(part for word, _ in tagged(name) for part in ((word[:2], word[2:]) if len(word) == 4 else (word,)))
