"""What a question asks for, by its operation: things, shares and wholes, ratios, rankings, projects and indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Project, Term
from search_app.ask.operations import Operation
from search_app.ask.plan import Asked
from search_app.ask.reading import Reading
from search_app.ask.spans import Span
from search_app.ask.things import SPENT, fields, phases, things

_PROJECTS = (Term("measure", "projectExpenditure"),)


def with_things(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
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
        said = (fields(spans) if reading.operation.over == "project" else phases(spans)) or [""]
        asked = tuple(replace(SPENT, aspect=phase) for phase in said) if reading.operation.name != "define" else ()
    if not asked and reading.operation.name == "change" and any(_says_spent(span) for span in spans):
        asked = (SPENT,)
    if asked and not projects and _is_of_projects(reading.operation, asked, spans):
        asked = tuple(replace(one, word="项目支出", terms=_PROJECTS) for one in asked)
    reading = replace(reading, asked=asked, projects=projects)
    return _with_nested(lexicon, reading, spans) if reading.operation.name == "rank" else reading


def _says_spent(span: Span) -> bool:
    """多花了, 少支出: money that went out."""
    return span.says("more", "less") and any(word in span.text for word in ("花", "支", "用"))


def _is_of_projects(asked_by: Operation, asked: Sequence[Asked], spans: Sequence[Span]) -> bool:
    """项目经费一共支出多少: what all projects cost, not what the unit spent."""
    spent = all(one.terms[:1] == SPENT.terms[:1] and not one.aspect for one in asked)
    return spent and asked_by.over != "project" and any(span.says("project") for span in spans)


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
    terms = tuple(term for term in lexicon.terms.get(of, ()) if term.kind in ("headcount", "measure"))
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
    at = next((number for number, span in enumerate(spans) if span.says("share") and span.text.startswith("占")), len(spans))
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
