"""The table 部门整体支出绩效评价基础数据表: staff and running costs beside last year's."""

from __future__ import annotations

from decimal import Decimal

from tests.samples.accounts import ABROAD, CAR_PURCHASE, CAR_RUNNING, FISCAL, RECEPTION, Accounts, share
from tests.samples.evaluation import points
from tests.samples.form import blanks
from tests.samples.scribe import Cell, Row, Scribe, Table
from tests.samples.spec import amount


def base_data(books: Accounts, scribe: Scribe) -> Table:
    """The table; gold rows drop an ordinal such as 1. before the label."""
    spec, raw = books.spec, books.spec.table("base")
    staff, posts = int(raw["staff"]), int(raw["posts"])
    year = spec.year

    def cell(row: str, column: str, value: Decimal | int | None, unit: str = "万元") -> Cell:
        if value is None or value == 0:
            return Cell()
        printed = points(Decimal(value))
        scribe.note("basecell", row=row.partition(".")[2] or row, column=column, value=printed, unit=unit)
        return Cell(printed + ("%" if unit == "%" else ""))

    people = (("编制数", posts, "人"), (f"{year}年实际在职人数", staff, "人"), ("控制率", share(Decimal(staff), Decimal(posts)), "%"))
    rows: list[Row] = [(Cell("财政供养人员情况（人）", 1), *(Cell(name) for name, _, _ in people))]
    rows.append((Cell(), *(cell("财政供养人员情况（人）", name, value, unit) for name, value, unit in people)))
    columns = (f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数")
    rows.append((Cell("经费控制情况（万元）"), *map(Cell, columns)))
    for label, values in _costs(books).items():
        rows.append((Cell(label), *(cell(label, column, value) for column, value in zip(columns, values, strict=True))))
    area = ("批复规模（㎡）", "实际规模（㎡）", "规模控制率", "预算投资（万元）", "实际投资（万元）", "投资概算控制率")
    rows += [(Cell("楼堂馆所控制情况"), *map(Cell, area)), (Cell(f"（{year}年完工项目）"), *blanks(6))]
    rows.append((Cell("厉行节约保障措施"), Cell(str(raw["thrift"]), 6)))
    sentence = "“项目支出”需要填报基本支出以外的所有项目支出情况，“公用经费”填报基本支出中的一般商品和服务支出。"
    return Table(f"{year}年度部门整体支出绩效评价基础数据表", "", "", "", tuple(rows), 0, (), sentence)


def _costs(books: Accounts) -> dict[str, tuple[Decimal | None, ...]]:
    """Label → last year's final, this year's budget and final. Budgets that the books do not hold come from the spec."""
    past, given = books.past(), books.spec.table("base")
    planned = {name: amount(value) for name, value in given["planned"].items()}
    official = {name: (past.official[name], *pair) for name, pair in books.official.items()}
    cars = [official[CAR_PURCHASE], official[CAR_RUNNING]]
    projects = sum((p.initial for p in books.spec.projects), Decimal("0.00"))
    spent = books.spent(pots=FISCAL, kind="project")

    return {
        "三公经费": tuple(sum(x, Decimal("0.00")) for x in zip(*official.values(), strict=True)),
        "1.公务用车购置和维护经费": tuple(sum(x, Decimal("0.00")) for x in zip(*cars, strict=True)),
        "其中：公车购置": cars[0],
        "公车运行维护": cars[1],
        "2.出国经费": official[ABROAD],
        "3.公务接待": official[RECEPTION],
        "项目支出：": (past.project, projects, spent),
        "1.业务工作经费": (past.project, projects, spent),
        "2.运行维护经费": (None, None, None),
        **{_label(name): (past.base.get(name), planned.get(name), now) for name, now in books.running_costs().items()},
    }


def _label(name: str) -> str:
    """办公经费 is printed as a part of 公用经费."""
    return "其中：办公经费" if name == "办公经费" else name
