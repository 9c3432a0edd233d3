"""What one report states: frozen facts, each with the place it was printed in.

`None` means "not printed"; it is never 0. Numbers are `Quantity` (printed text, exact number, printed unit; `.yuan`
for money). Ingest makes these, the mapper turns them into quads; nothing else passes between the two.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from kg.amounts import Quantity
from kg.record import record

DEPARTMENT_ACCOUNT = "部门决算"
UNIT_ACCOUNT = "单位决算"
SELF_EVALUATION = "绩效自评报告"


@record
class CellPlace:
    """A cell: number of the table in the report, row and column of its grid (all from 1); page and line of the file."""

    table: int
    row: int
    column: int
    page: int | None = None
    line: int | None = None

    @property
    def fragment(self) -> str:
        """`t05r12c4`; the IRI of the fact is the report's IRI, `#` and this."""
        return f"t{self.table:02d}r{self.row}c{self.column}"


@record
class RowPlace:
    """A row of a table (both from 1); page and line of the file."""

    table: int
    row: int
    page: int | None = None
    line: int | None = None

    @property
    def fragment(self) -> str:
        """`t12r15`."""
        return f"t{self.table:02d}r{self.row}"


@record
class TextPlace:
    """Characters of a passage: its number (from 1), offsets [start, end) into `Passage.text`; page and line of the file."""

    passage: int
    start: int
    end: int
    page: int | None = None
    line: int | None = None

    @property
    def fragment(self) -> str:
        """`p37o120-168`."""
        return f"p{self.passage}o{self.start}-{self.end}"


@record
class Annex:
    """A further file of the same report (附表): its path below the ingested root, the hash of its bytes, how it arrived."""

    path: str
    sha256: str
    style: str = ""


@record
class ReportInfo:
    """What the report is. `path` is the file below the ingested root, `sha256` the hash of its bytes.

    Of a report in several files these are the one with the narrative, `annexes` the others.
    """

    unit: str
    year: int
    type: str  # 部门决算 / 单位决算 / 绩效自评报告
    title: str
    region_code: str  # GB/T 2260, of the place or its nearest parent
    path: str
    sha256: str
    published: str | None = None
    consolidated: bool = False  # 汇总: more than the unit itself
    consolidates: tuple[str, ...] = ()
    style: str = ""  # how the text arrived: markdown / tabbed / cell-a-line / docx …
    annexes: tuple[Annex, ...] = ()


@record
class Table:
    """A table as printed. `grid` holds every cell (row by row, "" for blank), `lines` the first line of each row.

    `kind` is a concept of the contract (incomeExpenditure … basicData, selfEvaluation, other); `statement` the printed number
    (公开01表) or, without one, the table's own name; `same_as` the number of an identical table printed before; `file` the path
    of the annex that prints it ("": the report's own file), to which page and lines belong.
    """

    number: int
    kind: str
    title: str
    grid: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()
    statement: str = ""
    printed_number: str = ""
    unit: str = ""
    page: int | None = None
    line: int | None = None
    same_as: int | None = None
    section: tuple[str, ...] = ()
    file: str = ""


@record
class Observation:
    """One numeric cell of a table.

    `row` is the printed label without its ordinal, `code` the printed code or "", `column` the header path from the outermost.
    What the cell means comes from the table form: `functional` / `economic` are subject codes (printed, or found by name
    for the year), `fund` (general, governmentFund, stateCapital, all…), `expenditure` (basic, project, …), `phase`
    (approved, revised, executed, previous), `character` (income, expenditure), `balance` (opening, closing, total, …).
    `level` is total, class, group, item or ofWhich; `is_leaf`: nothing finer is printed in this table and branch.
    """

    place: CellPlace
    row: str
    column: tuple[str, ...]
    quantity: Quantity
    side: str = ""  # 收入 / 支出, "" where the table has no sides
    code: str = ""
    level: str = ""
    is_leaf: bool = True
    functional: str = ""
    economic: str = ""
    fund: str = ""
    expenditure: str = ""
    phase: str = ""
    character: str = ""
    balance: str = ""
    under: str = ""  # the label this row stands under, where its own label repeats (年初财政拨款结转和结余)


@record
class Passage:
    """A paragraph of the narrative with the headings above it. Contact and signature lines never get here.

    `file` is the path of the annex that prints it, "" for the report's own file.
    """

    number: int
    section: tuple[str, ...]
    text: str
    page: int | None = None
    line: int | None = None
    file: str = ""


@record
class BudgetLine:
    """A line of 财政拨款支出决算具体情况. `path` is 类 > 款 > 项 as printed, or the project's name alone (`is_project`)."""

    place: TextPlace
    path: tuple[str, ...]
    is_project: bool
    initial_budget: Quantity | None = None
    final: Quantity | None = None
    rate: Quantity | None = None
    reason: str | None = None
    functional: str = ""  # code of the finest subject, where known for the year


@record
class StatedFigure:
    """An amount, percentage or count that the narrative states. Changes carry their sign in `quantity.number` and `.printed`.

    `what` is the report's own wording of what is measured, `measure` a concept of the measure scheme or "".
    """

    place: TextPlace
    section: tuple[str, ...]
    what: str
    quantity: Quantity
    measure: str = ""
    reason: str | None = None
    text: str = ""  # the sentence, for the reader


@record
class Evaluation:
    """A 绩效自评表: of the whole unit (`project` None) or of a project. `table` is its table's number.

    `row` is the row that prints the money (年度资金总额); amounts are None where not printed.
    """

    table: int
    scope: str  # 整体支出 / 项目
    project: str | None = None
    responsible: str | None = None
    initial_budget: Quantity | None = None
    full_budget: Quantity | None = None
    executed: Quantity | None = None
    execution_rate: Quantity | None = None
    execution_weight: Quantity | None = None
    execution_score: Quantity | None = None
    score: Quantity | None = None
    total_weight: Quantity | None = None
    grade: str | None = None
    goal: str | None = None
    result: str | None = None
    page: int | None = None
    line: int | None = None
    row: int | None = None
    funds: tuple[tuple[str, str, str, str], ...] = ()  # row label, 年初, 全年, 执行 as printed
    is_listed: bool = False  # a row of a list of projects, which shares its table with others

    @property
    def fragment(self) -> str:
        """t12-evaluation, of a listed one t12r3-evaluation."""
        return f"t{self.table:02d}{f'r{self.row}' if self.is_listed else ''}-evaluation"


@record
class IndicatorResult:
    """A row of a self-evaluation: 一级, 二级 and 三级指标, target, result, 分值 and 得分. None: not printed."""

    place: RowPlace
    level1: str | None
    level2: str | None
    level3: str | None
    target: str | None
    actual: str | None
    weight: Quantity | None
    score: Quantity | None
    reason: str | None = None
    level1_weight: Quantity | None = None
    inferred: tuple[str, ...] = ()  # fields that follow from the form but are not printed in the row or above it


@record
class Project:
    """A project as the narrative names it (else its table); `also_named` other names of the same project in this report."""

    name: str
    place: TextPlace | RowPlace
    also_named: tuple[str, ...] = ()
    initial_budget: Quantity | None = None
    full_budget: Quantity | None = None
    spent: Quantity | None = None
    execution_rate: Quantity | None = None
    score: Quantity | None = None
    grade: str | None = None
    purpose: str | None = None
    functional: str = ""  # code of the subject it is paid under, where the report says so
    evaluations: tuple[int, ...] = ()  # numbers of its self-evaluation tables


@record
class Duty:
    """One printed duty. `section` is the heading (部门职责, 主要职能), `number` its ordinal (0: no number)."""

    section: str
    number: int
    text: str
    place: TextPlace


@record
class Division:
    """A division (内设机构), subunit (决算单位) or parent (上级单位). `status` is current or former.

    `region_code` is the GB/T 2260 code of a subunit's or parent's place where it is not the report's.
    """

    name: str
    relation: str  # division / subunit / parent
    status: str  # current / former
    place: TextPlace | CellPlace
    region_code: str = ""


@record
class UnitChange:
    """A change of the unit that the report states. `kind`: upgraded, renamed, merged, founded, abolished, transferred or sign.

    `former` and `current` are the names as printed (of a transfer the superior units, of a sign the second name), `original` and
    `resulting` the units before and after it, in full. `text` is the sentence, `when` the date as printed or "".
    """

    kind: str
    former: tuple[str, ...]
    current: tuple[str, ...]
    place: TextPlace
    text: str = ""
    when: str = ""
    original: tuple[str, ...] = ()
    resulting: tuple[str, ...] = ()


@record
class Headcount:
    """编制数, 实有人数, 在职人数, 离退休人员 …; `when` as printed (2024年底)."""

    what: str
    quantity: Quantity
    when: str
    place: TextPlace | CellPlace


@record
class Mention:
    """Something the narrative names: company, project, policy, platform, award, event or organization. Never a person."""

    type: str
    text: str
    place: TextPlace


@record
class Unresolved:
    """A place that was seen and could not be read: `where` (t05r12c4, p37 or a line), what is printed there, why."""

    where: str
    printed: str
    why: str


@record
class Reading:
    """How well the file was read. Of the `numbers` in its tables `numbers_read` became facts; `doubtful` are too unsure for that.

    `tables_found` are kinds of tables, `tables_missing` titles that such a report has. `confidence` (0 to 1) is the share of numbers
    read times the share of tables found.
    """

    tables_found: tuple[str, ...]
    tables_missing: tuple[str, ...]
    numbers: int
    numbers_read: int
    doubtful: int
    confidence: Decimal


@record
class ReportFacts:
    """All that one report states, in the order of the file."""

    info: ReportInfo
    tables: tuple[Table, ...] = ()
    observations: tuple[Observation, ...] = ()
    passages: tuple[Passage, ...] = ()
    budget_lines: tuple[BudgetLine, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    projects: tuple[Project, ...] = ()
    duties: tuple[Duty, ...] = ()
    divisions: tuple[Division, ...] = ()
    headcounts: tuple[Headcount, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unresolved: tuple[Unresolved, ...] = field(default=())
    changes: tuple[UnitChange, ...] = ()
    reading: Reading | None = None
