"""What a sample report is: one YAML file a report under `specs/`, read into frozen values. Amounts are 万元 with two decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Raw = dict[str, Any]


@cache
def catalog() -> Raw:
    """Subject names: `functional` code → name, `economic` three blocks of code → name."""
    raw: Raw = yaml.safe_load((HERE / "catalog.yaml").read_text(encoding="utf-8"))
    return raw


def subject(code: str) -> str:
    """The name of a functional subject."""
    return str(catalog()["functional"][int(code)])


def amount(value: object) -> Decimal:
    """An amount of a spec, exact to two decimals."""
    return Decimal(str(value)).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Indicator:
    """A row of a self-evaluation; `score` defaults to the full weight."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    weight: Decimal
    score: Decimal
    reason: str

    @staticmethod
    def read(level1: str, level2: str, row: list[Any]) -> Indicator:
        """From `[level3, target, actual, weight, score?, reason?]`."""
        weight = Decimal(str(row[3]))
        score = Decimal(str(row[4])) if len(row) > 4 else weight
        return Indicator(level1, level2, str(row[0]), str(row[1]), str(row[2]), weight, score, str(row[5]) if len(row) > 5 else "")


@dataclass(frozen=True)
class Evaluation:
    """A self-evaluation: the wording of goal and result, and the indicators in their printed order."""

    goal: str
    result: str
    indicators: tuple[Indicator, ...]

    @staticmethod
    def read(raw: Raw) -> Evaluation:
        """From `{goal, result, rows: {level1: {level2: [row, …]}}}`."""
        rows = [Indicator.read(l1, l2, row) for l1, inner in raw["rows"].items() for l2, group in inner.items() for row in group]
        return Evaluation(raw["goal"], raw["result"], tuple(rows))


@dataclass(frozen=True)
class Project:
    """A project; `table_name` is its other name, printed in its self-evaluation."""

    name: str
    code: str
    fund: str
    initial: Decimal
    full: Decimal
    spent: Decimal
    purpose: str
    table_name: str
    reason: str
    evaluation: Evaluation | None

    @staticmethod
    def read(raw: Raw) -> Project:
        """From a `projects` entry; `full` defaults to `initial`."""
        evaluation = Evaluation.read(raw["evaluation"]) if "evaluation" in raw else None
        money = (amount(raw["initial"]), amount(raw.get("full", raw["initial"])), amount(raw["spent"]))
        table_name, reason = str(raw.get("table_name", raw["name"])), str(raw.get("reason", ""))
        return Project(raw["name"], str(raw["code"]), raw.get("fund", "general"), *money, raw["purpose"], table_name, reason, evaluation)


@dataclass(frozen=True)
class Spec:
    """One report. `raw` holds the wording and the lists that the writers take by name."""

    id: str
    unit: str
    year: int
    style: str
    raw: Raw
    projects: tuple[Project, ...]

    @property
    def file_name(self) -> str:
        """Such as `s01_示例市某单位_2022.txt`."""
        return f"{self.id}_{self.unit}_{self.year}.txt"

    @property
    def own(self) -> str:
        """What the unit calls itself: 本单位, 本部门, 中心."""
        return str(self.raw["own"])

    def word(self, name: str, default: str = "") -> str:
        """A wording of the spec."""
        return str(self.raw.get(name, default))

    def many(self, name: str) -> list[Any]:
        """A list of the spec."""
        return list(self.raw.get(name, []))

    def table(self, name: str) -> Raw:
        """A mapping of the spec."""
        return dict(self.raw.get(name, {}))


def load(path: Path) -> Spec:
    """The spec of one report; its projects may stand in a second file for length."""
    raw: Raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    projects = tuple(Project.read(entry) for entry in raw.get("projects", []))
    return Spec(path.stem.split("_")[0], raw["unit"], raw["year"], raw["style"], raw, projects)


@cache
def specs() -> tuple[Spec, ...]:
    """All sample reports in the order of their numbers."""
    return tuple(load(path) for path in sorted((HERE / "specs").glob("s*.yaml")))
