"""`juesuan check PATH… | --all`: the 勾稽 checks, of files that need not be in the data, or of the release."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings

if TYPE_CHECKING:
    from kg.checks.outcomes import Result
    from search_app.findings import FileFindings

ERRORS = 1
UNCHECKED = 3


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Check the reports of the release.")
@click.option("--rules", is_flag=True, help="Print the catalogue of rules.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--csv", "as_csv", is_flag=True, help="The findings as CSV on stdout.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Write the findings to this workbook.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read files.")
@data_option
def command(paths: tuple[str, ...], everything: bool, rules: bool, as_json: bool, as_csv: bool, xlsx: Path | None, jobs: int) -> None:
    """Check reports: sums, tables with each other, text with tables, self-evaluations.

    PATH is a file, a folder or a glob; nothing of it is stored. Text and tables of one report in two files are checked as one.
    Exit status: 0 no error, 1 error findings, 2 wrong call, 3 a file could not be checked.
    """
    if rules:
        click.echo(catalogue(as_json), nl=False)
        return
    if bool(paths) == everything:
        raise UsageError("name files to check, or --all for the release", hint="juesuan check report.docx")
    found = _of_release() if everything else _of_files(paths, jobs)
    if xlsx is not None:
        from search_app.findings import workbook

        xlsx.write_bytes(workbook(found))
    click.echo(as_document(found) if as_json else as_table(found) if as_csv else as_text(found), nl=False)
    for one in found:
        if one.error is not None:
            click.echo(f"juesuan: {one.error}", err=True)
    click.get_current_context().exit(status(found))


def _of_files(paths: tuple[str, ...], jobs: int) -> list[FileFindings]:
    from ingest.limits import of_settings
    from ingest.sources import find_files
    from search_app.checking import check_files

    chosen = settings()
    sources = find_files(paths)
    if not sources:
        raise UsageError("no file that can be read", where=" ".join(paths), hint="name a file or folder with reports")
    return check_files(sources, of_settings(chosen), jobs, chosen.base_iri)


def _of_release() -> list[FileFindings]:
    from kg import release
    from search_app.findings import of_release

    with release.current(data_folder(settings())) as current:
        return of_release(current.directory, current.manifest)


def status(found: list[FileFindings]) -> int:
    """The exit status of the contract."""
    if any(one.error is not None for one in found):
        return UNCHECKED
    return ERRORS if any(r.severity == "error" and r.outcome == "failed" for one in found for r in one.findings) else 0


def as_text(found: list[FileFindings]) -> str:
    """The findings for a terminal: the errors of each file, then warnings, then hints; counts last."""
    lines: list[str] = []
    order = {"error": 0, "warning": 1, "info": 2}
    names = {"error": "错误", "warning": "疑点", "info": "提示"}
    for one in found:
        counts = Counter(result.severity for result in one.findings)
        said = "、".join(f"{names[level]}{counts[level]}" for level in order if counts[level]) or "未发现问题"
        name = "、".join((one.path, *one.annexes))
        lines.append(f"{name}：{'未能检查' if one.error else said}")
        for result in sorted(one.findings, key=lambda r: order.get(r.severity, 3)):
            lines.append(f"  [{names.get(result.severity, '')}] {result.message}（规则 {result.rule}{_group(result)}）")
    return "\n".join(lines) + "\n"


def _group(result: Result) -> str:
    return f"，同因 {result.group}" if result.group else ""


def as_table(found: list[FileFindings]) -> str:
    """The findings as CSV, in the columns of findings.csv."""
    from search_app.findings import COLUMNS, table

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(table(found))
    return out.getvalue()


def as_document(found: list[FileFindings]) -> str:
    """Files with their counts and findings as JSON."""
    from search_app.findings import COLUMNS, table

    files = []
    for one in found:
        entry: dict[str, object] = {"path": one.path, "report": one.report, "outcomes": dict(sorted(one.outcomes.items()))}
        if one.annexes:
            entry["annexes"] = list(one.annexes)
        if one.error is not None:
            entry["error"] = {"message": one.error.message, "where": one.error.where, "hint": one.error.hint}
        entry["findings"] = [dict(zip(COLUMNS, row, strict=True)) for row in table([one])]
        files.append(entry)
    return json.dumps({"files": files}, ensure_ascii=False, indent=1 if sys.stdout.isatty() else None) + "\n"


def catalogue(as_json: bool) -> str:
    """The rules: id, severity, title and identity, by family."""
    from kg.checks.catalogue import rules

    if as_json:
        names = ("id", "title", "family", "identity", "severity", "tolerance", "source")
        return json.dumps([{name: getattr(rule, name) for name in names} for rule in rules()], ensure_ascii=False) + "\n"
    lines: list[str] = []
    family = ""
    for rule in rules():
        if rule.family != family:
            family = rule.family
            lines.append(f"\n{family}" if lines else family)
        lines.append(f"  {rule.id:<22} {rule.severity:<8} {rule.title}：{rule.identity}")
    return "\n".join(lines) + "\n"
