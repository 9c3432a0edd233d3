"""The findings on real reports, scored against inconsistencies that were verified by hand."""

from __future__ import annotations

import csv
import importlib.util
import os
from pathlib import Path

import pytest

from ingest.sources import Source
from search_app.checking import check_files
from search_app.findings import COLUMNS, table

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "reports"))
SCORER = REAL.parent / "tools" / "score_findings.py"

# The scorer leaves its files to the garbage collector.
pytestmark = [pytest.mark.real, pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")]


def test_recall_and_precision(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    if not SCORER.is_file():
        pytest.skip(f"no real reports at {REAL}; set JUESUAN_REPORTS")
    from ingest.limits import Limits

    sources = [Source(path, path.name) for path in sorted(REAL.glob("*.txt"))]
    with (tmp_path / "findings.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(table(check_files(sources, Limits(), 2)))
    said = importlib.util.spec_from_file_location("score_findings", SCORER)
    assert said is not None and said.loader is not None
    scorer = importlib.util.module_from_spec(said)
    said.loader.exec_module(scorer)
    monkeypatch.setattr("sys.argv", ["score_findings", str(tmp_path)])
    scorer.main()
    found = capsys.readouterr().out
    hit, total = (int(n) for n in found.split("found ")[1].split(" ")[0].split("/"))
    true, errors = (int(n) for n in found.strip().rsplit(" ", 1)[1].split("/"))
    assert hit >= 0.9 * total
    assert true >= 0.95 * errors
