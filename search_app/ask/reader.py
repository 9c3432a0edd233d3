"""Reading a question: corrected, cut into words, its units, years and what is asked for; or the reason why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search_app.ask import refusals
from search_app.ask.characters import Folded, fold
from search_app.ask.endings import with_endings
from search_app.ask.framing import framing
from search_app.ask.jumbled import with_jumbled
from search_app.ask.leftover import meaningful
from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.mentions import Mentioned, mentioned, units_within
from search_app.ask.operations import Operation, operation
from search_app.ask.partly import partly_named
from search_app.ask.periods import Period, paired, period, targets
from search_app.ask.phrasing import usual
from search_app.ask.reading import Part, Reading
from search_app.ask.shared_endings import with_shared_endings
from search_app.ask.sounds import Heard, heard
from search_app.ask.spans import Span, gaps, scan
from search_app.ask.stems import with_stems
from search_app.ask.wanted import with_things

_MOST_HEARD = 3
_LIKE = ("之类", "一类", "这类", "那类", "等等")

_SAID_NUMBER = re.compile(r"[这那]?([二两三四五六七八九]|\d{1,2})(?=[家个份])")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

# What a question says that asks for the units of a place, and not for the place.
_SEVERAL = frozenset(
    {
        "listing",
        "count_units",
        "every_unit",
        "every_report",
        "which_unit",
        "highest",
        "lowest",
        "higher",
        "lower",
        "ranking",
        "sum",
        "average",
        "of_units",
    }
)


def read(lexicon: Lexicon, typed: str) -> Reading:
    """The question as a query of this release."""
    question, corrected = _corrected(lexicon, usual(lexicon, fold(typed)))
    spans = scan(lexicon, question.text)
    unknown = list(gaps(question.text, spans))
    spans, unknown = with_stems(lexicon, question.text, spans, unknown)
    spans, unknown = with_endings(lexicon, spans, unknown)
    spans, unknown = with_shared_endings(lexicon, spans, unknown)
    spans, unknown, jumbled = with_jumbled(lexicon, spans, unknown)
    unknown = [gap for gap in unknown if not _is_example(gap, spans)]
    spans, unknown = _with_indicators(lexicon, question.text, spans, unknown)
    said = mentioned(lexicon, spans, unknown)
    spans, unknown = _with_parts_of_names(lexicon, question.text, spans, unknown, said)
    telling = meaningful(unknown)
    left = tuple(gap.text for gap in telling)
    parts = tuple(
        Part(_kind(span), typed[slice(*question.span(span.start, span.end))], *question.span(span.start, span.end)) for span in spans
    )
    reading = Reading(typed, operation(spans), parts=parts, heard=(*corrected, *_abbreviated(lexicon, spans), *jumbled), left=left)
    if refusal := _first_refusal(lexicon, said, spans):
        asked_back = tuple(
            Part("unit", typed[slice(*question.span(gap.start, gap.end))], *question.span(gap.start, gap.end))
            for gap in unknown
            if gap.text == said.unclear
        )
        left = reading.left or _reasons(spans)
        return replace(reading, refusal=refusal, left=left, candidates=said.candidates, parts=(*parts, *asked_back))
    reading = _with_targets(lexicon, with_things(lexicon, reading, spans), spans, said)
    if _reasons(spans) and not _are_printed(spans) and not reading.refusal:
        return replace(reading, refusal=refusals.NO_REASONS, left=reading.left or _reasons(spans), why=not reading.left)
    if reading.left and not reading.refusal:
        refusal = refusals.not_understood(reading.left, lexicon)
        return replace(reading, refusal=refusal, framing=framing(telling) if reading.asked else (), can_be_proposed=True)
    return reading


def _corrected(lexicon: Lexicon, question: Folded) -> tuple[Folded, tuple[Heard, ...]]:
    """The question with what was mistyped put right, and what that was."""
    corrected: list[Heard] = []
    for _ in range(_MOST_HEARD):
        unknown = meaningful(gaps(question.text, scan(lexicon, question.text)))
        one = heard(lexicon, question.text, unknown) if unknown else None
        if one is None:
            break
        corrected.append(one)
        question = question.with_words(one.start, len(one.typed), one.meant)
    return question, tuple(corrected)


def _abbreviated(lexicon: Lexicon, spans: Sequence[Span]) -> Iterator[Heard]:
    """The units that are named by a short name which the lexicon lacks, so that the answer says which are meant."""
    for span in spans:
        units = span.of("unit", "bare")
        if len(units) == 1 and span.text not in lexicon.terms:
            yield Heard(span.text, lexicon.unit_of[units[0]].name, span.start)


def _is_example(gap: Span, spans: Sequence[Span]) -> bool:
    """实验室之类的 before 专用材料费: what the thing that is named is for."""
    return gap.text.endswith(_LIKE) and any(0 <= span.start - gap.end <= 1 and span.of("subject", "measure") for span in spans)


def _kind(span: Span) -> str:
    kinds = [term.kind for term in span.terms]
    return {"bare": "unit", "code": "subject", "cue": span.terms[0].key}.get(kinds[0], kinds[0])


def _with_parts_of_names(
    lexicon: Lexicon, text: str, spans: list[Span], unknown: list[Span], said: Mentioned
) -> tuple[list[Span], list[Span]]:
    """Unknown words that are part of the one name of a project or indicator become that."""
    for gap in list(unknown):
        named = None if said.foreign else partly_named(lexicon, text, gap, said.units)
        if named is not None and not any(_is_cut(span, named) for span in spans):
            unknown = [other for other in unknown if other.end <= named.start or other.start >= named.end]
            spans = sorted([*(s for s in spans if s.end <= named.start or s.start >= named.end), named], key=lambda span: span.start)
    return spans, unknown


def _with_indicators(lexicon: Lexicon, text: str, spans: list[Span], unknown: list[Span]) -> tuple[list[Span], list[Span]]:
    """示范型服务站计划建几个: what ends like the name of an office is a part of the one indicator whose target or result is asked for."""
    units = {iri for span in spans for iri in span.of("unit", "bare")}
    units |= {lexicon.project_of[iri].unit for span in spans for iri in span.of("project")}
    if any(span.says("target", "actual") for span in spans) and units:
        named = Mentioned(units=tuple(lexicon.unit_of[iri] for iri in sorted(units)))
        return _with_parts_of_names(lexicon, text, spans, unknown, named)
    return spans, unknown


def _is_cut(span: Span, named: Span) -> bool:
    """True where `named` takes a part of a known word."""
    return span.start < named.end and named.start < span.end and not (named.start <= span.start and span.end <= named.end)


def _first_refusal(lexicon: Lexicon, said: Mentioned, spans: Sequence[Span]) -> str:
    """Why the question cannot be about anything that is loaded."""
    if said.unclear:
        return refusals.unclear(said.unclear, said.candidates)
    if said.foreign:
        return refusals.not_loaded(said.foreign, lexicon)
    if any(span.says("next") for span in spans):
        return refusals.FUTURE
    if any(span.says("within_year") for span in spans):
        return refusals.WITHIN_YEAR
    if any(span.says("task") for span in spans):
        return refusals.NOTHING_ASKED
    return ""


def _are_printed(spans: Sequence[Span]) -> bool:
    """扣分的指标及原因: forms print why an indicator fell short, beside what it is."""
    listed = any(span.says("below", "unmet") for span in spans)
    return listed and any(span.says("indicator", "listing") for span in spans) and any(span.text.endswith("原因") for span in spans)


def _reasons(spans: Sequence[Span]) -> tuple[str, ...]:
    """Words that ask why: a question for the passages."""
    return tuple(span.text for span in spans if span.says("why"))


def _with_targets(lexicon: Lexicon, reading: Reading, spans: Sequence[Span], said: Mentioned) -> Reading:
    """The units and years, or the refusal where a unit that was named has no report for a year that was named."""
    units = said.units or _units_of_projects(lexicon, reading) or _units_of_parts(lexicon, reading)
    if pairs := paired(spans, said.units):
        return _with_pairs(lexicon, reading, pairs)
    every = not units
    units = units or tuple(units_within(lexicon, said.within))
    when = _comparable(period(lexicon, spans, units), units, reading.operation)
    if every and said.places and not reading.operation.cues & _SEVERAL:
        of_place = targets(when, units, together=False)
        return replace(reading, refusal=refusals.whole_place(units), units=units, every_unit=True, period=when, targets=of_place)
    together = every and _is_of_one_year(reading.operation) and not (_counts_all(spans, units) or _is_of_one_unit(spans, units))
    found = _of_projects(lexicon, reading, when) or targets(when, units, together=together)
    reading = replace(reading, units=units, every_unit=every, period=when, targets=found, earlier=_earlier(said.units, when, reading))
    if every and (several := _other_number(spans, {len(units), len({unit for unit, _ in found})})):
        return replace(reading, refusal=refusals.not_so_many(several, units))
    if not found:
        return replace(reading, refusal=refusals.year_not_loaded(when.years, () if every else units, lexicon))
    missing = [unit for unit in said.units if when.years and not set(when.years) <= set(unit.years)]
    if not every and missing and (len(when.years) == 1 or reading.operation.name not in ("value", "rank")):
        return replace(reading, refusal=refusals.year_not_loaded(when.years, missing[:1], lexicon))
    return reading


def _with_pairs(lexicon: Lexicon, reading: Reading, pairs: Sequence[tuple[Unit, int]]) -> Reading:
    """Units that have each a year of their own; the refusal where one has no report of its year."""
    reading = replace(
        reading,
        units=tuple(unit for unit, _ in pairs),
        period=Period(every=True),
        targets=tuple((unit.iri, year) for unit, year in pairs if year in unit.years),
    )
    missing = next(((unit, year) for unit, year in pairs if year not in unit.years), None)
    return reading if missing is None else replace(reading, refusal=refusals.year_not_loaded((missing[1],), missing[:1], lexicon))


def _other_number(spans: Sequence[Span], loaded: set[int]) -> str:
    """三家单位 where more or fewer are loaded and none is named: which are meant is not known."""
    said = next((span.text for span in spans if span.says("every_unit") and _SAID_NUMBER.match(span.text)), "")
    number = _SAID_NUMBER.match(said)
    return said if number and (_NUMBERS.get(number[1]) or int(number[1])) not in loaded else ""


def _counts_all(spans: Sequence[Span], units: Sequence[Unit]) -> bool:
    """三家单位, where three are loaded: all of them are meant, each with its newest year."""
    return any(span.says("every_unit") and _NUMBERS.get(span.text.lstrip("这")[:1]) == len(units) for span in spans)


def _is_of_one_unit(spans: Sequence[Span], units: Sequence[Unit]) -> bool:
    """所有单位, where only one has a report of the newest year: that is not all of them, so each counts with its own newest."""
    newest = max((year for unit in units for year in unit.years), default=0)
    return any(span.says("every_unit") for span in spans) and sum(newest in unit.years for unit in units) == 1


def _earlier(units: Sequence[Unit], when: Period, reading: Reading) -> tuple[tuple[str, int], ...]:
    """The reports of the year after each year that is asked for and has no report."""
    if reading.operation.name != "value" or reading.left:
        return ()
    return tuple((unit.iri, year + 1) for unit in units for year in when.years if year not in unit.years and year + 1 in unit.years)


def _is_of_one_year(asked_by: Operation) -> bool:
    """True for what is added up or is of projects: numbers of one year. Units that are told one by one have each their newest."""
    return asked_by.over == "project" or asked_by.name in ("sum", "projects", "change", "loaded")


def _of_projects(lexicon: Lexicon, reading: Reading, when: Period) -> tuple[tuple[str, int], ...]:
    """Where no year is said: the newest in which the projects that are asked for are spoken of."""
    if when.years or when.every or not reading.projects or not _units_of_projects(lexicon, reading):
        return ()
    return tuple(dict.fromkeys((project.unit, max(project.years)) for project in reading.projects))


def _comparable(when: Period, units: Sequence[Unit], operation: Operation) -> Period:
    """Of 2019年比2018年 the later year alone, where the earlier is not loaded: the report of the later may state the change."""
    later = max(when.years, default=0)
    if operation.name != "change" or set(when.years) != {later, later - 1} or all(later - 1 in unit.years for unit in units):
        return when
    return replace(when, years=(later,))


def _units_of_parts(lexicon: Lexicon, reading: Reading) -> tuple[Unit, ...]:
    """The units of the subordinate units that are asked for, where each is a part of one unit alone."""
    held = [lexicon.divisions[asked.part] for asked in reading.asked if asked.part]
    alone = all(len(units) == 1 and units[0] in lexicon.unit_of for units in held)
    return tuple(dict.fromkeys(lexicon.unit_of[units[0]] for units in held)) if alone else ()


def _units_of_projects(lexicon: Lexicon, reading: Reading) -> tuple[Unit, ...]:
    """The units of the projects that are asked for, where all that is asked is of projects."""
    asked = [term for one in reading.asked for term in one.terms]
    if not reading.projects or any(term.kind != "project" for term in asked):
        return ()
    return tuple(dict.fromkeys(lexicon.unit_of[project.unit] for project in reading.projects))
