"""The self-evaluation tables 绩效自评表, of the whole unit and of a project, in forms of 8, 9 and 11 columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from tests.samples.accounts import Accounts, share
from tests.samples.form import Form, blanks, labels
from tests.samples.scribe import Cell, Row, Scribe, Table
from tests.samples.spec import Evaluation, Indicator, Project

HEADS = {
    8: ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    9: ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    11: ("绩效指标", "一级指标", "二级指标", "2:三级指标", "年度指标值", "2:实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
}
FUND_SPANS = {8: (1, 1, 1, 1, 1, 1, 1, 1), 9: (1, 2, 1, 1, 1, 1, 1, 1), 11: (1, 2, 2, 1, 1, 1, 2, 1)}
FULL_SET = {"成本指标": ("经济成本", "社会成本", "生态环境成本"), "效益指标": ("经济效益", "社会效益", "生态效益", "可持续影响")}


def points(value: Decimal) -> str:
    """A weight or score without trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"


@dataclass(frozen=True)
class Money:
    """What a self-evaluation says of the money; `score` is 10 × the rate, to two decimals, at most 10."""

    initial: Decimal
    full: Decimal
    executed: Decimal

    @property
    def rate(self) -> Decimal:
        """执行率 in %."""
        return share(self.executed, self.full)

    @property
    def score(self) -> Decimal:
        """Score of the 执行率 row."""
        return min(Decimal(10), self.executed * 10 / self.full).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def total(self, evaluation: Evaluation) -> str:
        """总分, as printed."""
        return points(self.score + sum((i.score for i in evaluation.indicators), Decimal(0)))


@dataclass
class Sheet:
    """Prints self-evaluations; `faults` maps (evaluation, item, field) to a wrong print."""

    books: Accounts
    form: Form
    scribe: Scribe
    width: int
    faults: dict[tuple[str, str, str], str] = field(default_factory=dict)
    replaced: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def whole(self, evaluation: Evaluation) -> Table:
        """部门整体支出绩效自评表."""
        books, money = self.books, self.whole_money()
        unit_row = self._line("预算部门名称", (books.spec.unit, self.width - 1))
        kinds = [
            ("其中：基本支出", books.spent(pots=("general", "fund"), kind="basic")),
            ("项目支出", books.spent(pots=("general", "fund"), kind="project")),
        ]
        pots = [("其中：一般公共预算", books.full(pots=("general",))), ("政府性基金拨款", books.full(pots=("fund",)))]
        left, right = self.width // 2, self.width - 1 - self.width // 2
        rows: list[Row] = [unit_row, *self._money_head("整体支出", money, "年度资金总额")]
        rows.append(
            (Cell(), Cell(f"按收入性质分：{self._sum(money.full)}", left), Cell(f"按支出性质分：{self._sum(money.executed)}", right))
        )
        for (pot, held), (kind, spent) in zip(pots, kinds, strict=True):
            rows.append((Cell(), Cell(f"{pot}：{self._sum(held)}", left), Cell(f"{kind}：{self._sum(spent)}", right)))
        rows += [(Cell(), Cell(name, left), Cell("", right)) for name in ("纳入专户管理的非税收入拨款：", "其他资金：")]
        return self._table(f"{books.spec.year}年度部门整体支出绩效自评表", "整体支出", None, None, money, evaluation, rows)

    def whole_money(self) -> Money:
        """The money of the whole unit, 政府性基金 included."""
        fund = sum((p.initial for p in self.books.spec.projects if p.fund == "fund"), Decimal("0.00"))
        return Money(self.books.initial() + fund, self.books.full(), self.books.spent(pots=("general", "fund")))

    def project(self, project: Project) -> Table:
        """项目支出绩效自评表."""
        spec, money = self.books.spec, Money(project.initial, project.full, project.spent)
        responsible = spec.word("department", spec.unit)
        rows = [self._line("项目支出名称", (project.table_name, self.width - 1))]
        half = (self.width - 2) // 2
        rows.append((Cell("主管部门"), Cell(responsible, half), Cell("实施单位"), Cell(spec.unit, self.width - 2 - half)))
        rows += self._money_head(project.table_name, money, "年度资金总额")
        sums = (self._sum(money.initial), self._sum(money.full), self._sum(money.executed))
        rows.append(self._fund_row("", "其中：当年财政拨款", *sums, "", "", ""))
        rows += [self._fund_row("", name, *[""] * 6) for name in ("上年结转资金", "其他资金")]
        if project.evaluation is None:
            raise ValueError(project.name)
        title = f"{spec.year}年度项目支出绩效自评表"
        return self._table(title, "项目", project.table_name, responsible, money, project.evaluation, rows)

    def _sum(self, value: Decimal) -> str:
        """An amount in a self-evaluation; the one-cell-a-line form prints its unit in the cell."""
        text = points(value) if self.form.trim else f"{value:.2f}"
        return f"{text}万元" if self.form.style == "lines" else text

    def _line(self, label: str, *cells: tuple[str, int]) -> Row:
        return (Cell(label), *(Cell(text, span) for text, span in cells))

    def _fund_row(self, *texts: str) -> Row:
        return tuple(Cell(text, span) for text, span in zip(texts, FUND_SPANS[self.width], strict=True))

    def _wrong(self, name: str, item: str, what: str, text: str) -> str:
        """`text`, or what a planted fault prints in its place."""
        key = (name, item, what)
        if key in self.faults:
            self.replaced[key] = text
            return self.faults[key]
        return text

    def _money_head(self, name: str, money: Money, label: str) -> list[Row]:
        head = self._fund_row("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
        rate = self._wrong(name, "执行率", "rate", f"{points(money.rate)}%")
        sums = (self._sum(money.initial), self._sum(money.full), self._sum(money.executed))
        return [head, self._fund_row("", label, *sums, "10", rate, points(money.score))]

    def _table(
        self, title: str, scope: str, name: str | None, responsible: str | None, money: Money, evaluation: Evaluation, rows: list[Row]
    ) -> Table:
        key = name or "整体支出"
        left = (self.width - 1) // 2
        goals = [(Cell("年度总体目标"), Cell("预期目标", left), Cell("实际完成情况", self.width - 1 - left))]
        goals.append((Cell(), Cell(evaluation.goal, left), Cell(evaluation.result, self.width - 1 - left)))
        if sum(i.weight for i in evaluation.indicators) != 90:
            raise ValueError(f"{self.books.spec.id} {key}: weights {sum(i.weight for i in evaluation.indicators)}")
        total = self._wrong(key, "总分", "score", money.total(evaluation))
        rate = self._wrong(key, "执行率", "rate", f"{points(money.rate)}%").rstrip("%")
        self.scribe.note(
            "evaluation", scope=scope, project=name, responsible=responsible,
            initial_budget=points(money.initial), full_budget=points(money.full), executed=points(money.executed), exec_rate=rate,
            score=total, grade=None, goal=evaluation.goal, result=evaluation.result, exec_weight="10", exec_score=points(money.score),
        )  # fmt: skip
        body = self._indicators(scope, name, evaluation.indicators)
        end = (Cell("总分", self.width - 3), Cell("100"), Cell(total), Cell())
        sentence = "备注：一个一级项目支出一张表。" if scope == "项目" and self.form.style == "tabbed" else ""
        return Table(title, "", "", "", (*rows, *goals, labels(*HEADS[self.width]), *body, end), 0, (), sentence)

    def _indicators(self, scope: str, name: str | None, indicators: tuple[Indicator, ...]) -> list[Row]:
        rows = []
        for level1, members in groupby(indicators, lambda i: i.level1):
            group = list(members)
            weight = sum((i.weight for i in group), Decimal(0))
            label = f"{level1}（{points(weight)}分）"
            shown = len(group) // 2 if self.form.style == "tabbed" else 0
            lines = self._with_blank_kinds(level1, group)
            for position, (level2, indicator) in enumerate(lines):
                first = label if position == shown else ""
                rows.append(self._indicator_row(first, level2, indicator, scope, name, points(weight)))
        lead = [] if self.width == 8 else [Cell("绩效指标")]
        return [(*(lead if i == 0 else blanks(len(lead))), *row) for i, row in enumerate(rows)]

    def _with_blank_kinds(self, level1: str, group: list[Indicator]) -> list[tuple[str, Indicator | None]]:
        """The rows of a level-1 group with the level-2 label of each; one form prints a blank row for a kind without indicators."""
        known = FULL_SET.get(level1, ()) if self.form.style == "lines" else ()
        present = [i.level2 for i in group]
        order = [*known, *(k for k in dict.fromkeys(present) if k not in known)]
        lines: list[tuple[str, Indicator | None]] = []
        for level2 in order:
            members = [i for i in group if i.level2 == level2]
            if members:
                lines += [(level2 if n == 0 else "", i) for n, i in enumerate(members)]
            elif known:
                lines.append((level2, None))
        return lines

    def _indicator_row(self, label: str, level2: str, indicator: Indicator | None, scope: str, name: str | None, level1_weight: str) -> Row:
        wide = 2 if self.width == 11 else 1
        if indicator is None:
            return (Cell(label), Cell(level2), Cell("", wide), Cell(), Cell("", wide), Cell(), Cell(), Cell())
        key = name or "整体支出"
        target = self._wrong(key, indicator.level3, "target", indicator.target)
        actual = self._wrong(key, indicator.level3, "actual", indicator.actual)
        weight = self._wrong(key, indicator.level3, "weight", points(indicator.weight))
        score = self._wrong(key, indicator.level3, "score", points(indicator.score))
        self.scribe.note(
            "indicator", scope=scope, project=name, l1=indicator.level1, l1_weight=level1_weight, l2=indicator.level2, l3=indicator.level3,
            target=target, actual=actual, weight=weight, score=score, reason=indicator.reason or None,
        )  # fmt: skip
        start = (Cell(label), Cell(level2), Cell(indicator.level3, wide))
        return (*start, Cell(target), Cell(actual, wide), Cell(weight), Cell(score), Cell(indicator.reason))
