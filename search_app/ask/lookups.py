"""Direct look-ups: one number or several, of one unit or several, as printed; yes or no; which units have any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher

from pyoxigraph import Literal, Store

from kg.literals import integer
from kg.store import rows
from ontology.terms import concept
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused, without_repeats
from search_app.ask.candidates import Choice, Found
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.look import ASPECTS, Look, look
from search_app.ask.notes import notes, year_note
from search_app.ask.plan import Asked
from search_app.ask.printed import listed, plain, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import around, fill, target_rows
from search_app.ask.words import measures

_BUDGETS = ("approved", "revised", "budget")
_PHASES = ("approved", "revised", "budget", "executed")
_OF_ONE_FUND = ("governmentFund", "stateCapital")  # tables that are published empty where a unit has none of that fund
_NEAR = 3
_WAN = Decimal(10_000)


def value(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The values of all that is asked, in the order of units, years and things."""
    if not reading.asked:
        return refused(reading, refusals.NOTHING_ASKED)
    seen = look(store, lexicon, reading.asked, reading.targets)
    if asked := _of_one_scope((whole := _answered_whole(reading.asked, seen)) or reading.asked, seen) or whole:
        seen = look(store, lexicon, asked, reading.targets)
    if not seen.choices:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    choices = in_one_unit(seen.every())
    text = _sentence(seen, choices, reading) + notes(seen, reading)
    return Answer(
        reading, text, tuple(given(seen, choice.best) for choice in choices), _table(seen, choices), seen.sparql, sources(choices)
    )


def _answered_whole(asked: Sequence[Asked], seen: Look) -> list[Asked]:
    """Of subjects with one name those with all that is asked of it; empty where that is all of them or none."""
    found = {(seen.asked[choice.best.asked].terms, seen.asked[choice.best.asked].aspect) for choice in seen.every()}
    whole = {one.terms for one in asked if all((one.terms, other.aspect) in found for other in asked if other.terms == one.terms)}
    named = {one.word for one in asked if one.terms in whole}
    kept = [one for one in asked if one.terms in whole or one.word not in named]
    return kept if whole and len(kept) < len(asked) else []


def _of_one_scope(asked: Sequence[Asked], seen: Look) -> list[Asked]:
    """年初预算和决算分别是多少: the expenditure of a subject out of the same funds as its budget; empty where they are that already.

    The narrative tells the budget of the 一般公共预算 alone; tables also print what was spent of all funds.
    """
    budgets = [one for one in asked if one.aspect in _BUDGETS and one.terms[:1] and one.terms[0].kind == "subject"]
    lines = [choice.best.source.place.endswith("-line") for choice in seen.every() if seen.asked[choice.best.asked].aspect in _BUDGETS]
    if not budgets or len(budgets) == len(asked) or not lines or not all(lines):
        return []
    spent = {one.terms for one in budgets}
    return [_of_budget(one) if one.terms in spent and one.aspect == "executed" else one for one in asked]


def _of_budget(asked: Asked) -> Asked:
    """Out of the funds of the narrative's budgets, which are those of functional subjects: 住房公积金 is an economic one, too."""
    functional = tuple(term for term in asked.terms if term.key.startswith("functional/"))
    return replace(asked, terms=functional or asked.terms, scope="general")


def in_one_unit(choices: Sequence[Choice]) -> list[Choice]:
    """The choices; of several units that print one thing in 元 and in 万元, all in 万元, to the last digit."""
    money = {(choice.best.unit, choice.best.printed_unit) for choice in choices if choice.best.printed_unit.endswith("元")}
    mixed = len({unit for unit, _ in money}) > 1 and len({printed for _, printed in money}) > 1
    return [Choice(_in_wan(choice.best), choice.disagreeing) if mixed else choice for choice in choices]


def _in_wan(place: Found) -> Found:
    """Money in 万元, exactly; anything else as it is printed."""
    if place.amount is None or not place.printed_unit.endswith("元") or place.printed_unit == "万元":
        return place
    number = (place.amount / _WAN).normalize()
    printed = f"{number:f}"
    return replace(place, printed=printed, printed_unit="万元", number=number)


def yes_or_no(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """Whether there is any of what is asked: a printed 0 is a no, nothing printed is no answer."""
    if not reading.asked:
        return refused(reading, refusals.NOTHING_ASKED)
    seen = look(store, lexicon, reading.asked, reading.targets)
    if not seen.choices:
        return _empty(store, lexicon, reading) or refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    choices = seen.every()
    having = [choice for choice in choices if choice.best.amount]
    if having:
        text = "有。" + _sentence(seen, having, reading) + notes(seen, reading)
        return Answer(reading, text, tuple(given(seen, choice.best) for choice in having), None, seen.sparql, sources(choices))
    text = f"没有。{_none(seen, choices, reading)}"
    values = (given(seen, choices[0].best) if len(choices) == 1 else Given("没有"),)
    return Answer(reading, text + notes(seen, reading), values, None, seen.sparql, sources(choices))


def _empty(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The no of a report whose own table for what is asked is empty; None where there is no such table."""
    kinds = [cell["table"] for one in reading.asked for term in one.terms if term.kind == "measure" for cell in measures()[term.key].cells]
    own = next((kind for kind in kinds if kind in _OF_ONE_FUND), "")
    if len(reading.targets) != 1 or len(reading.asked) != 1 or not own:
        return None
    query = fill("empty-tables", {"unit": target_rows(reading.targets), "kind": [(concept("tableKind", own),)]})
    found = list(rows(store, query))
    if not found:
        return None
    row = found[0]
    text = f"没有。{row['unit_name']}{row['year']}年的报告里这张表是空表。{year_note(reading)}"
    source = Source(row["report"], row["file"], row["statement"], None, None, "", row["place"])
    return Answer(reading, text, (Given("没有"),), None, query, (source,))


def which(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The units that have any of what is asked."""
    if not reading.asked:
        return refused(reading, refusals.NOTHING_ASKED)
    seen = look(store, lexicon, reading.asked[:1], reading.targets)
    if not seen.choices:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    choices = seen.every()
    without = "without" in reading.operation.cues
    having = [choice for choice in choices if bool(choice.best.amount) != without]
    counted = "count_units" in reading.operation.cues and "listing" not in reading.operation.cues
    if not having:
        none = (Given("0", "个", "单位数"),) if counted else ()
        text = f"没有。{_none(seen, choices, reading) if not without else f'印了{seen.name(choices[0].best)}的单位都有这一项。'}"
        return Answer(reading, text + notes(seen, reading), none, _table(seen, choices), seen.sparql, sources(choices))
    names = _by_unit(having)
    text = f"有{len(names)}个：{listed(f'{name}（{said}）' for name, said in names.items())}。"
    if without:
        text = f"{seen.name(choices[0].best)}印为0的单位{text}"
    values = tuple(Given(name, "", said) for name, said in names.items())
    if len(having) == 1 and "amount" in reading.operation.cues:
        values = (*values, given(seen, having[0].best))
    query = seen.sparql
    if counted:
        values = (Given(str(len(names)), "个", "单位数"),)
        query = around("threshold", seen.sparql, {"relation": [(Literal("equal" if without else "over"), integer(0), integer(0))]})
    return Answer(reading, text + notes(seen, reading), values, _table(seen, choices), query, sources(having))


def _by_unit(having: Sequence[Choice]) -> dict[str, str]:
    """Every unit once with what it has, year by year where that is of several years."""
    several = len({choice.best.year for choice in having}) > 1
    found: dict[str, list[str]] = {}
    for choice in having:
        number = shown(choice.best.printed, choice.best.printed_unit)
        found.setdefault(choice.best.unit_name, []).append(f"{choice.best.year}年{number}" if several else number)
    return {name: listed(numbers) for name, numbers in found.items()}


def given(seen: Look, place: Found) -> Given:
    """The value of a place with a label that tells it from the others."""
    return Given(plain(place.printed), place.printed_unit, _label(seen, place), place.amount)


def sources(choices: Sequence[Choice]) -> tuple[Source, ...]:
    """Where the values stand, and where something else is printed for them."""
    return without_repeats(place.source for choice in choices for place in (choice.best, *choice.disagreeing))


def not_printed(store: Store, lexicon: Lexicon, reading: Reading) -> str:
    """Why there is no value, with up to three others that the same report prints."""
    where = _where(reading)
    of_part = any(asked.part for asked in reading.asked)  # the numbers of the whole unit are not near those of a division
    near = look(store, lexicon, _near(lexicon, reading.asked), reading.targets[:1]) if reading.targets and not of_part else None
    said = (
        [f"{near.name(choice.best)}{shown(choice.best.printed, choice.best.printed_unit)}" for choice in near.every()[:_NEAR]]
        if near
        else []
    )
    return refusals.not_printed(listed(dict.fromkeys(_asked_name(asked) for asked in reading.asked)), where, said)


def _asked_name(asked: Asked) -> str:
    return f"{asked.part}{asked.word}{ASPECTS[asked.aspect] if asked.aspect in ASPECTS and asked.aspect != 'executed' else ''}"


def _where(reading: Reading) -> str:
    years = listed(map(str, reading.years))
    return f"{reading.units[0].name}{years}年" if len(reading.units) == 1 else f"{years}年各单位"


def _near(lexicon: Lexicon, asked: Sequence[Asked]) -> list[Asked]:
    """What is most like the things asked: neighbours of the measures, subjects of the same class with names alike."""
    found: dict[str, Asked] = {}
    for one in asked:
        for term in one.terms:
            if term.kind == "measure":
                for name in measures()[term.key].near:
                    found.setdefault(name, Asked(lexicon.label(f"measure-{name}"), (Term("measure", name),)))
            elif term.kind == "subject":
                found.update((key, Asked(name, (Term("subject", key),))) for key, name in _alike(lexicon, term.key, one.word))
    return list(found.values())


def _alike(lexicon: Lexicon, key: str, word: str) -> list[tuple[str, str]]:
    """Subjects of the same scheme and class, the likest names first."""
    beside = [
        (SequenceMatcher(None, word, subject.names[0]).ratio(), other, subject.names[0])
        for other, subject in lexicon.subject_of.items()
        if other[: other.index("/") + 4] == key[: key.index("/") + 4] and other != key and subject.names
    ]
    return [(other, name) for _, other, name in sorted(beside, key=lambda entry: (-entry[0], entry[1]))[: 4 * _NEAR]]


def _label(seen: Look, place: Found) -> str:
    """The unit, the year and what it is, as far as they differ among the answers."""
    parts = [
        place.unit_name if seen.of_units else "",
        f"{place.year}年" if seen.of_years else "",
        seen.full_name(place) if len(seen.labels) > 1 or not (seen.of_units or seen.of_years) else "",
    ]
    return "".join(parts)


def _sentence(seen: Look, choices: Sequence[Choice], reading: Reading) -> str:
    """One sentence a unit and year; several of them under one heading."""
    groups: dict[tuple[str, int], list[Found]] = {}
    for choice in choices:
        groups.setdefault((choice.best.unit_name, choice.best.year), []).append(choice.best)
    if len(groups) == 1:
        ((unit, year), places), *_ = groups.items()
        return f"{unit}{year}年{'，'.join(_said(seen, place, '为') for place in places)}。"
    if len(seen.labels) == 1:
        heading = seen.full_name(choices[0].best)
        items = [f"{unit}{year}年{shown(places[0].printed, places[0].printed_unit)}" for (unit, year), places in groups.items()]
        return f"{heading}：{listed(items, '；')}。"
    several = [f"{unit}{year}年：{'，'.join(_said(seen, place, '') for place in places)}" for (unit, year), places in groups.items()]
    return f"{listed(several, '；')}。"


def _said(seen: Look, place: Found, verb: str) -> str:
    about = place.qualifier if place.qualifier in ("约", "近", "超") else ""
    return f"{seen.full_name(place)}{verb}{about}{shown(place.printed, place.printed_unit)}"


def _none(seen: Look, choices: Sequence[Choice], reading: Reading) -> str:
    best = choices[0].best
    if len(choices) == 1:
        return f"{best.unit_name}{best.year}年没有{seen.name(best)}，原表印的是{shown(best.printed)}。"
    units = listed(dict.fromkeys(choice.best.unit_name for choice in choices))
    return f"{listed(f'{year}年' for year in reading.years)}{units}的{seen.name(best)}都是0。"


def _table(seen: Look, choices: Sequence[Choice]) -> Table | None:
    if len(choices) < 2:
        return None
    rows = [
        (choice.best.unit_name, str(choice.best.year), seen.full_name(choice.best), plain(choice.best.printed), choice.best.printed_unit)
        for choice in choices
    ]
    return Table(("单位", "年度", "项目", "数值", "数值单位"), tuple(rows))
