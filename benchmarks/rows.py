"""The one table that all measurements go into: a row a measurement, as JSON and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_COLUMNS = ("name", "reports", "ours", "baseline", "ratio", "goal", "pass")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `ours` and `baseline` are in `unit`; `ratio` is what `goal` (“≤ 1.3”) is about, else ours over baseline.

    None: there is nothing to say. `note`: what the baseline is, or why nothing was measured.
    """

    name: str
    unit: str = ""
    ours: float | None = None
    baseline: float | None = None
    ratio: float | None = None
    reports: int | None = None
    goal: str = ""
    note: str = ""

    @property
    def compared(self) -> float | None:
        """The ratio as given, else ours over baseline."""
        if self.ratio is not None or self.ours is None or not self.baseline:
            return self.ratio
        return self.ours / self.baseline

    @property
    def passed(self) -> bool | None:
        """Whether the goal is reached; it is about the ratio where there is one, else about `ours`. None without goal or figure."""
        sign, _, number = self.goal.partition(" ")
        value = self.ours if self.compared is None else self.compared
        if not number or value is None:
            return None
        return value <= float(number) if sign == "≤" else value >= float(number)


def as_json(rows: Iterable[Row], about: dict[str, Any]) -> str:
    """`about` and all rows."""
    return json.dumps(
        {**about, "rows": [{**asdict(row), "ratio": row.compared, "pass": row.passed} for row in rows]}, ensure_ascii=False, indent=1
    )


def from_json(text: str) -> list[Row]:
    """The rows again."""
    return [Row(**{key: value for key, value in row.items() if key != "pass"}) for row in json.loads(text)["rows"]]


def as_markdown(rows: Sequence[Row]) -> str:
    """A table; what stands in a note follows the name."""
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|{'---|' * len(_COLUMNS)}"]
    return "\n".join([*lines, *map(_line, rows)]) + "\n"


def _line(row: Row) -> str:
    name = f"{row.name} ({row.note})" if row.note else row.name
    passed = {True: "yes", False: "no", None: ""}[row.passed]
    with_unit = [f"{number(value)} {row.unit}".strip() if value is not None else "" for value in (row.ours, row.baseline)]
    cells = [name, str(row.reports or ""), *with_unit, number(row.compared), row.goal, passed]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def number(value: float | None) -> str:
    """Three figures, whole from 100 on; "" for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
