"""Where in a sentence the thing stands that a question wants told: a number of its kind, a day, the items of a list, a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from search_app.ask.scoring import Weighed, said
from search_app.ask.sought import Slot, data

_NUMBER = re.compile(
    r"(?<![\d.a-z])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<power>[亿万千]?)(?:余|多|来)?(?P<unit>%|个百分点|元|[^\W\d_]{0,4})(?!\d)"
)
_STATED = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NO_VALUE = re.compile(r"\d{4}年|\d{1,2}月|\d{1,2}[日号]|\d+(?:[、)]|\.(?!\d))")
_YEAR = re.compile(r"(?<![比较与同和从由自至到])((?:19|20)\d{2})年(?!以来)")
_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|底|初|中旬|上旬|下旬)?前?|\d{4}年(?:底|末|初)?")
_MOMENT = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|底|初|中旬|上旬|下旬)?前?|(?<=[于在])\d{4}年(?:底|末|初)?")
_CHUNK = re.compile(r"[^,;:、。()!?]+")
_CLAUSE = re.compile(r"[^,;。!?]+")
_FROM_TO = re.compile(r"[从由].*?(?P<first>\d[\d,.]*).*?[到至为].*?(?P<second>\d[\d,.]*)")
_EARLIER = re.compile("上一?年|从[几多]|由[几多]|去年|原来|以前|之前|此前")
_COUNTED = re.compile(r"等?\d*[个家项]?[^\W\d]{0,6}$(?<=[个家项等])|等?\d+[个家项类][^\d、,]{0,40}$|等.{0,6}$")
_ITEM = re.compile(r"[^、,和及与]+")
_BESIDE = 0.5  # of the slot's words that must stand beside a number
_NAMED = 0.6  # of the slot's words that a clause must say that is an answer by itself
_NEAR, _NEARBY, _EARLIER_ON = 24, 0.7, 0.4  # characters before it that are near, what a word counts there, and further before
_OF_MONEY = ("费", "支出", "款")  # endings of the names of amounts
_MONEY, _AREA = ("元",), ("平方米", "平米", "亩", "公顷")


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters [start, end) of the folded sentence: the value; its printed unit.

    `score`: how much of the slot's words stands beside it; `close`: how much of what stands before it in its chunk are those words.
    """

    start: int
    end: int
    unit: str = ""
    score: float = 0.0
    close: float = 0.0


def spot(slot: Slot, words: Sequence[Weighed], text: str, asked: str) -> tuple[Spot, ...]:
    """What fills the slot in a sentence: one value, several of a list, or nothing.

    `words`: those of the slot's own clause. `asked`: the question, whose own numbers are no answer.
    """
    if slot.kind in ("money", "percent", "area", "count"):
        best = _number(slot, words, text, asked)
        return (best,) if best else ()
    if slot.kind in ("day", "moment"):
        days = _DAY if slot.kind == "day" else _MOMENT
        return tuple(_ranked(((found.start(), found.end(), "") for found in days.finditer(text)), words, text)[:1])
    if slot.kind == "place":
        places = (found for found in _pattern("placed").finditer(text) if found["verb"] in slot.clause)
        return tuple(Spot(*found.span("place"), score=1.0) for found in places)[:1]
    if slot.kind == "reason":
        found = _pattern("because").search(text)
        return (Spot(found.start("reason"), _end(text), score=1.0),) if found else ()
    if slot.kind == "definition":
        meant = _pattern("explained").search(text)
        return (Spot(meant.start("meaning"), _end(text), score=1.0),) if meant and meant["term"] in asked else ()
    if slot.kind == "list":
        return _items(slot, words, text)
    return _clause(words, text)


def is_of_another_year(text: str, one: Spot, year: int) -> bool:
    """True where a number is said to be of another year; not where it is compared with that year."""
    chunk = _chunk(text, one.start, _CLAUSE)
    years = _YEAR.findall(chunk[: max(one.start - text.find(chunk), 0)])
    return bool(one.unit and years) and str(year) not in years


def _number(slot: Slot, words: Sequence[Weighed], text: str, asked: str) -> Spot | None:
    """The number beside which most of the slot's words stand, where enough do and nothing makes it another number."""
    stated = set(_STATED.findall(asked))
    numbers = [(start, end, unit) for start, end, unit in _numbers(text) if fits(slot, unit) and text[start:end] not in stated]
    ranked = _ranked(iter(numbers), words, text)
    if ranked and (found := _in_order(slot, ranked, words, text)):
        return found
    ranked = [one for one in ranked if one.score >= _BESIDE and _is_named(slot, words, text, one) and _is_qualified(slot, text, one)]
    tied = [one for one in ranked if one.score == ranked[0].score]
    if len(tied) < 2:
        return next(iter(tied), None)
    return _of_change(slot, tied, text) or _nearest(tied, words, text)


def _is_named(slot: Slot, words: Sequence[Weighed], text: str, one: Spot) -> bool:
    """True where the name of an amount that is asked for stands in the chunk of the number: 三公经费决算中,接待费0.46万元 is of 接待费.

    Not that of the whole of which a part is asked for after it: 公车的燃料费.
    """
    chunk = _chunk(text, one.start, _CHUNK)
    last = max((slot.clause.rfind(word.text) for word in words if word.weight and len(word.text) > 1 and _names(word)), default=-1)
    whole = {word.text for word in words if word.is_amount and 0 <= slot.clause.find(word.text) < last}
    return all(said(replace(word, alike=()), chunk) >= _NAMED for word in words if word.is_amount and word.text not in whole)


def _names(word: Weighed) -> bool:
    return word.is_amount or word.text.endswith(_OF_MONEY)


def _is_qualified(slot: Slot, text: str, one: Spot) -> bool:
    """True where the number is no change, share or budget, unless that is asked for; and is one where it is."""
    near = _chunk(text, one.start, _CLAUSE)
    own = near[: one.start - text.find(near)]
    for of in data()["qualifiers"].values():
        asked, said_of = bool(re.search(of["asked"], slot.clause)), bool(re.search(of["said"], own))
        if (said_of and not asked) or (of["both"] and asked and not said_of):
            return False
    return True


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    none = {at for found in _NO_VALUE.finditer(text) for at in range(*found.span())}
    for found in _NUMBER.finditer(text):
        if found.start() not in none:
            yield *found.span("number"), found["power"] + found["unit"]


def fits(slot: Slot, unit: str) -> bool:
    """True where a number of that unit may fill the slot."""
    if slot.kind == "percent":
        return unit.startswith(("%", "个百分点"))
    if slot.kind == "money":
        return unit[:2].endswith("元")
    if slot.kind == "area":
        return unit.lstrip("万").startswith(_AREA)
    bare = unit.lstrip("万亿千")
    bare = bare.removeprefix("个") or bare
    if bare.startswith("人次") != (slot.counter in ("人次", "次")) and slot.counter in ("人", "人次", "个", "位", "名"):
        return False
    if not slot.counter:
        return not unit.startswith("%")
    same = any(slot.counter[0] in group and bare[:1] in group for group in data()["alike"] if bare)
    return bare.startswith(slot.counter) or (len(slot.counter) == 1 and same)


def _ranked(found: Iterator[tuple[int, int, str]], words: Sequence[Weighed], text: str) -> list[Spot]:
    """The values, those first beside which more of the words stand."""
    spots = [Spot(start, end, _unit(unit), round(_beside(words, text, start), 3), _close(words, text, start)) for start, end, unit in found]
    return sorted(spots, key=lambda one: (-one.score, one.start))


def number_alone(text: str, start: int) -> Spot | None:
    """The one number from `start` on, with its unit; None where none stands there, or several, or a day."""
    found = [one for one in _numbers(text) if one[0] >= start]
    days = any(found.start() >= start for found in _DAY.finditer(text))
    return Spot(found[0][0], found[0][1], _unit(found[0][2])) if len(found) == 1 and not days else None


def _unit(said_after: str) -> str:
    """The unit at the beginning of what stands after a number: 家 of 家企业."""
    found = _pattern_of_units().match(said_after)
    return found.group() if found else ""


@cache
def _pattern_of_units() -> re.Pattern[str]:
    return re.compile(f"[亿万千]?(?:元|个?(?:{data()['counters']})|%|公顷)|[亿万千]")


def _beside(words: Sequence[Weighed], text: str, at: int) -> float:
    """How much of the words the chunk around a place says, and less what the chunks before it say."""
    total = sum(word.weight for word in words)
    chunk = _chunk(text, at, _CHUNK)
    before = text[: text.find(chunk)]
    return sum(word.weight * _said_by(word, chunk, before) for word in words) / total if total else 0.0


def _close(words: Sequence[Weighed], text: str, at: int) -> float:
    """Which part of the chunk's characters before a place are those words."""
    chunk = _chunk(text, at, _CHUNK)
    own = chunk[: max(at - text.find(chunk), 0)] or chunk
    return min(1.0, sum(len(word.text) * said(word, own) for word in words) / len(own))


def _said_by(word: Weighed, chunk: str, before: str) -> float:
    """What a word counts for a chunk, less where it stands before it and least where it stands far before it."""
    return max(said(word, chunk), _NEARBY * said(word, before[-_NEAR:]), _EARLIER_ON * said(word, before))


def _chunk(text: str, at: int, pattern: re.Pattern[str]) -> str:
    """The piece of the sentence, between marks, that holds a place."""
    return next((found.group() for found in pattern.finditer(text) if found.start() <= at < found.end()), text)


def _of_change(slot: Slot, tied: Sequence[Spot], text: str) -> Spot | None:
    """由上年的98.9%提高到99.4%: the later, unless the earlier is asked for."""
    found = _FROM_TO.search(text)
    if not found:
        return None
    place = found.start("first") if _EARLIER.search(slot.clause) else found.start("second")
    return next((one for one in tied if one.start == place), None)


def _in_order(slot: Slot, ranked: Sequence[Spot], words: Sequence[Weighed], text: str) -> Spot | None:
    """甲1个,乙2个,分别增长0.6%和1.8%: the value whose turn is that of the thing."""
    at = text.rfind("分别", 0, ranked[0].start)
    after = [one for one in sorted(ranked, key=lambda one: one.start) if one.start > at]
    if at < 0 or len(after) < 2 or not _is_qualified(slot, text, after[0]):
        return None
    things = [chunk.group() for chunk in re.finditer(r"[^,;:、和。()]+", text[:at])][-len(after) :]
    scores = [sum(word.weight * said(word, thing) for word in words) for thing in things]
    best = max(scores, default=0.0)
    return after[scores.index(best)] if len(things) == len(after) and scores.count(best) == 1 else None


def _nearest(tied: Sequence[Spot], words: Sequence[Weighed], text: str) -> Spot | None:
    """The value that follows the last of the words most closely."""
    ends = [text.find(word.text) + len(word.text) for word in words if word.text in text]
    after = [(one.start - end, one) for one in tied for end in ends if end <= one.start]
    return min(after, key=lambda pair: (pair[0], pair[1].start))[1] if after else None


def _items(slot: Slot, words: Sequence[Weighed], text: str) -> tuple[Spot, ...]:
    """The items of the one list that is called by the slot's words, as many as are asked for."""
    best: tuple[float, tuple[Spot, ...]] = (_BESIDE, ())
    for found in _pattern("listed").finditer(text):
        spots = _listed(found.start("items"), found["items"])
        called = text[max(0, found.start() - _NEAR) : found.end()] + (text[spots[-1].end :][:8] if spots else "")
        score = _share(words, called)
        if len(spots) > 1 and score > best[0] and slot.size in (0, len(spots)):
            best = (score, spots)
    return best[1]


def _listed(start: int, items: str) -> tuple[Spot, ...]:
    """The items up to the first comma; all of them where there is one alone before it."""
    for part in (items.split(",")[0], items):
        found = [(start + piece.start(), start + piece.start() + len(_COUNTED.sub("", piece.group()))) for piece in _ITEM.finditer(part)]
        if len(found) > 1:
            return tuple(Spot(first, last, score=1.0) for first, last in found if first < last)
    return ()


def _share(words: Sequence[Weighed], text: str) -> float:
    total = sum(word.weight for word in words)
    return sum(word.weight * said(word, text) for word in words) / total if total else 0.0


def _clause(words: Sequence[Weighed], text: str) -> tuple[Spot, ...]:
    """The clause that says most of the words, where it says most of them."""
    scored = [Spot(found.start(), found.end(), score=_share(words, found.group())) for found in _CLAUSE.finditer(text)]
    best = max(scored, key=lambda one: (one.score, -one.start), default=None)
    return (best,) if best and best.score >= _NAMED else ()


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(data()[name])


def _end(text: str) -> int:
    return len(text.rstrip("。;!?"))
