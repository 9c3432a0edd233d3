"""What a question may go on with, as it is typed: units, measures, subjects, projects, and whole questions that have an answer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from search_app.ask.abbreviated import abbreviated, beginnings
from search_app.ask.characters import fold, folded
from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.words import words

MOST = 8
_LONGEST = 20  # characters at the end of the question that a name may begin with
_KINDS = {"unit": "单位", "measure": "指标", "subject": "科目", "project": "项目", "indicator": "绩效指标"}
_ASKED = ("支出合计是多少", "三公经费是多少", "有哪些项目", "基本支出占支出合计的比例", "支出比上年增加多少")
_RANKS = frozenset("省市县区州盟旗")
_BEFORE_NAMES = frozenset("年度和与跟同及比、，,：: ")
_PHRASE = frozenset("了多几")  # 接待了几批 is a way to ask, no name


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` is the whole question with the completion; `name` what was put in, and `kind` says what it is."""

    text: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Entry:
    word: str
    name: str
    kind: str


def completions(lexicon: Lexicon, typed: str, samples: Sequence[str] = ()) -> list[Completion]:
    """At most `MOST`: first questions that begin so, then names that the end of the question begins; after a unit what it can be asked."""
    question = fold(typed)
    of_unit = list(_of_unit(lexicon, typed, question.text))
    found: dict[str, Completion] = {}
    named = (*_names(lexicon, typed, question.text), *_abbreviated(lexicon, typed, question.text))
    for one in (*_whole(samples, question.text), *(of_unit or named)):
        if folded(one.text) != question.text:
            found.setdefault(one.text, one)
        if len(found) == MOST:
            break
    return list(found.values())


def _whole(samples: Sequence[str], text: str) -> Iterator[Completion]:
    for sample in samples:
        if text and folded(sample).startswith(text):
            yield Completion(sample, sample, "问题")


def _names(lexicon: Lexicon, typed: str, text: str) -> Iterator[Completion]:
    """Names that begin with the end of what is typed, the longest such end first."""
    index = lexicon.remember("completion", _entries)
    keys = lexicon.remember("completion keys", lambda _: [entry.word for entry in index])
    places = fold(typed).places
    units: set[str] = set()
    for start in range(max(0, len(text) - _LONGEST), len(text)):
        beginning = text[start:]
        if len(beginning) < 2 and start:
            return
        at = bisect_left(keys, beginning)
        for entry in index[at : at + 4 * MOST]:
            if not entry.word.startswith(beginning):
                break
            if entry.kind == "unit":
                if entry.name in units or _is_within_name(text, start):
                    continue
                units.add(entry.name)
            yield Completion(typed[: places[start]] + entry.name, entry.name, _KINDS[entry.kind])


def _is_within_name(text: str, start: int) -> bool:
    """南屏|区城管, 南屏区|城管: what stands before is the place of another unit."""
    return bool(start) and (text[start - 1] in _RANKS or (text[start] in _RANKS and text[start - 1] not in _BEFORE_NAMES))


def _abbreviated(lexicon: Lexicon, typed: str, text: str) -> Iterator[Completion]:
    """Units whose short name the end of what is typed begins: 清淮市文广."""
    places = fold(typed).places
    for start, iri in beginnings(lexicon, text):
        name = lexicon.unit_of[iri].name
        if not _is_within_name(text, start):
            yield Completion(typed[: places[start]] + name, name, _KINDS["unit"])


def _of_unit(lexicon: Lexicon, typed: str, text: str) -> Iterator[Completion]:
    """After the name of a unit: its newest year and what is often asked."""
    known = (term for at in range(len(text)) for term in lexicon.terms.get(text[at:], ()) if term.kind in ("unit", "bare"))
    short = (term for _, end, terms in abbreviated(lexicon, text) if end == len(text) for term in terms)
    term = next(chain(known, short), None)
    unit = lexicon.unit_of[term.key] if term else None
    if unit is not None and unit.years:
        yield from (Completion(f"{typed}{unit.years[-1]}年{asked}", asked, "问题") for asked in _ASKED)


def _entries(lexicon: Lexicon) -> list[_Entry]:
    """Every name under the words it may begin with, sorted."""
    found: dict[tuple[str, str], _Entry] = {}
    for unit in lexicon.units:
        for word in _unit_words(lexicon, unit):
            found[word, unit.name] = _Entry(word, unit.name, "unit")
    for kind, names in _others(lexicon).items():
        for name in names:
            found.setdefault((folded(name), name), _Entry(folded(name), name, kind))
    return sorted(found.values(), key=lambda entry: (entry.word, list(_KINDS).index(entry.kind), entry.name))


def _unit_words(lexicon: Lexicon, unit: Unit) -> Iterator[str]:
    by_unit: Mapping[str, list[str]] = lexicon.remember("words of units", _by_unit)
    yield folded(unit.name)
    yield from by_unit.get(unit.iri, ())


def _by_unit(lexicon: Lexicon) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, terms in lexicon.terms.items():
        for term in terms:
            if term.kind in ("unit", "bare"):
                found.setdefault(term.key, []).append(word)
    return found


def _others(lexicon: Lexicon) -> dict[str, Sequence[str]]:
    everyday = [word for word in words().measures if word not in words().weak and len(word) > 2 and _PHRASE.isdisjoint(word)]
    labels = [label for concept, label in lexicon.labels.items() if concept.startswith("measure-")]
    return {
        "measure": [*labels, *everyday],
        "subject": [name for subject in lexicon.subjects for name in subject.names[:1]],
        "project": [project.name for project in lexicon.projects],
        "indicator": list(lexicon.indicators),
    }
