"""From a question to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pyoxigraph import Store

from search_app.ask import (
    carried,
    computed,
    definitions,
    findings,
    glossary,
    histories,
    indicators,
    loaded,
    lookups,
    multiples,
    organisation,
    project_links,
    project_lists,
    rankings,
    ratios,
    refusals,
    several,
    shares,
    subject_amounts,
    subject_budgets,
    subject_growth,
    thresholds,
    totals,
    within_amounts,
)
from search_app.ask.answer import MOST_SOURCES, Answer, refused
from search_app.ask.asked_units import in_asked_unit
from search_app.ask.candidates import read_again
from search_app.ask.choices import choices
from search_app.ask.clauses import in_turn
from search_app.ask.credited import asks_who, credited
from search_app.ask.earlier import with_earlier
from search_app.ask.extracting import LEAST_OF_MANY, SURE, extract
from search_app.ask.joined import MARKS, asks_amount_too, joined
from search_app.ask.lexicon import Lexicon
from search_app.ask.predecessors import with_predecessors
from search_app.ask.proposing import Propose, proposed
from search_app.ask.reader import read
from search_app.ask.reading import Reading
from search_app.ask.reasons import reasons
from search_app.ask.results import results
from search_app.ask.shortfalls import shortfall
from search_app.ask.sought import asks_where_or_when, slots
from search_app.ask.years import years_in
from search_app.files import file_of

Operation = Callable[[Store, Lexicon, Reading], Answer]


OPERATIONS: Mapping[str, Operation] = {
    "value": lookups.value,
    "yesno": lookups.yes_or_no,
    "which": lookups.which,
    "sum": computed.total,
    "rank": rankings.ranking,
    "difference": totals.compared,
    "share": shares.share,
    "completion": shares.completion,
    "change": several.each_change,
    "define": definitions.define,
    "loaded": loaded.loaded,
    "glossary": glossary.explain,
    "subjects": subject_amounts.by_subject,
    "composition": subject_amounts.by_subject,
    "subject_growth": subject_growth.subject_growth,
    "subject_budgets": subject_budgets.subject_budgets,
    "carried": carried.carried,
    "threshold": thresholds.threshold,
    "ratio": ratios.ratio,
    "multiple": multiples.multiple,
    "former": histories.former,
    "funding": project_links.funding,
    "implementer": project_links.implementer,
    "parent": organisation.superiors,
    "children": organisation.subordinates,
    "divisions": organisation.divisions,
    "duties": organisation.duties,
    "projects": project_lists.projects,
    "indicators": indicators.indicators,
    "findings": findings.findings,
}


_LIKELIEST = 3  # choices that are tried for an answer
_BY_MODEL = "这个问题由语言模型理解，数取自图谱，请核对下面的理解是否正确。"


def ask(store: Store, lexicon: Lexicon, question: str, propose: Propose | None = None) -> Answer:
    """The answer to `question` from the graph, or the reason why there is none; never a number of another unit or year.

    `propose`: a language model that is asked where the rules do not understand what is asked for.
    """
    whole = _ask(store, lexicon, question, propose)
    answer = in_turn(whole, lambda clause: _ask(store, lexicon, clause, None)) or whole
    return answer if answer.text is not None else _without_framing(store, lexicon, whole.reading) or answer


def _without_framing(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The answer without the words that only frame the question, which it names; None where there are others, or no answer."""
    if not reading.framing:
        return None
    answer = _located(store, _answer(store, lexicon, replace(reading, refusal="", left=())))
    said = "".join(f"“{word}”" for word in reading.framing)
    return None if answer.text is None else replace(answer, text=f"{answer.text}（没有用到{said}。）")


def _ask(store: Store, lexicon: Lexicon, question: str, propose: Propose | None) -> Answer:
    """The answer to a question that is taken as one."""
    reading = with_predecessors(store, lexicon, read(lexicon, question))
    answer = _located(store, _answer(store, lexicon, reading))
    if propose and answer.text is None and _is_not_understood(reading):
        answer = _located(store, _as_proposed(store, lexicon, reading, propose) or answer)
    if reading.candidates:
        answer = replace(answer, likeliest=_likeliest(store, lexicon, reading))
    note = "".join(f"“{one.typed}”按“{one.meant}”理解。" for one in reading.heard)
    if not note:
        return answer
    return replace(answer, reason=note + answer.reason) if answer.text is None else replace(answer, text=answer.text + note)


def _located(store: Store, answer: Answer) -> Answer:
    """The answer in the unit asked for, whose sources (as many as are told) name their file: that of the report, or an annex."""
    found, more = answer.sources[:MOST_SOURCES], answer.sources[MOST_SOURCES:]
    said = (read_again(store, replace(one, file=file_of(store, one.place) or one.file)) for one in found)
    return in_asked_unit(replace(answer, sources=(*said, *more)))


def _likeliest(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The answer for the likeliest of the units that an unclear name may mean; None where none of them has one."""
    others = (ask(store, lexicon, choice.question) for choice in choices(reading)[:_LIKELIEST])
    return next((answer for answer in others if answer.text is not None), None)


def _is_not_understood(reading: Reading) -> bool:
    """True where words were not recognized, or nothing was: not where the question is understood and cannot be answered."""
    if reading.refusal:
        return reading.can_be_proposed
    return not reading.asked and reading.operation.name == "value"


def _as_proposed(store: Store, lexicon: Lexicon, reading: Reading, propose: Propose) -> Answer | None:
    other = proposed(lexicon, reading, propose)
    answer = _answer(store, lexicon, other) if other else None
    return replace(answer, text=answer.text + _BY_MODEL) if answer and answer.text is not None else None


def _answer(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    if reading.why:
        printed = None if reading.asked else extract(store, lexicon, reading, LEAST_OF_MANY)
        why = shortfall(store, lexicon, reading) or reasons(store, lexicon, reading) or printed or refused(reading, reading.refusal)
        return joined(_answer(store, lexicon, replace(reading, refusal="", why=False)), why) if _asks_how_much(reading) else why
    if reading.earlier and (before := with_earlier(store, lexicon, reading)):
        return before
    if reading.refusal:
        who = credited(store, lexicon, reading) if asks_who(reading) else None
        return (
            who
            or _of_other_name(store, lexicon, reading)
            or results(store, lexicon, reading)
            or extract(store, lexicon, reading)
            or refused(reading, reading.refusal)
        )
    if glossary.asks_meaning(reading):
        return glossary.explain_unknown(store, lexicon, reading) or refused(reading, refusals.NOT_EXPLAINED)
    if reading.operation.name == "value" and asks_where_or_when(reading):
        return extract(store, lexicon, reading) or refused(reading, refusals.NO_PLACE)
    if not reading.targets and reading.operation.name != "define":
        return refused(reading, refusals.NOTHING_ASKED)
    if reading.partly and asks_who(reading) and (told := credited(store, lexicon, replace(reading, left=reading.partly))):
        return told
    if reading.partly and not asks_who(reading) and (told := extract(store, lexicon, replace(reading, left=reading.partly), SURE)):
        return told
    if _counts_of_project(reading) and (told := extract(store, lexicon, reading, SURE)):
        return told
    if within_amounts.is_within_amount(lexicon, reading):
        return within_amounts.within_amount(store, lexicon, reading)
    if subject_amounts.is_of_subjects(lexicon, reading):
        reading = replace(reading, operation=replace(reading.operation, name="subjects"))
    answer = OPERATIONS[reading.operation.name](store, lexicon, reading)
    if answer.text is None and not reading.asked and reading.operation.name in ("value", "change"):
        answer = extract(store, lexicon, reading) or answer
    return joined(_of_amount(store, lexicon, reading), answer) if asks_amount_too(reading) else answer


def _of_other_name(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The history of a unit by its former name, or a term that only the reports' glossaries know."""
    if reading.operation.name == "former" and not reading.units:
        return histories.of_former_name(store, lexicon, reading)
    return glossary.explain_unknown(store, lexicon, reading) if reading.left and not reading.asked else None


def _counts_of_project(reading: Reading) -> bool:
    """监督抽检了多少批次: how many of something, where the words are those of a project, whose costs are then no answer."""
    if reading.operation.name != "value" or not reading.projects:
        return False
    return any(slot.kind == "count" and slot.counter not in ("", "元", "笔") for slot in slots(reading)[:1])


def _asks_how_much(reading: Reading) -> bool:
    """超预算多少？啥原因: the number in a clause before that of the reason."""
    amount = next((part.end for part in reading.parts if part.kind == "amount" or "多少" in part.text), None)
    why = next((part.start for part in reading.parts if part.kind == "why"), None)
    return amount is not None and why is not None and not MARKS.isdisjoint(reading.typed[amount:why])


def _asked_of_year_before(reading: Reading) -> tuple[tuple[str, int], ...]:
    """The reports of the year after that of which alone the number is asked; empty where that year has a report."""
    amount = next((part for part in reading.parts if part.kind == "amount"), None)
    said = [year for part in reading.parts if amount and part.kind == "year" and part.end <= amount.start for year in years_in(part.text)]
    return tuple((unit, year) for unit, year in reading.targets if said == [year - 1] and year - 1 not in reading.years)


def _of_amount(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The number itself of the newest year asked for, or of the earlier one that the question asks it of: 2019年是多少，2020年少了多少."""
    if earlier := _asked_of_year_before(reading):
        of_earlier = replace(reading, targets=(), earlier=earlier)
        year = earlier[0][1] - 1
        missing = refusals.year_not_loaded((year,), reading.units, lexicon)
        return with_earlier(store, lexicon, of_earlier) or refused(reading, missing)
    newest = tuple(pair for pair in reading.targets if pair[1] == reading.years[-1])
    targets = newest if reading.operation.name == "change" else reading.targets
    asked = (*reading.whole, *reading.asked) if "其中" in reading.typed else reading.asked
    of_value = replace(reading, operation=replace(reading.operation, name="value"), targets=targets, asked=asked)
    return lookups.value(store, lexicon, of_value)
