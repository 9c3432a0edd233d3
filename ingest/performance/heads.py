"""The head rows of the two grids inside a self-evaluation: its columns of money and its columns of indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.performance.alignment import Column, Fit
from ingest.performance.cells import Cell, Row, is_band
from ingest.performance.double_heads import as_one_row
from ingest.performance.wording import fits, meaning

_LEVELS = ("level1", "level2", "level3")
_VALUES = ("target", "actual", "weight", "score")
_STRETCHED = 1.4  # columns of the grid for each column of the form
_MONEY = ("initial", "full", "executed", "rate")


@dataclass(frozen=True, slots=True)
class Head:
    """`size` rows of head: the columns by position, the header of each role, and level-1 labels that slipped in.

    `printed` holds every text of the head, 项目资金（万元） with the unit among them.
    """

    columns: tuple[Column, ...]
    size: int
    width: int
    texts: Mapping[str, str]
    labels: tuple[Cell, ...]
    printed: tuple[str, ...]

    def has(self, *roles: str) -> bool:
        return any(column.role in roles for column in self.columns)

    def position(self, role: str) -> int:
        """Where the column of the role stands; behind the last column where the head has none."""
        return next((column.position for column in self.columns if column.role == role), self.columns[-1].position)

    def fit(self, row: Row, kind: str) -> Fit:
        """How cells of the row are put under these columns; `kind` is indicator or fund."""
        span = self.columns[-1].position - self.columns[0].position + 1
        stretched = span > _STRETCHED * len(self.columns) or row.width > _STRETCHED * self.width
        return Fit(kind, stretched)

    def expected(self, row: Row, previous: int) -> tuple[int, ...]:
        """Shifts that are no surprise in `row`: none, that of the row before, that of a row whose merged cells were left out."""
        return (0, previous, min(0, row.width - self.width))


def indicator_head(rows: Sequence[Row]) -> Head | None:
    """The head of indicator rows that `rows` begins with, or None."""
    if not any(_heads_indicators(row.cells) for row in rows[:2]):
        return None
    double = as_one_row(rows)
    if double:
        inner = indicator_head([double, *rows[2:]])
        return replace(inner, size=inner.size + 1) if inner else None
    columns = _columns(rows[0], "indicator_columns")
    if not _is_head(columns, _LEVELS, 1):
        if len(rows) > 1 and _is_head(_columns(rows[1], "indicator_columns"), _LEVELS, 2):
            return _below_bands(rows)
        columns = [*_under_band(rows[0], "level3"), *columns]
    elif not _is_head(columns, ("level1", "level2"), 1):
        columns = [*_under_band(rows[0], "level1"), *columns]
    if not _is_head(columns, _LEVELS, 1) or not _is_head(columns, _VALUES, 1) or len(columns) < 3:
        return None
    columns = _named_by_level2(columns, rows)
    complete = _with_lost_points if any(_ends_in_points(row) for row in rows[1:]) else _with_points
    return _head(rows, columns, "indicator_columns", complete)


@lru_cache(maxsize=4096)
def _heads_indicators(cells: tuple[Cell, ...]) -> bool:
    """True where a cell is the header of a level, or of all of them (绩效指标): no head is without."""
    words = [cell.text for cell in cells if not cell.is_number]
    return any(meaning("indicator_columns", text) in _LEVELS or ("指标" in text and is_band(text)) for text in words)


def fund_head(rows: Sequence[Row]) -> Head | None:
    """The head of the rows of money that `rows` begins with, or None."""
    if any(cell.is_number for cell in rows[0].cells):
        return None
    columns = _columns(rows[0], "fund_columns")
    if not _is_head(columns, _MONEY, 2):
        return None
    return _head(rows, columns, "fund_columns", _with_fund_score)


def fund_pairs(row: Row) -> dict[str, Cell]:
    """The amounts of a row that prints each behind its label (预算数 12 执行数 11.4), {} for any other row."""
    roles = [meaning("fund_columns", cell.text) for cell in row.cells]
    pairs = zip(roles, row.cells[1:], strict=False)
    found = {role: cell for role, cell in pairs if role and cell.is_number}
    return found if len(found) > 1 and any(role in _MONEY for role in found) else {}


def _named_by_level2(columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """The columns of a form of two levels, whose 二级指标 are the names themselves: no text there is a class of indicators."""
    place = next((column.position for column in columns if column.role == "level2"), None)
    if place is None or not _is_head(columns, ("level1",), 1) or _is_head(columns, ("level3",), 1):
        return columns
    kinds = {cell.kind for row in rows[1:] for cell in row.cells if cell.column == place}
    is_class = bool(kinds & {"level2", "either", "level1"}) or "text" not in kinds
    return columns if is_class else [Column("level3" if column.role == "level2" else column.role, column.position) for column in columns]


def _is_head(columns: Sequence[Column], roles: Sequence[str], least: int) -> bool:
    return sum(1 for column in columns if column.role in roles) >= least


def _columns(row: Row, group: str) -> list[Column]:
    return [Column(role, cell.column) for cell in row.cells if (role := meaning(group, cell.text)) and not is_band(cell.text)]


def _under_band(row: Row, role: str) -> list[Column]:
    """The column 绩效指标 of forms without level columns: the names, or beside a column of names their level 1."""
    return [Column(role, cell.column) for cell in row.cells if is_band(cell.text) and "指标" in cell.text][:1]


def _below_bands(rows: Sequence[Row]) -> Head | None:
    """The head below a row that groups its columns (绩效指标, 完成情况, 评分) or reaches over both rows (实际完成值)."""
    bands = [is_band(cell.text) or meaning("indicator_columns", cell.text) for cell in rows[0].cells]
    inner = indicator_head([_with_columns_above(rows[0], rows[1]), *rows[2:]]) if all(bands) else None
    return replace(inner, size=inner.size + 1) if inner else None


def _with_columns_above(above: Row, below: Row) -> Row:
    """The lower row of a head with the labels that stand right of it in the upper row and reach over both.

    A label of the upper row over the lower ones only groups them; where merged cells are printed once, columns are counted on.
    """
    last = below.cells[-1].column
    known = {meaning("indicator_columns", cell.text) for cell in below.cells}
    beside = [cell for cell in above.cells if (role := meaning("indicator_columns", cell.text)) and role not in known]
    if any(cell.column > last for cell in beside):
        beside = [cell for cell in beside if cell.column > last]
    placed = (cell._replace(column=max(cell.column, last + 1 + i)) for i, cell in enumerate(beside))
    return below._replace(cells=(*below.cells, *placed), width=max(above.width, below.width))


def _head(rows: Sequence[Row], columns: list[Column], group: str, complete: Callable[[list[Column]], list[Column]]) -> Head:
    size = 1 + sum(1 for _ in _further_rows(rows, group))
    texts = _texts(rows[:size])
    known = {column.position for column in columns}
    roles = {column.role for column in columns}
    for position, text in texts.items():
        role = meaning(group, text) if position not in known else ""
        if role and role not in roles:
            columns.append(Column(role, position))
            roles.add(role)
    ordered = sorted(columns, key=lambda column: column.position)
    headers = {column.role: texts.get(column.position, "") for column in reversed(ordered)}
    labels = tuple(cell for cell in rows[0].cells if cell.kind in ("level1", "either"))
    return Head(tuple(complete(ordered)), size, rows[0].width, headers, labels, tuple(texts.values()))


def _further_rows(rows: Sequence[Row], group: str) -> Iterator[Row]:
    """The rows below the first that only print the rest of a head."""
    for row in rows[1:3]:
        if not all(fits("header_tails", cell.text) or meaning(group, cell.text) for cell in row.cells):
            return
        yield row


def _texts(rows: Sequence[Row]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in rows:
        for cell in row.cells:
            texts[cell.column] = texts.get(cell.column, "") + cell.text
    return texts


def _with_points(columns: list[Column]) -> list[Column]:
    """Indicator columns with the points told apart: 分值 beside 一级指标 is the weight of that level. A reason stands last."""
    out: list[Column] = []
    for i, column in enumerate(columns):
        later = [c.role for c in columns[i + 1 :]]
        role = column.role
        if role in ("weight", "score"):
            role = _points_role(role, [c.role for c in columns[:i]], later, out)
        out.append(Column(_once(role, out), column.position))
    return out if _is_head(out, ("reason",), 1) else [*out, Column("reason", out[-1].position + 1)]


def _points_role(role: str, before: Sequence[str], later: Sequence[str], out: Sequence[Column]) -> str:
    if "level1" in before and "level2" not in before and "level2" in later:
        return "weight1"
    if "level2" in before and "level3" not in before and "level3" in later:
        return "weight2"
    has_weight = any(column.role == "weight" for column in out)
    return "weight" if role == "score" and "score" in later and not has_weight else role


def _once(role: str, out: Sequence[Column]) -> str:
    return "other" if any(column.role == role for column in out) else role


def _ends_in_points(row: Row) -> bool:
    """True for a row with more than name, target and result, among it two numbers: 分值 and 得分."""
    words = [cell for cell in row.cells if cell.kind not in ("level1", "level2", "either")]
    return sum(1 for cell in words[3:] if cell.kind == "number") >= 2


def _with_lost_points(columns: list[Column]) -> list[Column]:
    """Indicator columns where rows print points: 分值 and 得分 that the head lost stand after 完成值."""
    full = _with_points(columns)
    anchor = next((c.position for c in full if c.role == "actual"), None)
    if anchor is None or _is_head(full, ("weight", "score"), 1):
        return full
    kept = [c for c in full if c.position <= anchor]
    moved = [Column(c.role, max(c.position, anchor + 3 + i)) for i, c in enumerate(full[len(kept) :])]
    return [*kept, Column("weight", anchor + 1), Column("score", anchor + 2), *moved]


def _with_fund_score(columns: list[Column]) -> list[Column]:
    """Fund columns; a 得分 that the head lost stands after 执行率."""
    once = [Column(_once(column.role, columns[:i]), column.position) for i, column in enumerate(columns)]
    rate = next((column.position for column in once if column.role == "rate"), None)
    if rate is None or any(column.role == "score" for column in once):
        return once
    beyond = [Column(c.role, c.position + 1) for c in once if c.position > rate]
    return [*(c for c in once if c.position <= rate), Column("score", rate + 1), *beyond]
