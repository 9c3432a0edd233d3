"""Figures and passages as rules of words look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.amounts import YUAN_PER_UNIT, fold
from kg.checks.reading import Report
from kg.checks.records import Figure, Passage

# Sections of the attached self-evaluation, where amounts may have another scope than the accounts.
EVALUATION = re.compile("自评|评价报告|绩效")
_CHANGE = re.compile("增加|减少|增长|下降|降低|提高|上升|下调|缩减|压减|多|少$")


def is_money(figure: Figure) -> bool:
    """True for an amount."""
    return figure.term.unit in YUAN_PER_UNIT


def is_amount(figure: Figure) -> bool:
    """True for an amount of this year that is not a change of one."""
    return is_money(figure) and not figure.compared and is_level(figure)


def is_level(figure: Figure) -> bool:
    """True for what is not a change."""
    return figure.measure not in ("yearOnYearChange", "budgetChange", "adjustedBudget") and not is_change(figure.what)


@lru_cache(maxsize=4096)
def is_change(what: str) -> bool:
    """True for the wording of a change."""
    return bool(_CHANGE.search(what))


def place(passage: Passage, more: str = "") -> str:
    """What a reader calls the place of a passage: part and section, then `more`."""
    return " ".join(filter(None, (_heading(passage.section), more)))


@lru_cache(maxsize=1024)
def _heading(section: str) -> str:
    first, _, rest = section.partition(" > ")
    return " ".join(filter(None, (first, rest.rpartition(" > ")[2])))


def between(report: Report, before: Figure, after: Figure) -> str:
    """The text between two figures of one passage."""
    return report.passages[before.passage].text[before.end : after.start]


def pairs(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Every figure with the next."""
    yield from zip(figures, figures[1:], strict=False)


def same_name(one: str, other: str) -> bool:
    """True for two wordings of one subject or project: equal without 支出, 类, brackets."""
    return bare(one) == bare(other) and bool(bare(one))


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A subject's or project's name without what reports add to it."""
    text = re.sub(r"[(（](类|款|项)[)）]", "", fold(name))
    text = re.sub(r"[(（].*?[)）]|[“”\"']", "", text)
    return re.sub(r"(支出|项目)+$", "", text)
