"""Scores of the exported tables against gold: `python -m benchmarks.scores [--freeze]`.

The scorer is a program of its own (setting JUESUAN_TOOLS, default ../shared/tools) that reads the tidy tables alone. The best scores so
far stand in scores.json; a run that is worse in any kind of fact is a failure (tests/scores), a better one is frozen with --freeze.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import samples
from ingest.formats.doc import find_office
from ingest.pipeline import extract
from ingest.sources import find_files
from kg import bundle, export, release
from kg.folder import DataFolder

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "benchmarks" / "scores.json"
REPORTS = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "reports"))
TOOLS = Path(os.environ.get("JUESUAN_TOOLS", REPORTS.parent / "tools"))

# Ending → what else reading it needs; report 000 lies in REPORTS/formats in each of them.
FORMATS = {"docx": "", "html": "", "doc": "LibreOffice", "xlsx": "", "pdf": ""}

Scores = dict[str, dict[str, float | None]]


@dataclass(frozen=True)
class Set:
    """Reports and their gold; `only` is the number of the one report whose gold counts, "" for all."""

    reports: tuple[Path, ...]
    gold: Path
    only: str = ""

    @property
    def is_here(self) -> bool:
        """True where all of it is on this machine."""
        return bool(self.reports) and all(path.exists() for path in (*self.reports, self.gold))


def sets() -> dict[str, Set]:
    """Name → set, of those that are there; empty without the scorer."""
    own = samples.folder()
    found = {"samples": Set(tuple(sorted(own.glob("*.txt"))), own.parent / "gold")}
    other = ROOT / "tests" / "other_forms"
    found["other-forms"] = Set(tuple(sorted((other / "reports").glob("*.*"))), other / "gold")
    gold = REPORTS.parent / "gold"
    found["real"] = Set(tuple(sorted(REPORTS.glob("*.txt"))), gold)
    for ending, needs in FORMATS.items():
        if not needs or find_office():
            found[f"real-{ending}"] = Set((REPORTS / "formats" / f"000.{ending}",), gold, "000")
    return {name: one for name, one in found.items() if (TOOLS / "score_extraction.py").exists() and one.is_here}


def export_reports(reports: Sequence[Path], work: Path) -> Path:
    """Ingest the files into a data folder below `work`; returns the folder of its tidy tables."""
    folder = DataFolder(work / "data")
    for source in find_files(reports):
        folder.put(bundle.dump(extract(source), folder.iris))
    with release.build(folder) as made:
        export.export_tables(made.open_store(), work / "tables")
    return work / "tables"


def score(tables: Path, gold: Path, only: str = "") -> Scores:
    """Recall and precision by kind of fact and of finding, as the scorers print them."""
    facts = json.loads(_printed("score_extraction.py", tables, gold, only, "--json"))
    found = {kind: {k: values[k] for k in ("recall", "precision")} for kind, values in facts.items()}
    return found | {f"finding {severity}": _findings(tables, gold, only, severity) for severity in ("hard", "soft")}


def _findings(tables: Path, gold: Path, only: str, severity: str) -> dict[str, float | None]:
    """Recall of the gold's inconsistencies of one severity; precision of the error findings against all of them."""
    printed = _printed("score_findings.py", tables, gold, only, "--severity", severity)
    found, known, right, errors = map(int, re.findall(r"(\d+)/(\d+)", printed)[0] + re.findall(r"(\d+)/(\d+)", printed)[-1])
    return {"recall": found / known if known else None, "precision": right / errors if errors else None}


def _printed(scorer: str, tables: Path, gold: Path, only: str, *options: str) -> str:
    command = [sys.executable, str(TOOLS / scorer), str(tables), "--gold", str(gold), *options, *(["--reports", only] if only else [])]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def frozen() -> dict[str, Scores]:
    """The best scores so far, by set."""
    return dict(json.loads(FROZEN.read_text(encoding="utf-8"))) if FROZEN.exists() else {}


def worse(now: Scores, before: Scores) -> list[str]:
    """What has got worse, one line each."""
    return [
        f"{kind} {k}: {now.get(kind, {}).get(k)} < {value}"
        for kind, values in before.items()
        for k, value in values.items()
        if value is not None and (now.get(kind, {}).get(k) or 0.0) < value - 0.0005
    ]


def main() -> int:
    """Print the scores; with --freeze write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--freeze", action="store_true")
    freeze = parser.parse_args().freeze
    results = frozen()
    for name, one in sets().items():
        with tempfile.TemporaryDirectory() as work:
            now = score(export_reports(one.reports, Path(work)), one.gold, one.only)
        for kind, found in now.items():
            print(f"{name:9} {kind:15} " + "  ".join(f"{k} {'-' if v is None else format(v, '.1%')}" for k, v in found.items()))
        for line in worse(now, results.get(name, {})):
            print(f"{name}: worse: {line}")
        results[name] = now
    if freeze:
        rounded = {n: {k: {m: v if v is None else round(v, 4) for m, v in f.items()} for k, f in s.items()} for n, s in results.items()}
        FROZEN.write_text(json.dumps(rounded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
