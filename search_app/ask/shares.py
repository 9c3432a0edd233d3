"""Shares: what the report states where that agrees with its numbers, else computed from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pyoxigraph import Literal, Store

from kg.store import rows
from ontology.terms import concept
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused, without_repeats
from search_app.ask.candidates import Found, found, located
from search_app.ask.computed import in_wan, operand_table
from search_app.ask.extracting import SURE, extract
from search_app.ask.figured import Figure, is_ordered
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.look import Look, look
from search_app.ask.lookups import not_printed, sources
from search_app.ask.notes import notes
from search_app.ask.places import figures
from search_app.ask.plan import Asked
from search_app.ask.printed import plain, rounded, shown
from search_app.ask.rankings import ordered
from search_app.ask.reading import Reading
from search_app.ask.stated import stated
from search_app.ask.templates import around
from search_app.ask.words import measures

_STATED = {"share": (("expenditureShare", "incomeShare", "share"), "占"), "completion": (("completionRate",), "完成")}
_FISCAL = {
    "basicExpenditure": "generalBasicExpenditure",
    "projectExpenditure": "generalProjectExpenditure",
    "expenditureOfYear": "generalBudgetExpenditure",
    "totalExpenditure": "generalBudgetExpenditure",
}
_TOLERANCE = Decimal("0.02")  # points by which a stated share may be rounded otherwise
# What a share of it is a share of: the report says 占本年支出合计, also where people say 占总支出.
_OF_YEAR = {"totalExpenditure": "expenditureOfYear", "totalIncome": "incomeOfYear"}

# The final number that reports compare with the budget of the 财政拨款 expenditure is that of the 一般公共预算.
_OF_BUDGET = {Term("measure", "fiscalExpenditure"): Term("measure", "generalBudgetExpenditure")}
# Their budget of the whole year is stated in words alone, so an 预算执行率 of them is what the report states.
_OF_PARTS = frozenset({"basicExpenditure", "projectExpenditure"})
_COMPLETED = frozenset({"completion"})


def share(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The percentage of every part in the whole, for every unit and year."""
    whole = _whole(lexicon, reading)
    if not reading.asked or whole is None:
        return refused(reading, refusals.cannot("没有说明占什么的比例"))
    if whole.terms[:1] == of_year(reading.asked[0]).terms[:1] and len(reading.targets) > 1:
        return refused(reading, refusals.cannot("几个单位或几年的同一项之间的比例（可以问是几倍）"))
    return _percentages(store, lexicon, reading, whole)


def completion(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """What was spent in percent of the budget."""
    if not reading.asked:
        return refused(reading, refusals.NOTHING_ASKED)
    if reading.operation.cues.isdisjoint(_COMPLETED) and (of_report := _stated_rate(store, lexicon, reading)):
        return of_report
    if reading.operation.cues.isdisjoint(_COMPLETED) and not _OF_PARTS.isdisjoint(term.key for term in reading.asked[0].terms):
        return refused(reading, refusals.not_printed(f"{reading.asked[0].word}的预算执行率", "所问", ()))
    terms = tuple(_OF_BUDGET.get(term, term) for term in reading.asked[0].terms)
    spent = replace(reading.asked[0], terms=terms, aspect="", scope="general")
    return _percentages(store, lexicon, replace(reading, asked=(spent,)), replace(spent, terms=reading.asked[0].terms, aspect="budget"))


def _stated_rate(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The 预算执行率 that the narrative states of the thing."""
    wording = f"{reading.asked[0].word}预算执行率"
    as_said = replace(reading, typed=wording, parts=(), left=(wording,), operation=replace(reading.operation, name="value"))
    found = extract(store, lexicon, as_said, SURE)
    return replace(found, reading=reading) if found else None


def _percentages(store: Store, lexicon: Lexicon, reading: Reading, whole: Asked) -> Answer:
    asked = [*reading.asked, whole]
    seen = look(store, lexicon, asked, reading.targets)
    pairs = list(_pairs(seen))
    if not pairs and (stated_alone := _stated_alone(store, lexicon, reading, seen)):
        return stated_alone
    if not pairs:
        return refused(reading, not_printed(store, lexicon, replace(reading, asked=tuple(asked))), seen.sparql)
    query = around("share", seen.sparql, {"part": [(Literal(part), Literal(seen.labels[-1])) for part in seen.labels[:-1]]})
    if len(reading.asked) == 1 and is_ordered(reading):
        return _ordered(reading, seen, pairs, query)
    texts, values, printed = [], [], list[Found]()
    for part, base in pairs:
        percent = _percent(part, base)
        claims = _claims(store, lexicon, reading, part)
        agreeing = _agreeing(claims, percent)
        if claims and agreeing is None and (other := _of_fiscal(store, lexicon, reading, whole)):
            return other
        texts.append(_text(seen, part, base, percent, agreeing, claims))
        values.append(
            Given(
                agreeing.printed if agreeing else rounded(percent),
                "%",
                f"{part.unit_name}{part.year}年{seen.name(part)}占{seen.name(base)}",
            )
        )
        printed += claims[:1]
        if agreeing and len(pairs) == 1 and _is_coarser(agreeing, percent):
            texts.append(f"按表计算是{rounded(percent)}%。")
            values.append(replace(values[0], value=rounded(percent)))
    places = without_repeats((*sources(seen.every()), *(claim.source for claim in printed)))
    return Answer(reading, "".join(texts) + notes(seen, reading), tuple(values), operand_table(seen, seen.every()), query, places)


def _ordered(reading: Reading, seen: Look, pairs: Sequence[tuple[Found, Found]], query: str) -> Answer:
    """Which unit or year has the highest share, or one within a bound."""
    figures = [
        Figure(part.unit_name, part.year, percent, "%", _text(seen, part, base, percent, None, ()))
        for part, base in pairs
        for percent in [_percent(part, base)]
    ]
    part, base = pairs[0]
    return ordered(reading, seen, figures, f"{seen.name(part)}{_of(seen, base)}的比例", query)


def _agreeing(claims: Sequence[Found], percent: Decimal) -> Found | None:
    """The share as the narrative states it, with as many decimals as it prints."""
    return next((claim for claim in claims if claim.number is not None and abs(claim.number - percent) <= _slack(claim.number)), None)


def _is_coarser(claim: Found, percent: Decimal) -> bool:
    """True where the narrative prints fewer decimals than are told here."""
    return rounded(percent) != rounded(Decimal(plain(claim.printed))) and abs(Decimal(plain(claim.printed)) - percent) > _TOLERANCE


def _slack(number: Decimal) -> Decimal:
    """Half a unit of its last decimal, as far as a share may be rounded."""
    return max(_TOLERANCE, Decimal(5).scaleb(int(number.as_tuple().exponent) - 1))


def _of_fiscal(store: Store, lexicon: Lexicon, reading: Reading, whole: Asked) -> Answer | None:
    """The same share of the whole of the 财政拨款, where that is what the narrative states; None where it is not."""
    names = [_FISCAL[term.key] for term in whole.terms if term.key in _FISCAL]
    if not names or len(reading.asked) > 1 or len(reading.targets) > 1:
        return None
    of_fiscal = Asked(lexicon.label(f"measure-{names[0]}"), (Term("measure", names[0]),))
    asked = tuple(replace(one, scope="general") for one in reading.asked)
    seen = look(store, lexicon, [*asked, of_fiscal], reading.targets)
    agree = [_agreeing(_claims(store, lexicon, reading, part), _percent(part, base)) for part, base in _pairs(seen)]
    return _percentages(store, lexicon, replace(reading, asked=asked), of_fiscal) if agree and all(agree) else None


def _stated_alone(store: Store, lexicon: Lexicon, reading: Reading, seen: Look) -> Answer | None:
    """A share that the narrative states of a number whose part or whole no table prints."""
    parts = [choice.best for target in seen.targets for label in seen.labels[:-1] if (choice := seen.of(label, target))]
    claims = [claim for part in parts for claim in _claims(store, lexicon, reading, part)[:1]]
    if len(parts) != 1 or not claims:
        return None
    part, claim = parts[0], claims[0]
    verb = _STATED[reading.operation.name][1]
    text = f"{part.unit_name}{part.year}年{seen.name(part)}{verb}{'预算' if verb == '完成' else ''}的{claim.printed}%（文字所写）。"
    given = Given(claim.printed, "%", claim.what)
    query = seen.sparql
    return Answer(reading, text + notes(seen, reading), (given,), None, query, without_repeats((claim.source, part.source)))


def _whole(lexicon: Lexicon, reading: Reading) -> Asked | None:
    """What the question says the share is of, else what reports give it of."""
    if reading.whole:
        return of_year(reading.whole[0])
    for term in reading.asked[0].terms if reading.asked else ():
        name = measures()[term.key].whole if term.kind == "measure" else "expenditureOfYear" if term.key.startswith("functional/") else ""
        name = name or ("basicExpenditure" if term.key.startswith("economic/") else "")
        if name:
            return Asked(lexicon.label(f"measure-{name}"), (Term("measure", name),))
    return None


def of_year(asked: Asked) -> Asked:
    """Totals as those of the year, without what is carried over: what shares and multiples are of."""
    terms = tuple(Term(term.kind, _OF_YEAR.get(term.key, term.key)) for term in asked.terms)
    return replace(asked, terms=tuple(dict.fromkeys(terms)))


def _pairs(seen: Look) -> Iterator[tuple[Found, Found]]:
    """Part and whole, where both are printed and the whole is not 0."""
    for target in seen.targets:
        base = seen.of(seen.labels[-1], target)
        for label in seen.labels[:-1]:
            part = seen.of(label, target)
            if part and base and part.best.amount is not None and base.best.amount:
                yield part.best, base.best


def _percent(part: Found, base: Found) -> Decimal:
    return (part.amount or Decimal(0)) / (base.amount or Decimal(1)) * 100


def _claims(store: Store, lexicon: Lexicon, reading: Reading, part: Found) -> list[Found]:
    """Shares that the narrative states of the part."""
    words = {name for asked in reading.asked for name in _names(lexicon, asked) if name}
    stated_as, verb = _STATED[reading.operation.name]
    choice = "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
    wording = f"^(?:{choice})类?款?项?(?:财政拨款)?(?:支出|收入)?{verb}"
    places = [figures(concept("measure", name), wording) for name in stated_as]
    return [located(store, found(row)) for row in rows(store, stated(places, part.unit, part.year))]


def _names(lexicon: Lexicon, asked: Asked) -> Iterator[str]:
    """The part's names as the narrative gives them, without brackets and a 支出 at the end."""
    yield asked.word.removesuffix("支出") if asked.terms and asked.terms[0].kind == "subject" else asked.word
    for term in asked.terms:
        names: Sequence[str] = lexicon.subject_of[term.key].names if term.kind == "subject" else ()
        yield from (re.sub(r"[（()）]", "", name).removesuffix("支出") for name in names)


def _label(seen: Look, part: Found, base: Found) -> str:
    return f"{part.unit_name}{part.year}年{seen.name(part)}{_of(seen, base)}"


def _of(seen: Look, base: Found) -> str:
    return "完成预算" if seen.asked[base.asked].aspect == "budget" else f"占{seen.name(base)}"


def _text(seen: Look, part: Found, base: Found, percent: Decimal, agreeing: Found | None, claims: Sequence[Found]) -> str:
    numbers = f"{shown(part.printed, part.printed_unit)}÷{shown(base.printed, base.printed_unit)}"
    if part.printed_unit != base.printed_unit:
        numbers = "÷".join(f"{shown(rounded(in_wan(one)[0]))}万元" for one in (part, base))
    said = agreeing.printed if agreeing else rounded(percent)
    text = f"{part.unit_name}{part.year}年{seen.name(part)}{_of(seen, base)}的{said}%（{numbers}）。"
    if claims and agreeing is None:
        text += f"文字写的是{claims[0].printed}%，与表中的数不符。这里按表中的数重算。"
    return text
