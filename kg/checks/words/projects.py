"""Projects: names, numbers of them, and how their budgets came about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kg.checks.catalogue import Rule
from kg.checks.judging import Claim, fine, found, judge
from kg.checks.outcomes import INFO, PASSED, WARNING, Result
from kg.checks.reading import Report
from kg.checks.records import Figure, Line, Passage, ProjectRecord
from kg.checks.terms import Term, in_unit
from kg.checks.words.places import bare, is_amount, place

# Not 追加项目经费: more money for a project that has its budget already.
_ADDED = re.compile("(?:年中(?:追加|新增|调增|增加).{0,4}|追加|新增)项目(?!经费|资金|支出|预算|款)")
_BEGINS = re.compile("如下|：$|:$")  # the end of what stands before a list
_NUMBERED = re.compile(r"[(（]\d+[)）]")


def names(rule: Rule, report: Report) -> Iterator[Result]:
    """A project has one name in the report and in its self-evaluation table."""
    tables = {e.project for e in report.evaluations if e.project}
    for project in report.projects:
        where = "自评报告与自评表"
        others = [name for name in project.also_named if bare(name) != bare(project.name)]
        if not others:
            yield fine(where, project.iri)
            continue
        other = others[0]
        in_table = other if other in tables else project.name
        in_text = project.name if in_table == other else other
        message = f"{where}：项目名称不一致，自评报告（正文）写“{in_text}”，自评表写“{in_table}”，疑为同一项目。"
        yield found(where, in_text, in_table, message, project.iri)


def count(rule: Rule, report: Report) -> Iterator[Result]:
    """As many self-evaluation tables as projects with money in the text; the stated number of projects is that of the list."""
    tables = [e for e in report.evaluations if e.project]
    spent = [p for p in report.projects if "executed" in p.numbers and "#p" in p.iri]
    if tables and spent:
        where = "正文项目与项目支出绩效自评表"
        missing = [p for p in spent if not any(bare(e.project) in map(bare, (p.name, *p.also_named)) for e in tables)]
        if not missing:
            yield fine(where, *(e.iri for e in tables))
        else:
            lacking = "、".join(p.name for p in missing)
            message = f"{where}：正文列{len(spent)}个项目，项目支出绩效自评表只有{len(tables)}张，缺：{lacking}。"
            yield found(where, f"{len(tables)}张自评表", f"正文{len(spent)}个项目", message, *(p.iri for p in missing), severity="warning")
    for figure in report.figures:
        if figure.measure == "evaluatedProjects" and figure.term.unit in ("个", "项") and tables:
            yield _number(figure, tables_of := len(tables), len(spent), report, f"{tables_of}")


def _number(figure: Figure, tables: int, listed: int, report: Report, _text: str) -> Result:
    where = place(report.passages[figure.passage], figure.what)
    number = int(figure.term.number)
    if number in (tables, tables + 1, listed) or listed == 0:
        return fine(where, figure.term.at)
    message = f"{where}为{figure.term.printed}，正文列出{listed}个项目，项目支出绩效自评表{tables}张。"
    return found(where, figure.term.printed, f"{listed}个", message, figure.term.at)


def listed(rule: Rule, report: Report) -> Iterator[Result]:
    """A number of projects in front of a list (5个项目：（1）… （2）…) is the number listed."""
    passages = list(report.passages.values())
    spent = [p for p in report.projects if "#p" in p.iri]
    for position, passage in enumerate(passages):
        begins = _BEGINS.search(passage.text[-6:])
        stated = re.search(r"(\d+|[一二三四五六七八九十])个(?:[^，。；个]{0,6})项目", passage.text) if begins else None
        if stated is None:
            continue
        number = int(stated[1]) if stated[1].isdigit() else "一二三四五六七八九十".index(stated[1]) + 1
        after = [p for p in spent if any(f"#p{q.number}o" in p.iri for q in passages[position + 1 : position + 2 + 3 * number])]
        where = place(passage, "项目数量")
        if len(after) < 2 or len(after) == number:
            yield fine(where, passage.iri)
            continue
        message = f"{where}：写{number}个项目，其后列出{len(after)}个（{'、'.join(p.name for p in after)}）。"
        yield found(where, f"{number}个", f"{len(after)}个", message, passage.iri)


def blocks(rule: Rule, report: Report) -> Iterator[Result]:
    """实际支出 of a group of projects = Σ of the projects listed under it."""
    for figure, members in _blocks(report):
        parts = [p.numbers["executed"] for p in members]
        where = place(report.passages[figure.passage], figure.what)
        listed_less = sum((part.number for part in parts), Decimal(0)) < figure.term.number
        severity = WARNING if listed_less else rule.severity  # not all may be listed
        yield judge(Claim(figure.term, tuple((1, part) for part in parts), rule.identity, where=where), severity)


def _blocks(report: Report) -> Iterator[tuple[Figure, list[ProjectRecord]]]:
    """Stated spending of a group, with the projects of the passages up to the next group."""
    heads = [f for f in report.figures if f.measure == "executedAmount" and re.search("实际支出|支出", f.what) and "整体" not in f.what]
    heads = [f for f in heads if re.search("如下|情况如下", report.passages[f.passage].text[-12:])]
    for position, head in enumerate(heads):
        last = heads[position + 1].passage if position + 1 < len(heads) else head.passage + 12
        members = [p for p in report.projects if "executed" in p.numbers and head.passage < _passage(p) < last]
        if len(members) > 1:
            yield head, members


def _passage(project: ProjectRecord) -> int:
    m = re.search(r"#p(\d+)o", project.iri)
    return int(m[1]) if m else -1


def added(rule: Rule, report: Report) -> Iterator[Result]:
    """A project that the text says was added in mid-year has no initial budget in its table."""
    for passage in report.passages.values():
        text = f"{passage.section.rpartition(' > ')[2]}{passage.text}"
        sentence = _ADDED.search(text)
        if sentence is None:
            continue
        named = text[sentence.start() : sentence.start() + 160].split("。")[0]
        for project in report.projects:
            evaluation = next((e for e in report.evaluations if e.project in (project.name, *project.also_named)), None)
            if evaluation is None or not any(name in named for name in (project.name, *project.also_named)):
                continue
            initial = evaluation.numbers.get("initialBudget")
            where = f"{evaluation.where} 年初预算数与{place(passage)}"
            if initial is None or initial.number == 0:
                yield fine(where, evaluation.iri, passage.iri)
                continue
            message = f"{where}：报告称“{project.name}”为年中追加项目，自评表却填有年初预算数{initial.printed}。"
            yield found(where, initial.printed, "0或空", message, evaluation.iri, passage.iri)


def adjusted(rule: Rule, report: Report) -> Iterator[Result]:
    """调增 0 contradicts money spent on projects added in mid-year."""
    told = [f for f in report.figures if f.measure == "adjustedBudget" and "项目" in f.what + f.section]
    held = report.by_passage
    for passage in report.passages.values():
        text = f"{passage.section.rpartition(' > ')[2]}{passage.text}"
        spent = [f for f in held.get(passage.number, []) if f.measure == "executedAmount" and f.term.number > 0]
        if not (_ADDED.search(text) and spent):
            continue
        for figure in told[-1:]:
            if figure.term.number:
                yield fine(place(report.passages[figure.passage], figure.what), figure.term.at, spent[0].term.at)
                continue
            where = place(report.passages[figure.passage], f"{figure.what} 与年中追加项目")
            message = f"{where}：写年中执行调增{figure.term.printed}，但年中追加项目实际支出{spent[0].term.printed}。"
            yield found(where, figure.term.printed, spent[0].term.printed, message, figure.term.at, spent[0].term.at)


def carried(rule: Rule, report: Report) -> Iterator[Result]:
    """Money said to be carried over from last year stands in 年初结转和结余 of the tables."""
    opening = [
        c for c in report.cells_of.get("incomeExpenditure", []) if c["balance"] == "opening" and not c["under"] and c["phase"] == "executed"
    ]
    if not opening:
        return
    total = opening[0].term
    for figure in report.figures:
        if (
            not is_amount(figure)
            or figure.term.number == 0
            or not re.search("上年.*结转|结转资金", figure.what)
            or "自评" not in figure.section
        ):
            continue
        where = place(report.passages[figure.passage], f"{figure.what} 与收入支出决算总表年初结转和结余")
        if total.number >= figure.term.number - figure.term.slack:
            yield fine(where, figure.term.at, total.at)
            continue
        why = "可能是指标结转与资金结转的口径差异，请核对"
        message = f"{where}：写{figure.what}{figure.term.printed}，但{total.where}为{total.printed}（{why}）。"
        yield found(where, figure.term.printed, total.printed, message, figure.term.at, total.at)


def initial_sum(rule: Rule, report: Report) -> Iterator[Result]:
    """Σ 年初预算 of the listed projects against 项目支出年初预算; lines that make up the excess are adjustments, not initial budgets."""
    stated = [f for f in report.figures if f.measure == "projectExpenditureBudget" and f.term.number]
    lines = _first_run([line for line in report.lines if line.project and line.initial])
    if len(lines) < 2 or not stated:
        return
    figure = stated[0]
    terms = [line.initial for line in lines if line.initial]
    total = sum((term.number for term in terms), Decimal(0))
    passage = report.passages[lines[0].passage]
    where = f"{place(passage)} {len(lines)}个项目年初预算之和与项目支出年初预算"
    slack = figure.term.slack + sum((t.slack for t in terms), Decimal(0))
    if total <= figure.term.number + slack:
        yield fine(where, figure.term.at, *(line.iri for line in lines))
        return
    shown = in_unit(total, figure.term.unit, 2)
    message = f"{where}：各项目年初预算合计{shown}（{'+'.join(t.text for t in terms)}），{figure.term.where}为{figure.term.printed}。"
    yield found(where, shown, figure.term.printed, message, *(line.iri for line in lines), figure.term.at)
    excess = total - figure.term.number
    if any(f.measure == "adjustedBudget" and f.term.number == excess for f in report.figures):
        yield from _adjustments(lines, excess, passage, figure.term)


def _adjustments(lines: Sequence[Line], excess: Decimal, passage: Passage, stated: Term) -> Iterator[Result]:
    """The one subset of lines that makes up the amount added in the year."""
    subsets = [s for n in (1, 2, 3) for s in combinations(lines, n) if sum(line.initial.number for line in s if line.initial) == excess]
    if len(subsets) != 1:
        return
    for line in subsets[0]:
        if line.initial is None:
            continue
        where = f"{place(passage)} {line.name} 年初预算"
        added_up = "+".join(member.initial.text for member in subsets[0] if member.initial)
        amount = in_unit(excess, stated.unit, 2)
        why = "疑为上年结转或年内调增资金，不应作为年初预算"
        message = f"{where}：写年初预算{line.initial.printed}，但{added_up}正好等于年内调增{amount}，{why}。"
        yield found(where, line.initial.printed, "0（属于年内调增或上年结转）", message, line.iri)


def _first_run(lines: Sequence[Line]) -> list[Line]:
    """The lines of the first section that lists any."""
    seen: dict[str, Line] = {}
    for line in lines:
        if line.name in seen:
            break
        seen[line.name] = line
    return list(seen.values())


def budget_of_kind(rule: Rule, report: Report) -> Iterator[Result]:
    """基本支出年初预算 of the self-evaluation against the sum of the lines that are no project subject (一般行政管理事务 and the like)."""
    stated = [f for f in report.figures if f.measure == "basicExpenditureBudget" and f.term.number]
    cells = [c for c in report.cells_of.get("generalPublic", []) if c["expenditure"] in ("basic", "project") and c["level"] == "item"]
    lines = [line for line in report.lines if line.initial and line.subject and not line.project]
    if not stated or not cells or not lines:
        return
    kinds = {(c["code"], c["expenditure"]): c.term.number for c in cells}
    basic = [line for line in lines if kinds.get((line.subject, "basic"), 0) and not kinds.get((line.subject, "project"), 0)]
    pure = all(not (kinds.get((line.subject, "basic"), 0) and kinds.get((line.subject, "project"), 0)) for line in lines)
    subjects = {line.subject for line in lines}
    if not pure or len(subjects) != len(lines) or {code for code, _ in kinds} - subjects:
        return
    figure = stated[0]
    parts = tuple((1, line.initial) for line in basic if line.initial)
    where = place(report.passages[figure.passage], figure.what)
    yield judge(Claim(figure.term, parts, rule.identity, where=where), rule.severity)


def fund_component(rule: Rule, report: Report) -> Iterator[Result]:
    """“三公”经费支出预算x，其中：y: what follows 其中 is a budget, not a final."""
    cells = report.cells_of.get("threePublic", [])
    for figures in report.by_passage.values():
        for total, part in zip(figures, figures[1:], strict=False):
            if "threePublicBudget" not in total.measure:
                continue
            text = report.passages[total.passage].text[total.end : part.start]
            if not re.match(r"[，,。；;]?其中[:：]", text) or not is_amount(part):
                continue
            word = "运行" if "运行" in part.what else ("接待" if "接待" in part.what else "出国" if "出国" in part.what else "购置")
            own = [c for c in cells if word in c["tail"]]
            budgets = [c.term for c in own if c["phase"] in ("approved", "revised")]
            finals = [c.term for c in own if c["phase"] == "executed"]
            where = place(report.passages[total.passage], f"“三公”经费支出预算 其中 {part.what}")
            if not budgets or abs(budgets[0].number - part.term.number) <= part.term.slack:
                yield fine(where, part.term.at)
                continue
            why = "是决算数" if any(t.number == part.term.number for t in finals) else "不是预算数"
            shown = f"预算{total.term.printed}，其中{part.what}{part.term.printed}"
            message = f"{where}：{shown}，{part.term.printed}{why}，{budgets[0].where}为{budgets[0].printed}。"
            yield found(where, shown, budgets[0].printed, message, part.term.at, budgets[0].at)


def record_rate(rule: Rule, report: Report) -> Iterator[Result]:
    """预算执行率 of a project in the text = its spending ÷ its full-year budget (or its initial one, where that alone is told)."""
    for project in report.projects:
        rate, spent = project.numbers.get("executionRate"), project.numbers.get("executed")
        bases = [project.numbers[name] for name in ("fullBudget", "initialBudget") if name in project.numbers]
        if rate is None or spent is None or not bases or "#p" not in project.iri:
            continue
        where = f"自评报告 {project.name} 预算执行率"
        judged = [
            judge(Claim(rate, ((1, spent),), rule.identity, divisor=base, where=where), rule.severity) for base in bases if base.number
        ]
        if judged:
            yield next((r for r in judged if r.outcome == PASSED), None) or next((r for r in judged if r.severity == INFO), judged[0])


def record_lines(rule: Rule, report: Report) -> Iterator[Result]:
    """A project's 年初预算 and spending in the self-evaluation = those of its line in 支出决算具体情况."""
    lines = {bare(line.name): line for line in reversed(report.lines)}
    figures = report.by_passage
    for project in report.projects:
        line = next((lines[bare(name)] for name in (project.name, *project.also_named) if bare(name) in lines), None)
        if line is None or line.passage == _passage(project):
            continue
        told = figures.get(_passage(project), [])
        for measure, own, word, other, label in (
            ("initialBudget", "initialBudget", "年初预算", line.initial, "年初预算"),
            ("executedAmount", "executed", "实际支出", line.final, "支出"),
        ):
            apart = next((f.term for f in told if is_amount(f) and (f.measure == measure or word in f.what)), None)
            stated = apart or project.numbers.get(own)
            if stated is not None and other is not None:
                where = f"自评报告 {project.name} {label}与支出决算具体情况"
                yield judge(Claim(stated, ((1, other),), rule.identity, where=where), rule.severity)
