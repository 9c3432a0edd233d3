"""What is to be done with what a question asks for: look up, share, change, rank, add up, list, say who, define."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search_app.ask.limits import Limit, limit
from search_app.ask.spans import Span
from search_app.ask.words import measures

_ABOUT_UNITS = ("parent", "children", "divisions", "duties")
RANKS = frozenset({"highest", "lowest", "higher", "lower", "ranking"})
_COMPUTED = frozenset({"previous", "budgeted", "more", "less", "change", "completion"})
_OF_SHARES = ("比重", "份额", "所占比例", "比例", "百分比")
_OF_INDICATORS = ("target", "actual", "below", "unmet", "met", "met_all", "weight", "indicator")


_SOME = re.compile("[这那]?[二两三四五六七八九十0-9]")  # 三个项目
_WITH_PARTS = 2  # 卫生健康支出由甲和乙组成: the whole and its parts are named


@dataclass(frozen=True, slots=True)
class Operation:
    """`name`: value, define, loaded, subjects, parent, children, divisions, duties, projects, indicators, share, completion, change, rank,
    sum, difference, multiple, yesno, which, threshold, ratio, glossary, findings, former, funding, implementer, composition,
    subject_growth, subject_budgets, carried.

    `over`: what is ranked or listed (unit, project, year). `order`: highest or lowest. `first`: how many, 0 for all.
    `rate`: a change in percent. `limit`: the bound of a threshold. `cues`: all that the question's words say.
    """

    name: str
    over: str = "unit"
    order: str = "highest"
    first: int = 1
    rate: bool = False
    limit: Limit | None = None
    cues: frozenset[str] = frozenset()


def operation(spans: Sequence[Span]) -> Operation:
    """The operation that the words of a question name; a look-up where they name none."""
    cues = frozenset(term.key for span in spans for term in span.terms if term.kind == "cue")
    return Operation(_name(spans, cues), _over(spans, cues), _order(cues), _first(spans, cues), "rate" in cues, _limit(spans), cues)


def _name(spans: Sequence[Span], cues: frozenset[str]) -> str:
    """The first that fits, from the most particular to the most general."""
    amounts = any(span.of("measure", "subject", "headcount", "row", "code") for span in spans)
    project = any(span.of("project") for span in spans)
    if "findings" in cues and not amounts:
        return "findings"
    for about in _ABOUT_UNITS:
        if (
            about in cues
            and not (amounts and about in ("duties", "children"))
            and not (about == "parent" and project)
            and not (about == "children" and cues & RANKS)
        ):
            return about
    if found := _particular(spans, cues):
        return found
    ranked = bool(cues & RANKS) or any(span.of("first") for span in spans)
    if cues & {"which_subject", "subject"} and cues & {"budgeted", "completion"} and (ranked or _asks_several(spans, cues)) and not project:
        return "subject_budgets"
    if ranked and (cues & {"which_subject", "subject"} or ("define" in cues and any(span.of("subject", "measure") for span in spans))):
        return "subject_growth" if cues & _COMPUTED else "subjects"
    if "funding" in cues and not (project or ranked) and any(span.of("code") for span in spans):
        return "define"
    if "define" in cues and not ranked and ("subject" in cues or any(span.of("code", "subject") for span in spans)):
        return "define"
    if "code" in cues and any(span.of("subject") for span in spans) and not any(span.of("code", "unit", "bare") for span in spans):
        return "define"
    if _asks_indicators(spans, cues):
        return "indicators"
    if cues & {"count_units"} and not (amounts or project or ranked or cues & RANKS or any(span.of("field", "phase") for span in spans)):
        return "loaded"
    if "loaded" in cues and not amounts and cues & {"which_unit", "listing", "loaded", "which_year"}:
        return "loaded"
    if not ranked and (_lists_projects(cues) or (not amounts and not project and {"project", "listing"} <= cues)):
        return "projects"
    if not ranked and "listing" in cues and _is_of_some_projects(spans):
        return "projects"
    if "completion" in cues or _executes(spans):
        return "completion"
    if cues & {"share"} and _says_share(spans, cues):
        return "share"
    if _compares_units(spans, cues) or compared_things(spans, cues):
        return "difference"
    if cues & {"previous", "budgeted", "more", "less", "change"}:
        return "change"
    if ranked:
        return "difference" if "difference" in cues and _named_units(spans) == 2 else "rank"
    if cues & {"sum", "average"} or _says_sum(spans, cues):
        return "sum"
    if _asks_which(spans, cues):
        return "which"
    if "which_unit" in cues and not amounts and not project and not any(span.of("field", "phase", "indicator") for span in spans):
        return "loaded"
    return next((name for name in ("difference", "yesno") if name in cues), "which" if "which_unit" in cues else "value")


def _asks_which(spans: Sequence[Span], cues: frozenset[str]) -> bool:
    """几家单位有…, 没有…的单位: units that have any of it, or none."""
    if any(span.of("unit", "bare") for span in spans) or cues & {"difference", "every_year"}:
        return False
    if "ever" in cues and cues & {"which_unit", "listing"} and cues & {"every_unit", "which_unit"}:
        return True
    return "count_units" in cues or ("without" in cues and bool(cues & {"which_unit", "listing", "every_unit", "of_units"}))


def _particular(spans: Sequence[Span], cues: frozenset[str]) -> str:
    """Operations that one word of the question is enough for."""
    project = any(span.of("project") for span in spans)
    if any(span.of("money") for span in spans) and cues & {"funding", "which_subject", "subject"}:
        return "carried"
    if "trend" in cues:
        return "value"
    if "former" in cues:
        return "former"
    if project and "funding" in cues:
        return "funding"
    if project and cues & {"implementer", "parent"}:
        return "implementer"
    if "what_is" in cues and not any(span.of("code") for span in spans) and any(span.of("measure", "subject") for span in spans):
        return "glossary"
    if "composition" in cues and "listing" in cues and sum(bool(span.of("subject", "measure")) for span in spans) > _WITH_PARTS:
        return "value"
    if "composition" in cues or ("funding" in cues and not project and any(span.of("subject") for span in spans)):
        return "composition"
    if any(span.of("per", "divisor") for span in spans):
        return "ratio"
    if "multiple" in cues:
        return "multiple"
    if any(span.of("quota") for span in spans):
        return "share"
    if any(span.of("limit") for span in spans) and (not (_says_share(spans, cues) or cues & _COMPUTED) or _is_unspent(spans, cues)):
        of_subjects = cues & {"which_subject", "subject"} and not cues & {"which_unit", "every_unit", "of_units", "project", "yesno"}
        return "subjects" if of_subjects and not project else "threshold"
    return ""


def _is_unspent(spans: Sequence[Span], cues: frozenset[str]) -> bool:
    """哪些项目没花完预算: a bound of the rate, and no comparison with the budget."""
    return "which_project" in cues and any(span.of("limit") and span.text.endswith("完") for span in spans)


def _executes(spans: Sequence[Span]) -> bool:
    """三公经费预算执行率: the rate of one thing is no rate of the whole unit."""
    things = any(_has_budget(span) for span in spans)
    rate = any("rate" in span.of("field") or span.text.startswith("完成率") for span in spans)
    return things and rate and not any(span.of("project", "limit") for span in spans)


def _has_budget(span: Span) -> bool:
    return (
        any(not measures()[name].field for name in span.of("measure")) and not span.of("field", "phase") or bool(span.of("subject", "code"))
    )


def _limit(spans: Sequence[Span]) -> Limit | None:
    return next((limit(key) for span in spans for key in span.of("limit")), None)


def _compares_units(spans: Sequence[Span], cues: frozenset[str]) -> bool:
    return (
        _named_units(spans) > 1
        and "compare" in cues
        and bool(cues & {"difference", "more", "less", "yesno"})
        and not cues & {"previous", "budgeted"}
    )


def _is_of_some_projects(spans: Sequence[Span]) -> bool:
    """三个项目的执行率分别是多少: a field of each of them."""
    named = [span for span in spans if span.of("measure", "subject", "headcount", "code")]
    of_fields = all(any(measures()[name].field for name in span.of("measure")) for span in named)
    return bool(named) and of_fields and any(span.says("project") and _SOME.match(span.text) for span in spans)


def _asks_several(spans: Sequence[Span], cues: frozenset[str]) -> bool:
    """几个科目, 哪些科目, where more than one may be meant."""
    return bool(cues & {"count", "listing"}) or any(span.says("which_subject") and span.text.startswith("哪") for span in spans)


def compared_things(spans: Sequence[Span], cues: frozenset[str]) -> tuple[Sequence[Span], Sequence[Span]] | None:
    """What stands before and after 大于, 等于 … where one unit's two things are compared; None where they are not."""
    if (
        not cues & {"yesno", "difference", "equal"}
        or cues & {"previous", "budgeted", "which_unit", "every_unit"}
        or _named_units(spans) > 1
    ):
        return None
    at = next((number for number, span in enumerate(spans) if span.says("compare", "equal")), 0)
    sides = spans[:at], spans[at + 1 :]
    if spans[at].says("equal") and not any(_is_amount(span) for span in sides[1]):
        last = next((number for number in range(at, 0, -1) if spans[number].says("and")), 0)
        sides = spans[:last], spans[last + 1 : at]
    return sides if all(any(map(_is_amount, side)) for side in sides) else None


def _is_amount(span: Span) -> bool:
    return bool(span.of("measure", "subject", "headcount", "code"))


def _named_units(spans: Sequence[Span]) -> int:
    return sum(bool(span.of("unit", "bare")) for span in spans)


def _says_sum(spans: Sequence[Span], cues: frozenset[str]) -> bool:
    """两家单位的支出合计 is one number, 各单位的支出合计 are several."""
    together = any(span.says("every_unit") and not span.text.startswith(("各", "每")) for span in spans)
    together = together or _named_units(spans) > 1 or sum(bool(span.of("division")) for span in spans) > 1
    return together and "listing" not in cues and any(span.of("measure") and span.text.endswith("合计") for span in spans)


def _asks_indicators(spans: Sequence[Span], cues: frozenset[str]) -> bool:
    if cues & {"below", "unmet", "met_all"}:
        return True
    named = any(span.of("indicator") for span in spans)
    return bool(cues & set(_OF_INDICATORS)) and (named or "indicator" in cues)


def _lists_projects(cues: frozenset[str]) -> bool:
    return (bool(cues & {"which_project", "count_projects"}) and "average" not in cues) or (
        "evaluated" in cues and bool(cues & {"listing", "count", "count_projects"})
    )


def _says_share(spans: Sequence[Span], cues: frozenset[str]) -> bool:
    of_change = bool(cues & _COMPUTED)  # 增加的比例 is no share
    return "previous" not in cues and any(
        span.text in (("比重", "份额", "所占比例") if of_change else _OF_SHARES) or (span.says("share") and span.text.startswith("占"))
        for span in spans
    )


def _over(spans: Sequence[Span], cues: frozenset[str]) -> str:
    if cues & {"which_project", "count_projects", "evaluated"} or (
        "project" in cues and "which_unit" not in cues and (cues & (RANKS | {"average"}) or any(span.of("limit") for span in spans))
    ):
        return "project"
    if "sum" in cues and "project" in cues and any(measures()[name].field for span in spans for name in span.of("measure")):
        return "project" if any(_SOME.match(span.text) for span in spans if span.says("project")) else "unit"
    return "year" if "which_year" in cues else "unit"


def _order(cues: frozenset[str]) -> str:
    return "lowest" if cues & {"lowest", "lower"} else "highest"


def _first(spans: Sequence[Span], cues: frozenset[str]) -> int:
    for span in spans:
        for number in span.of("first"):
            return int(number)
    return 0 if "ranking" in cues else 1
