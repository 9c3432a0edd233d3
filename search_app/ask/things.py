"""What a question asks for: measures, subjects, projects, headcounts, in the order of the question, each with its aspect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.plan import RECEIVED, Asked
from search_app.ask.spans import Span
from search_app.ask.words import measures, words

NAMING = ("subject", "project", "measure", "headcount", "row")
_OF_PROJECTS = frozenset({"rate", "score", "grade", "goal", "result", "purpose", "initial", "full"})
_EXPENDITURE = {"basicExpenditure": "basic", "projectExpenditure": "project"}
_KINDS_OF_SUBJECTS = {**_EXPENDITURE, "openingBalance": "opening", "closingBalance": "closing"}
_GENERAL = frozenset({"generalBudgetExpenditure", "fiscalExpenditure", "fiscalIncome"})
_EXECUTED = ("实际", "执行数", "全年执行数")
_SPENT = frozenset({"花了", "花掉", "用掉", "花出去", "花去", "用了", "使用了", "实际支出", "实际使用", "实际执行", "已支出"})
_COUNTS = (frozenset({"receptionBatches", "receptionPersons"}), frozenset({"abroadGroups", "abroadPersons"}))
_COSTS = frozenset({"reception", "meetingCosts", "trainingCosts"})
SPENT = Asked("支出", (Term("measure", "expenditureOfYear"), Term("measure", "totalExpenditure")))


def things(lexicon: Lexicon, spans: Sequence[Span], *, keep_weak: bool = False) -> list[Asked]:
    """The things asked for, each once for every aspect that the question names.

    A weak word (支出, 预算 …) gives way to a finer one unless `keep_weak`; then nothing gets an aspect but projects.
    """
    named = _without_context([span for span in spans if span.of("code") or span.of(*NAMING)], spans)
    strong = [span for span in named if not is_weak(span)]
    kept = [
        span for span in named if span in strong or _is_joined(span, spans, strong) or _is_priced(span, spans) or _is_beside(span, strong)
    ]
    chosen = named if keep_weak else kept if strong else _without_phases(named)
    dropped = [span for span in spans if span not in chosen]
    found = _without_repeats(asked for span in chosen for asked in _each_subject(_asked(lexicon, span, spans, dropped)))
    found = _received(_qualified(found, spans), spans)
    if not strong and not keep_weak and len(phases(spans)) > max(len(named), 1) and all(span.of("phase") for span in named):
        found = [SPENT]
        dropped = list(spans)
    return [one for asked in found for one in _aspects(asked, dropped)]


def _without_context(named: list[Span], spans: Sequence[Span]) -> list[Span]:
    """Without what another thing is asked in: 政府采购 of 政府采购中授予中小企业合同金额. 农林水支出中的项目支出 stays one thing."""
    around = [a for a, b in pairwise(spans) if a in named and b.says("within") and a is not named[-1]]
    kinds = [b for a, b in pairwise(named) if a in around and not set(b.of("measure")).isdisjoint(_EXPENDITURE)]
    return named if kinds else [span for span in named if span not in around]


def is_weak(span: Span) -> bool:
    """True for what may be said of a finer thing: 支出, 预算, 执行率."""
    of_forms = [measures()[name].field for name in span.of("measure")]
    return span.text in words().weak or bool((span.of("field") or any(of_forms)) and not span.of("subject", "project"))


def _is_joined(span: Span, spans: Sequence[Span], strong: Sequence[Span]) -> bool:
    """True for a weak word that 和 joins to a finer one, over others too: 三公经费和支出总额, 收入、支出、结余."""
    if span.of("phase"):
        return False
    at = spans.index(span)
    return any(other in strong for step in (-1, 1) for other in _chain(spans, at, step))


def _chain(spans: Sequence[Span], at: int, step: int) -> Iterator[Span]:
    """The words that 和 and 、 join, one after another, to the one at `at`."""
    while 0 <= at + 2 * step < len(spans) and spans[at + step].says("and"):
        at += 2 * step
        yield spans[at]


def _is_beside(span: Span, strong: Sequence[Span]) -> bool:
    """True for 多少人次 beside 接待多少批次: the other count of the same thing."""
    others = {name for other in strong for name in other.of("measure")}
    return any(pair - set(span.of("measure")) & others for pair in _COUNTS if not pair.isdisjoint(span.of("measure")))


def _without_phases(named: list[Span]) -> list[Span]:
    """支出的年初预算和决算: phases of the one weak word that is none."""
    things_ = [span for span in named if not span.of("phase")]
    return things_ or named


def _is_priced(span: Span, spans: Sequence[Span]) -> bool:
    """True for 公务接待 before 花了多少钱, and batches after it: the costs are asked for, too."""
    after = spans[spans.index(span) + 1 :][:2]
    costs = any(name in _COSTS for name in span.of("measure"))
    return costs and len(after) > 1 and after[0].text in _SPENT and after[1].says("amount") and "钱" in after[1].text


def phases(spans: Iterable[Span]) -> list[str]:
    """The phases that these words name, each once."""
    return list(dict.fromkeys(key for span in spans for key in span.of("phase")))


def fields(spans: Iterable[Span]) -> list[str]:
    """The fields of self-evaluations that these words name, the first meaning of each."""
    return list(dict.fromkeys(span.of("field")[0] for span in spans if span.of("field")))


def _asked(lexicon: Lexicon, span: Span, spans: Sequence[Span], dropped: Sequence[Span]) -> Asked:
    terms = tuple(term for term in span.terms if term.kind in NAMING)
    for code in span.of("code"):
        terms = tuple(Term("subject", key) for scheme in ("functional", "economic") if (key := f"{scheme}/{code}") in lexicon.subject_of)
    projects = _of_named_units(lexicon, spans, [term for term in terms if term.kind == "project"])
    if projects and _is_project(span, spans, dropped):
        terms = projects
    scope = "general" if any(key in _GENERAL for other in dropped for key in other.of("measure")) else ""
    return Asked(span.text, terms, scope=scope)


def _of_named_units(lexicon: Lexicon, spans: Sequence[Span], projects: Sequence[Term]) -> tuple[Term, ...]:
    """The projects of the units that the question names; all where it names none."""
    named = {key for span in spans for key in span.of("unit")}
    return tuple(term for term in projects if not named or lexicon.project_of[term.key].unit in named)


def _each_subject(asked: Asked) -> list[Asked]:
    """行政运行 is an item of many groups: each of them on its own."""
    functional = [term for term in asked.terms if term.key.startswith("functional/")]
    if len(functional) < 2:
        return [asked]
    others = tuple(term for term in asked.terms if term not in functional)
    return [replace(asked, terms=(term, *others)) for term in functional]


def _is_project(span: Span, spans: Sequence[Span], dropped: Sequence[Span]) -> bool:
    """True where a name that is a subject's too is meant as a project's."""
    if any(other.says("subject") or other.of("code") for other in spans):
        return False
    return span.text.endswith("项目") or any(other.says("project") for other in spans) or not _OF_PROJECTS.isdisjoint(fields(dropped))


def _without_repeats(found: Iterable[Asked]) -> list[Asked]:
    """Each thing once: of a code and the name beside it the code stays."""
    kept: list[Asked] = []
    for asked in sorted(found, key=lambda one: not one.word.isdigit()):
        if not any(
            asked.terms[:1] == other.terms[:1] or (set(asked.terms) & set(other.terms) and asked.word != other.word) for other in kept
        ):
            kept.append(asked)
    return kept


def _qualified(found: list[Asked], spans: Sequence[Span]) -> list[Asked]:
    """A subject with 基本支出, 项目支出 or 年末结转 beside it is one thing: the subject's own."""
    subjects = [asked for asked in found if asked.terms and asked.terms[0].kind == "subject"]
    kinds = [asked for asked in found if asked.terms and asked.terms[0].key in _KINDS_OF_SUBJECTS]
    if len(subjects) != 1 or not kinds or len(found) != 1 + len(kinds) or (len(kinds) > 1 and not _goes_on(subjects[0], spans)):
        return found
    subject = subjects[0]
    return [
        Asked(f"{subject.word}{kind.word}", subject.terms, kind=_KINDS_OF_SUBJECTS[kind.terms[0].key], scope=subject.scope)
        for kind in kinds
    ]


def _goes_on(asked: Asked, spans: Sequence[Span]) -> bool:
    """True where a measure stands directly behind the thing: 高中教育的基本支出和项目支出."""
    at = next((number for number, span in enumerate(spans) if span.text == asked.word), len(spans))
    after = [span for span in spans[at + 1 : at + 3] if not span.says("within")]
    return bool(after) and bool(after[0].of("measure"))


def _received(found: list[Asked], spans: Sequence[Span]) -> list[Asked]:
    """综合医院的事业收入: of a functional subject before them, and no 支出, the incomes are its own."""
    subject = next((one for one in found if one.terms and one.terms[0].key.startswith("functional/")), None)
    others = [one for one in found if one is not subject]
    funds = [_fund_of(one) for one in others]
    if subject is None or subject.word.endswith("支出") or not others or not all(funds) or not _goes_on(subject, spans):
        return found
    return [Asked(one.word, subject.terms, kind=f"{RECEIVED}{fund}") for one, fund in zip(others, funds, strict=True)]


def _fund_of(asked: Asked) -> str:
    """The fund source of an income's column in the table of incomes; empty for anything else."""
    columns = [cell for term in asked.terms[:1] if term.kind == "measure" for cell in measures()[term.key].cells]
    return next((cell["fund"] for cell in columns if cell["table"] == "income" and "fund" in cell), "")


def _is_asked_itself(others: Sequence[Span]) -> bool:
    """花了多少 beside 预算多少: what was spent is asked for, too."""
    return any("executed" in a.of("field") and b.says("amount") and a.end == b.start for a, b in pairwise(others))


def _aspects(asked: Asked, others: Sequence[Span]) -> list[Asked]:
    """The thing once for every phase or, for projects alone, field that the other words name."""
    project = bool(asked.terms) and all(term.kind == "project" for term in asked.terms)
    counted = bool(asked.terms) and asked.terms[0].kind == "headcount"
    named = fields(others) if project else [] if counted else phases(others)
    if named and "executed" not in named and not project and any(span.text in _SPENT for span in others):
        named.append("executed")
    if (
        "executed" in named
        and project
        and len(named) > 1
        and not any(span.text.startswith(_EXECUTED) or "决算" in span.text for span in others)
        and not _is_asked_itself(others)
    ):
        named.remove("executed")  # 支出 beside 执行率 or 预算 says what they are of
    return [Asked(asked.word, asked.terms, aspect, asked.kind, asked.scope) for aspect in named or [""]]
