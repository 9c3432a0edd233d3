"""Shares and changes that sentences state: x万元，占y%; 减少x万元，下降y%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.checks.catalogue import Rule
from kg.checks.judging import Claim, best, found, judge
from kg.checks.outcomes import FAILED, INFO, INSUFFICIENT, PASSED, WARNING, Result
from kg.checks.reading import Report
from kg.checks.records import Figure, Passage
from kg.checks.selection import Selection, selection
from kg.checks.terms import HUNDRED, Term, in_unit
from kg.checks.words.places import bare, is_amount, is_level, is_money, place

_SHARE = ("incomeShare", "expenditureShare", "share")
_BASE = re.compile(r"占(?P<base>.*?)(?:的)?(?:比重|比例)?$")

_CHANGED = re.compile(r"(?:各|均|分别)?(?:增加|减少|增长|下降|降低|提高)(?:额|了)?$")
_STEM = 3  # characters of what changed that tell it: 支出合计 of 某局2021年度支出合计


def shares(rule: Rule, report: Report) -> Iterator[Result]:
    """占比 = 分项 ÷ 总数, where both stand in the passage, or the base is named and stated elsewhere in it."""
    for figures in report.by_passage.values():
        for position, figure in enumerate(figures):
            if figure.measure in _SHARE and figure.term.unit == "%":
                yield _share(rule, report, figures, position)


def _share(rule: Rule, report: Report, figures: Sequence[Figure], position: int) -> Result:
    figure = figures[position]
    passage = report.passages[figure.passage]
    own = next((i for i in range(position - 1, -1, -1) if _is_beside(passage.text[figures[i].end : figure.start])), -1)
    part = figures[own] if own >= 0 else None
    where = place(passage, figure.what)
    if part is None or not is_amount(part) or re.search(r"[。；;]", passage.text[part.end : figure.start]):
        return Result("", INSUFFICIENT, where, at=(figure.term.at,))
    named = _BASE.search(figure.what)
    bases = _bases(report, figures[:own], passage, part, named["base"] if named else "")
    if not bases:
        return Result("", INSUFFICIENT, where, at=(figure.term.at, part.term.at))
    return _judge_share(rule, where, figure, part, bases)


def _is_beside(between: str) -> bool:
    """True where no bracket closes between two figures: what a bracket lists (X万元（其中…Y万元），占z%) has no part in what follows it."""
    depth = 0
    for mark in between:
        depth += (mark in "（(") - (mark in "）)")
        if depth < 0:
            return False
    return True


def _judge_share(rule: Rule, where: str, figure: Figure, part: Figure, bases: Sequence[Term]) -> Result:
    """The share of any base that is meant; it fails where it is the share of none."""
    judged = []
    for base in bases:
        judged.append(judge(Claim(figure.term, ((1, part.term),), rule.identity, divisor=base, where=where), rule.severity))
        if judged[-1].outcome == PASSED:
            break
    return best(judged)


def _bases(report: Report, before: Sequence[Figure], passage: Passage, part: Figure, name: str) -> list[Term]:
    """What a share may be of: the amount with its name, in the passage or in the tables, else the total that the sentence begins with."""
    amounts = [figure for figure in before if is_amount(figure)]
    word = name or ("三公" if "三公" in passage.section else "")
    if word:
        own = [f.term for f in amounts if bare(word) and bare(f.what).endswith(bare(word))]
        printed = [cell.term for pattern, totals in _TOTALS if pattern.search(word) for total in totals for cell in total.of(report)]
        return own + printed
    first = amounts[0] if amounts else None
    if first is None or not re.search("其中|用于(?=以下|下列|[:：])|包括|分别", passage.text[first.end : part.start]):
        return []
    return [figure.term for figure in amounts]


def _executed(words: str, *tables: str, **conditions: str | list[str]) -> tuple[re.Pattern[str], list[Selection]]:
    """The words of a base, and the finals in these tables that they mean."""
    return re.compile(words), [selection({"table": table, "phase": "executed", **conditions}) for table in tables]


# Which total of the tables the words of a base mean, the more special first.
_TOTALS = (
    _executed("三公", "threePublic", column="(^|/)合计$"),
    _executed("基本支出", "generalPublic", "expenditure", level="total", expenditure="basic", inner=""),
    _executed("项目支出", "generalPublic", "expenditure", level="total", expenditure="project", inner=""),
    _executed("财政拨款支出", "generalPublic", level="total", expenditure=["", "all"], character="expenditure"),
    _executed("财政拨款支出", "fiscalSummary", side="支出", row="^(本年)?支出合计"),
    _executed("^(本年|总|全年)*支出", "incomeExpenditure", side="支出", row="^(本年)?支出合计|^(支出)?总计"),
    _executed("^(本年|总|全年)*收入", "incomeExpenditure", side="收入", row="^(本年)?收入合计|^(收入)?总计"),
)


def changes(rule: Rule, report: Report) -> Iterator[Result]:
    """同比变化率 = 变化额 ÷ 上年数, and 上年数 = 本年数 − 变化额: the base is last year's figure, not this year's."""
    for figures in report.by_passage.values():
        for position, (change, rate) in enumerate(zip(figures, figures[1:], strict=False)):
            kinds = {("yearOnYearChange", "yearOnYearRate"), ("budgetChange", "budgetChangeRate")}
            if (change.measure, rate.measure) in kinds and is_money(change):
                yield _change(rule, report, figures[:position], change, rate)


def _change(rule: Rule, report: Report, before: Sequence[Figure], change: Figure, rate: Figure) -> Result:
    passage = report.passages[change.passage]
    where = place(passage, change.what)
    shown = f"{_signed(change)}，{_signed(rate)}"
    candidates = _current(before, change)
    base = _base(before, change, passage)
    if not candidates and base is None:
        return Result("", INSUFFICIENT, where, at=(change.term.at, rate.term.at))
    if change.term.number * rate.term.number < 0:
        return found(where, shown, "方向相同", f"{where}：变化额与变化率方向相反（{shown}）。", change.term.at, rate.term.at)
    sure = bool(candidates) and _sure(candidates[0], change)
    severity = rule.severity if sure else WARNING
    judged = [_judged(rule, severity, where, current, change, rate, shown) for current in candidates]
    if base is not None:
        judged.insert(0, judge(Claim(rate.term, ((1, change.term),), rule.identity, divisor=base.term, where=where, shown=shown), severity))
    fitting = [r for r in judged if r.outcome == PASSED] or [r for r in judged if r.severity == INFO]
    return (fitting or judged)[0]


def _base(before: Sequence[Figure], change: Figure, passage: Passage) -> Figure | None:
    """Last year's figure, where the sentence prints it right before the change: 比2023年的80.00万元增加20.00万元."""
    last = before[-1] if before else None
    if last is None or not (last.compared and is_money(last) and is_level(last)):
        return None
    return None if re.search("[。；;]", passage.text[last.end : change.start]) else last


def _sure(current: Figure, change: Figure) -> bool:
    """True where the change is said to be of that amount, not of a part of it that is not told."""
    begun = bool(current.what[:2]) and change.what.startswith(current.what[:2])
    return begun or bool(re.match("与|比|较|同比|上年|增|减|收|支|20", change.what))


def _judged(rule: Rule, severity: str, where: str, current: Figure, change: Figure, rate: Figure, shown: str) -> Result:
    number = current.term.number - change.term.number
    base = current.term._replace(number=number, text=in_unit(number, current.term.unit, 2).removesuffix(current.term.unit), qualifier="")
    result = judge(Claim(rate.term, ((1, change.term),), rule.identity, divisor=base, where=where, shown=shown), severity)
    if result.outcome != FAILED or number <= 0:
        return result if number > 0 else Result("", INSUFFICIENT, where, at=(change.term.at, rate.term.at))
    wrong = abs(HUNDRED * change.term.number / current.term.number - rate.term.number) if current.term.number else Decimal(HUNDRED)
    why = "变化率误以本年数为分母。" if wrong < Decimal("0.02") else ""
    last = f"基数={current.term.printed}{'+' if change.term.number < 0 else '−'}{change.term.printed}={base.printed}"
    return result._replace(message=f"{result.message}{last}。{why}", at=tuple(dict.fromkeys((*result.at, current.term.at))))


def _current(before: Sequence[Figure], change: Figure) -> list[Figure]:
    """This year's amounts that the change may be of: the one it is named after first, then others before it in the passage."""
    amounts = [f for f in before if is_amount(f) and f.term.number and f.term.unit == change.term.unit]
    stem = _CHANGED.sub("", change.what)
    named = [f for f in amounts if change.what.startswith(f.what) or (len(stem) >= _STEM and f.what.endswith(stem))]
    begun = [f for f in amounts if f.what[:2] and change.what.startswith(f.what[:2]) and f not in named]
    rest = [f for f in reversed(amounts) if f not in named and f not in begun]
    return [*named[-1:], *begun[:-3:-1], *rest[:2]] if amounts else []


def _signed(figure: Figure) -> str:
    number = figure.term.number
    return ("减少" if number < 0 else "增加") + figure.term.printed
