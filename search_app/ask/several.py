"""Changes of several things of one unit, each told: 固定资产和净资产比上年各降了百分之几."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from pyoxigraph import Store

from search_app.ask.answer import Answer
from search_app.ask.changes import change
from search_app.ask.joined import joined
from search_app.ask.lexicon import Lexicon
from search_app.ask.reading import Reading


def each_change(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The change of each thing that is named; what has none is said beside those that have."""
    each = dict.fromkeys(one.terms for one in reading.asked)
    if len(each) < 2 or _is_of_several_units(reading):
        return change(store, lexicon, reading)
    asked = (tuple(one for one in reading.asked if one.terms == terms) for terms in each)
    return replace(reduce(joined, [change(store, lexicon, replace(reading, asked=one)) for one in asked]), reading=reading)


def _is_of_several_units(reading: Reading) -> bool:
    """Those, and bounds and rankings of years, are told of the first thing alone."""
    return len({unit for unit, _ in reading.targets}) != 1 or bool(reading.operation.limit) or reading.operation.over == "year"
