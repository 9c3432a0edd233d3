"""Changes of several units or years: which grew fastest, which fell, which grew by more than a bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pyoxigraph import Literal, Store

from kg.literals import year as year_literal
from search_app.ask import refusals
from search_app.ask.answer import Answer, refused, without_repeats
from search_app.ask.candidates import Choice, Found
from search_app.ask.computed import in_wan
from search_app.ask.figured import Figure, Ordered, bounded, chosen, is_ordered, signed, told
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import sources
from search_app.ask.notes import year_note
from search_app.ask.plan import Asked
from search_app.ask.printed import rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.stated_changes import claims
from search_app.ask.templates import around, either

_Pair = tuple[Found, Found]
_FEW = 12  # units whose narrative is looked at one by one
_ASKS_WHICH = frozenset({"which_unit", "which_year", "count_units", "listing"})


def growth(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The change of every unit and year that prints both numbers; ranked, bounded or by its direction where that is asked."""
    asked = replace(reading.asked[0], aspect="")
    budgeted = "budgeted" in reading.operation.cues
    seen, pairs = _of_budget(store, lexicon, reading, asked) if budgeted else _of_year(store, lexicon, reading, asked)
    rate = _is_rate(reading)
    figures = [one for pair in pairs if (one := _figure(seen, *pair, rate=rate))]
    stated = list(_stated(store, lexicon, reading, asked, {(now.unit, now.year) for now, _ in pairs}))
    if not figures and not stated:
        return refused(reading, refusals.no_earlier(asked.word), seen.sparql)
    name = seen.name(pairs[0][0]) if pairs else asked.word
    what = f"{name}比{'年初预算' if budgeted else '上年'}的{'增长率' if rate else '变化'}"
    ordered = _ordered(reading, [*figures, *(figure for figure, _, _ in stated)], what)
    if ordered is None:
        return refused(reading, refusals.cannot("这样的界限"), seen.sparql)
    computed = [bounded(reading, figures, _query(seen, pairs))] if figures else []
    query = either(*computed, *(one for _, _, one in stated))
    printed = (*sources([Choice(found) for pair in pairs for found in pair]), *(claim.source for _, claim, _ in stated))
    return Answer(reading, ordered.text + year_note(reading), ordered.values, ordered.table, query, without_repeats(printed))


def _query(seen: Look, pairs: Sequence[_Pair]) -> str:
    years = dict.fromkeys((now.year, before.year) for now, before in pairs)
    new, old = Literal(seen.labels[0]), Literal(seen.labels[-1])
    return around("growth", seen.sparql, {"new": [(new, year_literal(now), old, year_literal(before)) for now, before in years]})


def _stated(
    store: Store, lexicon: Lexicon, reading: Reading, asked: Asked, known: set[tuple[str, int]]
) -> Iterator[tuple[Figure, Found, str]]:
    """What the narrative says of the units that cannot be computed, where these are few; with the claim and its query."""
    missing = [target for target in reading.targets if target not in known]
    base = "budget" if "budgeted" in reading.operation.cues else "previous"
    for target in missing if len(missing) <= _FEW and len(reading.period.years) < 2 else ():
        query, found = claims(store, lexicon, asked, target, base, "", rate=_is_rate(reading), loosely=True)
        for claim in found[:1]:
            unit = "%" if _is_rate(reading) else claim.printed_unit
            if claim.number is not None and claim.printed_unit in ("%", "万元"):
                verb = _verb(claim.number, _is_rate(reading)) if claim.number else "没有变化"
                said = f"{claim.unit_name}{claim.year}年的报告写{claim.what}{verb}{shown(claim.printed.lstrip('-−'), unit)}。"
                yield Figure(claim.unit_name, claim.year, claim.number, unit, said), claim, query


def _ordered(reading: Reading, figures: Sequence[Figure], what: str) -> Ordered | None:
    falling = _falls(reading)
    if is_ordered(reading):
        return chosen(*_downwards(reading, figures, what) if falling else (reading, figures, what))
    of_direction = bool(reading.operation.cues & {"more", "less"}) or any("超" in part.text for part in reading.parts)
    if reading.operation.cues & _ASKS_WHICH and of_direction and "amount" not in reading.operation.cues:
        return signed(reading, figures, what, falling=falling)
    return told(figures, what)


def _falls(reading: Reading) -> bool:
    """True for 下降最多 and 降幅: what counts is how far it fell."""
    return "less" in reading.operation.cues or any(part.text in ("降幅", "下降率") for part in reading.parts)


def _downwards(reading: Reading, figures: Sequence[Figure], what: str) -> tuple[Reading, list[Figure], str]:
    """The units that fell, by how far they did."""
    fell = [replace(one, number=-one.number) for one in figures if one.number < 0]
    named = what.replace("增长率", "降幅").replace("变化", "减少额")
    return reading, fell or [replace(one, number=-one.number) for one in figures], named


def _is_rate(reading: Reading) -> bool:
    bound = reading.operation.limit
    if bound is not None:
        return bound.unit in ("%", "个百分点", "成")
    return reading.operation.rate or any(part.text in ("最快", "最慢", "增速") for part in reading.parts)


def _of_budget(store: Store, lexicon: Lexicon, reading: Reading, asked: Asked) -> tuple[Look, list[_Pair]]:
    seen = look(store, lexicon, [asked, replace(asked, aspect="budget")], reading.targets)
    found = ((seen.of(seen.labels[0], target), seen.of(seen.labels[1], target)) for target in seen.targets)
    return seen, [(now.best, before.best) for now, before in found if now and before]


def _of_year(store: Store, lexicon: Lexicon, reading: Reading, asked: Asked) -> tuple[Look, list[_Pair]]:
    compared = list(_compared(lexicon, reading))
    targets = list(dict.fromkeys(target for pair in compared for target in pair))
    seen = look(store, lexicon, [asked], targets)
    found = ((seen.of(seen.labels[0], now), seen.of(seen.labels[0], before)) for now, before in compared)
    return seen, [(now.best, before.best) for now, before in found if now and before]


def _compared(lexicon: Lexicon, reading: Reading) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Every unit and year with the same unit in the year before, or in the earlier year that the question names."""
    named = reading.period.years
    for unit, year in reading.targets:
        before = min(named) if len(named) == 2 else year - 1
        if before < year and before in lexicon.unit_of[unit].years:
            yield (unit, year), (unit, before)


def _figure(seen: Look, now: Found, before: Found, *, rate: bool) -> Figure | None:
    new, unit = in_wan(now)
    old, _ = in_wan(before)
    if rate and not old:
        return None
    number = (new / old - 1) * 100 if rate else new - old
    verb = "没有变化" if not number else f"{_verb(number, rate)}{shown(rounded(abs(number)), '%' if rate else unit)}"
    printed = f"{shown(before.printed, before.printed_unit)}→{shown(now.printed, now.printed_unit)}"
    said = f"{now.unit_name}{now.year}年{seen.name(now)}{verb}（{printed}）。"
    return Figure(now.unit_name, now.year, number, "%" if rate else unit, said)


def _verb(number: Decimal, rate: bool) -> str:
    return ("增长" if number > 0 else "下降") if rate else ("增加" if number > 0 else "减少")
