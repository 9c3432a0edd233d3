"""What was typed by ear or with a slip: 云玲中学 for 云岭中学, 公务招待费 for 公务接待费. Said in the answer, never in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz.distance.Levenshtein import distance

from search_app.ask.dropped import miscounted
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.spans import Span

_LEAST_HEARD = 4  # characters of a word that may be recognized by its sound
_SUM = 3  # characters of 抚恤金
_LEAST_FEE = 2  # the same of 水费 and the like: measures and subjects that end so
_LEAST_SLIPPED = 5  # characters of a measure that may have one wrong character
_LEAST_SLIPPED_NAME = 8  # the same of the name of a project
_NEVER = frozenset("0123456789和与及的、，来了过着去给到共还又")  # what stands there is no slip
_TELLING = frozenset("原净毛总收支出入增减上下内外")  # 固定资产原值 is no slip for 固定资产净值
_LONGEST = 24
_HEARD = ("unit", "bare", "measure", "subject", "headcount", "project")


@dataclass(frozen=True, slots=True)
class Heard:
    """`meant` is taken for `typed`, which stands at `start` of the folded question."""

    typed: str
    meant: str
    start: int


def heard(lexicon: Lexicon, text: str, unknown: Sequence[Span]) -> Heard | None:
    """The longest known word that sounds like, or but for one character is, a part of `text` that holds an unknown one."""
    found = [one for gap in unknown for by in (_by_sound, _by_slip, _by_like_sound, _by_length) for one in by(lexicon, text, gap)]
    return max(found, key=lambda one: len(one.typed), default=None)


def _windows(text: str, gap: Span, least: int) -> Iterator[tuple[int, str]]:
    """Parts of the question that hold the whole gap."""
    for start in range(max(0, gap.end - _LONGEST), gap.start + 1):
        for end in range(max(start + least, gap.end), min(len(text), start + _LONGEST) + 1):
            yield start, text[start:end]


def _by_sound(lexicon: Lexicon, text: str, gap: Span) -> Iterator[Heard]:
    index = lexicon.remember("sounds", _sounded)
    for start, window in _windows(text, gap, _LEAST_FEE):
        for word in index.get(_sound(window), ()):
            if word != window and sum(a != b for a, b in zip(word, window, strict=True)) <= max(1, len(word) // 4):
                yield Heard(window, word, start)


def _by_slip(lexicon: Lexicon, text: str, gap: Span) -> Iterator[Heard]:
    index = lexicon.remember("slips", _slipped)
    for start, window in _windows(text, gap, _LEAST_SLIPPED):
        for at in range(len(window)):
            for word in index.get(f"{window[:at]}*{window[at + 1 :]}", ()):
                if word != window and window[at] not in _NEVER and window[at] not in _TELLING:
                    yield Heard(window, word, start)


def _by_length(lexicon: Lexicon, text: str, gap: Span) -> Iterator[Heard]:
    yield from (Heard(typed, meant, start) for start, typed, meant in miscounted(lexicon, text, gap))


def _by_like_sound(lexicon: Lexicon, text: str, gap: Span) -> Iterator[Heard]:
    """抚血金 for 抚恤金: short names of sums with one character that sounds nearly like the right one."""
    index = lexicon.remember("sums", _sums)
    for start, window in _windows(text, gap, _SUM):
        for at in range(len(window) - 1) if len(window) == _SUM else ():
            for word in index.get(f"{window[:at]}*{window[at + 1 :]}", ()):
                if word != window and window[at] not in _NEVER and _sounds_like(window[at], word[at]):
                    yield Heard(window, word, start)


def _sounds_like(one: str, other: str) -> bool:
    """xue and xu, ji and qi: all but one letter alike."""
    first, second = _sound(one), _sound(other)
    return first.isascii() and second.isascii() and distance(first, second) <= 1


def _sums(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Names of three characters that end with 金 or 费, with the first or second left open."""
    return _grouped(
        (f"{word[:at]}*{word[at + 1 :]}", word)
        for word, terms in lexicon.terms.items()
        if len(word) == _SUM and word.endswith(("金", "费")) and any(term.kind in ("subject", "measure") for term in terms)
        for at in range(_SUM - 1)
    )


def _sounded(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Words by sound."""
    return _grouped(
        (_sound(word), word)
        for word, terms in lexicon.terms.items()
        if len(word) <= _LONGEST and any(term.kind in _HEARD for term in terms) and len(word) >= _least(word)
    )


def _least(word: str) -> int:
    return _LEAST_FEE if word.endswith("费") else _LEAST_HEARD


def _slipped(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Measures and projects with each character left open in turn: they are told apart by more, units and subjects are not."""
    return _grouped(
        (f"{word[:at]}*{word[at + 1 :]}", word)
        for word, terms in lexicon.terms.items()
        if _may_slip(word, terms)
        for at in range(len(word))
    )


def _may_slip(word: str, terms: Sequence[Term]) -> bool:
    """True for measures, and for projects whose long names are unlike each other."""
    if any(term.kind == "project" for term in terms):
        return _LEAST_SLIPPED_NAME <= len(word) <= _LONGEST
    return len(word) >= _LEAST_SLIPPED and any(term.kind in ("measure", "headcount") for term in terms)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, word in pairs:
        found.setdefault(key, []).append(word)
    return {key: tuple(words) for key, words in found.items()}


def _sound(text: str) -> str:
    readings = _readings()
    return " ".join(readings.get(character, character) for character in text)


@cache
def _readings() -> Mapping[str, str]:
    text = resources.files("search_app.ask").joinpath("sounds.txt").read_text(encoding="utf-8")
    entries = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {character: sound for sound, characters in entries for character in characters}
