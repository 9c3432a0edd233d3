"""A question as it was read: a small typed query, the words that each part of it came from, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from search_app.ask import refusals
from search_app.ask.characters import fold, folded
from search_app.ask.leftover import meaningful
from search_app.ask.lexicon import Lexicon, Project, Term, Unit
from search_app.ask.mentions import Mentioned, mentioned, units_within
from search_app.ask.operations import Operation, operation
from search_app.ask.partly import partly_named
from search_app.ask.periods import Period, period, targets
from search_app.ask.plan import Asked
from search_app.ask.sounds import Heard, heard
from search_app.ask.spans import Span, gaps, scan
from search_app.ask.things import SPENT, fields, phases, things
from search_app.ask.words import words

_MOST_HEARD = 3

# What a question says that asks for the units of a place, and not for the place.
_SEVERAL = frozenset({"listing", "every_unit", "every_report", "which_unit", "highest", "lowest", "higher", "lower", "ranking", "sum"})


@dataclass(frozen=True, slots=True)
class Part:
    """A word of the question, [start, end) as typed, and what it was taken for."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`asked` of `targets` (unit IRI and year) by `operation`; `refusal` says why it cannot be answered, else it is empty.

    `every_unit`: no unit was named. `whole`: the whole of which a share is asked, or what a ratio is divided by. `indicators`: their
    names. `then`: what is asked of the first of a ranking. `heard`: what was taken for something else that was typed. `candidates`:
    the units that an unclear name may mean. `partly`: words that are part of the name of the indicator asked for, where nothing says
    that an indicator is meant.
    """

    typed: str
    operation: Operation
    units: tuple[Unit, ...] = ()
    every_unit: bool = False
    period: Period = Period()
    targets: tuple[tuple[str, int], ...] = ()
    asked: tuple[Asked, ...] = ()
    whole: tuple[Asked, ...] = ()
    projects: tuple[Project, ...] = ()
    indicators: tuple[str, ...] = ()
    then: tuple[Asked, ...] = ()
    heard: tuple[Heard, ...] = ()
    candidates: tuple[Unit, ...] = ()
    parts: tuple[Part, ...] = ()
    left: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the targets."""
        return tuple(sorted({year for _, year in self.targets}))


def read(lexicon: Lexicon, typed: str) -> Reading:
    """The question as a query of this release."""
    question = fold(typed)
    said_as = _corrected(lexicon, question.text)
    question = replace(question, text=said_as[0])
    spans = scan(lexicon, question.text)
    unknown = list(gaps(question.text, spans))
    said = mentioned(lexicon, spans, unknown)
    spans, unknown = _with_parts_of_names(lexicon, question.text, spans, unknown, said)
    parts = tuple(
        Part(_kind(span), typed[slice(*question.span(span.start, span.end))], *question.span(span.start, span.end)) for span in spans
    )
    reading = Reading(typed, operation(spans), parts=parts, heard=said_as[1], left=tuple(gap.text for gap in meaningful(unknown)))
    if refusal := _first_refusal(lexicon, said, spans):
        return replace(reading, refusal=refusal, left=reading.left or _reasons(spans), candidates=said.candidates)
    reading = _with_targets(lexicon, _with_things(lexicon, reading, spans), spans, said)
    if reading.left and not reading.refusal:
        return replace(reading, refusal=refusals.not_understood(reading.left, lexicon))
    return reading


def _corrected(lexicon: Lexicon, text: str) -> tuple[str, tuple[Heard, ...]]:
    """The question with what was mistyped put right, and what that was."""
    corrected: list[Heard] = []
    for _ in range(_MOST_HEARD):
        unknown = meaningful(gaps(text, scan(lexicon, text)))
        one = heard(lexicon, text, unknown) if unknown else None
        if one is None:
            break
        corrected.append(one)
        text = text[: one.start] + one.meant + text[one.start + len(one.meant) :]
    return text, tuple(corrected)


def _kind(span: Span) -> str:
    kinds = [term.kind for term in span.terms]
    return {"bare": "unit", "code": "subject", "cue": span.terms[0].key}.get(kinds[0], kinds[0])


def _with_parts_of_names(
    lexicon: Lexicon, text: str, spans: list[Span], unknown: list[Span], said: Mentioned
) -> tuple[list[Span], list[Span]]:
    """Unknown words that are part of the one name of a project or indicator become that."""
    for gap in list(unknown):
        named = None if said.foreign else partly_named(lexicon, text, gap, said.units)
        if named is not None:
            unknown = [other for other in unknown if other.end <= named.start or other.start >= named.end]
            spans = sorted([*(s for s in spans if s.end <= named.start or s.start >= named.end), named], key=lambda span: span.start)
    return spans, unknown


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
    return refusals.NO_REASONS if _reasons(spans) else ""


def _reasons(spans: Sequence[Span]) -> tuple[str, ...]:
    """Words that ask why: a question for the passages."""
    return tuple(span.text for span in spans if span.says("why"))


def _with_things(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
    """What is asked for, by the operation."""
    indicators = _indicators(spans) if reading.operation.name in ("indicators", "value", "yesno") else ()
    if indicators and (reading.operation.name == "indicators" or not _asks_amounts(lexicon, spans)):
        reading = replace(
            reading,
            operation=replace(reading.operation, name="indicators"),
            indicators=indicators,
            partly=_partly(reading.operation, spans),
        )
    projects = _projects(lexicon, spans)
    if reading.operation.name in ("indicators", "projects"):
        return replace(reading, projects=projects, asked=tuple(things(lexicon, spans)) if reading.operation.name == "projects" else ())
    if reading.operation.name == "share":
        return _with_share(lexicon, reading, spans)
    if reading.operation.name == "ratio":
        return _with_ratio(lexicon, reading, spans)
    asked = tuple(things(lexicon, spans))
    if not asked and any(span.of("field", "phase") for span in spans):
        said = phases(spans) or [""]
        asked = tuple(replace(SPENT, aspect=phase) for phase in said) if reading.operation.name != "define" else ()
    reading = replace(reading, asked=asked, projects=projects)
    return _with_nested(lexicon, reading, spans) if reading.operation.name == "rank" else reading


def _partly(asked: Operation, spans: Sequence[Span]) -> tuple[str, ...]:
    if asked.name == "indicators" or asked.cues & {"target", "actual", "met", "unmet", "below", "weight"}:
        return ()
    return tuple(span.text for span in spans if span.of("indicator") and span.text not in map(folded, span.of("indicator")))


def _asks_amounts(lexicon: Lexicon, spans: Sequence[Span]) -> bool:
    """True where more is asked for than a project, or a field of it."""
    asked = [one for one in things(lexicon, spans) if not any(term.key == "selfScore" for term in one.terms)]
    return any(term.kind != "project" for one in asked for term in one.terms) or any(one.aspect for one in asked)


def _with_ratio(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
    """人均: what is asked, and the measure or headcount that it is divided by."""
    of = next(key for span in spans for key in span.of("per"))
    kinds = (("headcount", words().headcounts), ("measure", words().measures))
    terms = tuple(Term(kind, name) for kind, known in kinds for name in known.get(of, ()))
    others = [span for span in spans if not span.of("per", "headcount") and span.text not in (of, "公务用车", "车")]
    return replace(reading, asked=tuple(things(lexicon, others))[:1], whole=(Asked(of, terms),))


def _with_nested(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
    """支出最多的单位的三公经费: what is ranked, then what is asked of the first."""
    at = next((number for number, span in enumerate(spans) if span.says("highest", "lowest")), len(spans))
    first, after = things(lexicon, spans[:at]), things(lexicon, spans[at + 1 :])
    if reading.operation.over == "project":
        aspects = fields(spans[at + 1 :])
        ranked = fields(spans[:at])
        if ranked and aspects and aspects != ranked:
            return replace(reading, asked=(replace(SPENT, aspect=ranked[0]),), then=tuple(replace(SPENT, aspect=one) for one in aspects))
        return reading
    if first and after and reading.operation.over == "unit" and {one.terms for one in first}.isdisjoint(one.terms for one in after):
        return replace(reading, asked=tuple(first), then=tuple(after))
    return reading


def _with_share(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
    """Part and whole: what stands before and after 占."""
    at = next((number for number, span in enumerate(spans) if span.text == "占"), len(spans))
    before, after = spans[:at], spans[at + 1 :]
    whole = things(lexicon, after, keep_weak=True)
    general = any(term.key in ("fiscalExpenditure", "generalBudgetExpenditure") for asked in whole for term in asked.terms)
    parts = things(lexicon, before) or things(lexicon, before, keep_weak=True)
    scope = "general" if general else ""
    return replace(reading, asked=tuple(replace(part, aspect="", scope=scope or part.scope) for part in parts), whole=tuple(whole[:1]))


def _indicators(spans: Sequence[Span]) -> tuple[str, ...]:
    """The indicators named; a project's name that an indicator has too is the project's where another is named."""
    named = [span for span in spans if span.of("indicator")]
    alone = [span for span in named if not span.of("project")]
    return tuple(dict.fromkeys(name for span in alone or named for name in span.of("indicator")))


def _projects(lexicon: Lexicon, spans: Sequence[Span]) -> tuple[Project, ...]:
    return tuple(lexicon.project_of[iri] for iri in dict.fromkeys(iri for span in spans for iri in span.of("project")))


def _with_targets(lexicon: Lexicon, reading: Reading, spans: Sequence[Span], said: Mentioned) -> Reading:
    """The units and years, or the refusal where a unit that was named has no report for a year that was named."""
    units = said.units or _units_of_projects(lexicon, reading)
    every = not units
    units = units or tuple(units_within(lexicon, said.within))
    if every and said.places and not reading.operation.cues & _SEVERAL:
        return replace(reading, refusal=refusals.whole_place(units))
    when = _comparable(period(lexicon, spans, units), units, reading.operation)
    found = _of_projects(lexicon, reading, when) or targets(when, units, together=every)
    reading = replace(reading, units=units, every_unit=every, period=when, targets=found)
    if not found:
        return replace(reading, refusal=refusals.year_not_loaded(when.years, () if every else units, lexicon))
    missing = [unit for unit in units if when.years and not set(when.years) <= set(unit.years)]
    if not every and missing and (len(when.years) == 1 or reading.operation.name not in ("value", "rank")):
        return replace(reading, refusal=refusals.year_not_loaded(when.years, missing[:1], lexicon))
    return reading


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


def _units_of_projects(lexicon: Lexicon, reading: Reading) -> tuple[Unit, ...]:
    """The units of the projects that are asked for, where all that is asked is of projects."""
    asked = [term for one in reading.asked for term in one.terms]
    if not reading.projects or any(term.kind != "project" for term in asked):
        return ()
    return tuple(dict.fromkeys(lexicon.unit_of[project.unit] for project in reading.projects))
