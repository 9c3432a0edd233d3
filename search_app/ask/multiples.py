"""How many times one number is another: of two units, two years or two things."""

from __future__ import annotations

from decimal import Decimal

from pyoxigraph import NamedNode, Store

from kg.store import rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, refused
from search_app.ask.computed import in_wan, operand_table
from search_app.ask.lexicon import Lexicon
from search_app.ask.look import look
from search_app.ask.lookups import not_printed, sources
from search_app.ask.notes import notes
from search_app.ask.printed import rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.shares import of_year
from search_app.ask.templates import around


def multiple(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The first of two numbers divided by the second, in the order of the question: 倍."""
    seen = look(store, lexicon, [of_year(asked) for asked in reading.asked], _in_order(reading))
    choices = seen.every()
    if not choices:
        return refused(reading, not_printed(store, lexicon, reading), seen.sparql)
    if len(choices) != 2 or len({in_wan(choice.best)[1] for choice in choices}) > 1 or not choices[1].best.amount:
        return refused(reading, refusals.cannot("不是两个数的倍数"), seen.sparql)
    first, second = (choice.best for choice in choices)
    places = [(NamedNode(first.source.place), NamedNode(second.source.place))]
    query = around("multiple", seen.sparql, {"first": places})
    (row,) = rows(store, query)
    number = rounded(Decimal(row["multiple"]))
    words = [f"{one.unit_name}{one.year}年{seen.name(one)}{shown(one.printed, one.printed_unit)}" for one in (first, second)]
    text = f"{words[0]}，是{words[1]}的{number}倍（本站计算）。{notes(seen, reading)}"
    return Answer(reading, text, (Given(number, "倍"),), operand_table(seen, choices), query, sources(choices))


def _in_order(reading: Reading) -> list[tuple[str, int]]:
    """The targets in the order in which the question names units and years."""
    units, years = [unit.iri for unit in reading.units], list(reading.period.years)
    return sorted(reading.targets, key=lambda pair: (units.index(pair[0]), years.index(pair[1]) if pair[1] in years else 0))
