"""Why a change came about: 主要原因是… in the sentence of a figure, or in sentences right after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ingest.narrative.measured import Measured
from ingest.narrative.wordings import pattern, wordings

_YEAR_BEFORE = re.compile(r"上年|去年|上一年|同比|\d{4}年")
_BUDGET = re.compile(r"预算")


def reason_of(text: str, flat: str, found: Measured) -> str | None:
    """The printed reason of a change, without the final 。; None for figures that are no change and where none is given.

    Where reasons are given against the budget and against the year before, that of the figure's own comparison.
    """
    if not _is_change(found.lead):
        return None
    given = _in_sentence(flat, found) or _after(flat, found)
    return text[given[0] : given[1]].strip("。；") or None if given else None


@lru_cache(maxsize=2048)
def _is_change(lead: str) -> bool:
    return bool(pattern("figures", "change").search(lead))


def _in_sentence(flat: str, found: Measured) -> tuple[int, int] | None:
    """[start, end) of a reason in the figure's own sentence."""
    end = found.sentence[1]
    cause = pattern("figures", "reason").search(flat, found.number.end, end)
    if not cause:
        return None
    return cause.end(), _end(flat, cause.end())


def _after(flat: str, found: Measured) -> tuple[int, int] | None:
    """[start, end) of the reason among the sentences of reasons that follow."""
    given = list(_following(flat, found.sentence[1]))
    by_year = bool(_YEAR_BEFORE.search(found.what))
    fitting = [span for head, span in given if by_year and _YEAR_BEFORE.search(head) or not by_year and _BUDGET.search(head)]
    plain_ones = [span for head, span in given if not _YEAR_BEFORE.search(head) and not _BUDGET.search(head)]
    return next(iter((*fitting, *plain_ones)), None)


def _following(flat: str, position: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The words before 原因 and [start, end) of the reason, for each sentence of reasons that follows without a break."""
    while cause := _follows().match(flat, position):
        end = _end(flat, cause.end())
        yield cause["head"], (cause.end(), end)
        position = end


def _end(flat: str, start: int) -> int:
    """Where a reason ends: before the next sentence that gives one, or at the end of the text."""
    stop = pattern("figures", "reason_ends").search(flat, start)
    return stop.start() if stop else len(flat)


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(rf"。(?P<head>[^。，]{{0,24}}?)(?:{wordings('figures')['reason']})")
