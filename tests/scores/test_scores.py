"""No kind of fact is read worse than the frozen scores say."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import scores


@pytest.mark.parametrize("name", ["samples", "real"])
def test_scores_do_not_fall(name: str, tmp_path: Path) -> None:
    found = scores.sets().get(name)
    if not found:
        pytest.skip(f"the scorer, or the {name} reports and their gold, are not here: set JUESUAN_TOOLS and JUESUAN_REPORTS")
    reports, gold = found
    now = scores.score(scores.export_reports(reports, tmp_path), gold)
    assert scores.worse(now, scores.frozen()[name]) == []
