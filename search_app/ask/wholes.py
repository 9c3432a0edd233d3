"""What a share is of, and what a ratio is divided by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.plan import Asked
from search_app.ask.reading import Reading
from search_app.ask.spans import Span
from search_app.ask.things import NAMING, is_weak, things
from search_app.ask.words import measures, words

_INCOMES = {
    "generalBudgetExpenditure": "generalBudgetIncome",
    "governmentFundExpenditure": "governmentFundIncome",
    "stateCapitalExpenditure": "stateCapitalIncome",
}
_PER_HEAD, _PER_GUEST = "在职人数", "接待人次"  # 公务接待费 is told for each guest


def with_ratio(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
    """人均: what is asked, and the measure, headcount or given number that it is divided by."""
    given = next((int(key) for span in spans for key in span.of("divisor")), 0)
    of = "" if given else _divisor(spans)
    others = [span for span in spans if not span.of("per", "headcount", "divisor") and span.text not in (of, "公务用车", "车")]
    at = next((span.start for span in spans if span.of("per")), -1)
    after = [span for span in others if span.start > at]
    asked = things(lexicon, after) if any(not is_weak(span) for span in after if span.of(*NAMING)) else things(lexicon, others)
    if of == _PER_HEAD and any(term.key == "reception" for one in asked[:1] for term in one.terms):
        of = _PER_GUEST
    if given:
        return replace(reading, asked=tuple(asked)[:1], divisor=given)
    return replace(reading, asked=tuple(asked)[:1], whole=(Asked(of, _amounts(lexicon, of)),))


def _divisor(spans: Sequence[Span]) -> str:
    """The word of what is divided by: 人均 is per member of the staff, but 学生人均 per pupil."""
    at, key = next((number, key) for number, span in enumerate(spans) for key in span.of("per"))
    before = spans[at - 1] if at else None
    return before.text if before and before.of("headcount") and before.end == spans[at].start else key


def _amounts(lexicon: Lexicon, word: str) -> tuple[Term, ...]:
    """The headcounts and measures that a word means."""
    return tuple(term for term in lexicon.terms.get(word, ()) if term.kind in ("headcount", "measure"))


def with_share(lexicon: Lexicon, reading: Reading, spans: Sequence[Span]) -> Reading:
    """Part and whole: what stands before and after 占, or what a word such as 资产负债率 divides."""
    for span in spans:
        for word in span.of("quota"):
            part, base = (Asked(name, _amounts(lexicon, name)) for name in words().shares[word])
            return replace(reading, asked=(part,), whole=(base,))
    at = next((number for number, span in enumerate(spans) if span.says("share") and span.text.startswith("占")), len(spans))
    before, after = spans[:at], spans[at + 1 :]
    if found := _in_whole(lexicon, reading, before):
        return found
    if any(span.says("within") for span in before) and (of_several := _parts_of_one(lexicon, reading, before, after)):
        return of_several
    whole = things(lexicon, after, keep_weak=True)
    general = any(term.key in ("fiscalExpenditure", "generalBudgetExpenditure") for asked in whole for term in asked.terms)
    parts = things(lexicon, before) or things(lexicon, before, keep_weak=True)
    scope = "general" if general else ""
    if not whole and len(parts) > 1 and ("其中" in reading.typed or _is_made_of(parts[0], parts[1:])):
        parts, whole = parts[1:], parts[:1]
    return replace(reading, asked=tuple(replace(part, aspect="", scope=scope or part.scope) for part in parts), whole=tuple(whole[:1]))


def _is_made_of(whole: Asked, parts: Sequence[Asked]) -> bool:
    """政府采购，货物、工程、服务各占多少: the first is made up of the others."""
    made_of = {name for term in whole.terms if term.kind == "measure" for name in measures()[term.key].parts}
    return bool(parts) and all(any(term.key in made_of for term in part.terms) for part in parts)


def _in_whole(lexicon: Lexicon, reading: Reading, before: Sequence[Span]) -> Reading | None:
    """甲在乙中占百分之几: 中 directly before 占, after two things; None where it is said otherwise."""
    if not before or not before[-1].says("within") or "在" not in reading.typed:
        return None
    named = [number for number, span in enumerate(before) if span.of("measure", "subject", "project", "code")]
    if len(named) < 2:
        return None
    part, whole = things(lexicon, before[: named[-1]]), things(lexicon, before[named[-1] : -1], keep_weak=True)
    return replace(reading, asked=tuple(part), whole=tuple(whole[:1])) if part and whole else None


def _parts_of_one(lexicon: Lexicon, reading: Reading, before: Sequence[Span], after: Sequence[Span]) -> Reading | None:
    """收入里财政拨款占百分之几？事业收入呢: of the whole before 里 each part, that of the next clause too."""
    at = next(number for number, span in enumerate(before) if span.says("within"))
    whole = things(lexicon, before[:at], keep_weak=True)
    parts = [*things(lexicon, before[at + 1 :]), *things(lexicon, after)]
    asks_again = "呢" in reading.typed or not things(lexicon, after)
    if not whole or not parts or not asks_again:
        return None
    income = any(term.key in ("incomeOfYear", "totalIncome") for term in whole[0].terms)
    return replace(reading, asked=tuple(_received(part) if income else part for part in parts), whole=tuple(whole[:1]))


def _received(part: Asked) -> Asked:
    """一般公共预算财政拨款 of an income is what was received."""
    return replace(
        part, terms=tuple(Term("measure", _INCOMES[term.key]) if term.key in _INCOMES else term for term in part.terms), scope=""
    )
