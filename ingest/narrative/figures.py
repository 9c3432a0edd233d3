"""Figures that the narrative states: amounts, percentages and counts, with what they measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.narrative.measured import Measured, measured
from ingest.narrative.measures import measure_of
from ingest.narrative.ordinals import without_ordinal
from ingest.narrative.reasons import reason_of
from ingest.narrative.stated_numbers import numbers
from ingest.narrative.wordings import plain, wordings
from kg.amounts import Quantity
from kg.facts import BudgetLine, Passage, Project, StatedFigure, TextPlace

_MARKS = "，。；：！？"
_COPIED = 90  # characters; a shorter sentence that is printed twice states its figures twice


def figures(
    passages: Sequence[Passage], lines: Sequence[BudgetLine], projects: Sequence[Project] = (), results: Sequence[Passage] = ()
) -> tuple[StatedFigure, ...]:
    """Figures in the order of the text; a decrease is negative.

    Left out: the amounts of `lines` and `projects` where these stand, terms explained, long passages that repeat an earlier
    one word for word, and what the `results` in tables repeat of the text.
    """
    rows: list[StatedFigure] = []
    earlier: list[str] = []
    for passage in passages:
        words = without_ordinal(passage.text)
        if not _is_silent(passage) and not (len(words) >= _COPIED and any(words in text for text in earlier)):
            rows += _figures(passage, lines, projects)
        earlier.append(passage.text)
    for result in results:
        rows += (figure for figure in _figures(result, (), ()) if not _is_told(plain(result.text), figure, earlier))
        earlier.append(result.text)
    return tuple(rows)


def _is_told(flat: str, figure: StatedFigure, earlier: Sequence[str]) -> bool:
    """True where the clause around a figure stands word for word in an earlier text."""
    begin = max(flat.rfind(mark, 0, figure.place.start) for mark in _MARKS) + 1
    end = min((at for mark in _MARKS if (at := flat.find(mark, figure.place.end)) >= 0), default=len(flat))
    clause = without_ordinal(flat[begin:end])
    return any(clause in plain(text) for text in earlier)


def _is_silent(passage: Passage) -> bool:
    path, flat = " ".join(passage.section), plain(passage.text)
    return any(re.search(rule["section"], path) and re.search(rule["text"], flat) for rule in wordings("figures")["never_sections"])


def _figures(passage: Passage, lines: Sequence[BudgetLine], projects: Sequence[Project]) -> Iterator[StatedFigure]:
    flat = plain(passage.text)
    taken = _taken(passage, lines, projects)
    found = measured(flat, numbers(flat), _subject(passage, lines, projects))
    left = set(range(len(found)))
    for start, end, key in taken:  # the number in the span of the line or project, else the first such number
        same = [i for i in sorted(left) if _key(found[i].number.quantity) == key]
        inside = [i for i in same if start <= found[i].number.start < end]
        left -= set((inside or same)[:1])
    yield from (_figure(passage, flat, found[i]) for i in sorted(left))


def _taken(passage: Passage, lines: Sequence[BudgetLine], projects: Sequence[Project]) -> list[tuple[int, int, tuple[str, str]]]:
    """Numbers of the passage that its budget lines and projects already hold, each as often as printed for them: [start, end), number."""
    held: list[tuple[TextPlace, Quantity | None]] = []
    for line in lines:
        if line.place.passage == passage.number:
            held += [(line.place, q) for q in (line.initial_budget, line.final, line.rate)]
    for project in () if held else projects:
        place = project.place
        if isinstance(place, TextPlace) and place.passage == passage.number:
            amounts = (project.initial_budget, project.full_budget, project.spent, project.execution_rate, project.score)
            held += [(place, q) for q in amounts]
    return [(place.start, place.end, _key(q)) for place, q in held if q]


def _key(quantity: Quantity) -> tuple[str, str]:
    """What tells that two prints are one amount: money in 元, whatever its unit; else number and unit as printed."""
    return (quantity.text, quantity.unit) if quantity.yuan is None else (f"{quantity.yuan.normalize():f}", "元")


def _subject(passage: Passage, lines: Sequence[BudgetLine], projects: Sequence[Project]) -> str:
    """What a passage that stands for one line or project is about."""
    names = [line.path[-1] for line in lines if line.place.passage == passage.number]
    names += [p.name for p in projects if isinstance(p.place, TextPlace) and p.place.passage == passage.number]
    return names[0] if names else ""


def _figure(passage: Passage, flat: str, found: Measured) -> StatedFigure:
    quantity, start, end = found.number.quantity, found.number.start, found.number.end
    if found.decrease and quantity.number > 0:
        quantity = replace(quantity, printed="-" + quantity.printed, number=-quantity.number)
    first, last = found.sentence
    return StatedFigure(
        place=TextPlace(passage.number, start, end, passage.page, passage.line),
        section=passage.section,
        what=found.what,
        quantity=quantity,
        measure=measure_of(found.what, quantity, passage.section),
        reason=reason_of(passage.text, flat, found),
        text=passage.text[first : last + 1].strip(),
    )
