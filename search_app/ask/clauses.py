"""Several questions in one: A多少？B呢？ Every clause that asks is a question of its own, with what the clauses before it have named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, reduce

from search_app.ask.answer import Answer, refused
from search_app.ask.characters import folded
from search_app.ask.joined import joined
from search_app.ask.reading import Part, Reading
from search_app.ask.words import words

_CLAUSE = re.compile(r"(?:[^，,；;？?。！!]|(?<=\d)[,，](?=\d{3}))+[，,；;？?。！!]*")
_ASKS = re.compile("多少|多大|几|哪|什么|谁|吗|呢|怎|咋|啥|何|是否|有没有|有无|是不是|没有[？?]?$|占比|分别|各给")
_ASKS_RATE = re.compile("(?:比重|比例|增幅|降幅|增长率|完成率|执行率)[，,；;]")
_ALONE = re.compile("^(?:那|那么|而|还有|另外)?(?P<named>.*?)(?:又|就)?呢[？?，,。]*$")
_OF_IT = re.compile("^(?:其中|里头|里面|当中|这里面|这其中)")
_UNITS = ("region", "unit", "division", "every_unit", "which_unit", "other")
_YEARS = ("year", "last_years", "last_year", "this_year", "before_last", "every_year", "which_year")
_THINGS = ("subject", "project", "measure", "headcount", "row", "indicator")
_BASES = ("previous", "budgeted")
_PARTS_OF_SUBJECTS = frozenset({"基本支出", "项目支出"})
_COUNTER = re.compile("[多几]|得分|总分|分数|评分")
_MONEY = re.compile("钱|花|费用|金额|万元|多少元")
_COSTS = {
    ("receptionBatches", "receptionPersons"): "公务接待费",
    ("abroadGroups", "abroadPersons"): "因公出国（境）费",
    ("meetingCount", "meetingPersons"): "会议费",
    ("trainingCount", "trainingPersons"): "培训费",
    ("vehiclesBought",): "公务用车购置费",
    ("vehiclesKept", "vehicleCount"): "公务用车运行维护费",
}
_RANKED = frozenset({"rank", "subjects", "subject_budgets", "subject_growth"})
_OF_OTHERS = frozenset({"indicators", "parent", "children", "divisions", "duties", "former", "implementer", "projects", "threshold"})
_MOST = 5

Ask = Callable[[str], Answer]


def in_turn(whole: Answer, ask: Ask) -> Answer | None:
    """The answers to all questions that `whole` was asked as one; None where it was one, or was answered as well as one.

    Refused, naming the clause, where one of them cannot be answered and the whole was not.
    """
    typed = list(_asking(whole.reading))
    forgotten = [clause for clause in typed if _is_forgotten(whole.reading, clause)]
    if not 1 < len(typed) <= _MOST or whole.reading.candidates or (_is_enough(whole, typed) and not forgotten):
        return None
    if whole.values and whole.reading.operation.name in _RANKED and not _things(_within(whole.reading, typed[-1])):
        return None  # what is asked of the first of a ranking, the ranking tells
    answers: list[Answer] = []
    for clause in typed:
        answer = ask(_completed(clause, whole.reading, [one.reading for one in answers]) if answers else clause)
        if answer.text is None:
            return _lacking(whole, clause, answer, forgotten) if answers else None
        answers.append(answer)
    together = reduce(joined, answers)
    finer = len(together.values) > len(whole.values) or (all(map(_is_look_up, [whole, *answers])) and _numbers(together) != _numbers(whole))
    return _as_one(whole, together, answers) if finer else None


def _is_enough(whole: Answer, typed: Sequence[str]) -> bool:
    """True where there is a value for every question; of a look-up that does not tell that they are the ones asked for."""
    return len(whole.values) >= len(typed) and not _is_look_up(whole)


def _is_forgotten(reading: Reading, clause: str) -> bool:
    """True where the clause names things of which the answer to the whole tells none."""
    asked = reading.asked[: None if reading.operation.name != "threshold" else 1]
    told = {one.word for one in (*asked, *reading.whole, *reading.then, *reading.excluded)}
    parts = [part for part in _within(reading, clause) if part.kind in ("subject", "measure", "headcount")]
    named = [word for part in parts if (word := folded(part.text)) not in _aspects() | told and (not _COUNTER.search(word) or "剩" in word)]
    return reading.operation.name in _OF_OTHERS and bool(named)


def _is_look_up(answer: Answer) -> bool:
    return answer.reading.operation.name == "value" and bool(answer.reading.asked)


def _numbers(answer: Answer) -> set[tuple[str, str]]:
    return {(value.value, value.unit) for value in answer.values}


def _clauses(reading: Reading) -> Iterator[str]:
    """The clauses; one that a word of the question reaches into from the one before it goes with that."""
    held = ""
    for found in _CLAUSE.finditer(reading.typed):
        held += found.group()
        if not any(part.start < found.end() < part.end for part in reading.parts):
            yield held
            held = ""
    if held:
        yield held


def _asking(reading: Reading) -> Iterator[str]:
    """The questions in a question: every clause that asks, with those before it that do not."""
    before = ""
    found: list[str] = []
    for clause in _clauses(reading):
        if _ASKS.search(clause) or _ASKS_RATE.search(clause):
            found.append(before + clause)
            before = ""
        else:
            before += clause
    if before and found:
        found[-1] += before
    yield from found


def _completed(clause: str, whole: Reading, before: Sequence[Reading]) -> str:
    """The clause with the unit, year, thing and comparison that it leaves to the clauses before it."""
    own = _within(whole, clause)
    latest = before[-1]
    alone = _ALONE.match(clause)
    if alone and not _ASKS.search(alone["named"]):
        instead = _instead(latest, own) or ("" if own else _ending_instead(latest, alone["named"]))
        if instead:
            return instead
    text = _with_year(clause, own, latest)
    text = _with_base(text, own, latest)
    units = "" if _texts(own, _UNITS) else _units(before)
    years = "" if _texts(own, _YEARS) else _latest(before, _YEARS)
    return f"{units}{years}{_thing(clause, own, latest)}{text}"


def _within(whole: Reading, clause: str) -> list[Part]:
    start = whole.typed.find(clause)
    return [part for part in whole.parts if start <= part.start and part.end <= start + len(clause)]


def _texts(parts: Sequence[Part], kinds: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(part.text for part in parts if part.kind in kinds))


def _units(before: Sequence[Reading]) -> str:
    """The place and unit that the nearest clause names, the place first."""
    for reading in reversed(before):
        parts = sorted((part for part in reading.parts if part.kind in _UNITS), key=lambda part: part.kind != "region")
        if parts:
            regions, units = _texts(parts, ["region"]), _texts(parts, _UNITS[1:])
            return "".join(regions) + "和".join(units)
    return ""


def _latest(before: Sequence[Reading], kinds: Sequence[str]) -> str:
    return next(("和".join(said) for reading in reversed(before) if (said := _texts(reading.parts, kinds))), "")


def _with_year(clause: str, own: Sequence[Part], latest: Reading) -> str:
    """上一年又是多少: the year before that of the clause before."""
    word = next((part.text for part in own if part.kind == "last_year"), "")
    return clause.replace(word, f"{latest.years[0] - 1}年", 1) if word and len(latest.years) == 1 else clause


def _with_base(clause: str, own: Sequence[Part], latest: Reading) -> str:
    """…比预算少了多少，接待费又少了多少: less than the budget, too."""
    grown = next((part.text for part in own if part.kind in ("more", "less")), "")
    base = next((part.text for part in latest.parts if part.kind in _BASES), "")
    return clause.replace(grown, base + grown, 1) if grown and base and not _texts(own, _BASES) else clause


def _thing(clause: str, own: Sequence[Part], latest: Reading) -> str:
    """What is asked for, where the clause names none, or an aspect or a part of it alone."""
    named = _things(own)
    if not named and _MONEY.search(clause) and (costs := _costs(latest)):
        return costs
    before = _things(latest.parts)
    of_subject = _OF_IT.match(clause) and set(named) <= _PARTS_OF_SUBJECTS
    if named and not of_subject:
        return ""
    kept = [text for text in before if text not in named]
    return "和".join(kept) if not named else "".join(_texts(latest.parts, ["subject"]))


def _costs(latest: Reading) -> str:
    """接待了几批，花了多少钱: the costs of what was counted before."""
    counted = (term.key for asked in latest.asked for term in asked.terms)
    return next((words_of for key in counted for measures_of, words_of in _COSTS.items() if key in measures_of), "")


def _things(parts: Sequence[Part]) -> list[str]:
    return [text for text in _texts(parts, _THINGS) if folded(text) not in _aspects()]


@cache
def _aspects() -> frozenset[str]:
    """Words that say which number of a thing is asked for: 预算, 决算数, 得分."""
    fields = (word for field, members in words().fields.items() if field != "executed" for word in members)
    return frozenset((*fields, *(word for members in words().phases.values() for word in members)))


def _instead(latest: Reading, own: Sequence[Part]) -> str:
    """净资产呢: the question before it, of this thing, unit or year; empty where it names nothing that the other named."""
    text = latest.typed
    replaced = False
    for kinds in (_UNITS[1:3], _YEARS[:1], _THINGS):
        new, old = _texts(own, kinds), _texts(latest.parts, kinds)
        if kinds is _THINGS:
            before = _things(latest.parts)
            new, old = _things(own) or new, before[:1] if latest.operation.name == "share" else before[-1:]
        if new and old:
            text = text.replace(old[0], "和".join(new), 1)
            replaced = True
    return text if replaced else ""


def _ending_instead(latest: Reading, named: str) -> str:
    """服务呢 after 政府采购货物: the thing before it with another ending; empty where that is too short."""
    before = _things(latest.parts)[-1:]
    short = not before or not 1 < len(named) < len(before[0])
    return "" if short else latest.typed.replace(before[0], before[0][: -len(named)] + named, 1)


def _lacking(whole: Answer, clause: str, answer: Answer, forgotten: Sequence[str]) -> Answer | None:
    """The whole, saying which of its questions is not answered; None where it was answered without that."""
    if whole.text is None:
        return _without(whole, clause, answer)
    return replace(whole, text=whole.text + _without(whole, clause, answer).reason) if clause in forgotten else None


def _without(whole: Answer, clause: str, answer: Answer) -> Answer:
    return refused(whole.reading, f"“{clause.rstrip('，,；;？?。')}”答不出：{answer.reason}", answer.sparql)


def _as_one(whole: Answer, together: Answer, answers: Sequence[Answer]) -> Answer:
    """The joined answer, of all that its parts were asked for."""
    readings = [answer.reading for answer in answers]
    reading = replace(
        whole.reading,
        operation=readings[0].operation,
        units=tuple(dict.fromkeys(unit for one in readings for unit in one.units)),
        every_unit=all(one.every_unit for one in readings),
        targets=tuple(dict.fromkeys(target for one in readings for target in one.targets)),
        asked=tuple(dict.fromkeys(asked for one in readings for asked in one.asked)),
        whole=tuple(dict.fromkeys(asked for one in readings for asked in one.whole)),
        indicators=tuple(dict.fromkeys(name for one in readings for name in one.indicators)),
        left=(),
        refusal="",
    )
    return replace(together, reading=reading, table=None)
