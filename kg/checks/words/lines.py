"""支出决算具体情况: budget lines against themselves, against the table, against their total; and 预算、决算、完成率 in a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kg.checks.catalogue import Rule
from kg.checks.judging import Claim, best, fine, found, judge
from kg.checks.outcomes import FAILED, INFO, INSUFFICIENT, WARNING, Result
from kg.checks.reading import Report
from kg.checks.records import Figure, Line
from kg.checks.selection import selection
from kg.checks.terms import Term, in_unit
from kg.checks.words.places import is_amount, is_money, place, same_name

_NO_RATE = "不适用（预算为0，分母为0，无法计算完成率）"
_RATES = ("completionRate", "executionRate", "threePublicControlRate")
_WHOLE = ["小计", "合计", "本年支出合计", "本年支出"]
_FINALS = [  # of a subject; the table that is meant first
    selection({"table": table, "tail": _WHOLE, "phase": "executed"})
    for table in ("generalPublic", "governmentFund", "stateCapital", "expenditure")
]
_MORE = re.compile("决算数?(?:大于|高于|超过)年初")
_LESS = re.compile("决算数?(?:小于|低于|少于)年初")


def zero_base(rule: Rule, report: Report) -> Iterator[Result]:
    """An initial budget of 0 has no completion rate."""
    for line in report.lines:
        if line.initial and line.final and line.rate and line.initial.number == 0:
            yield _zero(line.initial, line.final, line.rate, place(report.passages[line.passage], line.name), rule.severity)
    for budget, final, rate in _triples(report):
        if budget.term.number == 0:
            yield _zero(budget.term, final.term, rate.term, place(report.passages[budget.passage], budget.what), rule.severity)


def _zero(initial: Term, final: Term, rate: Term, where: str, severity: str) -> Result:
    """0 of 0 is a habit of wording (warning where 100 % is claimed); money spent against a budget of 0 has no rate at all."""
    if rate.number == 0:
        return fine(where, initial.at, final.at, rate.at)
    stated = f"预算{initial.printed}，决算{final.printed}，完成预算的{rate.printed}"
    message = f"{where}：年初预算为0，写“{stated}”没有意义，完成率无法计算，应写“年初无预算”或不写完成率。"
    level = "warning" if final.number == 0 else severity
    return found(where, stated, _NO_RATE, message, initial.at, final.at, rate.at, severity=level)


def rates(rule: Rule, report: Report) -> Iterator[Result]:
    """完成率 = 决算数 ÷ 预算数, where a sentence states all three in a row (“三公”经费, totals)."""
    for budget, final, rate in _triples(report):
        where = place(report.passages[rate.passage], rate.what)
        yield judge(Claim(rate.term, ((1, final.term),), rule.identity, divisor=budget.term, where=where), rule.severity)


def _triples(report: Report) -> Iterator[tuple[Figure, Figure, Figure]]:
    """预算, 决算 and 完成率 of one thing, side by side in a passage."""
    for figures in report.by_passage.values():
        for budget, final, rate in zip(figures, figures[1:], figures[2:], strict=False):
            if rate.term.unit != "%" or not (rate.measure in _RATES or rate.what.endswith("完成")):
                continue
            told = _adjoining(report, budget, rate) and ("年初" in budget.what or "年初" not in rate.what)
            amounts = is_amount(budget) and is_amount(final)
            named = re.search("预算|安排", budget.what) and re.search("决算|支出|执行", final.what) and "预算" not in final.what
            if told and amounts and named:
                yield budget, final, rate


def _adjoining(report: Report, first: Figure, last: Figure) -> bool:
    """True where no sentence ends between two figures."""
    return not re.search("[。；;]", report.passages[first.passage].text[first.end : last.start])


def direction(rule: Rule, report: Report) -> Iterator[Result]:
    """大于, 小于 and the stated difference agree with 年初预算 and 支出决算 of the line."""
    changes: dict[int, list[Figure]] = defaultdict(list)
    for figure in report.figures:
        if figure.measure == "budgetChange" and is_money(figure):
            changes[figure.passage].append(figure)
    for line in report.lines:
        if line.initial is None or line.final is None:
            continue
        passage = report.passages[line.passage]
        where = place(passage, line.name)
        if sum(other.passage == line.passage for other in report.lines) > 1:
            continue
        yield _compared(line.initial, line.final, passage.text, where)
        for change in changes[line.passage]:
            parts = ((1, line.final), (-1, line.initial))
            if re.search("决算", change.what) and len(changes[line.passage]) == 1:
                stated = change.term if change.term.number * (line.final.number - line.initial.number) >= 0 else None
                yield judge(Claim(stated or change.term, parts, rule.identity, where=where), rule.severity)


def _compared(initial: Term, final: Term, text: str, where: str) -> Result:
    more, less = bool(_MORE.search(text)), bool(_LESS.search(text))
    if more == less:
        return fine(where, initial.at)
    wrong = (more and final.number <= initial.number) or (less and final.number >= initial.number)
    if not wrong:
        return fine(where, initial.at)
    said = "大于" if more else "小于"
    true = "等于" if final.number == initial.number else ("小于" if more else "大于")
    stated = f"决算数{said}年初预算数（预算{initial.printed}，决算{final.printed}）"
    message = f"{where}：写“决算数{said}年初预算数”，但年初预算{initial.printed}、支出决算{final.printed}，决算数{true}年初预算数。"
    return found(where, stated, f"决算数{true}年初预算数", message, initial.at)


def against_table(rule: Rule, report: Report) -> Iterator[Result]:
    """支出决算 of a line = its subject's cell of the general public budget table, or of one of another fund or all of them."""
    cells = [cell for finals in _FINALS for cell in finals.of(report)]
    for line in report.lines:
        if line.final is None or line.project:
            continue
        fitting = [c for c in cells if line.subject and c["code"] == line.subject] or [
            c for c in cells if same_name(c["row"], line.name) and len(c["code"]) == 7
        ]
        where = place(report.passages[line.passage], f"{line.name} 支出决算")
        if not any(c["table"] == "generalPublic" for c in fitting):
            yield Result("", INSUFFICIENT, where, at=(line.iri,))
            continue
        yield best([judge(Claim(line.final, ((1, c.term),), rule.identity, where=where), rule.severity) for c in fitting])


def totals(rule: Rule, report: Report) -> Iterator[Result]:
    """Lines listed under 其中 add up to the total that the sentence before them states."""
    for budget, final, lines in _listed(report):
        for stated, name in ((budget, "initial"), (final, "final")):
            parts = [term for line in lines if (term := getattr(line, name)) is not None]
            if stated is not None and len(parts) == len(lines):
                yield _total(rule, report, stated, parts, lines)


def _total(rule: Rule, report: Report, stated: Figure, parts: Sequence[Term], lines: Sequence[Line]) -> Result:
    where = place(report.passages[stated.passage], stated.what)
    result = judge(Claim(stated.term, tuple((1, term) for term in parts), rule.identity, where=where), rule.severity)
    if result.outcome != FAILED:
        return result
    unit = stated.term.unit
    added = sum((term.number for term in parts), Decimal(0))
    total = in_unit(added, unit, 2)
    texts = "+".join(term.text for term in parts)
    listed = "项目" if all(line.project for line in lines) else "项"
    shown = f"{stated.what}{stated.term.printed}；所列{len(parts)}个{listed}{texts}={total}"
    gap = in_unit(abs(stated.term.number - added), unit, 2)
    why = "没有列全，或有不属于此数的项"
    message = f"{where}为{stated.term.printed}，其中所列{len(parts)}个{listed}合计{total}（{texts}），相差{gap}：{why}。"
    severity = WARNING if added < stated.term.number and result.severity != INFO else result.severity  # 其中 may leave some out
    return result._replace(severity=severity, stated=shown, expected=f"各项合计应为{stated.term.printed}", message=message)


def _listed(report: Report) -> Iterator[tuple[Figure | None, Figure | None, list[Line]]]:
    """Runs of budget lines with the total and the final that stand before them."""
    runs: list[list[Line]] = []
    section = ""
    for line in report.lines:
        here = report.passages[line.passage].section
        if not runs or here != section or line.passage > runs[-1][-1].passage + 3:
            runs.append([])
        runs[-1].append(line)
        section = here
    for run in runs:
        before = [f for f in report.figures if run[0].passage - 3 <= f.passage < run[0].passage and is_amount(f)]
        same = [f for f in before if report.passages[f.passage].section == report.passages[run[0].passage].section]
        if len(run) > 1 and same and re.search("其中|如下|具体", report.passages[run[0].passage - 1].text[-8:]):
            yield _last(same, "年初预算"), _last(same, "决算"), run


def _last(figures: Iterable[Figure], word: str) -> Figure | None:
    return next((f for f in reversed(list(figures)) if word in f.what), None)
