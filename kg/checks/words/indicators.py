"""Indicators: target against result against score; reasons; targets that name another amount than the budget."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from kg.amounts import fold
from kg.checks.catalogue import Rule
from kg.checks.judging import fine, found
from kg.checks.outcomes import Result
from kg.checks.reading import Report
from kg.checks.records import Evaluation, Indicator
from kg.checks.terms import plain

_QUANTITY = re.compile(
    r"(?P<sign>[≥≤><=]|大于等于|小于等于|不低于|不少于|不高于|不超过)?(?P<low>\d+(?:\.\d+)?)(?:[-~—至](?P<high>\d+(?:\.\d+)?))?(?P<unit>[^\d≥≤><]{0,4})"
)
_LAST = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\d]{0,4})$")
_VAGUE = re.compile("提升|提高|长期|持续|优化|改善|增强|促进|良好|更多|有所")
# How far above its target a result may be without a reason: a target to reach, a lower bound.
_MUCH = Decimal("1.2")
_MORE = Decimal("1.3")
_AT_MOST = ("≤", "<", "小于等于", "不高于", "不超过")
_AT_LEAST = ("≥", ">", "大于等于", "不低于", "不少于")


def _rows(report: Report) -> Iterator[tuple[Evaluation, Indicator]]:
    for evaluation in report.evaluations:
        for row in evaluation.indicators:
            yield evaluation, row


def _where(evaluation: Evaluation, row: Indicator) -> str:
    return f"{evaluation.where} {row.level2} {row.name}"


def _full(row: Indicator) -> bool:
    return row.weight is not None and row.score is not None and row.score.number >= row.weight.number > 0


def _deducted(row: Indicator) -> bool:
    return row.weight is not None and row.score is not None and row.score.number < row.weight.number


@lru_cache(maxsize=1024)
def _read(target: str) -> tuple[str, Decimal, Decimal, str] | None:
    """Sign, lower and upper bound and unit of a target that is a plain quantity."""
    m = _QUANTITY.fullmatch(fold(target))
    if m is None:
        return None
    low = Decimal(m["low"])
    return m["sign"] or "", low, Decimal(m["high"]) if m["high"] else low, m["unit"]


@lru_cache(maxsize=1024)
def _reached(actual: str, unit: str) -> Decimal | None:
    """The result in the target's unit: a quantity alone, or at the end of a sentence (组织活动18次)."""
    m = _LAST.search(fold(actual).lstrip("≥≤><="))
    return Decimal(m["number"]) if m and m["unit"] == unit and len(re.findall(r"\d+(?:\.\d+)?", fold(actual))) == 1 else None


def missed(rule: Rule, report: Report) -> Iterator[Result]:
    """A target that was missed does not get the full score. A bare number (10名) is a number to reach."""
    for evaluation, row in _rows(report):
        target = _read(row.target)
        actual = _reached(row.actual, target[3]) if target else None
        if target is None or actual is None or not _full(row) or row.score is None or row.weight is None:
            continue
        where = _where(evaluation, row)
        sign, low, high, unit = target
        short = actual < low if sign not in _AT_MOST else actual > high
        cost = "成本" in row.level1 + row.level2 or re.search(r"天|日|小时|分钟|时限|时间|≤", row.name + unit)
        if not short or (not sign and cost):
            yield fine(where, row.iri)
            continue
        message = f"{where}：目标{row.target}，实际{row.actual}，未达目标，却得满分{row.score.text}（分值{row.weight.text}）。"
        severity = "" if sign in _AT_MOST + _AT_LEAST else "warning"  # a bare number may be one to stay below
        yield found(where, f"{row.score.text}分（满分）", f"小于{row.weight.text}分", message, row.iri, severity=severity)


def deducted(rule: Rule, report: Report) -> Iterator[Result]:
    """A target that was met lost points."""
    for evaluation, row in _rows(report):
        if not _deducted(row) or row.score is None or row.weight is None:
            continue
        where = _where(evaluation, row)
        same = fold(row.target) == fold(row.actual) != ""
        target = _read(row.target)
        actual = _reached(row.actual, target[3]) if target else None
        met = row.met is True or same
        if target is not None and actual is not None:
            met = met or (actual <= target[2] if target[0] in _AT_MOST else target[0] in _AT_LEAST and actual >= target[1])
        said = bool(re.search("成本内|预算内", row.actual)) or bool(
            re.search("控制在.{0,4}预算", row.name) and target and actual is not None and actual <= target[2]
        )
        if not (met or said):
            yield fine(where, row.iri)
            continue
        stated = f"{row.score.text}/{row.weight.text}"
        message = f"{where}：目标{row.target}，实际{row.actual}，已达目标却扣分（得{row.score.text}，分值{row.weight.text}）。"
        reason = row.reason.strip().rstrip("。")
        message += f"所填原因：{reason}。" if reason else ""
        yield found(where, stated, f"{row.weight.text}分" if reason else f"{row.weight.text}分，或说明扣分原因", message, row.iri)


def reasons(rule: Rule, report: Report) -> Iterator[Result]:
    """A deduction has its reason."""
    for evaluation, row in _rows(report):
        if not _deducted(row) or row.score is None or row.weight is None:
            continue
        where = _where(evaluation, row)
        if row.reason.strip():
            yield fine(where, row.iri)
            continue
        stated = f"{row.score.text}/{row.weight.text}，原因空白"
        message = f"{where}：得{row.score.text}分、分值{row.weight.text}分，扣分未说明原因（偏差原因分析及改进措施为空）。"
        yield found(where, stated, "应填写扣分原因", message, row.iri)


def exceeded(rule: Rule, report: Report) -> Iterator[Result]:
    """A result far above its target without a reason: the target was set too low. One finding an indicator, whatever tables print it."""
    by_name: dict[tuple[str, str], list[tuple[Evaluation, Indicator, Decimal, Decimal]]] = defaultdict(list)
    for evaluation, row in _rows(report):
        target = _read(row.target)
        actual = _reached(row.actual, target[3]) if target else None
        if (
            target is None
            or actual is None
            or target[0] in _AT_MOST
            or target[2] == 0
            or target[3] in ("%", "元", "万元")
            or "成本" in row.level1
        ):
            continue
        if re.search("时间|时限|天|日|小时", row.name + target[3]):
            continue
        by_name[row.name, row.target].append((evaluation, row, actual, target[2]))
    for (name, target_text), held in by_name.items():
        evaluation, row, actual, high = held[0]
        where = " ".join([f"{e.where}" for e, *_ in held]) + f" {row.level2} {name}"
        if actual <= high * (_MORE if row.target[:1] in "≥>" else _MUCH) or any(r.reason.strip() for _, r, *_ in held):
            yield fine(where, *(r.iri for _, r, *_ in held))
            continue
        rate = f"{plain((100 * actual / high).quantize(Decimal('0.01')))}%"
        message = f"{where}：指标值{target_text}，实际完成值{row.actual}，完成率{rate}，远超目标而偏差原因为空，目标可能定得过低。"
        yield found(
            where, f"指标值{target_text}，实际{row.actual}", "完成值接近指标值，或填写偏差原因", message, *(r.iri for _, r, *_ in held)
        )


def cost_target(rule: Rule, report: Report) -> Iterator[Result]:
    """The target of a cost indicator that is the project itself is the project's budget."""
    for evaluation, row in _rows(report):
        initial, full = evaluation.numbers.get("initialBudget"), evaluation.numbers.get("fullBudget")
        m = re.fullmatch(r"[≤<]?(\d+(?:\.\d+)?)(万元?|元)", fold(row.target))
        about = evaluation.project and (
            fold(row.name) in fold(evaluation.project) or re.search("总成本|项目(总)?(成本|经费|支出)|经费控制|控制在.{0,4}预算", row.name)
        )
        if "成本" not in row.level1 + row.level2 or not about or m is None or (initial is None and full is None):
            continue
        number = Decimal(m[1]) * (10_000 if m[2].startswith("万") else 1)
        budgets = [term for term in (initial, full) if term is not None]
        where = _where(evaluation, row)
        if any(abs(number - term.number) <= term.half for term in budgets) or number < min(term.number for term in budgets):
            yield fine(where, row.iri)
            continue
        said = "、".join(f"{term.name}{term.printed}" for term in budgets)
        message = f"{where}：成本指标的目标{row.target}与项目预算不一致（{said}）。"
        yield found(where, row.target, budgets[0].printed, message, row.iri, evaluation.iri)


def vague(rule: Rule, report: Report) -> Iterator[Result]:
    """Targets in words alone (提升, 长期) cannot be measured; targets and results of different kinds cannot be compared."""
    for evaluation, row in _rows(report):
        target, actual = fold(row.target), fold(row.actual)
        where = _where(evaluation, row)
        if _VAGUE.fullmatch(target.lstrip("不断持续进一步")) and target != actual and _VAGUE.search(actual) and actual[-2:] != target[-2:]:
            message = f"{where}：目标值“{row.target}”与实际完成值“{row.actual}”不对应。"
            yield found(where, f"{row.target}→{row.actual}", "同类表述", message, row.iri, severity="warning")
        elif target and not re.search(r"\d|[一二三四五六七八九十]", target) and len(target) <= 4 and _VAGUE.search(target):
            yield found(where, row.target, "可衡量的指标值", f"{where}：目标值“{row.target}”无法衡量。", row.iri, severity="info")


def rate_unit(rule: Rule, report: Report) -> Iterator[Result]:
    """An indicator called a rate (率) or a cost per unit is measured as one."""
    for evaluation, row in _rows(report):
        target, actual = fold(row.target), fold(row.actual)
        where = _where(evaluation, row)
        rate = bool(re.search("[控合办满达覆准完成及时利使执]制?率$", row.name))
        if rate and re.search(r"\d+(\.\d+)?[人名个家次件条]", target + actual):
            message = f"{where}：指标名称与数值不符，“率”以{row.target}、{row.actual}计量，应为百分比。"
            yield found(where, f"{row.target}/{row.actual}", "百分比", message, row.iri)
        elif re.match("单位|平均|每", row.name) and _is_total(evaluation, actual):
            message = f"{where}：指标名称与数值不符，单位成本以总金额{row.target}、{row.actual}计量。"
            yield found(where, f"{row.actual}", "单位成本（如每平方米的金额）", message, row.iri)


def _is_total(evaluation: Evaluation, actual: str) -> bool:
    """True where the result is the money that the whole project spent."""
    executed = evaluation.numbers.get("executed")
    m = re.fullmatch(r"(\d+(?:\.\d+)?)(万?)元", actual)
    return bool(m and executed and Decimal(m[1]) * (10_000 if m[2] else 1) == executed.number)


def across(rule: Rule, report: Report) -> Iterator[Result]:
    """One indicator in the whole unit's table and in a project's has one target and one result."""
    whole = {row.name: (e, row) for e, row in _rows(report) if not e.project and row.name}
    for evaluation, row in _rows(report):
        if not evaluation.project or row.name not in whole:
            continue
        other, twin = whole[row.name]
        where = f"{other.where}与{evaluation.where} {row.name}"
        if fold(row.target) != fold(twin.target):
            message = f"{where}：年度指标值不一致，整体支出自评表为“{twin.target}”，项目自评表为“{row.target}”。"
            yield found(where, f"{twin.target}/{twin.actual}", f"{row.target}/{row.actual}", message, twin.iri, row.iri)
        elif _other_result(twin.actual, row.actual):
            message = f"{where}：实际完成值不一致，整体支出自评表为“{twin.actual}”，项目自评表为“{row.actual}”。"
            yield found(where, twin.actual, row.actual, message, twin.iri, row.iri)
        else:
            yield fine(where, twin.iri, row.iri)


def _other_result(one: str, other: str) -> bool:
    """True for results that differ in their numbers, or where only one has a number."""
    numbers = [re.findall(r"\d+(?:\.\d+)?", fold(text)) for text in (one, other)]
    return numbers[0] != numbers[1]
