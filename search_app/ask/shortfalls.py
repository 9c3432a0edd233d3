"""Why an indicator fell short of its target, as the form of the self-evaluation gives the reason."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Store

from ontology.terms import FA
from search_app.ask.answer import Answer
from search_app.ask.characters import folded
from search_app.ask.extracting import Found, told_by
from search_app.ask.lexicon import Lexicon
from search_app.ask.printings import printed_by
from search_app.ask.reading import Reading
from search_app.ask.records import REASON
from search_app.ask.sentences import Sentence
from search_app.ask.spotting import Spot

_LEAST, _MOST_OF_IT = 4, 0.8  # characters, and the part of an indicator's name, that the question must say
_OF_MONEY = frozenset({"measure", "subject"})
_NONE = frozenset({"", "无", "/", "-", "—", "不适用"})


def shortfall(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The reason beside the one indicator that is named, of the unit or project named; None where there is none, or several."""
    of_amounts = reading.asked and not (reading.indicators or reading.partly or reading.left)
    if of_amounts or len(reading.targets) != 1 or (reading.every_unit and not reading.projects):
        return None
    (target,) = reading.targets
    given = [(_said(reading, one), one) for one in printed_by(store, lexicon, *target) if one.column == FA.deviationReason]
    best = max((said for said, _ in given), default=0)
    found = list(_of_projects(reading, [one for said, one in given if said == best]))
    if best < _LEAST or len({one.text for one in found}) != 1:
        return None
    start = found[0].text.find(REASON) + len(REASON)
    return told_by(store, reading, Found(1.0, target, ((found[0], Spot(start, len(found[0].text))),)))


def _said(reading: Reading, record: Sentence) -> int:
    """How many characters of the indicator's name the question says together, beside the names of amounts; 0 where not most of it."""
    name, _, reason = record.text.partition(REASON)
    if reason in _NONE:
        return 0
    amounts = [part for part in reading.parts if part.kind in _OF_MONEY]
    asked = folded("".join("," if any(p.start <= at < p.end for p in amounts) else one for at, one in enumerate(reading.typed)))
    longest = next((size for size in range(len(name), 0, -1) for at in range(len(name) - size + 1) if name[at : at + size] in asked), 0)
    return longest if longest >= _MOST_OF_IT * len(name) else 0


def _of_projects(reading: Reading, records: list[Sentence]) -> Iterator[Sentence]:
    """Those of the projects that are named; all where none is."""
    names = {folded(name) for project in reading.projects for name in project.names}
    return (one for one in records if not names or any(one.context in name or name in one.context for name in names))
