"""`juesuan bench`: how fast it is here, over baselines measured in the same run. Part of the repository, not of the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from kg.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]


@click.command("bench")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="[DATA]...")
@click.option("--reports", metavar="N", type=click.IntRange(1), multiple=True, help="Load so many made-up reports first; may be repeated.")
@click.option("--only", metavar="NAME", multiple=True, help="This measurement alone; may be repeated. A wrong name lists them.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Processes that read files [default: one a processor].")
@click.option("--quick", is_flag=True, help="Few reports and few turns: says that all works, not how fast.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Also write FILE.json and FILE.md.")
@click.pass_context
def command(
    ctx: click.Context,
    folders: tuple[Path, ...],
    reports: tuple[int, ...],
    only: tuple[str, ...],
    jobs: int | None,
    quick: bool,
    out: Path | None,
) -> None:
    """Measure ingest, store, search, questions and pages; exit 1 where a goal is not reached.

    DATA: data folders that are there already; without any, made-up reports are loaded into a temporary one.
    """
    if not (ROOT / "benchmarks" / "bench.py").exists():
        raise UsageError("the benchmarks are not installed with the package", hint="run it in a checkout of the repository")
    given = [str(folder.resolve()) for folder in folders]
    given += [part for count in reports for part in ("--reports", str(count))]
    given += [part for name in only for part in ("--only", name)]
    given += ["--jobs", str(jobs)] if jobs else []
    given += ["--quick"] if quick else []
    given += ["--out", str(out.resolve())] if out else []
    ctx.exit(subprocess.run([sys.executable, "-m", "benchmarks.bench", *given], cwd=ROOT, check=False).returncode)  # noqa: S603
