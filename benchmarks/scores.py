"""Scores of the exported tables against gold: `python -m benchmarks.scores [--freeze]`.

The scorer is a program of its own (setting JUESUAN_TOOLS, default ../shared/tools) that reads the tidy tables alone. The best scores so
far stand in scores.json; a run that is worse in any kind of fact is a failure (tests/scores), a better one is frozen with --freeze.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ingest import samples
from ingest.pipeline import extract
from ingest.sources import find_files
from kg import bundle, export, release
from kg.folder import DataFolder

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "benchmarks" / "scores.json"
REPORTS = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "reports"))
TOOLS = Path(os.environ.get("JUESUAN_TOOLS", REPORTS.parent / "tools"))

Scores = dict[str, dict[str, float | None]]


def sets() -> dict[str, tuple[Path, Path]]:
    """Name → (reports, gold) of the sets that are there; empty without the scorer."""
    found = {"samples": (samples.folder(), samples.folder().parent / "gold"), "real": (REPORTS, REPORTS.parent / "gold")}
    return {name: pair for name, pair in found.items() if (TOOLS / "score_extraction.py").exists() and all(p.is_dir() for p in pair)}


def export_reports(reports: Path, work: Path) -> Path:
    """Ingest the text files right in `reports` into a data folder below `work`; returns the folder of its tidy tables."""
    folder = DataFolder(work / "data")
    for source in find_files([str(reports / "*.txt")]):
        folder.put(bundle.dump(extract(source), folder.iris))
    with release.build(folder) as made:
        export.export_tables(made.open_store(), work / "tables")
    return work / "tables"


def score(tables: Path, gold: Path) -> Scores:
    """Recall and precision by kind of fact, as the scorer prints them."""
    command = [sys.executable, str(TOOLS / "score_extraction.py"), str(tables), "--gold", str(gold), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {kind: {k: found[k] for k in ("recall", "precision")} for kind, found in json.loads(done.stdout).items()}


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
    for name, (reports, gold) in sets().items():
        with tempfile.TemporaryDirectory() as work:
            now = score(export_reports(reports, Path(work)), gold)
        for kind, found in now.items():
            print(f"{name:8} {kind:15} " + "  ".join(f"{k} {'-' if v is None else format(v, '.1%')}" for k, v in found.items()))
        for line in worse(now, results.get(name, {})):
            print(f"{name}: worse: {line}")
        results[name] = now
    if freeze:
        rounded = {n: {k: {m: v if v is None else round(v, 4) for m, v in f.items()} for k, f in s.items()} for n, s in results.items()}
        FROZEN.write_text(json.dumps(rounded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
