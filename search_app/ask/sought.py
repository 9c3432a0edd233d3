"""What a question wants to be told: how many of what, which day, what name, which items, why; and the words that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from search_app.ask.characters import folded, small_number
from search_app.ask.leftover import tagged
from search_app.ask.reading import Part, Reading
from search_app.ask.words import words

_CLAUSE = re.compile("[^,，;；。?？!！:：]+")
_EACH = re.compile("各|分别|都|和|与|及|、")
_ITEM = re.compile("[和与及、跟]|以及")
# 多少学费; 学费2024年一共是多少; 学费呢; 学费
_OF_IT = (
    r"(?:多少|几多|若干)[^,]{{0,6}}?(?:{said})$|(?:{said})(?:\d{{4}}年度?)?(?:是|为|有|又|共|达|一?共|总共|合计)*(?:多少|几多|若干|呢|$)"
)
_AGAIN = re.compile("呢$")
_WHOLE = re.compile(".*(?:里面?|其中|当中|之中)的?(?=..)|.*中的(?=..)")  # 运行维护费里燃料费: what stands before belongs to the whole
# Words of a question that are no words of what is printed: whose, when, and how it asks.
_FRAME = frozenset(
    (
        *("unit", "bare", "region", "year", "last_years", "this_year", "last_year", "first", "quota", "loaded"),
        *("amount", "count", "listing", "why", "yesno", "and", "within", "what_is", "define", "which_unit", "every_unit", "of_units"),
        *("nothing", "sum", "really"),
    )
)
_NAMED = frozenset({"measure", "subject", "indicator", "project", "headcount", "division", "row", "code"})
_AMOUNTS = ("measure", "subject", "code")
# What a word weighs by its part of speech: nouns say what is asked for, verbs and numbers less; grammar nothing.
_GRAMMAR = frozenset(("d", "p", "c", "u", "r", "e", "y", "o", "x", "w", "f", "k", "h", "q"))
_WEIGHTS = {"n": 1.0, "j": 1.0, "eng": 1.0, "l": 0.7, "i": 0.7, "b": 0.7, "v": 0.5, "a": 0.4, "m": 0.3, "s": 0.4, "t": 0.4, "z": 0.4}
_OTHER = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question, its weight by what kind of word it is, and other words for the same.

    `is_amount`: the name of an amount, which must stand by the number itself.
    """

    text: str
    weight: float
    alike: tuple[str, ...] = ()
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Something the question wants told. `kind`: of `sought.yaml`; `counter`: in which a number counts; `clause`: the words beside it."""

    kind: str
    counter: str
    clause: str
    size: int = 0


def slots(reading: Reading) -> tuple[Slot, ...]:
    """What is asked, in order: every place where the question asks."""
    found: list[Slot] = []
    for piece in _CLAUSE.finditer(folded(reading.typed)):
        here = [one for slot in _one_of_list(list(_in_clause(piece.group()))) for one in _each(slot)]
        if not here and found and _AGAIN.search(piece.group()):
            here = [_refined(Slot("count", "", piece.group()))]
        found += [_like(found, slot) for slot in here]
    return tuple(found) or _terse(reading)


def _like(before: list[Slot], slot: Slot) -> Slot:
    """上一年又是多少: what the clause before it asks for."""
    again = slot.kind == "count" and not slot.counter and "又" in slot.clause
    return replace(slot, kind=before[-1].kind, counter=before[-1].counter) if again and before else slot


def _terse(reading: Reading) -> tuple[Slot, ...]:
    """茶园面积, 药品抽检合格率: the thing alone, where its last word says in what it is counted."""
    slot = _refined(Slot("count", "", folded(reading.typed)))
    return (slot,) if slot.kind != "count" or slot.counter else ()


def _in_clause(clause: str) -> Iterator[Slot]:
    """The slots of a clause, each with the words since the one before it."""
    places: list[tuple[int, int, Slot]] = []
    for kind, pattern in kinds().items():
        for match in pattern.finditer(clause):
            if all(match.end() <= start or end <= match.start() for start, end, _ in places):
                groups = match.groupdict()
                size = small_number(groups.get("size") or "")  # 哪三个, 哪4个
                counter = (groups.get("counter") or "").removeprefix("个") or (groups.get("counter") or "")
                places.append((*match.span(), Slot(kind, counter, clause, size)))
    places.sort(key=lambda place: place[0])
    starts = [0, *(end for _, end, _ in places)][: len(places)]
    ends = [*(end for _, end, _ in places[:-1]), len(clause)][: len(places)]
    for start, end, (_, _, slot) in zip(starts, ends, places, strict=True):
        yield _refined(Slot(slot.kind, slot.counter, clause[start:end], slot.size))


def _one_of_list(found: list[Slot]) -> list[Slot]:
    """哪几个小组叫什么: their names are the list."""
    whole = "".join(slot.clause for slot in found)
    return [replace(slot, clause=whole) for slot in found if slot.kind == "list"] or found


def _refined(slot: Slot) -> Slot:
    """A bare 多少 by what it is said of: 工资是多少 is money, 合格率是多少 percent."""
    if slot.kind != "count" or slot.counter:
        return slot
    for kind, counter in (("percent", ""), ("area", ""), ("money", ""), ("score", "分")):
        said = "|".join(map(re.escape, data()[kind]))
        if re.search(_OF_IT.format(said=said), slot.clause):
            return Slot("count" if counter else kind, counter, slot.clause)
    return slot


def _each(slot: Slot) -> list[Slot]:
    """编制内的和政府雇员各有几人: two numbers."""
    items = [item for item in _ITEM.split(slot.clause) if item]
    if slot.kind in ("list", "name", "reason", "definition") or len(items) < 2 or not re.search("各|分别", slot.clause):
        return [slot]
    return [Slot(slot.kind, slot.counter, _WHOLE.sub("", item)) for item in items]


def content_words(reading: Reading) -> tuple[Word, ...]:
    """The words that the question is about, without unit, year and the words that ask; names are one word each."""
    named = [part for part in reading.parts if part.kind in _NAMED and folded(part.text) not in words().filler and not _asks(part.text)]
    cued = [part for part in reading.parts if part.kind in data()["telling"]]
    covered = [part for part in reading.parts if part.kind in _FRAME] + named + cued
    kept = "".join("，" if _covers(covered, at) else one for at, one in enumerate(reading.typed))
    found = {word.text: word for word in words_of(kept)}
    found |= {folded(part.text): Word(_meant(reading, part), _WEIGHTS["n"], is_amount=part.kind in _AMOUNTS) for part in named}
    found |= {folded(part.text): Word(folded(part.text), _OTHER, words().cues[part.kind]) for part in cued}
    return tuple(found.values())


def _meant(reading: Reading, part: Part) -> str:
    """The name as it is spelled right."""
    return folded(next((one.meant for one in reading.heard if one.typed == part.text), part.text))


def _asks(text: str) -> bool:
    """多少人, which is counted among the names of the staff."""
    return bool(re.search(data()["how_many"], text))


def _covers(parts: list[Part], at: int) -> bool:
    return any(part.start <= at < part.end for part in parts)


def words_of(text: str) -> tuple[Word, ...]:
    """The words in `text` that carry meaning, each once."""
    found: dict[str, float] = {}
    for word, flag in tagged(folded(text)):
        if (
            (flag == "eng" or flag[0] not in _GRAMMAR)
            and flag != "zg"
            and not _is_empty(word)
            and not any(one.fullmatch(word) for one in kinds().values())
        ):
            found.setdefault(word, next((weight for kind, weight in _WEIGHTS.items() if flag.startswith(kind)), _OTHER))
    return tuple(Word(text, weight) for text, weight in found.items())


def _is_empty(word: str) -> bool:
    return word in words().filler or word in data()["empty"]


def asks_where_or_when(reading: Reading) -> bool:
    """True where a place or a day is asked for, and no number."""
    typed = folded(reading.typed)
    return any(kinds()[kind].search(typed) for kind in ("place", "moment")) and not re.search(data()["how_many"], typed)


def is_private(reading: Reading) -> bool:
    """True where a person's name, pay or number is asked for, which no report tells."""
    said = folded(reading.typed)
    return any(word in said for word in data()["private"])


@cache
def kinds() -> Mapping[str, re.Pattern[str]]:
    """What a question may want told, and how it says so."""
    lists = {name: data()[name] for name in ("how_many", "counters")}
    return {kind: re.compile(_put(pattern, lists)) for kind, pattern in data()["kinds"].items()}


def _put(pattern: str, lists: Mapping[str, str]) -> str:
    for name, members in lists.items():
        pattern = pattern.replace(f"{{{name}}}", members)
    return pattern


@cache
def data() -> Mapping[str, Any]:
    """`sought.yaml`."""
    text = resources.files("search_app.ask").joinpath("sought.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
