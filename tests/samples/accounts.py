"""The books of one report: every amount its tables and sentences print follows from here. All amounts in 万元, exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from tests.samples.spec import Raw, Spec, amount, specs

ZERO = Decimal("0.00")
FISCAL = ("general", "fund")
SOURCES = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
ABROAD, CAR_PURCHASE, CAR_RUNNING, RECEPTION = "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"


def share(part: Decimal, whole: Decimal) -> Decimal:
    """`part` in % of `whole`, two decimals; 0 where the whole is 0."""
    return ZERO if whole == 0 else (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Line:
    """Spending on one 项: `pot` general, fund or other, `kind` basic or project."""

    code: str
    pot: str
    kind: str
    spent: Decimal
    initial: Decimal = ZERO
    full: Decimal = ZERO
    reason: str = ""


@dataclass(frozen=True)
class Past:
    """Last year's figures a report compares itself with."""

    total: Decimal
    fiscal: Decimal
    fiscal_spending: Decimal
    basic: Decimal
    project: Decimal
    official: dict[str, Decimal]
    base: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Accounts:
    """Incomes, spending and balances of a report."""

    spec: Spec
    lines: tuple[Line, ...]
    incomes: dict[tuple[str, str], Decimal]  # (source, code), sources other than 财政拨款
    opening: dict[tuple[str, str], Decimal]  # (pot, code)
    closing: dict[tuple[str, str], Decimal]
    economic: dict[str, Decimal]
    official: dict[str, tuple[Decimal, Decimal]]  # 三公: budget, final
    surplus: Decimal  # 使用非财政拨款结余
    allocation: Decimal  # 结余分配

    def spent(self, code: str = "", pots: Iterable[str] = ("general", "fund", "other"), kind: str = "") -> Decimal:
        """Spending under a subject (a code or the beginning of one)."""
        return sum((x.spent for x in self.lines if x.code.startswith(code) and x.pot in pots and kind in ("", x.kind)), ZERO)

    def balance(self, side: str, code: str = "", pots: Iterable[str] = ("general", "fund", "other")) -> Decimal:
        """年初 (`opening`) or 年末 (`closing`) 结转和结余."""
        held = self.opening if side == "opening" else self.closing
        return sum((value for (pot, c), value in held.items() if pot in pots and c.startswith(code)), ZERO)

    def fiscal_income(self, code: str = "", pots: Iterable[str] = FISCAL) -> Decimal:
        """财政拨款收入: what was spent and kept, less what was there."""
        pots = tuple(pots)
        return self.spent(code, pots) + self.balance("closing", code, pots) - self.balance("opening", code, pots)

    def income(self, source: str, code: str = "") -> Decimal:
        """Income from a source such as 其他收入; 财政拨款收入 of both funds."""
        if source == "财政拨款收入":
            return self.fiscal_income(code)
        return sum((value for (name, c), value in self.incomes.items() if name == source and c.startswith(code)), ZERO)

    @property
    def income_total(self) -> Decimal:
        """本年收入合计."""
        return self.fiscal_income() + sum(self.incomes.values(), ZERO)

    @property
    def total(self) -> Decimal:
        """收、支总计."""
        return self.income_total + self.surplus + self.balance("opening")

    @property
    def fiscal_total(self) -> Decimal:
        """财政拨款收、支总计."""
        return self.fiscal_income() + self.balance("opening", pots=FISCAL)

    def codes(self, pots: Iterable[str] = ("general", "fund", "other"), items_only: bool = False) -> list[str]:
        """Codes that occur, in order; 类 and 款 too unless `items_only`."""
        pots = tuple(pots)
        items = {x.code for x in self.lines if x.pot in pots} | {c for p, c in (*self.opening, *self.closing) if p in pots}
        items |= {c for _, c in self.incomes} if "other" in pots else set()
        return sorted(items if items_only else items | {c[:n] for c in items for n in (3, 5)})

    def initial(self, code: str = "", kind: str = "") -> Decimal:
        """年初预算 of 一般公共预算."""
        return sum((x.initial for x in self.lines if x.code.startswith(code) and x.pot == "general" and kind in ("", x.kind)), ZERO)

    def full(self, kind: str = "", pots: Iterable[str] = FISCAL) -> Decimal:
        """全年预算."""
        return sum((x.full for x in self.lines if x.pot in pots and kind in ("", x.kind)), ZERO)

    def economy(self, *classes: str) -> Decimal:
        """Basic spending of economic classes (301, 302 …), or of one item."""
        return sum((v for c, v in self.economic.items() if c.startswith(classes)), ZERO)

    @property
    def personnel(self) -> Decimal:
        """人员经费."""
        return self.economy("301", "303")

    @property
    def running(self) -> Decimal:
        """公用经费."""
        return self.economy("302", "307", "310", "399")

    def official_sum(self, index: int) -> Decimal:
        """“三公” budget (0) or final (1)."""
        return sum((pair[index] for pair in self.official.values()), ZERO)

    def past(self) -> Past:
        """Last year's figures: of the unit's own report where there is one, else of the spec."""
        raw = self.spec.table("previous")
        if "report" in raw:
            return accounts(raw["report"]).as_past()
        total, fiscal, general, basic, project = (amount(raw[name]) for name in ("total", "fiscal", "fiscal_spending", "basic", "project"))
        return Past(total, fiscal, general, basic, project, _amounts(raw["official"]), _amounts(raw.get("base", {})))

    def as_past(self) -> Past:
        """This report as last year of the next one."""
        basic, project = self.spent(pots=FISCAL, kind="basic"), self.spent(pots=FISCAL, kind="project")
        official = {name: pair[1] for name, pair in self.official.items()}
        return Past(self.total, self.fiscal_total, self.spent(pots=("general",)), basic, project, official, self.running_costs())

    def procurement(self) -> Decimal:
        """政府采购支出总额."""
        return sum((amount(x) for x in self.spec.table("procurement").get("spent", [])), ZERO)

    def running_costs(self) -> dict[str, Decimal]:
        """The costs that the 绩效评价基础数据表 compares with last year's, by its labels."""
        return {
            "公用经费": self.running,
            "办公经费": self.economy("30201", "30202", "30207"),
            "水费、电费、差旅费": self.economy("30205", "30206", "30211"),
            "会议费、培训费": self.economy("30215", "30216"),
            "政府采购金额": self.procurement(),
            "部门基本支出预算调整": self.full("basic") - self.initial(kind="basic"),
        }


def _amounts(raw: Raw) -> dict[str, Decimal]:
    return {str(name): amount(value) for name, value in raw.items()}


def _by_code(raw: Raw) -> dict[tuple[str, str], Decimal]:
    return {(name, str(code)): amount(value) for name, inner in raw.items() for code, value in inner.items()}


def _basic_lines(spec: Spec, economic: dict[str, Decimal]) -> list[Line]:
    """Basic spending by 项: an amount, the sum of economic items, or `rest`: all that remains."""
    raw = spec.table("basic")
    fixed = {str(c): sum((economic[str(i)] for i in x["amount"]), ZERO) for c, x in raw.items() if isinstance(x["amount"], list)}
    rest = sum(economic.values(), ZERO) - sum(fixed.values(), ZERO)
    lines = []
    for code, entry in raw.items():
        spent = fixed.get(str(code), rest)
        full = amount(entry["full"]) if "full" in entry else spent
        lines.append(Line(str(code), "general", "basic", spent, amount(entry["initial"]), full, entry.get("reason", "")))
    return lines


def _close(books: Accounts) -> Accounts:
    """The books with the other money that is left, kept under the subject it came for."""
    left = books.balance("opening", pots=("other",)) + sum(books.incomes.values(), ZERO) + books.surplus
    left -= books.spent(pots=("other",)) + books.allocation
    if left < 0:
        raise ValueError(f"{books.spec.id}: other money overspent by {-left}")
    if left:
        books.closing[("other", str(books.spec.raw["other_code"]))] = left
    return books


@cache
def accounts(report: str) -> Accounts:
    """The books of a sample report, by its id."""
    return books(next(s for s in specs() if s.id == report))


def books(spec: Spec) -> Accounts:
    """The books of a report. Raises ValueError where its other money does not suffice."""
    economic = _amounts(spec.table("economic"))
    lines = _basic_lines(spec, economic)
    lines += [Line(p.code, p.fund, "project", p.spent, p.initial, p.full, p.reason) for p in spec.projects]
    lines += [Line(str(x["code"]), "other", x["kind"], amount(x["spent"])) for x in spec.many("other_spending")]
    official = {name: (amount(pair[0]), amount(pair[1])) for name, pair in spec.table("official").items()}
    maps = (_by_code(spec.table("other_income")), _by_code(spec.table("opening")), _by_code(spec.table("closing")))
    surplus, allocation = amount(spec.raw.get("surplus", 0)), amount(spec.raw.get("allocation", 0))
    return _close(Accounts(spec, tuple(lines), *maps, economic, official, surplus, allocation))
