"""From a question to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyoxigraph import Store

from search_app.ask import changes, computed, definitions, indicators, loaded, lookups, organisation, project_lists, refusals, shares
from search_app.ask.answer import Answer, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.reading import Reading, read
from search_app.ask.statements import statement

Operation = Callable[[Store, Lexicon, Reading], Answer]


def _no_subjects(_store: Store, _lexicon: Lexicon, reading: Reading) -> Answer:
    return refused(reading, refusals.cannot("按科目的排名"))


OPERATIONS: Mapping[str, Operation] = {
    "value": lookups.value,
    "yesno": lookups.yes_or_no,
    "which": lookups.which,
    "sum": computed.total,
    "rank": computed.ranking,
    "difference": computed.difference,
    "share": shares.share,
    "completion": shares.completion,
    "change": changes.change,
    "define": definitions.define,
    "loaded": loaded.loaded,
    "subjects": _no_subjects,
    "parent": organisation.superiors,
    "children": organisation.subordinates,
    "divisions": organisation.divisions,
    "duties": organisation.duties,
    "projects": project_lists.projects,
    "indicators": indicators.indicators,
}


def ask(store: Store, lexicon: Lexicon, question: str) -> Answer:
    """The answer to `question` from the graph, or the reason why there is none; never a number of another unit or year."""
    reading = read(lexicon, question)
    if reading.refusal:
        return (statement(store, reading) if reading.left else None) or refused(reading, reading.refusal)
    if not reading.targets and reading.operation.name != "define":
        return refused(reading, refusals.NOTHING_ASKED)
    return OPERATIONS[reading.operation.name](store, lexicon, reading)
