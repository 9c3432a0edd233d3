"""Self-evaluation tables: money, scores, grades, against each other and against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.amounts import fold
from kg.checks.catalogue import Rule
from kg.checks.judging import Claim, best, fine, found, judge
from kg.checks.outcomes import INFO, PASSED, WARNING, Result
from kg.checks.reading import Report
from kg.checks.records import Evaluation
from kg.checks.terms import HUNDRED, Term, in_unit, plain
from kg.checks.words.places import place

_PARTS = re.compile("财政拨款|结转|其他资金|自有|专户|贷款|上级|配套")
_WHOLE_SCORE = re.compile("整体|部门|本单位|《")
# 财预〔2020〕10号: 90 and more 优, 80 良, 60 中, below 差.
_GRADES = {"优": (90, 100), "良": (80, 90), "中": (60, 80), "差": (0, 60)}


def rate_score(rule: Rule, report: Report) -> Iterator[Result]:
    """预算执行率得分 is at most 分值 × 执行率; a form may give full marks from some rate on, so only more than that is doubted."""
    for evaluation in report.evaluations:
        n = evaluation.numbers
        if not {"executionRate", "executionWeight", "executionScore"} <= n.keys():
            continue
        rate, weight, score = n["executionRate"], n["executionWeight"], n["executionScore"]
        fair = weight.number * min(rate.number, HUNDRED) / HUNDRED
        where = f"{evaluation.where} 预算执行率得分"
        if score.number <= fair + Decimal("0.05") or rate.number >= 95:
            yield fine(where, evaluation.iri)
            continue
        expected = f"{plain(fair.quantize(Decimal('0.01')))}分"
        message = f"{where}为{score.printed}，执行率{rate.printed}、分值{weight.printed}，按比例应为{expected}。"
        yield found(where, score.printed, expected, message, evaluation.iri)


def funds(rule: Rule, report: Report) -> Iterator[Result]:
    """年度资金总额 = Σ fund rows, for 年初, 全年 and 执行 each. Rows by the nature of income or spending are no parts of it."""
    for evaluation in report.evaluations:
        if not evaluation.project:
            continue
        for name, label in (("initialBudget", "年初预算数"), ("fullBudget", "全年预算数"), ("executed", "全年执行数")):
            parts = [
                numbers[name]
                for row, numbers in evaluation.funds
                if name in numbers and _PARTS.search(fold(row)) and not re.search("总额|合计", row)
            ]
            total = evaluation.numbers.get(name)
            if total is not None and parts and any("总额" in row or "合计" in row for row, _ in evaluation.funds):
                where = f"{evaluation.where} 年度资金总额 {label}"
                yield judge(Claim(total, tuple((1, part) for part in parts), rule.identity, where=where), rule.severity)


def score_in_text(rule: Rule, report: Report) -> Iterator[Result]:
    """The score that the text states = the score of the table."""
    whole = [e for e in report.evaluations if not e.project and "totalScore" in e.numbers]
    for figure in report.figures:
        if figure.measure != "selfScore" or len(whole) != 1 or not _about_whole(report, figure.what, figure.passage):
            continue
        where = place(report.passages[figure.passage], f"{figure.what} 与整体支出绩效自评表总分")
        yield _same_score(rule, figure.term._replace(unit="分"), whole[0], where)
    tables = {e.project: e for e in report.evaluations if "totalScore" in e.numbers}
    for project in report.projects:
        evaluation = next((tables[name] for name in (project.name, *project.also_named) if name in tables), None)
        if evaluation is not None and "totalScore" in project.numbers and "#p" in project.iri:
            where = f"自评报告 {project.name} 自评得分与自评表总分"
            yield _same_score(rule, project.numbers["totalScore"], evaluation, where)


def _about_whole(report: Report, what: str, passage: int) -> bool:
    """True for the score of the whole unit, not of one project."""
    section = report.passages[passage].section
    if any(p.name and p.name in section + what for p in report.projects):
        return False
    told_of_projects = "项目" in what or ("项目" in section.rpartition(" > ")[2] and not _WHOLE_SCORE.search(what))
    return bool(_WHOLE_SCORE.search(what) or "整体" in section) and not told_of_projects


def _same_score(rule: Rule, stated: Term, evaluation: Evaluation, where: str) -> Result:
    total = evaluation.numbers["totalScore"]._replace(where=f"{evaluation.where}总分")
    return judge(Claim(stated, ((1, total),), rule.identity, where=where), rule.severity)


def grade(rule: Rule, report: Report) -> Iterator[Result]:
    """The grade fits the score's scale."""
    for iri, name, total in _scored(report):
        letter = fold(report.one(iri, "grade"))[:1]
        if letter not in _GRADES:
            continue
        low, high = _GRADES[letter]
        where = f"{name} 评价等级"
        if low <= total.number <= high:
            yield fine(where, iri)
            continue
        fitting = next(g for g, (least, _) in _GRADES.items() if total.number >= least)
        yield found(
            where, f"{letter}（{total.printed}）", fitting, f"{where}为“{letter}”，得分{total.printed}对应的等级是“{fitting}”。", iri
        )


def _scored(report: Report) -> Iterator[tuple[str, str, Term]]:
    for evaluation in report.evaluations:
        if "totalScore" in evaluation.numbers:
            yield evaluation.iri, evaluation.where, evaluation.numbers["totalScore"]
    for project in report.projects:
        if "totalScore" in project.numbers:
            yield project.iri, project.name, project.numbers["totalScore"]


def incomplete(rule: Rule, report: Report) -> Iterator[Result]:
    """A row with a score has a weight, in forms that print weights, and a row with a weight a score; a table has a total."""
    for evaluation in report.evaluations:
        weighted = any(row.weight is not None for row in evaluation.indicators)
        for row in evaluation.indicators:
            where = f"{evaluation.where} {row.name}"
            if row.name and weighted and (row.weight is None) != (row.score is None):
                lost = "得分" if row.score is None else "分值"
                yield found(where, "（空）", lost, f"{where}：没有填{lost}。", row.iri)
            elif row.name:
                yield fine(where, row.iri)
        if evaluation.indicators and "totalScore" not in evaluation.numbers:
            yield found(
                f"{evaluation.where} 总分", "（空）", "应有总分", f"{evaluation.where}：没有合计（总分）行，表格不完整。", evaluation.iri
            )


def lows(rule: Rule, report: Report) -> Iterator[Result]:
    """The text calls a project's execution low (偏低) though its table prints about 100 %."""
    for passage in report.passages.values():
        if "执行率" not in passage.text or not re.search("执行率.{0,4}(偏低|较低|不高|低)", passage.text):
            continue
        for evaluation in report.evaluations:
            rate = evaluation.numbers.get("executionRate")
            if rate is None or not evaluation.project or not _names(report, evaluation, passage.text):
                continue
            where = f"{evaluation.where} 执行率与{place(passage)}"
            if rate.number < 95:
                yield fine(where, evaluation.iri, passage.iri)
                continue
            initial, executed = evaluation.numbers.get("initialBudget"), evaluation.numbers.get("executed")
            real = HUNDRED * executed.number / initial.number if initial and executed and initial.number else None
            expected = f"{plain(real.quantize(Decimal('0.01')))}%" if real is not None else "偏低"
            worked = f"（按年初预算{executed.printed}÷{initial.printed}={expected}）" if real is not None and executed and initial else ""
            message = f"{where}：文字说该项目预算执行率偏低，自评表执行率却为{rate.printed}{worked}。"
            yield found(where, rate.printed, expected, message, evaluation.iri, passage.iri)


def _names(report: Report, evaluation: Evaluation, text: str) -> bool:
    """True where the text names the evaluated project, by any of its names."""
    names = {evaluation.project}
    for project in report.projects:
        if evaluation.project in (project.name, *project.also_named):
            names |= {project.name, *project.also_named}
    return any(name and name in text for name in names)


def carried_over(rule: Rule, report: Report) -> Iterator[Result]:
    """An amount said to be carried over to next year = 年初预算 (or 全年预算) − 执行 of the project it is said of."""
    for figure in report.figures:
        passage = report.passages[figure.passage]
        after = passage.text[figure.end : figure.end + 14]
        if figure.term.unit not in ("万元", "元") or "结转" not in after or not re.match("[^，。；]{0,6}结转(至|到|下年|20)", after):
            continue
        for evaluation in report.evaluations:
            budgets = [evaluation.numbers[name] for name in ("initialBudget", "fullBudget") if name in evaluation.numbers]
            executed = evaluation.numbers.get("executed")
            if not evaluation.project or not _names(report, evaluation, passage.text) or not budgets or executed is None:
                continue
            where = place(passage, f"{evaluation.project} 结转金额")
            claims = [Claim(figure.term, ((1, budget), (-1, executed)), rule.identity, where=where) for budget in budgets]
            yield best([judge(claim, rule.severity) for claim in claims])


def money_in_text(rule: Rule, report: Report) -> Iterator[Result]:
    """A project's spending in the text = 全年执行数 of its table."""
    tables = {e.project: e for e in report.evaluations if e.project}
    for project in report.projects:
        evaluation = next((tables[name] for name in (project.name, *project.also_named) if name in tables), None)
        for name, label in (("executed", "支出"), ("fullBudget", "全年预算"), ("initialBudget", "年初预算")):
            if evaluation is None or name not in project.numbers or name not in evaluation.numbers or "#p" not in project.iri:
                continue
            other = evaluation.numbers[name]._replace(where=evaluation.where)
            stated = project.numbers[name]
            severity = rule.severity if name == "executed" else WARNING
            yield judge(Claim(stated, ((1, other),), rule.identity, where=f"自评报告 {project.name} {label}与自评表"), severity)


def whole_money(rule: Rule, report: Report) -> Iterator[Result]:
    """The whole unit's 全年执行数 = 本年支出合计 of the accounts; where it is spending from the budget alone, that of 财政拨款."""
    wholes = [e for e in report.evaluations if not e.project and "executed" in e.numbers]
    totals = [
        c
        for c in report.cells_of.get("incomeExpenditure", [])
        if re.match("(本年)?支出合计|(支出)?总计", c["row"]) and c["phase"] == "executed"
    ]
    totals += [c for c in report.cells_of.get("generalPublic", []) if c["level"] == "total" and c["expenditure"] in ("", "all")]
    totals += [c for c in report.cells_of.get("fiscalSummary", []) if re.match("(本年)?支出合计", c["row"]) and c["fund"] == "fiscal"]
    for evaluation in wholes:
        if not totals:
            continue
        stated = evaluation.numbers["executed"]
        where = f"{evaluation.where} 全年执行数"
        judged = [judge(Claim(stated, ((1, c.term),), rule.identity, where=where), rule.severity) for c in totals]
        yield next((r for r in judged if r.outcome == PASSED), None) or next((r for r in judged if r.severity == INFO), judged[0])


def nature(rule: Rule, report: Report) -> Iterator[Result]:
    """按收入性质分 and 按支出性质分 of the whole unit: parts of one total, which is 全年预算 or 执行."""
    for evaluation in report.evaluations:
        n = evaluation.numbers
        if evaluation.project or "executed" not in n:
            continue
        spending = [v for row, numbers in evaluation.funds if re.search("基本支出|项目支出", row) for v in list(numbers.values())[:1]]
        if len(spending) == 2:
            where = f"{evaluation.where} 按支出性质分 基本支出与项目支出"
            judged = [
                judge(Claim(n[k], tuple((1, v) for v in spending), rule.identity, where=where), rule.severity)
                for k in ("executed", "fullBudget", "initialBudget")
                if k in n
            ]
            yield next((r for r in judged if r.outcome == PASSED), None) or next((r for r in judged if r.severity == INFO), judged[0])


def totals(rule: Rule, report: Report) -> Iterator[Result]:
    """Σ of the projects' tables: 年初预算 and 全年预算 against what the text or the whole unit's table says of 项目支出."""
    tables = [e for e in report.evaluations if e.project]
    if len(tables) < 2:
        return
    stated = [f for f in report.figures if f.measure == "projectExpenditureBudget" and f.term.number]
    project = [_full(e, numbers) for e in report.evaluations if not e.project for row, numbers in e.funds if "项目支出" in row]
    for name, label, others in (
        ("initialBudget", "年初预算数", [f.term for f in stated]),
        ("fullBudget", "全年预算数", [term for term in project if term is not None]),
        (
            "executed",
            "全年执行数",
            [c.term for c in report.cells_of.get("expenditure", []) if c["level"] == "total" and c["expenditure"] == "project"],
        ),
    ):
        parts = [e.numbers[name] for e in tables if name in e.numbers]
        if len(parts) < len(tables) - 1 or not others:
            continue
        total = sum((part.number for part in parts), Decimal(0))
        fits = [t for t in others if abs(t.number - total) <= t.slack + sum((p.slack for p in parts), Decimal(0))]
        where = f"{len(tables)}张项目支出绩效自评表 {label}合计"
        if fits or total < others[0].number:  # fewer tables than projects is another rule's matter
            yield fine(where, *(part.at for part in parts))
            continue
        unit = others[0].unit
        texts = "+".join(part.text for part in parts)
        shown, expected = in_unit(total, unit, 2), others[0].printed
        message = f"{where}为{shown}（{texts}），{others[0].where}为{expected}，两者不一致。"
        yield found(where, shown, expected, message, *(part.at for part in parts), others[0].at)


def _full(evaluation: Evaluation, row: dict[str, Term]) -> Term | None:
    """项目支出 of the whole unit's 全年预算: as printed, or its spending where the whole budget was spent."""
    n = evaluation.numbers
    spent = "fullBudget" in n and "executed" in n and n["fullBudget"].number == n["executed"].number
    return row.get("fullBudget") or (row.get("executed") if spent else None)
