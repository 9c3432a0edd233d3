"""What a figure measures, in the report's own words, and whether it is a decrease."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.narrative.figure_words import basis_in, hidden_in, is_decrease, of_budget, of_other, opened, stripped, subject_in, tail_of
from ingest.narrative.ordinals import without_ordinal
from ingest.narrative.respective import Told, respectively
from ingest.narrative.stated_numbers import StatedNumber
from ingest.narrative.wordings import pattern

_HIDDEN = re.compile(r"（[^（）]*）|《[^《》]*》|“[^“”]*”")
_BOUNDARY = re.compile(r"[，。；：！？]")
_SENTENCE_END = re.compile(r"[。！？]")
_BRACKETED = re.compile(r"（[^（）]*）")
_BRACKET = re.compile(r"[（）]")
_JOINT = re.compile(r"、")
_JOINT_IN_BRACKETS = re.compile(r"[、，；]")
_LOOSE_JOINT = re.compile(r"和|及|以及|与")
_COUNT = re.compile(r"\d|[一二两三四五六七八九十百]余?[个家项次名期人]")


class Measured(NamedTuple):
    """A figure with its wording: `lead` are the words right before it. `sentence` is [start, end) of its sentence."""

    number: StatedNumber
    what: str
    lead: str
    decrease: bool
    sentence: tuple[int, int]


@dataclass(slots=True)
class _Subjects:
    """What wordings without a subject refer to: what opened the sentence, what last had a budget, what was last named.

    `basis` is what changes are measured against (比年初预算数), `told` what the figure before measures.
    """

    first: str
    budgeted: str
    last: str
    basis: str = ""
    told: str = ""


class _Clause(NamedTuple):
    """The words around a number: before it in its clause, after it, and the clause before."""

    raw: str
    lead: str
    tail: str
    before: str
    is_part: bool  # it follows 其中


def measured(flat: str, numbers: Sequence[StatedNumber], subject: str = "") -> tuple[Measured, ...]:
    """Each figure of a text with what it measures.

    Wordings without a subject (占…, 比上年增加) take that of the words before; at the start of the text it is `subject`.
    """
    spoken = tuple(_spoken_of(flat, numbers, subject))
    told = respectively([one for one, _ in spoken])
    return tuple(Measured(n, t.what, t.lead, t.decrease, s) for n, t, (_, s) in zip(numbers, told, spoken, strict=True))


def _spoken_of(flat: str, numbers: Sequence[StatedNumber], subject: str) -> Iterator[tuple[Told, tuple[int, int]]]:
    """The words of each figure and [start, end) of its sentence."""
    hidden = hidden_in(_HIDDEN, flat)
    sentences, clauses = _stops(hidden, _SENTENCE_END), _stops(hidden, _BOUNDARY)
    asides = [found.span() for found in _BRACKETED.finditer(flat)]
    subjects, sentence, spoken, opens = _Subjects(subject, subject, subject), (0, 0), 0, True
    outside: _Subjects | None = None  # while the text stands in brackets
    for i, number in enumerate(numbers):
        outside, subjects = _scoped(outside, subjects, _is_within(asides, number.start))
        if (around := _around(sentences, number)) != sentence:
            first = _headed(flat[around[0] : number.start]) or _label(flat, sentence[1], around[0]) or subjects.first
            sentence, opens, subjects = around, True, _Subjects(first, first, first)
        begin, stop = _around(clauses, number)
        following = numbers[i + 1] if i + 1 < len(numbers) and numbers[i + 1].start < stop else None
        until, resumes = _extent(flat, number, stop, following)
        begin = max(begin, spoken)
        clause = _clause(flat, number, (begin, until), _clause_before(flat, clauses, begin, sentence[0]))
        spoken = resumes
        _rest_on(subjects, clause)
        what = _what(clause, subjects, number)
        yield Told(clause.raw, clause.lead, what, is_decrease(clause.raw)), sentence
        subjects.told = what
        _remember(subjects, clause, number, opens)
        opens = False


def _is_within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    return bool(spans) and any(start < at < end for start, end in spans)


def _scoped(outside: _Subjects | None, subjects: _Subjects, inside: bool) -> tuple[_Subjects | None, _Subjects]:
    """What brackets name holds only inside them: the subjects outside them, kept meanwhile, and those that hold now."""
    if inside:
        return outside or subjects, replace(subjects) if outside is None else subjects
    return None, outside or subjects


def _label(flat: str, start: int, end: int) -> str:
    """The last sentence before a figure's where it only names what is spoken of: 公务接待费。2023年决算数3万元."""
    return _named(_SENTENCE_END.split(flat[start:end].rstrip("。！？"))[-1])


def _headed(words: str) -> str:
    """What a sentence is about that names it before a colon: 公务接待费：预算1万元，决算0.8万元."""
    head, colon, _ = words.partition("：")
    return _named(head) if colon else ""


def _named(words: str) -> str:
    """The words alone where they only name an item, else ""."""
    said = stripped(without_ordinal(words))
    return said if pattern("figures", "label").search(said) else ""


def _stops(hidden: str, boundary: re.Pattern[str]) -> list[int]:
    """Where clauses or sentences end; the last is the end of the text."""
    return [*(found.start() for found in boundary.finditer(hidden)), len(hidden)]


def _around(stops: Sequence[int], number: StatedNumber) -> tuple[int, int]:
    """[start, end) of the clause or sentence around a number."""
    before = bisect_left(stops, number.start)
    return (stops[before - 1] + 1 if before else 0), stops[min(bisect_left(stops, number.end), len(stops) - 1)]


def _extent(flat: str, number: StatedNumber, stop: int, following: StatedNumber | None) -> tuple[int, int]:
    """Where the words that belong to a number end, and where those of the next number begin (words between two may serve both)."""
    if not following:
        return stop, stop
    joint = _JOINT if _BRACKET.search(flat, number.end, following.start) else _JOINT_IN_BRACKETS
    joints = [found.start() for found in joint.finditer(flat, number.end, following.start)]
    if not joints and (not _is_money(number) or _LOOSE_JOINT.match(flat, number.end)):
        joints = [found.start() for found in _LOOSE_JOINT.finditer(flat, number.end, following.start)]
    return (joints[-1], joints[-1]) if joints else (following.start, number.end)


def _clause_before(flat: str, stops: Sequence[int], begin: int, sentence: int) -> str:
    """The clause that ends right before `begin`, from the start of the sentence on."""
    earlier = bisect_left(stops, begin - 1)
    start = stops[earlier - 1] + 1 if earlier else 0
    return flat[max(start, sentence) : max(begin - 1, sentence)]


def _clause(flat: str, number: StatedNumber, span: tuple[int, int], before: str) -> _Clause:
    begin, until = span
    raw = opened(flat[begin : number.start].removesuffix(number.quantity.qualifier))
    tail = tail_of(flat[number.end : until])
    if tail and not _is_money(number):
        raw = pattern("figures", "joined").sub("", raw)
    return _Clause(raw, stripped(raw), tail, before, "其中" in raw or before.endswith("其中"))


def _what(clause: _Clause, subjects: _Subjects, number: StatedNumber) -> str:
    lead, tail = clause.lead, clause.tail
    if clause.raw == "的" and subjects.told:  # 完成年初预算100万元的95%
        return subjects.told
    if of_budget(lead) or (lead == "支出" and subjects.budgeted.endswith("费")):
        return _joined(subjects.budgeted, lead)
    if of_other(lead) and (_is_money(number) or not tail):
        basis = subjects.basis if pattern("figures", "change").match(lead) and subjects.basis not in lead else ""
        return _named_before(subjects, clause) + basis + lead
    if not lead and clause.raw and clause.before and not _COUNT.search(clause.before):
        return stripped(clause.before) + clause.raw.strip("、，")
    tail = tail if lead else tail.removeprefix("的")
    goes_on = not lead or tail.startswith("的") or number.quantity.unit in ("万", "亿")
    return (lead + tail if goes_on or not _is_money(number) else lead) or subjects.last


def _named_before(subjects: _Subjects, clause: _Clause) -> str:
    """What was last named, or the clause before where nothing was: 日常公用经费支出，合计55万元."""
    before = stripped(clause.before)
    return subjects.last or ("" if _COUNT.search(before) else before)


def _rest_on(subjects: _Subjects, clause: _Clause) -> None:
    """Keep what a change is measured against; a new subject has none yet."""
    basis = basis_in(clause.raw) or basis_in(clause.before)
    if basis or (clause.lead and not of_budget(clause.lead) and not of_other(clause.lead)):
        subjects.basis = basis


def _joined(subject: str, attribute: str) -> str:
    """财政拨款支出 and 支出决算数 are 财政拨款支出决算数."""
    if attribute.startswith("项目"):
        return attribute
    return subject.removesuffix("支出") + attribute if attribute.startswith("支出") else subject + attribute


def _remember(subjects: _Subjects, clause: _Clause, number: StatedNumber, opens: bool) -> None:
    """Keep what the words name for wordings that follow."""
    lead = clause.lead
    if not lead or of_budget(lead) or of_other(lead):
        subjects.last = _named_before(subjects, clause)
        return
    named = subject_in(lead) if _is_money(number) else subject_in(lead) + clause.tail
    subjects.last = named
    if not _is_money(number) or pattern("figures", "no_subject").search(named):
        return
    if not clause.is_part or named != lead:
        subjects.budgeted = named
    if opens:
        subjects.first = named


def _is_money(number: StatedNumber) -> bool:
    return number.quantity.unit.endswith(("元", "%", "万", "亿", "百分点"))
