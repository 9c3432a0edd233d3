"""Changes on the year before: as the report states them, else from the reports of both years, else from a report that prints both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pyoxigraph import Literal, Store

from kg.store import rows
from ontology.terms import concept
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused, without_repeats
from search_app.ask.candidates import Found, found, located
from search_app.ask.characters import folded
from search_app.ask.computed import in_wan, operand_table, subtraction
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import not_printed, notes, sources
from search_app.ask.plan import Asked
from search_app.ask.printed import rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.stated import stated

_STATED = {False: "yearOnYearChange", True: "yearOnYearRate"}
_BOTH = {"totalIncome": "收、支", "totalExpenditure": "收、支", "fiscalIncome": "财政拨款收、支", "fiscalExpenditure": "财政拨款收、支"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change in 万元 (or the unit of what is counted) or, with unit %, in percent; positive where it grew."""

    number: Decimal
    printed: str
    unit: str


def change(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """How much more or less it was than the year before."""
    if not reading.asked or len(reading.targets) != 1:
        return refused(reading, refusals.NOTHING_ASKED if not reading.asked else refusals.cannot("几个单位或年度一起的同比变化"))
    asked = replace(reading.asked[0], aspect="")
    ((unit, year),) = reading.targets
    claims = _claims(store, lexicon, asked, reading)
    seen, before = _both_years(store, lexicon, asked, (unit, year))
    now = seen.of(seen.labels[0], (unit, year))
    computed = _computed(now.best, before, reading.operation.rate) if now and before else None
    places = without_repeats((*(claim.source for claim in claims[:1]), *sources(seen.every())))
    if claims:
        said = _claimed(claims[0])
        text = f"{claims[0].unit_name}{year}年{_what(seen, now.best if now else None, asked)}比上年{_words(said)}。{_doubt(said, computed)}"
        query = _query(lexicon, asked, reading)
        return Answer(reading, text + _year_note(seen, reading), (_given(said),), None, query, places)
    if now is None or before is None or computed is None:
        return refused(reading, _why_not(store, lexicon, reading, now.best if now else None), seen.sparql)
    numbers = f"{year}年{shown(now.best.printed, now.best.printed_unit)}，上年{shown(before.printed, before.printed_unit)}"
    text = f"{now.best.unit_name}{year}年{seen.name(now.best)}比上年{_words(computed)}（{numbers}，本站计算）。"
    query = subtraction(now.best, before, seen.sparql)
    return Answer(reading, text + _year_note(seen, reading), (_given(computed),), operand_table(seen, seen.every()), query, places)


def _claims(store: Store, lexicon: Lexicon, asked: Asked, reading: Reading) -> list[Found]:
    """What the narrative states of the change, the nearest wording first."""
    claims = [located(store, found(row)) for row in rows(store, _query(lexicon, asked, reading))]
    return [claim for claim in claims if claim.rank == min(claim.rank for claim in claims)]


def _query(lexicon: Lexicon, asked: Asked, reading: Reading) -> str:
    measure = concept("measure", _STATED[reading.operation.rate])
    places = [("figures", (measure, Literal(wording), None, _outside(asked))) for wording in _wordings(lexicon, asked)]
    return stated(places, *reading.targets[0])


def _outside(asked: Asked) -> Literal:
    return Literal("基金|国有资本" if "财政" in asked.word or "预算" in asked.word else "财政拨款收|基金|国有资本")


def _wordings(lexicon: Lexicon, asked: Asked) -> Iterator[str]:
    """Patterns of what the narrative says changed: the word itself, other words of the same measure, income and expenditure together."""
    names = [term.key for term in asked.terms if term.kind == "measure"]
    same = [folded(word) for word, of in lexicon.wordings.items() if of.removeprefix("measure-") in names]
    yield _pattern([asked.word])
    yield _pattern([asked.word, *same, *(lexicon.label(f"measure-{name}") for name in names)])
    if together := [_BOTH[name] for name in names if name in _BOTH]:
        yield _pattern(together)


def _pattern(words: list[str]) -> str:
    plain = dict.fromkeys(re.sub(r"[“”（()）]", "", word) for word in words)
    choice = "|".join(sorted(map(re.escape, plain), key=len, reverse=True))
    return f"^(?:年度|全年|本年度?)?(?:{choice})(?:财政拨款)?(?:支出)?(?:决算)?数?(?:与|比|较|和|同|增|减|上|下|降|提)"


def _both_years(store: Store, lexicon: Lexicon, asked: Asked, target: tuple[str, int]) -> tuple[Look, Found | None]:
    """The values of this year and of the year before: from the reports of both, else as this year's report prints it."""
    unit, year = target
    loaded = lexicon.unit_of[unit].years
    if year - 1 in loaded:
        seen = look(store, lexicon, [asked], [target, (unit, year - 1)])
        before = seen.of(seen.labels[0], (unit, year - 1))
        if before:
            return seen, before.best
    seen = look(store, lexicon, [asked, replace(asked, aspect="previous")], [target])
    previous = seen.of(seen.labels[1], target)
    return seen, previous.best if previous else None


def _computed(now: Found, before: Found, rate: bool) -> Change | None:
    new, unit = in_wan(now)
    old, _ = in_wan(before)
    if rate:
        return Change((new / old - 1) * 100, rounded(abs(new / old - 1) * 100), "%") if old else None
    return Change(new - old, rounded(abs(new - old)) if unit == "万元" else str(abs(new - old)), unit)


def _claimed(claim: Found) -> Change:
    return Change(claim.number or Decimal(0), claim.printed.lstrip("-−"), claim.printed_unit)


def _words(said: Change) -> str:
    if not said.number:
        return "没有变化"
    verb = ("增长" if said.number > 0 else "下降") if said.unit == "%" else ("增加" if said.number > 0 else "减少")
    return f"{verb}{shown(said.printed, said.unit)}"


def _given(said: Change) -> Given:
    return Given(said.printed, said.unit, "比上年" + ("没有变化" if not said.number else _words(said)[:2]))


def _doubt(said: Change, computed: Change | None) -> str:
    if computed is None or computed.unit != said.unit or abs(said.number - computed.number) <= Decimal("0.02"):
        return ""
    return f"按两年的决算数重算是{_words(computed)}。"


def _what(seen: Look, now: Found | None, asked: Asked) -> str:
    return seen.name(now) if now else asked.word


def _year_note(seen: Look, reading: Reading) -> str:
    return "" if reading.period.years else notes(seen, reading)


def _why_not(store: Store, lexicon: Lexicon, reading: Reading, now: Found | None) -> str:
    if now is None:
        return not_printed(store, lexicon, reading)
    year = reading.targets[0][1] - 1
    return (
        f"报告没有写比上年的变化，也没有载入{now.unit_name}{year}年的报告，答不出。{now.year}年是{shown(now.printed, now.printed_unit)}。"
    )
