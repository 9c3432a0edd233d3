"""Counts of the narrative: against the money spent on them, the whole that they are parts of, the indicator that states them too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.amounts import fold
from kg.checks.catalogue import Rule
from kg.checks.judging import fine, found
from kg.checks.outcomes import Result
from kg.checks.reading import Report
from kg.checks.records import Cell, Figure, Indicator
from kg.checks.terms import plain
from kg.checks.words.places import is_amount, is_money, place

# Counts, the money that goes with them, and the word of its column in the table.
_SPENT = (
    (("abroadGroups", "abroadPersons"), ("abroadFinal", "abroad"), "出国", "因公出国（境）费"),
    (("receptionBatches", "receptionPersons"), ("receptionFinal", "reception"), "接待", "公务接待费"),
    (("vehiclesBought",), ("vehiclePurchaseFinal", "vehiclePurchase"), "/.*购置费?$", "公务用车购置费"),
    (("meetingPersons", "meetingCount"), ("meetingCosts",), "", "会议费"),
    (("trainingPersons", "trainingCount"), ("trainingCosts",), "", "培训费"),
)
_ELSEWHERE = re.compile("外宾|外事|境）外|境\\)外|参加|线上|免费|其他资金|自有资金|未列支|不列支")
_PART = re.compile(r"[，,（(]?其中[:：，,]?")
_ENDS = re.compile("[。；;]")
# What the name of an indicator says beyond the thing that is counted.
_MEASURED = re.compile("(完成|开展|举办|组织|提供|实施|全年|年度)|(数量|次数|个数|人数|家数|场次|期数|项数|件数|数)$")
# Counts of something else than what was done in the year.
_OTHER = re.compile("增加|减少|推迟|取消|由|比|较|未|少|剩|缺|其中|计划|目标|力争|每|平均|首批")
_LONG = 4  # characters of a name that tell one thing from another


def spent(rule: Rule, report: Report) -> Iterator[Result]:
    """Nothing is counted where nothing was spent, and something where something was."""
    for passage, figures in report.by_passage.items():
        told = {figure.measure for figure in figures}
        for counts, measures, column, name in _SPENT:
            if told.isdisjoint(counts):
                continue
            counted = [f for f in figures if f.measure in counts and not f.compared and not is_money(f)]
            money = [f for f in figures if f.measure in measures and is_amount(f)]
            if not counted or _ELSEWHERE.search(report.passages[passage].text):
                continue
            cost = money[0].term if money else next((c.term for c in _three(report, column)), None)
            if cost is None:
                continue
            where = place(report.passages[passage], f"{name}与{counted[0].what}")
            most = max(counted, key=lambda figure: figure.term.number)
            if (cost.number == 0) == (most.term.number == 0):
                yield fine(where, cost.at, *(f.term.at for f in counted))
                continue
            wrong = "没有支出却有数量" if cost.number == 0 else "有支出却没有数量"
            expected = f"0{most.term.unit}" if cost.number == 0 else f"大于0{most.term.unit}"
            message = f"{where}：{name}支出{cost.printed}，{most.what}{most.term.printed}，{wrong}，请核对。"
            yield found(where, f"{most.term.printed}（支出{cost.printed}）", expected, message, most.term.at, cost.at)


def _three(report: Report, column: str) -> list[Cell]:
    """The final of that column of the “三公” table."""
    cells = report.cells_of.get("threePublic", []) if column else []
    return [c for c in cells if c["phase"] == "executed" and re.search(column, c["column"])]


def kept(rule: Rule, report: Report) -> Iterator[Result]:
    """Not more cars paid from the budget are kept than there are; not fewer guests than parties; not more staff than posts."""
    for less, more, name, severity in (
        ("vehiclesKept", "vehicleCount", "公务用车保有量不超过车辆总数", ""),
        ("receptionBatches", "receptionPersons", "接待批次不超过接待人次", ""),
        ("abroadGroups", "abroadPersons", "出国团组数不超过人次", ""),
        ("staff", "establishment", "在职人数不超过编制数", "info"),
    ):
        ones = [f for f in report.measured([less]) if not f.compared and (less != "vehiclesKept" or "车" in f.what)]
        others = [f for f in report.measured([more]) if not f.compared]
        for one in ones:
            same = [f for f in others if f.passage == one.passage] or (others if less == "vehiclesKept" else [])
            if not same:
                continue
            other = max(same, key=lambda figure: figure.term.number)
            where = place(report.passages[one.passage], one.what)
            if one.term.number <= other.term.number:
                yield fine(where, one.term.at, other.term.at)
                continue
            there = f"{other.what}{other.term.printed}（{place(report.passages[other.passage])}）"
            message = f"{where}为{one.term.printed}，多于{there}：{name}。"
            yield found(where, one.term.printed, f"不超过{other.term.printed}", message, one.term.at, other.term.at, severity=severity)


def parts(rule: Rule, report: Report) -> Iterator[Result]:
    """What follows 其中 in the unit of a count is not more than the count."""
    for passage, figures in report.by_passage.items():
        text = report.passages[passage].text
        for position, whole in enumerate(figures):
            members = [] if is_money(whole) or whole.term.unit == "%" else _members(text, whole, figures[position + 1 :])
            if not members:
                continue
            total = sum((f.term.number for f in members), Decimal(0))
            where = place(report.passages[passage], whole.what)
            places = (whole.term.at, *(f.term.at for f in members))
            if total <= whole.term.number + whole.term.slack:
                yield fine(where, *places)
                continue
            shown = "+".join(plain(f.term.number) for f in members)
            worked = shown if len(members) == 1 else f"{shown}={plain(total)}"
            message = f"{where}为{whole.term.printed}，其中所列{len(members)}项合计{worked}{whole.term.unit}，超过总数。"
            yield found(where, whole.term.printed, f"{plain(total)}{whole.term.unit}", message, *places)


def _members(text: str, whole: Figure, after: Sequence[Figure]) -> list[Figure]:
    """The figures of one unit that 其中 lists right after a count: 55个，其中新开工29个、竣工18个."""
    found_ = []
    last = whole
    for figure in after:
        between = text[last.end : figure.start]
        begun = _PART.match(between) if last is whole else re.match("[、，,和及]", between)
        if figure.term.unit != whole.term.unit or not begun or _ENDS.search(between) or "其中" in between[begun.end() :]:
            break
        if last is not whole and (re.search("另|还|累计|比|较", between) or between.count("，") > 1):
            break
        found_.append(figure)
        last = figure
    return found_


def told(rule: Rule, report: Report) -> Iterator[Result]:
    """A count that an indicator states as its result is the same in the text that names the same thing."""
    rows = [(e, row, result) for e in report.evaluations for row in e.indicators if (result := _result(row)) is not None]
    for figure in report.figures:
        unit = figure.term.unit.removesuffix("次") or figure.term.unit
        if figure.compared or is_money(figure) or figure.term.unit in ("%", "分") or _OTHER.search(figure.what):
            continue
        own = [(e, row, number) for e, row, (number, of) in rows if of.removesuffix("次") == unit and _same(row.name, figure.what)]
        if not own:
            continue
        evaluation, row, number = own[0]
        where = place(report.passages[figure.passage], figure.what)
        target = {row.target_value for _, row, _ in own}
        if any(abs(figure.term.number - number) <= figure.term.slack for *_, number in own) or figure.term.number in target:
            yield fine(where, figure.term.at, row.iri)
            continue
        said = f"{evaluation.where}“{row.name}”的实际完成值为{row.actual}"
        message = f"{where}为{figure.term.printed}，{said}：同一事项两处数值不同，请核对统计范围。"
        yield found(where, figure.term.printed, row.actual, message, figure.term.at, row.iri)


def _result(row: Indicator) -> tuple[Decimal, str] | None:
    m = re.fullmatch(r"[≥=]?(\d+(?:\.\d+)?)(万?)([个家场次期人件项条批台辆户名]次?)", fold(row.actual))
    return (Decimal(m[1]) * (10_000 if m[2] else 1), m[3]) if m and row.name else None


def _same(name: str, what: str) -> bool:
    """True where one wording holds the other's thing: 组织企业参展次数 and 全年组织企业参展."""
    thing, said = (_MEASURED.sub("", fold(text)) for text in (name, what))
    return min(len(thing), len(said)) >= _LONG and (thing in said or said in thing)
