"""公务用车运行维护费里的维修费: a part of an amount that no table divides, which only a sentence can tell."""

from __future__ import annotations

import re

from pyoxigraph import Store

from search_app.ask import refusals
from search_app.ask.answer import Answer, refused
from search_app.ask.extracting import extract
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import listed
from search_app.ask.reading import Reading

_WITHIN = re.compile("[,，]?(?:里面?|其中|当中|之中|中|内)的?")
# Amounts that tables print whole: an economic subject of the same name (维修费) is another thing.
_WHOLE = frozenset({"abroad", "vehiclePurchase", "vehicleRunning", "reception"})


def is_within_amount(lexicon: Lexicon, reading: Reading) -> bool:
    """True where one of these amounts is said to hold the economic subject that is asked for."""
    economic = [one for one in reading.asked if one.terms and all(term.key.startswith("economic/") for term in one.terms)]
    return reading.operation.name == "value" and 0 < len(economic) == len(reading.asked) and bool(_whole(lexicon, reading))


def within_amount(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """What a passage tells of the part behind its 其中, or that none does."""
    names = [one.word for one in reading.asked]
    told = extract(store, lexicon, reading)
    divided = re.compile(f"{re.escape(_whole(lexicon, reading))}.*其中.*{'.*'.join(map(re.escape, names))}")
    if told and any(divided.search(source.quote or "") for source in told.sources):
        return told
    where = f"{reading.units[0].name}{listed(map(str, reading.years))}年的报告里" if reading.units else ""
    return refused(reading, refusals.no_such("", f"{_whole(lexicon, reading)}里的{listed(names)}", where))


def _whole(lexicon: Lexicon, reading: Reading) -> str:
    """The amount that the question says it is in; empty where it says none of these."""
    found = (
        part.text
        for part in reading.parts
        if part.kind == "measure"
        and _WITHIN.match(reading.typed[part.end :])
        and any(term.key in _WHOLE for term in lexicon.terms.get(part.text, ()))
    )
    return next(found, "")
