"""From a question to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pyoxigraph import Store

from search_app.ask import (
    changes,
    computed,
    definitions,
    glossary,
    histories,
    indicators,
    loaded,
    lookups,
    organisation,
    project_links,
    project_lists,
    ratios,
    refusals,
    shares,
    subject_amounts,
    thresholds,
)
from search_app.ask.answer import Answer, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.reading import Reading, read
from search_app.ask.statements import statement

Operation = Callable[[Store, Lexicon, Reading], Answer]


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
    "glossary": glossary.explain,
    "subjects": subject_amounts.by_subject,
    "composition": subject_amounts.by_subject,
    "threshold": thresholds.threshold,
    "ratio": ratios.ratio,
    "former": histories.former,
    "funding": project_links.funding,
    "implementer": project_links.implementer,
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
    answer = _answer(store, lexicon, reading)
    note = "".join(f"“{one.typed}”按“{one.meant}”理解。" for one in reading.heard)
    if not note:
        return answer
    return replace(answer, reason=note + answer.reason) if answer.text is None else replace(answer, text=answer.text + note)


def _answer(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    if reading.refusal:
        return (statement(store, reading) if reading.left else None) or refused(reading, reading.refusal)
    if not reading.targets and reading.operation.name != "define":
        return refused(reading, refusals.NOTHING_ASKED)
    if reading.partly and (stated := statement(store, replace(reading, left=reading.partly))):
        return stated
    return OPERATIONS[reading.operation.name](store, lexicon, reading)
