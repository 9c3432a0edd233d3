"""What the text lists, counts and leaves blank."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.amounts import fold
from kg.checks.catalogue import Rule
from kg.checks.judging import Claim, best, fine, found, judge
from kg.checks.outcomes import INSUFFICIENT, Result
from kg.checks.reading import Report
from kg.checks.records import Cell, Figure
from kg.checks.selection import attribute, selection
from kg.checks.terms import HUNDRED, in_unit
from kg.checks.words.places import bare, is_amount, place

_LISTED = (
    "economicSubjectExpenditure",
    "wages",
    "goodsAndServices",
    "familySubsidies",
    "trainingCosts",
    "meetingCosts",
    "reception",
    "vehicleRunning",
)


# Rows of a 类 in the tables that have them, the one that is meant first; the columns that hold all of it.
_WHOLE = ["小计", "合计", "本年支出合计", "本年支出"]
_CLASSES = (
    selection({"table": "fiscalSummary", "level": "class", "fund": ["general", "fiscal"]}),
    *(
        selection({"table": table, "level": "class", "tail": _WHOLE})
        for table in ("generalPublic", "expenditure", "governmentFund", "stateCapital")
    ),
    selection({"table": "incomeExpenditure", "level": "class", "phase": "executed"}),
)
_ITEMS = selection({"table": "basicItems", "phase": "executed", "not_code": "^$", "not_tail": "^(人员|公用)"})


def structure(rule: Rule, report: Report) -> Iterator[Result]:
    """支出决算结构: the amount of each 类 in the text = its row in the general public budget table, or in one of a wider scope."""
    cells = [cell for classes in _CLASSES for cell in classes.of(report)]
    rows = list(zip(map(bare, attribute(cells, "row")), cells, strict=True))
    for figure in report.measured(["subjectExpenditure"]):
        if not is_amount(figure):
            continue
        where = place(report.passages[figure.passage], figure.what)
        own = _named(rows, bare(figure.what))
        if not any(cell["fund"] == "general" or cell["table"] == "generalPublic" for cell in own):
            yield Result("", INSUFFICIENT, where, at=(figure.term.at,))
            continue
        judged = [judge(Claim(figure.term, ((1, cell.term),), rule.identity, where=where), rule.severity) for cell in own]
        yield best(judged)


def _named(rows: Sequence[tuple[str, Cell | Figure]], name: str) -> list[Cell | Figure]:
    """The cells whose row has that name, or else begins like it."""
    exact = [cell for row, cell in rows if row == name]
    return exact or [cell for row, cell in rows if len(name) >= 4 and (row.startswith(name[:6]) or name.startswith(row[:6]))]


def items(rule: Rule, report: Report) -> Iterator[Result]:
    """Items of basic expenditure named in the text = their rows of the table."""
    cells: dict[str, list[Cell | Figure]] = defaultdict(list)
    for cell in _ITEMS.of(report):
        cells[bare(cell["row"])].append(cell)
    for figure in report.figures:
        if figure.measure not in _LISTED[:4] or not is_amount(figure) or "基本支出" not in figure.section:
            continue
        own = cells.get(bare(figure.what), [])
        where = place(report.passages[figure.passage], figure.what)
        if len({c.term.number for c in own}) != 1:
            yield Result("", INSUFFICIENT, where, at=(figure.term.at,))
            continue
        yield judge(Claim(figure.term, ((1, own[0].term),), rule.identity, where=where), rule.severity)


def twice(rule: Rule, report: Report) -> Iterator[Result]:
    """A list of what 人员经费 or 公用经费 was spent on does not name a subject beside the one it belongs to."""
    codes = {bare(c["row"]): c["code"] for c in report.cells_of.get("basicItems", []) if c["code"]}
    for passage, figures in report.by_passage.items():
        for whole, parts in _lists(figures):
            held = {codes[bare(p.what)]: p for p in parts if bare(p.what) in codes}
            doubled = [(held[code[:3]], p) for code, p in held.items() if len(code) == 5 and code[:3] in held]
            total = sum((p.term.number for p in parts), Decimal(0))
            where = place(report.passages[passage], whole.what)
            unit = whole.term.unit
            if not doubled:
                over = total - whole.term.number
                slack = whole.term.slack + sum((p.term.slack for p in parts), Decimal(0))
                if over > slack:
                    message = f"{where}：所列各项合计{in_unit(total, unit, 2)}，超过{whole.what}{whole.term.printed}。"
                    yield found(where, in_unit(total, unit, 2), whole.term.printed, message, whole.term.at, *(p.term.at for p in parts))
                else:
                    yield fine(where, whole.term.at, *(p.term.at for p in parts))
                continue
            parent, child = doubled[0]
            shown = f"{parent.what}{parent.term.printed}、{child.what}{child.term.printed}并列；所列各项合计{in_unit(total, unit, 2)}"
            why = f"上级科目与其下级科目并列（重复计数），{child.what}属于{parent.what}"
            message = f"{where}：{why}；{shown}，{whole.what}为{whole.term.printed}。"
            yield found(where, shown, whole.term.printed, message, whole.term.at, parent.term.at, child.term.at)


def _lists(figures: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """人员经费 or 公用经费 with the items named after it, up to the other."""
    whole: Figure | None = None
    parts: list[Figure] = []
    for figure in figures:
        if figure.measure in ("personnelExpenditure", "runningExpenditure") and is_amount(figure):
            if whole is not None and len(parts) > 1:
                yield whole, parts
            whole, parts = figure, []
        elif whole is not None and figure.measure in _LISTED and is_amount(figure):
            parts.append(figure)
    if whole is not None and len(parts) > 1:
        yield whole, parts


def kinds(rule: Rule, report: Report) -> Iterator[Result]:
    """货物、工程、服务采购授予中小企业占比 fit the amounts: Σ kind × share = 授予中小企业金额; where that is all, each share is 100 %."""
    for passage, figures in report.by_passage.items():
        one = {f.measure: f for f in reversed(figures)}
        total, sme = one.get("procurement"), one.get("procurementSme")
        pairs = [
            (one.get(f"procurement{k}"), one.get(f"procurementSme{k}Share"), n)
            for k, n in (("Goods", "货物"), ("Works", "工程"), ("Services", "服务"))
        ]
        held = [(amount, share, name) for amount, share, name in pairs if amount and share and f"占{name}" in share.what]
        if total is None or sme is None or not held:
            continue
        weighted = sum((a.term.number * s.term.number / HUNDRED for a, s, _ in held), Decimal(0))
        slack = sum((a.term.number * s.term.half / HUNDRED + a.term.half for a, s, _ in held), sme.term.half)
        complete = all(amount is None or amount.term.number == 0 or share for amount, share, _ in pairs)
        for amount, share, name in held:
            where = place(report.passages[passage], f"{name}采购授予中小企业合同金额占{name}支出金额")
            if amount.term.number == 0:
                yield _no_base(amount, share, where, name)
            elif sme.term.number == total.term.number and share.term.number != HUNDRED:
                why = f"授予中小企业合同金额{sme.term.printed}等于采购总额{total.term.printed}，{name}采购占比应为100%"
                yield found(
                    where,
                    share.term.printed,
                    "100%",
                    f"{where}为{share.term.printed}：{why}{_mistake(amount, share, total, name)}。",
                    share.term.at,
                    amount.term.at,
                    sme.term.at,
                )
            elif complete and abs(weighted - sme.term.number) > slack + total.term.half and sme.term.number != total.term.number:
                made = in_unit(weighted, sme.term.unit, 2)
                why = _mistake(amount, share, total, name)
                message = f"{where}：按各类占比计算，授予中小企业金额为{made}，与所述{sme.term.printed}不一致{why}。"
                yield found(where, share.term.printed, sme.term.printed, message, share.term.at, sme.term.at, severity="warning")
            else:
                yield fine(where, share.term.at)


def _no_base(amount: Figure, share: Figure, where: str, name: str) -> Result:
    if share.term.number in (0, HUNDRED):
        message = f"{where}：{name}支出为{amount.term.printed}，占比没有分母，应写不适用。"
        return found(where, share.term.printed, "不适用（0/0，分母为0）", message, share.term.at, severity="info")
    message = f"{where}：{name}支出为{amount.term.printed}，不应有占比{share.term.printed}。"
    return found(where, share.term.printed, "不适用（分母为0）", message, share.term.at, severity="warning")


def _mistake(amount: Figure, share: Figure, total: Figure, name: str) -> str:
    """What the stated share is instead, where that can be told."""
    of_all = HUNDRED * amount.term.number / total.term.number if total.term.number else Decimal(-1)
    return f"；{share.term.printed}是{name}占采购总额的比例" if abs(of_all - share.term.number) < Decimal("0.02") else ""


def running_costs(rule: Rule, report: Report) -> Iterator[Result]:
    """机关运行经费 = 公用经费 of the basic items. 0: the unit has none; a consolidated account counts it for some of its units only."""
    running = [
        c.term
        for c in report.cells_of.get("basicItems", [])
        if c["phase"] == "executed"
        and re.fullmatch("(日常)?公用经费(合计|小计)?", c["column"] if re.fullmatch("(基本支出)?[合总]计", c["row"]) else c["row"])
    ]
    if not running:
        return
    seen: set[Decimal] = set()
    for figure in report.figures:
        if figure.measure != "agencyRunningCosts" or not is_amount(figure) or figure.term.number in seen or "预算" in figure.what:
            continue
        seen.add(figure.term.number)
        where = place(report.passages[figure.passage], figure.what)
        if figure.term.number == 0:
            continue
        less = figure.term.number < running[0].number
        severity = ("info" if report.consolidated else "warning") if less else rule.severity
        result = judge(Claim(figure.term, ((1, running[0]),), rule.identity, where=where, note=_basic(report, figure)), severity)
        yield result


def _basic(report: Report, figure: Figure) -> str:
    basic = [c.term.number for c in report.cells_of.get("generalPublic", []) if c["level"] == "total" and c["expenditure"] == "basic"]
    return "所写的数等于基本支出，误把人员经费计入。" if basic and basic[0] == figure.term.number else ""


# What is left of the template, words of which it has at least one, what it is called.
_TEMPLATES = (
    (
        re.compile(
            "(减少|降低|下降)[（(](增加|增长|上升)[)）]|(增加|增长|上升)[（(](减少|降低|下降)[)）]|大于[（(]小于[)）]|小于[（(]大于[)）]"
        ),
        ("（", "("),
        "模板选项未删",
    ),
    (re.compile(r"(?<![A-Za-z])[X×ＸxX]{2,}(?![A-Za-z])|[○〇]{2,}"), ("X", "×", "Ｘ", "x", "○", "〇"), "占位符未填"),
    (re.compile("用于(召开|开展|举办|组织)(未|无|没有|不)"), ("用于",), "模板残句"),
    (re.compile(r"(不含车辆[)）]|设备|车辆)\s*(台|辆)[（(/]?套?[)）]?(?=[，。；;]|$)"), ("设备", "车辆"), "数值缺失"),
    (re.compile("主要是无[；。，]|主要包括无"), ("主要是无", "主要包括无"), "模板残句"),
)
# The form's own wording where nothing changed: 增加（减少）0万元.
_NOTHING = re.compile(r"了?0(?:\.0+)?(?:万?元|%|个)")
_CHOICE = re.compile("增加|减少|大于|小于|用于召开|用于开展|台（套）")  # where the form offers a choice or a blank
_PERCENTS = re.compile(r"\d+(?:\.\d+)?[%％]{2,}")
_ODD = re.compile("[\u4e00-\u9fff][%％]$")


def residue(rule: Rule, report: Report) -> Iterator[Result]:
    """Template choices, placeholders, sentences of the template and missing numbers."""
    every = "\n".join([passage.text for passage in report.passages.values()])
    templates = [(pattern, name) for pattern, words, name in _TEMPLATES if any(word in every for word in words)]
    for passage in report.passages.values():
        text = passage.text
        left = [(name, m) for pattern, name in templates if (m := pattern.search(text))]
        if not left and _CHOICE.search(text):
            yield fine(place(passage), passage.iri)
        for name, m in left if "名词解释" not in passage.section else []:
            stated = text[max(0, m.start() - 14) : m.end() + 14]
            where = place(passage)
            expected = {"数值缺失": "应有数字", "模板选项未删": "择一"}.get(name, "删去或填写")
            level = "info" if name == "模板选项未删" and _NOTHING.match(text, m.end()) else ""
            yield found(where, stated, expected, f"{where}：{name}，“{stated}”。", passage.iri, severity=level)


def malformed(rule: Rule, report: Report) -> Iterator[Result]:
    """Numbers that cannot be right as printed: 75.73%%, 完成%."""
    evaluated = {evaluation.table: evaluation.where for evaluation in reversed(report.evaluations)}
    for table in report.tables:
        if table.duplicate:
            continue
        for number, row in enumerate(table.rows, 1):
            for cell in [cell for cell in row if "%" in cell or "％" in cell]:
                text = fold(cell)
                m = _PERCENTS.search(text) or _ODD.search(text)
                if m and len(text) < 20:
                    name = evaluated.get(table.number, table.title or table.statement)
                    label = next((fold(c) for c in row if c and not re.search(r"\d", c)), "")
                    where = f"{name} {label}"
                    fixed = re.sub("[%％]{2,}", "%", text) if "%%" in text or "％％" in text else text.rstrip("%％")
                    yield found(where, text, fixed, f"{where}：百分号重复或误置，印为“{text}”，应为“{fixed}”。", f"{table.iri}r{number}")
    for passage in report.passages.values():
        if "%" not in passage.text and "％" not in passage.text:
            continue
        where = place(passage)
        if m := _PERCENTS.search(passage.text):
            yield found(where, m[0], m[0].rstrip("%％") + "%", f"{where}：百分号重复，印为“{m[0]}”。", passage.iri)
        elif "%" in passage.text:
            yield fine(where, passage.iri)


_CONTRADICTION = re.compile(r"(近|不到|不足)(\d+(?:\.\d+)?)(余|多)")
_ABOUT = re.compile(r"(近|不到|不足)\d|\d(余|多)")


def approximate(rule: Rule, report: Report) -> Iterator[Result]:
    """近…余 contradicts itself."""
    for passage in report.passages.values():
        if not _ABOUT.search(passage.text):
            continue
        wrong = list(_CONTRADICTION.finditer(passage.text))
        for m in wrong:
            where = place(passage)
            message = f"{where}：约数表述自相矛盾，“{m[0]}”，“{m[1]}”是不足，“{m[3]}”是超过。"
            yield found(where, f"{m[0]}", f"{m[1]}{m[2]}或{m[2]}{m[3]}", message, passage.iri)
        if not wrong:
            yield fine(place(passage), passage.iri)


def units(rule: Rule, report: Report) -> Iterator[Result]:
    """An amount of money says 万元, not 万."""
    for figure in report.figures:
        if figure.term.unit in ("万", "亿") and re.search("支出|经费|资金|预算|收入|费$", figure.what):
            where = place(report.passages[figure.passage], figure.what)
            message = f"{where}：金额单位缺失，写“{figure.term.printed}”，应为“{figure.term.printed}元”。"
            yield found(where, figure.term.printed, f"{figure.term.printed}元", message, figure.term.at)
        elif figure.term.is_money:
            yield fine(place(report.passages[figure.passage], figure.what), figure.term.at)


def control_rate(rule: Rule, report: Report) -> Iterator[Result]:
    """在职人员控制率 = 在职人数 ÷ 编制数, and not above 100 %."""
    rows: dict[tuple[int, int], dict[str, Cell]] = defaultdict(dict)
    for cell in report.cells_of.get("basicData", []):
        word = next((w for w in ("编制", "在职", "控制率") if w in cell["column"] or w in cell["row"]), "")
        if word:
            rows[cell.table, cell.row].setdefault(word, cell)
    for held in rows.values():
        if {"编制", "在职", "控制率"} <= held.keys():
            posts, staff, rate = (held[w].term for w in ("编制", "在职", "控制率"))
            where = "绩效评价基础数据表 财政供养人员控制率"
            yield judge(Claim(rate, ((1, staff),), rule.identity, divisor=posts, where=where), rule.severity)
            if rate.number > HUNDRED:
                yield found(
                    where, rate.printed, "不超过100%", f"{where}为{rate.printed}，在职人员超过编制数。", rate.at, severity="warning"
                )
