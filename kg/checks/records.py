"""The things that rules speak of: numbers of tables and of the narrative, budget lines, evaluations, projects.

None is changed once it is read. Cells and figures are not frozen, as a report has hundreds: that would take thrice as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.checks.terms import Term


@dataclass(slots=True)
class Cell:
    """A number of a table. `attributes` hold table (kind), side, row, column, code, level, fund, expenditure, phase, character,
    balance, under, class3 (类 of its functional subject), subject (its functional code) and so on: what identities select by."""

    term: Term
    table: int
    row: int
    column: int
    attributes: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(slots=True)
class Figure:
    """A number of the narrative: passage and offsets, `what` as worded, `measure`, the section it stands in; `attributes` hold these
    for identities to select by.

    `compared`: it is another year's, or the budget, that this year's number is compared with (比2023年度的9.00万元).
    """

    term: Term
    passage: int
    start: int
    end: int
    what: str
    measure: str
    section: str
    compared: bool
    attributes: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed."""

    number: int
    iri: str
    kind: str
    title: str
    statement: str
    rows: tuple[tuple[str, ...], ...]
    duplicate: bool

    @property
    def names(self) -> tuple[str, ...]:
        """What a reader calls it: its statement and, where that is another, its title."""
        return (self.statement,) if self.title == self.statement else (self.statement, self.title)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of 支出决算具体情况; absent amounts are None."""

    iri: str
    passage: int
    name: str
    subject: str
    project: bool
    initial: Term | None
    final: Term | None
    rate: Term | None
    reason: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of a self-evaluation; `form` is what a reader calls the table."""

    iri: str
    form: str
    row: int
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: Term | None
    score: Term | None
    level1_weight: Term | None
    reason: str
    comparator: str
    target_value: Decimal | None
    upper: Decimal | None
    actual_value: Decimal | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A 绩效自评表. `numbers`: initialBudget, fullBudget, executed, executionRate, totalScore, totalWeight, executionWeight,
    executionScore, where printed; `funds`: label and the same three amounts, row by row."""

    iri: str
    table: int
    project: str
    numbers: dict[str, Term]
    funds: tuple[tuple[str, dict[str, Term]], ...]
    indicators: tuple[Indicator, ...]
    goal: str
    result: str

    @property
    def where(self) -> str:
        """What a reader calls the table."""
        return f"{self.project}项目支出绩效自评表" if self.project else "整体支出绩效自评表"


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """What a report says of a project."""

    iri: str
    name: str
    also_named: tuple[str, ...]
    numbers: dict[str, Term]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its headings."""

    number: int
    iri: str
    section: str
    text: str
