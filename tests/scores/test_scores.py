"""No kind of fact is read worse than the frozen scores say."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import scores


@pytest.mark.parametrize("name", ["samples", "other-forms", "real", *(f"real-{ending}" for ending in scores.FORMATS)])
def test_scores_do_not_fall(name: str, tmp_path: Path) -> None:
    found = scores.sets().get(name)
    if not found:
        pytest.skip(f"the scorer, or the {name} reports and their gold, are not here: set JUESUAN_TOOLS and JUESUAN_REPORTS")
    now = scores.score(scores.export_reports(found.reports, tmp_path), found.gold, found.only)
    assert scores.worse(now, scores.frozen().get(name, {})) == []
