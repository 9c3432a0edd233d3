"""What a question asks for, by its operation: things, shares and wholes, ratios, rankings, projects and indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from search_app.ask import refusals
from search_app.ask.characters import folded
from search_app.ask.excluded import without_excluded
from search_app.ask.lexicon import Lexicon, Project, Term
from search_app.ask.operations import Operation, compared_things
from search_app.ask.plan import Asked
from search_app.ask.reading import Reading
from search_app.ask.spans import Span
from search_app.ask.sums import money
from search_app.ask.things import SPENT, fields, phases, things
from search_app.ask.wholes import with_ratio, with_share
from search_app.ask.words import words

_COMPLETED = Asked("财政拨款支出", (Term("measure", "fiscalExpenditure"), Term("measure", "generalBudgetExpenditure")))
_PHASES = {"initialBudget": "approved", "fullBudget": "revised"}
_OF_ONE_NUMBER = frozenset({"change", "completion", "rank", "threshold", "sum", "difference", "which"})
_OF_THE_HOUSE = ("科", "股", "室", "处", "部", "本级", "本级）", "本级)")
_LEAVE_OUT = frozenset({"subjects"})  # operations that can leave something out
_SOME_STAFF = frozenset({"hired", "purchasedServices", "retired"})
_PROJECTS = (Term("measure", "projectExpenditure"),)


def with_things(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
    """What is asked for, by the operation."""
    spans, left_out = without_excluded(spans)
    reading = replace(reading, excluded=tuple(things(lexicon, left_out)), money=_money(spans))
    if reading.excluded and reading.operation.name not in _LEAVE_OUT and not any("其他" in span.text for span in spans):
        return replace(reading, asked=tuple(things(lexicon, spans)), refusal=refusals.cannot("除去某一项以后的数"))
    if some := _of_some_staff(spans):
        return replace(reading, refusal=refusals.cannot(f"{some}单独的工资"))
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
        return replace(with_share(lexicon, reading, spans), projects=projects)
    if reading.operation.name == "ratio":
        return with_ratio(lexicon, reading, spans)
    asked = _compared(lexicon, reading.operation, spans) or _within_it(lexicon, reading.operation, spans) or tuple(things(lexicon, spans))
    if not asked and any(span.of("field", "phase") for span in spans):
        said = (fields(spans) if reading.operation.over == "project" else [*phases(spans), *_of_form(spans)]) or [""]
        asked = tuple(replace(SPENT, aspect=phase) for phase in said) if reading.operation.name != "define" else ()
    if not asked and _is_of_all_spent(reading.operation, spans):
        asked = (SPENT,)
    if not asked and reading.operation.name == "completion":
        asked = (_COMPLETED,)
    if asked and not projects and _is_of_projects(reading.operation, asked, spans):
        asked = tuple(replace(one, word="项目支出", terms=_PROJECTS, aspect=one.aspect or _budget(one)) for one in asked)
    if asked and all(term.key == "selfScore" for one in asked for term in one.terms) and "grade" in fields(spans):
        asked = (*asked, replace(SPENT, word="整体支出", aspect="grade"))
    if reading.operation.name in _OF_ONE_NUMBER and not (reading.operation.name == "completion" and "listing" in reading.operation.cues):
        asked = _merged(asked)
    if _asks_part_too(reading.operation, asked, spans):
        asked = (replace(asked[0], scope=""), asked[0])
        reading = replace(reading, operation=replace(reading.operation, name="value"))
    if of_parts := _parts_of_unit(spans) or _every_part(lexicon, reading.operation, spans):
        asked = tuple(replace(one, part=part) for part in of_parts for one in asked)
    if reading.operation.name == "difference" and len(asked) > 2 and {"sum", "compare"} <= reading.operation.cues:
        asked, reading = asked[:-1], replace(reading, whole=asked[-1:])
    reading = replace(reading, asked=asked, projects=projects)
    if asked and not projects and not phases(spans) and _is_of_evaluation(asked, spans):
        return replace(reading, refusal=refusals.no_evaluation(asked[0].word))
    return _with_nested(lexicon, reading, spans) if reading.operation.name == "rank" else reading


def _of_some_staff(spans: Sequence[Span]) -> str:
    """编外人员工资: reports print the wages of all alone; empty where those are meant."""
    pairs = ((a, b) for a, b in pairwise(spans) if a.end == b.start and _SOME_STAFF & set(a.of("headcount")))
    return next((a.text for a, b in pairs if "wages" in b.of("measure")), "")


def _compared(lexicon: Lexicon, asked_by: Operation, spans: Sequence[Span]) -> tuple[Asked, ...]:
    """支出大于收入: the last thing before the comparison and the first after it."""
    sides = compared_things(spans, asked_by.cues) if asked_by.name == "difference" else None
    if sides is None:
        return ()
    before, after = (things(lexicon, side) or things(lexicon, side, keep_weak=True) for side in sides)
    return (*(before if "sum" in asked_by.cues else before[-1:]), *after[:1])


def _within_it(lexicon: Lexicon, asked_by: Operation, spans: Sequence[Span]) -> tuple[Asked, ...]:
    """工资福利支出里哪一项开销最大: what the subjects are parts of."""
    at = next((number for number, span in enumerate(spans) if span.says("within")), 0)
    return tuple(things(lexicon, spans[:at])) if asked_by.name == "subjects" else ()


def _money(spans: Sequence[Span]) -> Decimal | None:
    return next((money(key) for span in spans for key in span.of("money")), None)


def _every_part(lexicon: Lexicon, asked_by: Operation, spans: Sequence[Span]) -> tuple[str, ...]:
    """下属单位里哪个支出最多: those that may have rows of their own, which the divisions of the house have not."""
    units = {iri for span in spans for iri in span.of("unit", "bare")}
    of_one = "which_unit" in asked_by.cues and len(units) == 1 and not any(span.says("compare") for span in spans)
    if asked_by.name != "rank" or not ("children" in asked_by.cues or of_one):
        return ()
    return tuple(name for name, holders in lexicon.divisions.items() if not units.isdisjoint(holders) and not name.endswith(_OF_THE_HOUSE))


def _parts_of_unit(spans: Sequence[Span]) -> tuple[str, ...]:
    """Subordinate units or divisions that are named as what is asked about: their numbers are not those of the unit they are part of."""
    return tuple(dict.fromkeys(name for span in spans for name in span.of("division") if len(span.terms) == 1))


def _is_of_evaluation(asked: Sequence[Asked], spans: Sequence[Span]) -> bool:
    """得分 or 等级 of what is a subject and no project that was evaluated."""
    subjects = all(term.kind == "subject" for one in asked for term in one.terms)
    return subjects and any(span.of("field") and span.of("field")[0] in ("score", "grade") for span in spans)


def _asks_part_too(asked_by: Operation, asked: Sequence[Asked], spans: Sequence[Span]) -> bool:
    """某科目支出总共多少，其中财政拨款安排的又是多少: the whole, then the part."""
    said = sum(span.says("amount", "sum") for span in spans)
    return asked_by.name in ("value", "sum") and len(asked) == 1 and asked[0].scope == "general" and said > 1


def _of_form(spans: Sequence[Span]) -> list[str]:
    """Fields that the form of the whole unit has in words: 等级, 绩效目标."""
    return [field for field in fields(spans) if field in ("grade", "goal", "result")]


def _is_of_all_spent(asked_by: Operation, spans: Sequence[Span]) -> bool:
    """What the unit spent is meant, where nothing is named: 超预算了吗, 完成预算, 多花了."""
    if asked_by.name == "change" and "budgeted" in asked_by.cues:
        return True
    return asked_by.name == "change" and any(_says_spent(span) for span in spans)


def _says_spent(span: Span) -> bool:
    """多花了, 少支出: money that went out."""
    return span.says("more", "less") and any(word in span.text for word in ("花", "支", "用"))


def _is_of_projects(asked_by: Operation, asked: Sequence[Asked], spans: Sequence[Span]) -> bool:
    """项目经费一共支出多少: what all projects cost, not what the unit spent."""
    spent = all((one.terms[:1] == SPENT.terms[:1] and not one.aspect) or _budget(one) for one in asked)
    return spent and asked_by.over != "project" and any(span.says("project") for span in spans)


def _budget(asked: Asked) -> str:
    """The phase where a budget alone is asked for: 项目年初预算一共多少."""
    return next((_PHASES[term.key] for term in asked.terms[:1] if term.key in _PHASES), "")


def _merged(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """A name that several codes have is one thing where one number is asked of it: the first code that is printed counts."""
    found: dict[tuple[str, str], Asked] = {}
    for one in asked:
        known = found.get((one.word, one.aspect))
        found[one.word, one.aspect] = replace(known, terms=tuple(dict.fromkeys((*known.terms, *one.terms)))) if known else one
    return tuple(found.values())


def _partly(asked: Operation, spans: Sequence[Span]) -> tuple[str, ...]:
    if asked.name == "indicators" or asked.cues & {"target", "actual", "met", "unmet", "below", "weight"}:
        return ()
    counted = any(_is_counter(span.text, span.terms) for span in spans)
    return tuple(span.text for span in spans if span.of("indicator") and (counted or span.text not in map(folded, span.of("indicator"))))


def _asks_amounts(lexicon: Lexicon, spans: Sequence[Span]) -> bool:
    """True where more is asked for than a project, or a field of it."""
    asked = [
        one
        for one in things(lexicon, spans)
        if not any(term.key == "selfScore" for term in one.terms) and not _is_counter(one.word, one.terms)
    ]
    return any(term.kind != "project" for one in asked for term in one.terms) or any(one.aspect not in ("", "score") for one in asked)


def _is_counter(word: str, terms: Sequence[Term]) -> bool:
    """True for 几个人, which beside another name asks for its number and not for the staff."""
    return word in words().weak and any(term.kind == "headcount" for term in terms)


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


def _indicators(spans: Sequence[Span]) -> tuple[str, ...]:
    """The indicators named; a project's name that an indicator has too is the project's where another is named."""
    named = [span for span in spans if span.of("indicator")]
    alone = [span for span in named if not span.of("project")]
    return tuple(dict.fromkeys(name for span in alone or named for name in span.of("indicator")))


def _projects(lexicon: Lexicon, spans: Sequence[Span]) -> tuple[Project, ...]:
    return tuple(lexicon.project_of[iri] for iri in dict.fromkeys(iri for span in spans for iri in span.of("project")))
