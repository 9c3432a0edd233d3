"""The statements 公开01表 … of a report, one function a kind."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.samples.accounts import ABROAD, CAR_PURCHASE, CAR_RUNNING, FISCAL, RECEPTION, SOURCES
from tests.samples.form import blanks, labels
from tests.samples.printer import Printer
from tests.samples.scribe import Cell, Row, Table
from tests.samples.spec import amount, catalog
from tests.samples.summaries import fiscal_summary, income_expenditure


def income(p: Printer, number: str) -> Table:
    """02 收入决算表."""
    fees = {str(code): amount(x) for code, x in p.books.spec.table("education_fees").items()}
    own = ["事业收入/小计", "事业收入/其中：教育收费"] if fees else ["事业收入"]
    columns = ["本年收入合计", *SOURCES[:2], *own, *SOURCES[3:]]
    groups = [Cell(c) for c in columns] if not fees else [*labels(*columns[:3]), Cell("事业收入", 2), *labels(*columns[5:])]

    def value(code: str, column: str) -> Decimal:
        if column.endswith("教育收费"):
            return sum((x for c, x in fees.items() if c.startswith(code)), Decimal("0.00"))
        names = SOURCES if column == "本年收入合计" else (column.partition("/")[0],)
        return sum((p.books.income(name, code) for name in names), Decimal("0.00"))

    head = p.head(columns, tuple(groups))
    return p.table("income", number, head, p.by_subject("income", number, columns, (*FISCAL, "other"), value))


def expenditure(p: Printer, number: str) -> Table:
    """03 支出决算表."""
    columns = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    kinds = {"本年支出合计": "", "基本支出": "basic", "项目支出": "project"}
    body = p.by_subject("expenditure", number, columns, (*FISCAL, "other"), lambda code, c: p.books.spent(code, kind=kinds.get(c, "none")))
    return p.table("expenditure", number, p.head(columns), body)


def general_public(p: Printer, number: str) -> Table:
    """05 一般公共预算财政拨款支出决算表."""
    columns = ["本年支出/小计", "本年支出/基本支出", "本年支出/项目支出"]
    kinds = dict(zip(columns, ("", "basic", "project"), strict=True))
    body = p.by_subject("generalPublic", number, columns, ("general",), lambda code, c: p.books.spent(code, ("general",), kinds[c]))
    return p.table("generalPublic", number, p.head(columns, labels("3:本年支出")), body)


def basic_items(p: Printer, number: str) -> Table:
    """06 基本支出决算明细表: three blocks side by side."""
    kind, blocks = "basicItems", [list(b.items()) for b in catalog()["economic"]]
    grouped = p.form.style != "tabbed"
    columns = ["人员经费/决算数", "公用经费/决算数", "公用经费/决算数"] if grouped else ["决算数"] * 3
    body: list[Row] = []
    for position in range(max(map(len, blocks))):
        row: list[Cell] = []
        for block, column in zip(blocks, columns, strict=True):
            if position >= len(block):
                row += blanks(3)
                continue
            code, name = str(block[position][0]), block[position][1]
            indent = "  " if p.form.style == "lines" and len(code) == 5 else ""
            row += [Cell(code), Cell(indent + name), p.cell(number, kind, column, p.books.economy(code), name, code=code)]
        body.append(tuple(row))
    sums = [
        p.cell(number, kind, columns[0], p.books.personnel, "人员经费合计"),
        p.cell(number, kind, columns[1], p.books.running, "公用经费合计"),
    ]
    body.append((Cell("人员经费合计", 2), sums[0], Cell("公用经费合计", 5), sums[1]))
    code = "科目编码" if p.form.style == "markdown" else "科目代码" if grouped else "经济分类科目编码"
    names = labels(*(code, "科目名称", "决算数") * 3)
    head = [labels("3:人员经费", "6:公用经费"), names] if grouped else [names]
    return p.table(kind, number, [*head, blanks(9)] if p.form.style == "lines" else head, body)


def government_fund(p: Printer, number: str) -> Table:
    """08 (or 07) 政府性基金预算财政拨款收入支出决算表."""
    kind, books, pots = "governmentFund", p.books, ("fund",)
    columns = ["年初结转和结余", "本年收入", "本年支出/小计", "本年支出/基本支出", "本年支出/项目支出", "年末结转和结余"]

    def value(code: str, column: str) -> Decimal:
        if column.endswith("结余"):
            return books.balance("opening" if column[1] == "初" else "closing", code, pots)
        kinds = {"小计": "", "基本支出": "basic", "项目支出": "project"}
        return books.fiscal_income(code, pots) if column == "本年收入" else books.spent(code, pots, kinds[column[5:]])

    head = p.head(columns, labels("年初结转和结余", "本年收入", "3:本年支出", "年末结转和结余"))
    if books.codes(pots):
        return p.table(kind, number, head, p.by_subject(kind, number, columns, pots, value))
    sentence = f"{books.spec.own}没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。"
    return p.table(kind, number, head, p.empty(kind, number, columns), sentence)


def state_capital(p: Printer, number: str) -> Table:
    """08 国有资本经营预算财政拨款支出决算表, empty in all samples."""
    columns = ["本年支出/合计", "本年支出/基本支出", "本年支出/项目支出"]
    sentence = f"{p.books.spec.own}没有使用国有资本经营预算安排的支出，故本表无数据。"
    return p.table("stateCapital", number, p.head(columns, labels("3:本年支出")), p.empty("stateCapital", number, columns), sentence)


def three_public(p: Printer, number: str) -> Table:
    """07 (or 09) “三公”经费支出决算表."""
    kind, books = "threePublic", p.books
    car = "公务用车购置及运行维护费"
    parts = ["合计", ABROAD, f"{car}/小计", f"{car}/{CAR_PURCHASE}", f"{car}/{CAR_RUNNING}", RECEPTION]
    cells: list[Cell] = []
    for index, phase in enumerate(("预算数", "决算数")):
        one = {name: pair[index] for name, pair in books.official.items()}
        cars = one[CAR_PURCHASE] + one[CAR_RUNNING]
        values = [books.official_sum(index), one[ABROAD], cars, one[CAR_PURCHASE], one[CAR_RUNNING], one[RECEPTION]]
        cells += [p.cell(number, kind, f"{phase}/{part}", v, None) for part, v in zip(parts, values, strict=True)]
    half = labels("合计", ABROAD, f"3:{car}", RECEPTION)
    under = labels("", "", "小计", CAR_PURCHASE, CAR_RUNNING, "")
    head = [labels("6:预算数", "6:决算数"), half * 2, under * 2, labels(*map(str, range(1, 13)))]
    return p.table(kind, number, head, [tuple(cells)])


MAKERS: dict[str, Callable[[Printer, str], Table]] = {
    "incomeExpenditure": income_expenditure,
    "income": income,
    "expenditure": expenditure,
    "fiscalSummary": fiscal_summary,
    "generalPublic": general_public,
    "basicItems": basic_items,
    "governmentFund": government_fund,
    "stateCapital": state_capital,
    "threePublic": three_public,
}


def statements(p: Printer) -> list[Table]:
    """All statements in the order of the form."""
    return [MAKERS[kind](p, f"公开{position:02d}表") for position, kind in enumerate(p.form.order, 1)]
