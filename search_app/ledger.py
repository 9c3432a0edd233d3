"""The ledger of a release's checks: every finding, and how often each rule had each outcome."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.checks.outcomes import EXECUTION_ERROR, FAILED, PARSE_ERROR, Result
from kg.checks.whole import LEDGER
from search_app import sql
from search_app.aggregates import JUDGED
from search_app.shelf import Reading

_FINDINGS = frozenset({FAILED, PARSE_ERROR, EXECUTION_ERROR})


@dataclass(frozen=True, slots=True)
class Ledger:
    """`findings` by report IRI in the order of the catalogue; `outcomes` counts obligations by rule and outcome."""

    findings: Mapping[str, tuple[Result, ...]]
    outcomes: Mapping[tuple[str, str], int]

    def of_rule(self, rule: str) -> dict[str, int]:
        """The outcomes of one rule with their counts."""
        return {outcome: count for (name, outcome), count in self.outcomes.items() if name == rule}

    @property
    def total(self) -> Counter[str]:
        """All obligations by outcome."""
        found: Counter[str] = Counter()
        for (_, outcome), count in self.outcomes.items():
            found[outcome] += count
        return found


def ledger(reading: Reading) -> Ledger:
    """The ledger of the release, read once; empty where the release was made without checks."""
    found = reading.memory.get("checks")
    if not isinstance(found, Ledger):
        is_packed = JUDGED in reading.tables.names  # not in releases that an older version made
        found = packed(sql.rows(reading, "ledger")) if is_packed else read(reading.release.directory / LEDGER)
        reading.memory["checks"] = found
    return found


def packed(rows: Iterable[Mapping[str, Any]]) -> Ledger:
    """The ledger of the rows of `sql/judged.sql`."""
    findings: dict[str, list[Result]] = defaultdict(list)
    outcomes: Counter[tuple[str, str]] = Counter()
    for row in rows:
        outcomes[row["rule"], row["outcome"]] += row["obligations"]
        if row["outcome"] in _FINDINGS:
            findings[row["report"]].append(_result({name: value or "" for name, value in row.items()}))
    return _ledger(findings, outcomes)


def read(path: Path) -> Ledger:
    """The ledger in that file; empty where there is none."""
    findings: dict[str, list[Result]] = defaultdict(list)
    outcomes: Counter[tuple[str, str]] = Counter()
    if path.exists():
        with path.open(encoding="utf-8", newline="") as opened:
            rows = csv.reader(opened)
            header = next(rows)
            rule, outcome = header.index("rule"), header.index("outcome")
            for cells in rows:
                outcomes[cells[rule], cells[outcome]] += 1
                if cells[outcome] in _FINDINGS:  # a hundredth of the rows
                    row = dict(zip(header, cells, strict=True))
                    findings[row["report"]].append(_result(row))
    return _ledger(findings, outcomes)


def _ledger(findings: Mapping[str, list[Result]], outcomes: Mapping[tuple[str, str], int]) -> Ledger:
    return Ledger({report: tuple(found) for report, found in findings.items()}, dict(outcomes))


def _result(row: Mapping[str, str]) -> Result:
    report = row["report"]
    return Result(
        rule=row["rule"],
        outcome=row["outcome"],
        where=row["where"],
        severity=row["severity"],
        stated=row["stated"],
        expected=row["expected"],
        message=row["message"],
        difference=Decimal(row["difference"]) if row["difference"] else None,
        tolerance=Decimal(row["tolerance"]) if row["tolerance"] else None,
        at=tuple(_full(place, report) for place in row["at"].split()),
        group=row["group"],
        culprit=_full(row["culprit"], report),
    )


def _full(place: str, report: str) -> str:
    return report + place if place.startswith("#") else place
