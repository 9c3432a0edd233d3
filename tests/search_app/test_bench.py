"""The benchmarks run, say what they measured, and compare like with like; no test looks at a time."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from benchmarks import aggregates, bench, kinds
from benchmarks.plots import PICTURES, draw, points
from benchmarks.rows import Row, as_json, as_markdown, from_json
from kg.folder import DataFolder
from search_app.cli import main
from search_app.commands import bench as verb

ROWS = [
    Row("load", "reports/s", 2.0, 8.0, reports=100, goal="≥ 0.5", note="bulk_load"),
    Row("look-up", "ms", 1.5, 1.2, reports=100),
    Row("look-up", "ms", 1.6, reports=1000, goal="≤ 2"),
    Row("embedding", note="not | here"),
]


def test_goals_are_about_the_ratio_else_about_the_figure() -> None:
    assert [row.compared for row in ROWS] == [0.25, 1.25, None, None]
    assert [row.passed for row in ROWS] == [False, None, True, None]


def test_rows_come_back_from_json_and_stand_in_one_table() -> None:
    assert [row.name for row in from_json(as_json(ROWS, {"quick": True}))] == [row.name for row in ROWS]
    assert [row["pass"] for row in json.loads(as_json(ROWS, {}))["rows"]] == [False, None, True, None]
    lines = as_markdown(ROWS).splitlines()
    assert lines[2] == "| load (bulk_load) | 100 | 2 reports/s | 8 reports/s | 0.25 | ≥ 0.5 | no |"
    assert lines[5] == "| embedding (not \\| here) |  |  |  |  |  |  |"


def test_quick_run_over_a_folder(data: DataFolder) -> None:
    rows = bench.run(bench.Plan(folders=(data.path,), quick=True), ["kinds", "aggregates"])
    said = {row.name for row in rows}
    assert said == {kind.name for kind in kinds.kinds()} | {f"page: {name}" for name in aggregates.QUESTIONS}
    assert all(row.ours and row.reports == len(data.headers()) for row in rows)


def test_engines_that_differ_are_no_measurement(data: DataFolder) -> None:
    wrong = kinds.Kind("count", "", "SELECT 'BudgetFact'", "SELECT (COUNT(*) AS ?n) { ?cell a fa:{0} }", "SELECT 0 WHERE $1 IS NOT NULL")
    with patch.object(kinds, "kinds", lambda: (wrong,)), pytest.raises(ValueError, match="count"):
        kinds.measure([data.path], 0.01, 0)


def test_same_figures_same_picture(tmp_path: Path) -> None:
    queries = next(picture for picture in PICTURES if "look-up" in picture.lines)
    assert points(ROWS, "look-up") == [(100, 1.5), (1000, 1.6)]
    drawn = draw(ROWS, queries, tmp_path)
    assert drawn is not None
    first = drawn.read_bytes()
    assert first.count(b"look-up") == 1 and len(first) < 60_000
    draw(ROWS, queries, tmp_path)
    assert drawn.read_bytes() == first
    assert draw(ROWS[:1], queries, tmp_path) is None


def test_the_verb_hands_its_options_on_and_says_where_it_works(tmp_path: Path) -> None:
    with patch("search_app.commands.bench.subprocess.run") as run:
        run.return_value.returncode = 1
        made = CliRunner().invoke(main, ["bench", str(tmp_path), "--quick", "--only", "kinds", "--reports", "5", "--out", "a.json"])
    assert made.exit_code == 1
    assert run.call_args.args[0][2:] == [
        *("benchmarks.bench", str(tmp_path), "--reports", "5", "--only", "kinds", "--quick", "--out", str(Path("a.json").resolve()))
    ]
    with patch.object(verb, "ROOT", tmp_path):
        away = CliRunner().invoke(main, ["bench"])
    assert away.exit_code == 2 and "checkout" in away.output
