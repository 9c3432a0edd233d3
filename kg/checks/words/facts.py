"""The same thing said in two places; counts that must fit each other; references to appendices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.amounts import fold
from kg.checks.catalogue import Rule
from kg.checks.judging import fine, found
from kg.checks.outcomes import Result
from kg.checks.reading import Report
from kg.checks.records import Figure
from kg.checks.terms import HUNDRED, plain
from kg.checks.words.places import place

_CASES = re.compile(
    r"受理(?P<what>[^，。；\d]{0,16}?)(?P<taken>\d+)(?:余|多)?(?P<unit>[件个条项起宗单次])(?:[^，。；\d]{0,8})[，,]?(?:[^，。；\d]{0,6})(?:办结|办理|解决|化解)(?:[^，。；\d]{0,10}?)(?P<done>\d+)"
)
_RATE = re.compile(r"(?:办结|化解|解决|处置)率(?:达到?|为|约)?(?P<rate>\d+(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class Cases:
    """受理 and 办结 of one kind of case in a text."""

    what: str
    taken: Decimal
    done: Decimal
    unit: str
    rate: str
    where: str
    at: str
    wide: bool


def _cases(report: Report) -> Iterator[Cases]:
    texts = [(p.text, place(p), p.iri) for p in report.passages.values() if "受理" in p.text]
    texts += [(fold(e.result), f"{e.where} 实际完成情况", e.iri) for e in report.evaluations]
    for text, where, at in texts:
        found_in = list(_CASES.finditer(text))
        for position, m in enumerate(found_in):
            end = found_in[position + 1].start() if position + 1 < len(found_in) else m.end() + 40
            rate = _RATE.search(text, m.end(), max(end, m.end()))
            begin = max(text.rfind(mark, 0, m.start()) for mark in "，。；、,;")
            wide = bool(re.search("全区|全市|全县|全年|累计|共$|共受理", text[begin + 1 : m.start()] + "受理"))
            yield Cases(m["what"], Decimal(m["taken"]), Decimal(m["done"]), m["unit"], rate["rate"] if rate else "", where, at, wide)


def case_rate(rule: Rule, report: Report) -> Iterator[Result]:
    """办结率 = 办结 ÷ 受理; not more is settled than was taken."""
    for case in _cases(report):
        where = f"{case.where} {case.what}办结"
        if case.done > case.taken:
            message = f"{where}：办结{plain(case.done)}{case.unit}多于受理{plain(case.taken)}{case.unit}。"
            yield found(where, f"{plain(case.done)}{case.unit}", f"不超过{plain(case.taken)}{case.unit}", message, case.at)
            continue
        if not case.rate or case.taken == 0:
            continue
        exact = HUNDRED * case.done / case.taken
        places = len(case.rate.partition(".")[2])
        if abs(exact - Decimal(case.rate)) <= Decimal(1).scaleb(-places):
            yield fine(where, case.at)
            continue
        expected = f"{plain(exact.quantize(Decimal('0.01')))}%"
        message = f"{where}率为{case.rate}%，按“办结率 = 办结 ÷ 受理”应为{expected}（{plain(case.done)}÷{plain(case.taken)}）。"
        yield found(where, f"{case.rate}%", expected, message, case.at)


def falling(rule: Rule, report: Report) -> Iterator[Result]:
    """Cumulative counts of one thing: with more cases taken, not fewer are settled."""
    cases = [case for case in _cases(report) if case.wide]
    for position, one in enumerate(cases):
        for other in cases[position + 1 :]:
            if one.at == other.at or _alike(one.what, other.what) < 4:
                continue
            low, high = sorted((one, other), key=lambda case: case.taken)
            where = f"{low.where}与{high.where} {low.what}办结数"
            if low.done <= high.done:
                yield fine(where, low.at, high.at)
                continue
            stated = f"{plain(low.done)}{low.unit}（受理{plain(low.taken)}）"
            expected = f"不超过{plain(high.done)}{high.unit}（受理{plain(high.taken)}）"
            counts = f"一处受理{plain(low.taken)}、办结{plain(low.done)}，另一处受理{plain(high.taken)}、办结{plain(high.done)}"
            message = f"{where}：{counts}，累计办结数不应下降。"
            yield found(where, stated, expected, message, low.at, high.at)


def _alike(one: str, other: str) -> int:
    """Length of the longest run of characters that both have."""
    return max((j - i for i in range(len(one)) for j in range(i + 1, len(one) + 1) if one[i:j] in other), default=0)


def rates_agree(rule: Rule, report: Report) -> Iterator[Result]:
    """A rate of settled cases in an indicator is one that the text states or that follows from its counts."""
    stated: dict[Decimal, str] = {}
    for case in _cases(report):
        if case.rate and case.wide:
            stated.setdefault(Decimal(case.rate), f"{case.rate}%（{plain(case.done)}÷{plain(case.taken)}）")
    for evaluation in report.evaluations:
        for row in evaluation.indicators:
            m = re.fullmatch(r"(\d+(?:\.\d+)?)%", fold(row.actual))
            if evaluation.project or not re.search("(办结|化解|解决)率", row.name) or m is None or not stated:
                continue
            where = f"{evaluation.where} {row.name}与报告所述办结率"
            if Decimal(m[1]) in stated:
                yield fine(where, row.iri)
                continue
            expected = "或".join(stated[rate] for rate in sorted(stated))
            message = f"{where}：办结率不一致，自评表实际完成值{row.actual}，报告为{expected}。"
            yield found(where, row.actual, expected, message, row.iri)


def satisfaction(rule: Rule, report: Report) -> Iterator[Result]:
    """满意率 beside 办结率 of the same cases is the same wherever it is told."""
    told: dict[str, list[tuple[Decimal, str, str]]] = defaultdict(list)
    texts = [(p.text, place(p), p.iri) for p in report.passages.values() if "办结率" in p.text]
    texts += [(fold(e.result), f"{e.where} 实际完成情况", e.iri) for e in report.evaluations if not e.project]
    for text, where, at in texts:
        for m in re.finditer(r"办结率[^，。；]{0,8}[，,]满意[率度][^\d，。；]{0,3}(\d+(?:\.\d+)?)%", text):
            told["满意率"].append((Decimal(m[1]), where, at))
    held = told["满意率"]
    if len({rate for rate, _, _ in held}) > 1:
        (one, where, at), (other, there, at2) = held[-1], held[0]
        message = f"{where}与{there}：满意率不一致，一处为{plain(one)}%，一处为{plain(other)}%。"
        yield found(f"{where}与{there} 满意率", f"{plain(one)}%", f"{plain(other)}%", message, at, at2)


def repeated(rule: Rule, report: Report) -> Iterator[Result]:
    """A count named in the very same words in two places is the same number."""
    by_what: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in report.figures:
        if len(figure.what) >= 10 and figure.term.unit not in ("万元", "元", "%") and not re.search("办结|受理", figure.what):
            by_what[figure.what, figure.term.unit].append(figure)
    for (what, _), figures in by_what.items():
        if len({f.passage for f in figures}) < 2:
            continue
        first = figures[0]
        other = next((f for f in figures if f.term.number != first.term.number), None)
        where = f"{place(report.passages[first.passage])} {what}"
        if other is None:
            yield fine(where, *(f.term.at for f in figures))
            continue
        there = place(report.passages[other.passage])
        message = f"{where}：同一事项两处数值不同，此处{first.term.printed}，{there}为{other.term.printed}。"
        yield found(where, first.term.printed, other.term.printed, message, first.term.at, other.term.at)


def same_reason(rule: Rule, report: Report) -> Iterator[Result]:
    """One subject's difference has one reason wherever it is told."""
    by_name: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for line in report.lines:
        if line.reason and line.final and line.initial:
            by_name[line.name].append((fold(line.reason), line.iri, line.passage))
    differing = [(name, held) for name, held in by_name.items() if len(held) > 1 and len({reason for reason, _, _ in held}) > 1]
    if not differing:
        twice = [held for held in by_name.values() if len(held) > 1]
        if twice:
            yield fine(place(report.passages[twice[0][0][2]]), *(iri for held in twice for _, iri, _ in held))
        return
    one, other = differing[0][1][0], differing[0][1][1]
    where = f"{place(report.passages[one[2]])}与{place(report.passages[other[2]])}"
    names = "、".join(name for name, _ in differing)
    message = f"{where}：同一预算科目两处差异原因不同（{names}）；如{differing[0][0]}：“{one[0]}”与“{other[0]}”。"
    yield found(where, one[0], other[0], message, *(iri for _, held in differing for _, iri, _ in held))


_REFERENCE = re.compile(r"附(?:表|件)\s*(\d+)[-－—](\d+)")


def appendices(rule: Rule, report: Report) -> Iterator[Result]:
    """Numbers of appendices run without gaps and point to the table of the project that names them."""
    told: dict[int, list[tuple[int, str, str, str]]] = defaultdict(list)
    for passage in report.passages.values():
        for m in _REFERENCE.finditer(passage.text) if "附" in passage.text else ():
            told[int(m[1])].append((int(m[2]), passage.text[: m.start()], passage.iri, f"{passage.section} {passage.text}"))
    tables = [e for e in report.evaluations if e.project]
    for series, references in sorted(told.items()):
        numbers = [number for number, *_ in references]
        if len(numbers) < 3:
            continue
        gaps = [n for n in range(1, max(numbers)) if n not in numbers]
        where = "自评报告 附表编号"
        listed = "、".join(f"{series}-{n}" for n in sorted(set(numbers)))
        if gaps:
            missing = "、".join(f"{series}-{n}" for n in gaps)
            message = f"{where}：附表编号缺号，引用了{listed}，缺{missing}。"
            places = (at for _, _, at, _ in references)
            # A text need not refer to every appendix.
            yield found(where, listed, f"{series}-1至{series}-{max(numbers)}连续", message, *places, severity="warning")
        else:
            yield fine(where, *(at for _, _, at, _ in references))
        yield from _misplaced(report, series, references, [e.project for e in tables])


def _misplaced(report: Report, series: int, references: list[tuple[int, str, str, str]], tables: list[str]) -> Iterator[Result]:
    """References whose number is not the place of the project's table among the tables, where the others' are."""
    placed = []
    for number, _, at, text in references:
        last = {max(text.rfind(name) for name in (p.name, *p.also_named)): p for p in report.projects}
        if not last or max(last) < 0:
            continue
        project = last[max(last)]
        own = next((i for i, name in enumerate(tables, 1) if name in (project.name, *project.also_named)), 0)
        if own:
            placed.append((number, own, project.name, at))
    wrong = [entry for entry in placed if entry[0] != entry[1]]
    if not wrong or len(wrong) * 2 >= len(placed):
        return
    for number, own, name, at in wrong:
        where = f"自评报告 {name} 附表编号"
        message = f"{where}：附表编号错误，写附表{series}-{number}，该项目的自评表排第{own}，应为附表{series}-{own}。"
        yield found(where, f"附表{series}-{number}", f"附表{series}-{own}", message, at)


def stated_score(rule: Rule, report: Report) -> Iterator[Result]:
    """Every project that the text tells of has a score and a grade where the others have."""
    told = [p for p in report.projects if "executed" in p.numbers and "#p" in p.iri]
    scored = [p for p in told if "totalScore" in p.numbers]
    if len(scored) < 2 or len(scored) * 2 < len(told):
        return
    for project in told:
        where = f"自评报告 项目支出绩效情况 {project.name}"
        if project in scored:
            yield fine(where, project.iri)
            continue
        yield found(where, "（无）", "绩效自评分和等级", f"{where}：项目缺绩效自评分与等级，其余{len(scored)}个项目都有。", project.iri)
