"""Names of units with one character left out or typed twice: 企业服中心 for 企业服务中心. Said in the answer, never in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.names import parted
from search_app.ask.spans import Span

_LEAST = 6  # characters of the name
_LONGEST = 24
# What tells one unit from another by itself: 第十一中学 is not 第一中学 with a slip.
_TELLING = frozenset("一二三四五六七八九十0123456789东西南北中大小新老上下前后省市县区乡镇州盟旗")


def miscounted(lexicon: Lexicon, text: str, gap: Span) -> Iterator[tuple[int, str, str]]:
    """Where such a name stands around an unknown word, how it was typed, and the one name that it may be."""
    index = lexicon.remember("names with one character less", _shortened)
    for start in range(max(0, gap.end - _LONGEST), gap.start + 1):
        for end in range(max(start + _LEAST - 1, gap.end), min(len(text), start + _LONGEST) + 1):
            typed = text[start:end]
            meant = index.get(typed) or _typed_twice(lexicon, typed)
            if meant:
                yield start, typed, meant


def _typed_twice(lexicon: Lexicon, typed: str) -> str:
    """The unit's name, where `typed` is that with one character doubled; else empty."""
    once = (typed[:at] + typed[at + 1 :] for at in range(1, len(typed)) if typed[at] == typed[at - 1] and typed[at] not in _TELLING)
    return next((name for name in once if _is_unit(lexicon, name)), "")


def _is_unit(lexicon: Lexicon, name: str) -> bool:
    return len(name) >= _LEAST and any(term.kind == "unit" for term in lexicon.terms.get(name, ()))


def _shortened(lexicon: Lexicon) -> Mapping[str, str]:
    """The names of units by what is left of them without one character; none that is a name itself, or left of several.

    Short names are not among them: 文广局 is another office, and not 文广旅局 with a character left out.
    """
    found: dict[str, set[str]] = {}
    for name in dict.fromkeys(name for unit in lexicon.units for name in _in_full(unit)):
        if len(name) <= _LONGEST and _is_unit(lexicon, name):
            for at in range(1, len(name)):
                if name[at] not in _TELLING:
                    found.setdefault(name[:at] + name[at + 1 :], set()).add(name)
    return {short: names.pop() for short, names in found.items() if len(names) == 1 and short not in lexicon.terms}


def _in_full(unit: Unit) -> Iterator[str]:
    """The names of a unit that leave out no more than its place or a part of that."""
    for name in (unit.name, *unit.also):
        yield folded(name)
        yield from (place + one.core for one in parted(name, unit.region) for place in one.places)
