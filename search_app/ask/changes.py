"""Changes on the year before or on the budget: as the report states them, else computed from what the reports print of both."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pyoxigraph import Store

from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused, without_repeats
from search_app.ask.candidates import Found
from search_app.ask.characters import folded
from search_app.ask.computed import in_wan, in_yuan, operand_table, subtraction
from search_app.ask.growth import growth
from search_app.ask.joined import joined
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import not_printed, sources, value
from search_app.ask.notes import notes
from search_app.ask.plan import Asked
from search_app.ask.printed import plain, rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.stated_changes import claims, subject
from search_app.ask.templates import either

_ASKS_LESS = re.compile("(?:少|低|小|省)了?(?:吗|么|没有|些|一些|一点)?[?？。]?$|[少低小]于|不及|没花完|没用完")
_ONE_BY_ONE = "one_by_one"
_AMOUNT = re.compile(
    "[金数]额|(?:增减|变化|变动)额|多少万元?|多少钱|(?:增加|减少|多花|少花|减了?|少了|增了|多了|降了|涨了|缩减了|压减了|下降|上升)多少"
)
_BASES = {"previous": "上年", "budget": "年初预算"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change in 万元 (or the unit of what is counted) or, with unit %, in percent; positive where it grew."""

    number: Decimal
    printed: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was looked up: this year's value, what it is compared with, and the change between them where both are printed."""

    asked: Asked
    target: tuple[str, int]
    base: str
    seen: Look
    now: Found | None
    before: Found | None

    def change(self, *, rate: bool) -> Change | None:
        return _computed(self.now, self.before, rate) if self.now and self.before else None


def change(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """How much more or less it was than the year before, or than the budget: as stated, else as computed."""
    if not reading.asked:
        return refused(reading, refusals.NOTHING_ASKED)
    if _is_of_several(reading):
        return growth(store, lexicon, reading)
    if "listing" in reading.operation.cues and len({asked.aspect for asked in reading.asked}) > 1:
        return _with_values(store, lexicon, reading)
    if _asks_both(reading):
        return _amount_and_rate(store, lexicon, reading)
    if not reading.operation.rate and not reading.operation.cues & {"amount", "more", "less", "change", "budgeted", "yesno"}:
        return _amount_and_rate(store, lexicon, reading)
    compared = _compare(store, lexicon, reading)
    computed = compared.change(rate=reading.operation.rate)
    query, stated = _claims(store, lexicon, reading, compared, loosely=computed is None)
    note = "" if reading.period.years else notes(compared.seen, reading)
    if stated:
        return _as_stated(reading, compared, stated[0], query, note)
    if computed is None and not reading.operation.rate:
        query, stated = _claims(store, lexicon, replace(reading, operation=replace(reading.operation, rate=True)), compared, loosely=True)
        if stated:
            return _as_stated(reading, compared, stated[0], query, f"报告只写了幅度。{note}")
    if compared.now is None or compared.before is None or computed is None:
        return refused(reading, _why_not(store, lexicon, reading, compared), compared.seen.sparql)
    return _as_computed(reading, compared, compared.now, compared.before, computed, note)


def _is_of_several(reading: Reading) -> bool:
    """Several units or years, or a bound of the change."""
    several = len({unit for unit, _ in reading.targets}) != 1 or len(reading.targets) > 2
    return several or reading.operation.limit is not None or reading.operation.over == "year"


def _asks_both(reading: Reading) -> bool:
    """增加的金额和比例, 增加多少、增长百分之几."""
    asked = any(_AMOUNT.fullmatch(part.text) and part.kind in ("amount", "more", "less", "change") for part in reading.parts)
    return reading.operation.rate and asked and _ONE_BY_ONE not in reading.operation.cues


def _amount_and_rate(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """同比 alone: both the change and its rate, as far as they are known."""
    cues = reading.operation.cues | {"amount", _ONE_BY_ONE}
    both = [change(store, lexicon, replace(reading, operation=replace(reading.operation, rate=rate, cues=cues))) for rate in (False, True)]
    known = [one for one in both if one.text is not None]
    if len(known) < 2:
        return replace((known or both)[0], reading=reading)
    return replace(
        known[0],
        reading=reading,
        text="".join(one.text or "" for one in known),
        values=tuple(value for one in known for value in one.values),
        sparql=either(*(one.sparql for one in known)),
        sources=without_repeats(place for one in known for place in one.sources),
    )


def _with_values(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """预算和决算分别是多少，比上年下降多少: the values, then the change."""
    values = value(store, lexicon, reading)
    changed = change(store, lexicon, replace(reading, asked=(replace(reading.asked[0], aspect=""),)))
    return joined(values, changed)


def _compare(store: Store, lexicon: Lexicon, reading: Reading) -> _Compared:
    asked = replace(reading.asked[0], aspect="")
    target = max(reading.targets, key=lambda pair: pair[1])
    base = "budget" if "budgeted" in reading.operation.cues else "previous"
    seen, before = _both(store, lexicon, asked, target, base, min(year for _, year in reading.targets))
    now = seen.of(seen.labels[0], target)
    return _Compared(asked, target, base, seen, now.best if now else None, before)


def _as_stated(reading: Reading, compared: _Compared, claim: Found, query: str, note: str) -> Answer:
    said = _claimed(claim)
    computed = compared.change(rate=reading.operation.rate) if _same(claim, compared.now) else None
    what = f"{claim.unit_name}{compared.target[1]}年{_scope(claim)}{subject(claim) or compared.asked.word}"
    text = f"{_whether(reading, said)}{what}比{_BASES[compared.base]}{_words(said)}。{_doubt(said, computed)}"
    places = without_repeats((claim.source, *sources(compared.seen.every())))
    return Answer(reading, text + note, (_given(said, compared.base),), None, query, places)


def _as_computed(reading: Reading, compared: _Compared, now: Found, before: Found, computed: Change, note: str) -> Answer:
    seen = compared.seen
    earlier = f"{before.year}年" if before.year != now.year else _BASES[compared.base]
    numbers = f"{now.year}年{shown(now.printed, now.printed_unit)}，{earlier}{shown(before.printed, before.printed_unit)}"
    text = f"{_whether(reading, computed)}{now.unit_name}{now.year}年{seen.name(now)}比{earlier}{_words(computed)}（{numbers}，本站计算）。"
    query = subtraction(now, before, seen.sparql)
    given = (_given(computed, compared.base),)
    return Answer(reading, text + note, given, operand_table(seen, seen.every()), query, sources(seen.every()))


def _same(claim: Found, now: Found | None) -> bool:
    """True where the narrative's change is of the very thing that was looked up."""
    return now is not None and folded(subject(claim)) in folded(now.what + now.asked)


def _claims(store: Store, lexicon: Lexicon, reading: Reading, compared: _Compared, *, loosely: bool) -> tuple[str, list[Found]]:
    year = compared.target[1]
    if {year - 1, year} < {year - 1, year, *(other for _, other in reading.targets)}:
        return "", []
    meant = "" if loosely or compared.now is None else compared.seen.name(compared.now)
    rate = reading.operation.rate
    return claims(store, lexicon, compared.asked, compared.target, compared.base, meant, rate=rate, loosely=loosely)


def _both(store: Store, lexicon: Lexicon, asked: Asked, target: tuple[str, int], base: str, earlier: int) -> tuple[Look, Found | None]:
    """This year's value and what it is compared with: of the earlier year's report, else as this year's report prints it."""
    unit, year = target
    before = earlier if earlier != year else year - 1
    if base == "previous" and before in lexicon.unit_of[unit].years:
        seen = look(store, lexicon, [asked], [target, (unit, before)])
        if choice := seen.of(seen.labels[0], (unit, before)):
            return seen, choice.best
    seen = look(store, lexicon, [asked, replace(asked, aspect=base)], [target])
    other = seen.of(seen.labels[1], target)
    return seen, other.best if other and before == year - 1 else None


def _computed(now: Found, before: Found, rate: bool) -> Change | None:
    new, unit = in_wan(now)
    old, _ = in_wan(before)
    if rate:
        return Change((new / old - 1) * 100, rounded(abs(new / old - 1) * 100), "%") if old else None
    return Change(new - old, rounded(abs(new - old)) if unit == "万元" else str(abs(new - old)), unit)


def _claimed(claim: Found) -> Change:
    return Change(claim.number or Decimal(0), plain(claim.printed).lstrip("-−"), claim.printed_unit)


def _scope(claim: Found) -> str:
    """A section on the 财政拨款 speaks of it alone."""
    return "财政拨款口径的" if "财政拨款收" in claim.source.statement and "财政" not in claim.what else ""


def _words(said: Change) -> str:
    if not said.number:
        return "没有变化"
    verb = ("增长" if said.number > 0 else "下降") if said.unit == "%" else ("增加" if said.number > 0 else "减少")
    return f"{verb}{shown(said.printed, said.unit)}"


def _whether(reading: Reading, said: Change) -> str:
    """The answer to 增加了吗 and 超预算了吗; empty where that is not asked."""
    cues = reading.operation.cues
    if "yesno" not in cues or not cues & {"more", "less", "budgeted"}:
        return ""
    as_asked = said.number < 0 if "less" in cues or _ASKS_LESS.search(reading.typed) else said.number > 0
    return "是。" if as_asked else "没有。"


def _given(said: Change, base: str) -> Given:
    label = f"比{_BASES[base]}" + ("没有变化" if not said.number else _words(said)[:2])
    return Given(said.printed, said.unit, label, in_yuan(abs(said.number), said.unit))


def _doubt(said: Change, computed: Change | None) -> str:
    if computed is None or computed.unit != said.unit or abs(said.number - computed.number) <= Decimal("0.02"):
        return ""
    return f"按两个数重算是{_words(computed)}。"


def _why_not(store: Store, lexicon: Lexicon, reading: Reading, compared: _Compared) -> str:
    now = compared.now
    if now is None:
        return not_printed(store, lexicon, reading)
    known = f"{now.year}年是{shown(now.printed, now.printed_unit)}。"
    if compared.base == "budget":
        return f"报告没有写它的年初预算，算不出变化。{known}"
    return f"报告没有写比上年的变化，也没有载入{now.unit_name}{now.year - 1}年的报告，答不出。{known}"
