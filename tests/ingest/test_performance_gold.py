"""Self-evaluations and 基础数据表 of whole reports against facts that were checked by hand: the samples, and real reports where given."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import ingest
from ingest.basic_data import basic_data, is_basic_data
from ingest.document import Grid
from ingest.formats import read_document
from ingest.performance import self_evaluation, self_evaluations, whole_tables
from ingest.privacy import without_contacts
from ingest.sections import outline
from kg.amounts import Quantity
from kg.facts import Table

SAMPLES = Path(ingest.__file__).parent / "samples"
REAL = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))


@dataclass
class Facts:
    """Comparable rows of one kind each."""

    evaluations: list[tuple[str, ...]] = field(default_factory=list)
    indicators: list[tuple[str, ...]] = field(default_factory=list)
    levels: list[tuple[str, ...]] = field(default_factory=list)
    cells: list[tuple[str, ...]] = field(default_factory=list)


def plain(value: object) -> str:
    """Text without blanks in half width; a number without its zeros at the end and without %."""
    if isinstance(value, Quantity):
        value = value.text
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value or ""))).rstrip("%")
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", text) else text


def row(*values: object) -> tuple[str, ...]:
    return tuple(plain(value) for value in values)


def read(path: Path, year: int) -> Facts:
    document = outline(without_contacts(read_document(path.read_bytes(), path.name)))
    grids = [block for block in whole_tables(document.blocks) if isinstance(block, Grid)]
    tables = [Table(i, "", "".join(grid.section[-1:]), grid.rows, grid.lines) for i, grid in enumerate(grids, 1)]
    out = Facts()
    for table in tables:
        if is_basic_data(table.grid):
            out.cells += [row(o.row, o.column[0], o.quantity, o.quantity.unit) for o in basic_data(table, year)[0]]
    for found in self_evaluations(tables):
        e = found.evaluation
        money = (e.initial_budget, e.full_budget, e.executed, e.execution_rate, e.execution_weight, e.execution_score)
        out.evaluations.append(row(e.scope, e.project, *money, e.score, e.goal, e.result))
        for i in found.indicators:
            out.indicators.append(row(e.project, i.level3, i.target, i.actual, i.weight, i.score, i.reason))
            out.levels.append(row(i.level1, i.level1_weight, i.level2, i.level3))
    return out


def wanted(lines: Iterable[dict[str, Any]]) -> Facts:
    out = Facts()
    for o in lines:
        if o["k"] == "evaluation":
            points = (o.get("exec_weight", o.get("budget_weight")), o.get("exec_score", o.get("budget_score")))
            money = (o["initial_budget"], o["full_budget"], o["executed"], o["exec_rate"], *points)
            out.evaluations.append(row(o["scope"], o["project"], *money, o["score"], o["goal"], o["result"]))
        elif o["k"] == "indicator":
            out.indicators.append(row(o["project"], o["l3"], o["target"], o["actual"], o["weight"], o["score"], o["reason"]))
            out.levels.append(row(o["l1"], o["l1_weight"], o["l2"], o["l3"]))
        elif o["k"] == "basecell":
            out.cells.append(row(o["row"], o["column"], o["value"], o["unit"]))
    return out


@cache
def pairs(reports: Path, gold: Path) -> tuple[tuple[Facts, Facts], ...]:
    """What is read and what is wanted, report by report."""
    return tuple(_pairs(reports, gold))


def _pairs(reports: Path, gold: Path) -> Iterator[tuple[Facts, Facts]]:
    for path in sorted(gold.glob("gold_*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        report = next(o for o in lines if o["k"] == "report")
        (file,) = reports.glob(f"{path.stem.removeprefix('gold_')}_*.txt")
        yield read(file, int(report["year"])), wanted(lines)


def score(found: list[tuple[str, ...]], gold: list[tuple[str, ...]]) -> float:
    """Hits over the larger of both lists: 1.0 where recall and precision are."""
    hits = sum((Counter(found) & Counter(gold)).values())
    return hits / max(len(found), len(gold), 1) if found or gold else 1.0


def joined(both: Iterable[tuple[Facts, Facts]], kind: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [x for found, _ in both for x in getattr(found, kind)], [x for _, gold in both for x in getattr(gold, kind)]


@pytest.mark.parametrize("kind", ["evaluations", "indicators", "levels", "cells"])
def test_samples(kind: str) -> None:
    found, gold = joined(pairs(SAMPLES / "reports", SAMPLES / "gold"), kind)
    assert gold
    assert Counter(found) == Counter(gold)


@pytest.mark.real
@pytest.mark.parametrize(("kind", "least"), [("evaluations", 1.0), ("indicators", 0.98), ("levels", 0.97), ("cells", 0.98)])
def test_real_reports(kind: str, least: float) -> None:
    gold_folder = REAL.parent / "gold"
    if not REAL.is_dir() or not gold_folder.is_dir():
        pytest.skip(f"no real reports with their gold at {REAL}; set JUESUAN_REPORTS")
    found, gold = joined(pairs(REAL, gold_folder), kind)
    assert score(found, gold) >= least


def test_however_cells_are_lost_the_same_is_read() -> None:
    """Blank cells dropped, a column added: what the samples' evaluations state does not change."""
    for path in sorted((SAMPLES / "reports").glob("*.txt"))[:3]:
        document = without_contacts(read_document(path.read_bytes(), path.name))
        for grid in (block for block in whole_tables(document.blocks) if isinstance(block, Grid)):
            for found in self_evaluations([Table(1, "", "", grid.rows)]):
                compact = tuple(tuple(cell for cell in cells if cell) for cells in grid.rows)
                wider = tuple((*cells[:3], "", *cells[3:]) for cells in grid.rows)
                for rows in (compact, wider):
                    again = self_evaluation(Table(1, "", "", rows))
                    assert again.evaluation == found.evaluation
                    assert again.indicators == found.indicators
