"""What is loaded, from the manifest of the release alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg import release
from kg.folder import DataFolder

LIMIT = 12_000


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """One report of the release."""

    report: str
    path: str
    unit: str
    year: int
    type: str
    triples: int
    facts: int


@dataclass(frozen=True, slots=True)
class Status:
    """The release that is served. `facts` counts cells of tables with a number (money or other), `largest` is in triples.

    `waiting`: bundles in the folder that the release does not hold, `over`: reports above the limit of triples.
    """

    release: str
    bundles: int
    waiting: int
    reports: tuple[ReportStatus, ...]
    counts: dict[str, int]
    facts: int
    triples: int
    largest: int
    over: tuple[str, ...]


def status(folder: DataFolder) -> Status:
    """The state of a data folder; raises `ReleaseError` where it has no release."""
    with release.current(folder) as opened:
        manifest = opened.manifest
    reports = tuple(_report(entry) for entry in manifest["reports"])
    held = {entry["body"] for entry in manifest["reports"]}
    bundles = folder.headers()
    return Status(
        release=manifest["id"],
        bundles=len(bundles),
        waiting=sum(header.body not in held for header in bundles),
        reports=reports,
        counts=dict(manifest["counts"]),
        facts=sum(report.facts for report in reports),
        triples=sum(report.triples for report in reports),
        largest=max((report.triples for report in reports), default=0),
        over=tuple(report.report for report in reports if report.triples > LIMIT),
    )


def _report(entry: dict[str, Any]) -> ReportStatus:
    counts: dict[str, int] = entry["counts"]
    facts = counts.get("BudgetFact", 0) + counts.get("QuantityFact", 0)
    return ReportStatus(entry["report"], entry["path"], entry["unit"], entry["year"], entry["type"], entry["triples"], facts)
