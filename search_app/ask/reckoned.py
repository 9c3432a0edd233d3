"""The number of the year before, reckoned from this year's and from the change that the report states: 2020年5976.73，减少182.05."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pyoxigraph import Store

from kg.store import rows
from search_app.ask.answer import Answer, Given, without_repeats
from search_app.ask.candidates import Found
from search_app.ask.computed import amount_of, in_wan, subtraction
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import Look, look
from search_app.ask.lookups import sources
from search_app.ask.plan import Asked
from search_app.ask.printed import rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.stated_changes import claims
from search_app.ask.templates import either


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """This year's number, the stated change, and the query of the difference between them."""

    seen: Look
    now: Found
    claim: Found
    query: str


def reckoned(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The number of the year without a report, of all that is asked; None where the later report does not state all the changes."""
    asked = tuple(dict.fromkeys(replace(one, aspect="") for one in reading.asked))
    found = [one for target in reading.earlier for thing in asked for one in _of(store, lexicon, thing, target)]
    if not found or len(found) != len(asked) * len(reading.earlier):
        return None
    told = [_told(store, one) for one in found]
    return Answer(
        replace(reading, refusal=""),
        "".join(text for text, _ in told),
        tuple(value for _, value in told),
        None,
        either(*(one.query for one in found)) if len(found) > 1 else found[0].query,
        without_repeats(place for one in found for place in (*sources(one.seen.every()), one.claim.source)),
    )


def _of(store: Store, lexicon: Lexicon, asked: Asked, target: tuple[str, int]) -> Iterator[_Reckoned]:
    seen = look(store, lexicon, [asked], [target])
    for choice in seen.every():
        now = choice.best
        query, stated = claims(store, lexicon, asked, target, "previous", seen.name(now), rate=False, loosely=False)
        same = [claim for claim in stated if claim.number is not None and claim.printed_unit == now.printed_unit]
        if same and now.amount is not None:
            yield _Reckoned(seen, now, same[0], subtraction(now, same[0], either(seen.sparql, query)))


def _told(store: Store, one: _Reckoned) -> tuple[str, Given]:
    """The sentence and the value: money in 万元."""
    (row,) = rows(store, one.query)
    unit = in_wan(one.now)[1]
    number = rounded(Decimal(row["difference"])) if unit == "万元" else row["difference"]
    grew = (one.claim.number or Decimal(0)) > 0
    change = f"比上年{'增加' if grew else '减少'}{shown(one.claim.printed.lstrip('-−'), one.claim.printed_unit)}"
    head = f"{one.now.unit_name}{one.now.year - 1}年{one.seen.name(one.now)}是{shown(number, unit)}"
    text = f"{head}（按{one.now.year}年的报告推算：{one.now.year}年{amount_of(one.now)}，{change}）。"
    return text, Given(number, unit, f"{one.now.year - 1}年{one.seen.name(one.now)}")
