"""Findings of files and releases, in the form in which commands and pages hand them on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.checks.engine import Checked
from kg.checks.outcomes import FAILED, Result
from kg.checks.whole import LEDGER
from kg.errors import ReportError

# Those of findings.csv.
COLUMNS = ("report", "rule", "severity", "outcome", "where", "stated", "expected", "message", "group", "source")


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What the checks say of one file, or why it could not be checked. `outcomes` counts all obligations.

    Of a report in several files, `path` is the one with the narrative, `annexes` are the others.
    """

    path: str
    report: str = ""
    findings: tuple[Result, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)
    error: ReportError | None = None
    annexes: tuple[str, ...] = ()


def of_file(path: str, checked: Checked, annexes: tuple[str, ...] = ()) -> FileFindings:
    """The findings of a file by its results."""
    return FileFindings(path, checked.report, checked.findings, Counter(r.outcome for r in checked.results), annexes=annexes)


def of_release(directory: Path, manifest: Mapping[str, Any]) -> list[FileFindings]:
    """The findings of a release, from its ledger, report by report in the order of the manifest."""
    with (directory / LEDGER).open(encoding="utf-8", newline="") as opened:
        by_report: dict[str, list[Result]] = {}
        for row in csv.DictReader(opened):
            by_report.setdefault(row["report"], []).append(_result(row))
    return [of_file(entry["path"], Checked(entry["report"], tuple(by_report.get(entry["report"], ())))) for entry in manifest["reports"]]


def _result(row: Mapping[str, str]) -> Result:
    places = tuple(row["report"] + place if place.startswith("#") else place for place in row["at"].split())
    texts = (row["where"], row["severity"], row["stated"], row["expected"], row["message"])
    return Result(row["rule"], row["outcome"], *texts, at=places, group=row["group"])


def table(found: Sequence[FileFindings]) -> list[list[str]]:
    """Rows in the columns of findings.csv; `source` is the first place a finding concerns."""
    return [
        [one.path, r.rule, r.severity, r.outcome, r.where, r.stated, r.expected, r.message, r.group, r.at[0] if r.at else one.report]
        for one in found
        for r in one.findings
    ]


def marks(checked: Checked) -> dict[str, list[Result]]:
    """Findings by the place they concern (a cell, a figure, a passage, a row), for marks beside the text and in tables."""
    found: dict[str, list[Result]] = {}
    for result in checked.findings:
        for place in result.at if result.outcome == FAILED else ():
            found.setdefault(place, []).append(result)
    return found


def workbook(found: Sequence[FileFindings]) -> bytes:
    """The findings as an Excel workbook, one sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=False)
    sheet = book.create_sheet("勾稽发现", 0)
    del book["Sheet"]
    sheet.append(["文件", "规则", "程度", "结果", "位置", "原文数", "应为", "说明", "同因组", "出处"])
    for row in table(found):
        sheet.append([value if not value.startswith(("=", "+", "-", "@")) else f"'{value}" for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFGHIJ", (28, 18, 8, 12, 40, 24, 24, 80, 8, 40), strict=True):
        sheet.column_dimensions[column].width = width
        for cell in sheet[column]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
