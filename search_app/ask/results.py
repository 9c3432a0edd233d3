"""The target and the result of one indicator, asked for in words that are no name of it: 计划建几个服务站，建成了几个."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from pyoxigraph import NamedNode, Store

from ontology.terms import FA
from search_app.ask.answer import Answer
from search_app.ask.characters import folded
from search_app.ask.extracting import LEAST, LEAST_OF_MANY, MARGIN, Found, told_by
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.printings import printed_by
from search_app.ask.reading import Reading
from search_app.ask.records import COLUMNS
from search_app.ask.scoring import Weighed, fit, said, weighed
from search_app.ask.sentences import Sentence
from search_app.ask.sought import Slot, Word, content_words, data, is_private, slots
from search_app.ask.spotting import Spot, fits, number_alone

_COLUMNS: Mapping[str, NamedNode] = {"target": FA.targetText, "actual": FA.actualText, "score": FA.score}
_BOTH = {"target", "actual"}


def results(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """What was planned of one indicator and what came of it; None where not both are asked for, or no indicator fits best."""
    roles = _roles(folded(reading.typed))
    if not set(roles) >= _BOTH or len(reading.targets) != 1 or is_private(reading):
        return None
    (target,) = reading.targets
    known = printed_by(store, lexicon, *target)
    words = weighed(_words(reading), known, of_numbers=True)
    counted = [slot for slot in slots(reading) if slot.counter]
    ranked = sorted(((_fit(words, one), one) for one in _targets(reading, known) if _counts(counted, one)), key=lambda pair: -pair[0])
    least = LEAST_OF_MANY if reading.every_unit and not reading.projects else LEAST
    if not ranked or ranked[0][0] < least:
        return None
    best = [_printed(known, one, roles) for score, one in ranked if score > ranked[0][0] - MARGIN]
    if len(best[0]) != len(roles) or len({tuple(map(_told, printed)) for printed in best}) != 1:
        return None
    found = Found(1.0, target, tuple((one, _value(one)) for one in best[0]))
    return _named(told_by(store, reading, found), ranked[0][1], best[0])


def _counts(counted: Sequence[Slot], one: Sentence) -> bool:
    """True where the target is a number of what is counted, where the question counts: 几条."""
    value = number_alone(one.text, 1 - one.start)
    return not counted or (value is not None and all(fits(slot, value.unit or one.text[value.end :]) for slot in counted[:1]))


def _printed(known: Sequence[Sentence], indicator: Sentence, roles: Sequence[str]) -> list[Sentence]:
    """What the form prints of the indicator in these columns."""
    return [one for role in roles for one in known if (one.place, one.column) == (indicator.place, _COLUMNS[role])]


def _named(answer: Answer, indicator: Sentence, filled: Sequence[Sentence]) -> Answer:
    """The answer with the indicator and the columns by name."""
    labels = [label for one in filled for column, label, _ in COLUMNS if column == one.column]
    values = tuple(replace(value, label=label) for value, label in zip(answer.values, labels, strict=True))
    name = indicator.quote[: 1 - indicator.start].removesuffix(COLUMNS[0][1])
    listed = "，".join(f"{value.label}{value.value}{value.unit}" for value in values)
    return replace(
        answer, text=f"{answer.reading.units[0].name}{answer.reading.years[0]}年{name}{listed}。{year_note(answer.reading)}", values=values
    )


def _roles(typed: str) -> list[str]:
    """Which of the columns the question asks for, in its order."""
    found = {match.start(): role for role, pattern in _patterns().items() if (match := pattern.search(typed))}
    return [found[at] for at in sorted(found)]


def _words(reading: Reading) -> list[Word]:
    """What the question is about, beside the words for plan and result and the project, in whose form the indicator stands."""
    names = {folded(name) for project in reading.projects for name in project.names}
    said_of = re.compile("|".join(pattern.pattern for pattern in _patterns().values()))
    return [word for word in content_words(reading) if not said_of.search(word.text) and word.text.removesuffix("项目") not in names]


def _targets(reading: Reading, known: Sequence[Sentence]) -> Iterator[Sentence]:
    """The targets of indicators, of the projects that are named where some are."""
    names = {folded(name) for project in reading.projects for name in project.names}
    return (one for one in known if one.column == FA.targetText and (not names or any(one.context in n or n in one.context for n in names)))


def _fit(words: Sequence[Weighed], one: Sentence) -> float:
    """How well the indicator's name fits; nothing where it holds none of the words itself."""
    return fit(words, one) if any(said(word, one.text) > 0 for word in words) else 0.0


def _value(one: Sentence) -> Spot:
    """All that the form prints in the column."""
    return Spot(1 - one.start, len(one.text.rstrip()))


def _told(one: Sentence) -> str:
    """The number by itself where there is one, for forms that say it in other words."""
    value = number_alone(one.text, 1 - one.start) or _value(one)
    return one.text[value.start : value.end]


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {role: re.compile(pattern) for role, pattern in data()["roles"].items()}
