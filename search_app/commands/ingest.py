"""`juesuan ingest PATH…`: files, folders and globs into the data folder."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.progress import Meter
from search_app.events import say

if TYPE_CHECKING:
    from ingest.loading import Loading, Outcome
    from kg.facts import Reading

log = logging.getLogger("juesuan.ingest")
_SHOWN = 3  # unresolved places of a file that stderr lists


@click.command("ingest")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read files.")
@click.option("--replace", is_flag=True, help="Let a file take over a report that another file holds.")
@click.option("--unit", default="", metavar="NAME", help="Unit of files that do not print it.")
@click.option("--year", type=click.IntRange(2000, 2099), default=None, help="Year of files that do not print it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a file and a summary on stdout.")
@click.option("--no-vectors", is_flag=True, help="Leave out the vectors of semantic search.")
@click.option("--no-wait", is_flag=True, help="Do not wait for these vectors: they are made in the background.")
@click.option("--engine", metavar="ADDRESS", help="Where files are read: local, ray://HOST:PORT or ray://auto [default: local].")
@data_option
def command(
    paths: tuple[str, ...],
    jobs: int,
    replace: bool,
    unit: str,
    year: int | None,
    as_json: bool,
    no_vectors: bool,
    no_wait: bool,
    engine: str | None,
) -> None:
    """Read reports and load them.

    PATH is a file, a folder or a glob. Files that did not change are skipped; a changed file replaces its report.
    The text and the tables of one report may be files of their own.
    Exit status: 0 all in, 1 some failed (the others are in), 2 wrong call.
    """
    from ingest.engines import engine as at
    from ingest.identity import Given
    from ingest.limits import of_settings
    from ingest.loading import FAILED, Plan, load
    from ingest.sources import find_files
    from search_app.builders import builders
    from search_app.commands.vectors import begin, watch

    sources = find_files(paths)
    if not sources:
        raise UsageError("no file that can be read", where=" ".join(paths), hint="name a file or folder with reports")
    chosen = settings(engine=engine)
    meter = Meter()
    is_logged = chosen.log != "text"
    if is_logged:
        from search_app.operation.logs import configure

        configure(chosen.log)

    def told(outcome: Outcome) -> None:
        if is_logged and outcome.error is not None:
            say(log, "report_failed", path=outcome.path, kind=type(outcome.error).__name__, why=outcome.error.message)
        else:
            meter.say(line(outcome))
        for note in notes(outcome):
            meter.say(note)
        if as_json:
            click.echo(json.dumps(record(outcome), ensure_ascii=False))

    with at(chosen.engine, chosen.engine_storage) as there:
        known = Given(unit, year or 0)
        plan = Plan(jobs, replace, of_settings(chosen), builders(chosen), known, there.run, told=told, progress=meter.show)
        loading = load(data_folder(chosen, make=True), sources, plan)
    meter.done(summary(loading))
    if as_json:
        click.echo(json.dumps(totals(loading), ensure_ascii=False))
    making = None if no_vectors else begin(chosen)
    if making is not None and not no_wait:
        watch(making, chosen.data, meter)
    click.get_current_context().exit(1 if loading.count(FAILED) else 0)


def line(outcome: Outcome) -> str:
    """What stderr says of a file."""
    if outcome.error is not None:
        return f"failed     {outcome.error}"
    head = outcome.header
    if head is None or outcome.state == "unchanged":
        return f"unchanged  {outcome.path}"
    counts = outcome.counts
    others = "、".join(path for path in sorted(head.files) if path != outcome.path)
    found = f"with {others}: " if others else ""
    found += f"{outcome.facts} facts, {counts.get('Table', 0)} tables, {findings(outcome)}, "
    found += f"{counts.get('Unresolved', 0)} unresolved, {outcome.seconds:.2f} s"
    if outcome.reading is not None:
        found += f", confidence {outcome.reading.confidence:f}"
    return f"{outcome.state:<9}  {outcome.path}: {head.unit} {head.year} {head.type}: {found}"


def findings(outcome: Outcome) -> str:
    """What the checks found: the number of findings, with those that are errors."""
    errors = outcome.findings.get("error", 0)
    return f"{sum(outcome.findings.values())} findings" + (f" ({errors} errors)" if errors else "")


def notes(outcome: Outcome) -> list[str]:
    """The first places of the file that could not be read, a line each; the report's page lists them all."""
    places = [" ".join(filter(None, (u.where, u.printed[:40]))) + f": {u.why}" for u in outcome.unresolved]
    more = [f"and {len(places) - _SHOWN} more (see the report's page)"] if len(places) > _SHOWN else []
    return [f"{'':<9}  - {text}" for text in places[:_SHOWN] + more]


def record(outcome: Outcome) -> dict[str, object]:
    """What `--json` says of a file."""
    found: dict[str, object] = {"path": outcome.path, "state": outcome.state, "seconds": round(outcome.seconds, 3)}
    if outcome.header is not None:
        head, counts = outcome.header, outcome.counts
        found |= {"report": head.report_iri, "unit": head.unit, "year": head.year, "type": head.type, "triples": head.triples}
        if head.annexes:
            found["files"] = sorted(head.files)
        found["findings"] = dict(sorted(outcome.findings.items()))
        found |= {"facts": outcome.facts, "tables": counts.get("Table", 0), "unresolved": counts.get("Unresolved", 0)}
    if outcome.reading is not None:
        found["reading"] = report(outcome, outcome.reading)
    if outcome.unresolved:
        found["unresolved_places"] = [{"where": u.where, "printed": u.printed, "why": u.why} for u in outcome.unresolved]
    if outcome.error is not None:
        error = outcome.error
        found["error"] = {"kind": type(error).__name__, "where": error.where, "message": error.message, "hint": error.hint}
    return found


def report(outcome: Outcome, reading: Reading) -> dict[str, object]:
    """The reading report of a file, as docs/cli.md explains it."""
    return {
        "tables_found": list(reading.tables_found),
        "tables_missing": list(reading.tables_missing),
        "numbers": reading.numbers,
        "numbers_read": reading.numbers_read,
        "doubtful": reading.doubtful,
        "confidence": float(reading.confidence),
        "things": outcome.counts,
        "unresolved": dict(Counter(re.sub(r"\d+", "N", place.why) for place in outcome.unresolved)),
    }


def totals(loading: Loading) -> dict[str, object]:
    """What `--json` says last."""
    from ingest.loading import FAILED, LOADED, REPLACED, UNCHANGED

    counts = {state: loading.count(state) for state in (LOADED, REPLACED, UNCHANGED, FAILED)}
    return {"summary": counts, "release": loading.release, "reports": loading.reports}


def summary(loading: Loading) -> str:
    """What stderr says last."""
    from ingest.loading import FAILED, LOADED, REPLACED, UNCHANGED

    counts = ", ".join(f"{loading.count(state)} {state}" for state in (LOADED, REPLACED, UNCHANGED, FAILED))
    return f"{counts}; " + (f"release {loading.release} with {loading.reports} reports" if loading.release else "no report is loaded")
