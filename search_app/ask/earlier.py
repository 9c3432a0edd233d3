"""Numbers of a year that has no report, where the report of the year after prints them as those of the year before."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Store

from search_app.ask.answer import Answer, Given
from search_app.ask.candidates import Found
from search_app.ask.joined import joined
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import sources, value
from search_app.ask.printed import listed, plain, shown
from search_app.ask.reading import Reading
from search_app.ask.reckoned import reckoned

_SPENT = ("", "executed")


def with_earlier(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The values of the years without a report and, after them, of those that have one; None where no later report prints them."""
    asked = tuple(dict.fromkeys(replace(one, aspect="previous") for one in reading.asked if one.aspect in _SPENT))
    if not asked:
        return None
    seen = look(store, lexicon, asked, reading.earlier)
    choices = [choice for choice in seen.every() if choice.best.amount is not None]
    if not choices:
        return _reckoned(store, lexicon, reading)
    text = "".join(_said(seen, choice.best) for choice in choices)
    values = tuple(_given(seen, choice.best) for choice in choices)
    answer = Answer(replace(reading, refusal=""), text, values, None, seen.sparql, sources(choices))
    return _with_loaded(store, lexicon, reading, answer)


def _reckoned(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """Reckoned from the later year, where the question is of that too: else the year has no report."""
    beside = all(year in reading.period.years for _, year in reading.earlier)
    answer = reckoned(store, lexicon, reading) if beside else None
    return _with_loaded(store, lexicon, reading, answer) if answer else None


def _with_loaded(store: Store, lexicon: Lexicon, reading: Reading, answer: Answer) -> Answer:
    """The answer, and the values of the years that have a report."""
    answer = replace(answer, text=f"{answer.text}{_missing(reading)}")
    if not reading.targets:
        return answer
    loaded = replace(reading, refusal="", period=replace(reading.period, years=tuple(year for _, year in reading.targets)), earlier=())
    return joined(answer, value(store, lexicon, loaded))


def _missing(reading: Reading) -> str:
    """The years asked for that no report prints; empty where there are none."""
    told = {year - 1 for _, year in reading.earlier} | set(reading.years)
    missing = listed(f"{year}年" for year in reading.period.years if year not in told)
    return f"没有载入{listed(unit.name for unit in reading.units)}{missing}的报告。" if missing else ""


def _said(seen: Look, place: Found) -> str:
    number = shown(place.printed, place.printed_unit)
    return f"{place.unit_name}{place.year - 1}年{seen.name(place)}为{number}（{place.year}年的报告印的上年数）。"


def _given(seen: Look, place: Found) -> Given:
    return Given(plain(place.printed), place.printed_unit, f"{place.year - 1}年{seen.name(place)}")
