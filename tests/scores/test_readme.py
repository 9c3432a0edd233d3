"""The scores that the READMEs print are the frozen ones, in one order in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import scores

KINDS = (
    "cell", "cell_column", "basecell", "indicator", "indicator_l1l2", "evaluation", "budgetline",
    "project", "division", "staff", "duty", "statement", "mention", "finding hard", "finding soft",
)  # fmt: skip
ROW = re.compile(r"^\| [^|]+ \| ([\d.]+) % / ([\d.]+) % \| ([\d.]+) % / ([\d.]+) % \|$", re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_prints_the_frozen_scores(name: str) -> None:
    frozen = scores.frozen()
    cells = [[frozen[s][kind][m] for s in ("real", "samples") for m in ("recall", "precision")] for kind in KINDS]
    wanted = [tuple(f"{(v or 0) * 100:.1f}" for v in row) for row in cells]
    printed = ROW.findall((Path(scores.ROOT) / name).read_text(encoding="utf-8"))
    assert printed == wanted
