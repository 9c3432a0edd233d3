"""Figures that the narrative states: amounts, percentages and counts, with what they measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.narrative.measured import Measured, measured
from ingest.narrative.measures import measure_of
from ingest.narrative.ordinals import without_ordinal
from ingest.narrative.reasons import reason_of
from ingest.narrative.stated_numbers import numbers
from ingest.narrative.wordings import plain, wordings
from kg.amounts import Quantity
from kg.facts import BudgetLine, Passage, Project, StatedFigure, TextPlace

_Owner = BudgetLine | Project
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
    owners = _owners(lines, projects)
    long: list[str] = []
    for passage in passages:
        if not _is_silent(passage) and not _is_copied(passage.text, long):
            rows += _figures(passage, owners.get(passage.number, ()))
        if len(passage.text) >= _COPIED:
            long.append(passage.text)
    earlier = [passage.text for passage in passages]
    for result in results:
        rows += (figure for figure in _figures(result, ()) if not _is_told(plain(result.text), figure, earlier))
        earlier.append(result.text)
    return tuple(rows)


def _owners(lines: Sequence[BudgetLine], projects: Sequence[Project]) -> Mapping[int, Sequence[_Owner]]:
    """By number of passage the budget lines that stand there, else the projects."""
    of_lines: dict[int, list[_Owner]] = {}
    of_projects: dict[int, list[_Owner]] = {}
    for line in lines:
        of_lines.setdefault(line.place.passage, []).append(line)
    for project in projects:
        if isinstance(project.place, TextPlace):
            of_projects.setdefault(project.place.passage, []).append(project)
    return {**of_projects, **of_lines}


def _is_copied(text: str, earlier: Sequence[str]) -> bool:
    """True for a long text that stands word for word in an earlier one."""
    words = without_ordinal(text) if len(text) >= _COPIED else ""
    return len(words) >= _COPIED and any(words in other for other in earlier)


def _is_told(flat: str, figure: StatedFigure, earlier: Sequence[str]) -> bool:
    """True where the clause around a figure stands word for word in an earlier text."""
    begin = max(flat.rfind(mark, 0, figure.place.start) for mark in _MARKS) + 1
    end = min((at for mark in _MARKS if (at := flat.find(mark, figure.place.end)) >= 0), default=len(flat))
    clause = without_ordinal(flat[begin:end])
    return any(clause in plain(text) for text in earlier)


def _is_silent(passage: Passage) -> bool:
    return any(words.search(plain(passage.text)) for words in _silencing(passage.section))


@lru_cache(maxsize=1024)
def _silencing(section: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The wordings that tell under these headings that a passage states no figures."""
    path, rules = " ".join(section), wordings("figures")["never_sections"]
    return tuple(re.compile(rule["text"]) for rule in rules if re.search(rule["section"], path))


def _figures(passage: Passage, owners: Sequence[_Owner]) -> Iterator[StatedFigure]:
    flat = plain(passage.text)
    printed = numbers(flat)
    if not printed:
        return
    found = measured(flat, printed, _name(owners[0]) if owners else "")
    left = set(range(len(found)))
    keys = [_key(one.number.quantity) for one in found] if owners else []
    for start, end, key in _taken(owners):  # the number in the span of the line or project, else the first such number
        same = [i for i in sorted(left) if keys[i] == key]
        inside = [i for i in same if start <= found[i].number.start < end]
        left -= set((inside or same)[:1])
    yield from (_figure(passage, flat, found[i]) for i in sorted(left))


def _taken(owners: Sequence[_Owner]) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Numbers of a passage that its budget lines or projects already hold, each as often as printed for them: [start, end), number."""
    for owner in owners:
        if isinstance(owner.place, TextPlace):
            yield from ((owner.place.start, owner.place.end, _key(quantity)) for quantity in _amounts(owner) if quantity)


def _amounts(owner: _Owner) -> Sequence[Quantity | None]:
    if isinstance(owner, BudgetLine):
        return (owner.initial_budget, owner.final, owner.rate)
    return (owner.initial_budget, owner.full_budget, owner.spent, owner.execution_rate, owner.score)


def _key(quantity: Quantity) -> tuple[str, str]:
    """What tells that two prints are one amount: money in 元, whatever its unit; else number and unit as printed."""
    return (quantity.text, quantity.unit) if quantity.yuan is None else (f"{quantity.yuan.normalize():f}", "元")


def _name(owner: _Owner) -> str:
    """What a passage that stands for a line or project is about."""
    return owner.path[-1] if isinstance(owner, BudgetLine) else owner.name


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
