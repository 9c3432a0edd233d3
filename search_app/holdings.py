"""What a release holds: its reports by unit and year, from the manifest alone."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from search_app.addresses import page_of, path_of
from search_app.shelf import Reading

# One character a report type in the coverage grid.
MARKS = {"部门决算": "决", "单位决算": "单", "绩效自评报告": "评"}


@dataclass(frozen=True, slots=True)
class Holding:
    """A report of the release."""

    iri: str
    href: str
    unit: str
    unit_href: str
    year: int
    type: str
    file_path: str
    facts: int

    @property
    def mark(self) -> str:
        """决, 单 or 评."""
        return MARKS.get(self.type, self.type[:1])


def annex_name(path: str, report: Holding | None) -> str:
    """The name of the file at `path` where it is an annex (附表) of `report`; "" for the report's own file."""
    return path.rpartition("/")[2] if report is not None and path != report.file_path else ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its reports."""

    name: str
    href: str
    region: str
    reports: tuple[Holding, ...]

    def in_year(self, year: int) -> tuple[Holding, ...]:
        """The unit's reports of that year, 决算 first."""
        return tuple(report for report in self.reports if report.year == year)

    @property
    def years(self) -> list[int]:
        """The years with a report."""
        return sorted({report.year for report in self.reports})


class Holdings:
    """All reports of a release."""

    def __init__(self, reading: Reading) -> None:
        manifest = reading.release.manifest
        self.base: str = manifest["base_iri"]
        self.counts: dict[str, int] = dict(manifest["counts"])
        self.gone = frozenset(manifest["gone"])
        found = [self._holding(entry) for entry in manifest["reports"]]
        self.reports = tuple(sorted(found, key=lambda r: (r.unit_href, r.year, list(MARKS).index(r.type) if r.type in MARKS else 9)))

    def _holding(self, entry: dict[str, object]) -> Holding:
        iri = str(entry["report"])
        segments = (path_of(iri, self.base) or "").split("/")
        counts = entry["counts"]
        facts = sum(counts.get(kind, 0) for kind in ("BudgetFact", "QuantityFact")) if isinstance(counts, dict) else 0
        unit_href = "/unit/" + "/".join(segments[1:3])
        return Holding(
            iri,
            page_of(iri, self.base),
            str(entry["unit"]),
            unit_href,
            int(str(entry["year"])),
            str(entry["type"]),
            str(entry["path"]),
            facts,
        )

    @cached_property
    def units(self) -> tuple[UnitRow, ...]:
        """The units by place and name."""
        by_unit: dict[str, list[Holding]] = {}
        for report in self.reports:
            by_unit.setdefault(report.unit_href, []).append(report)
        return tuple(UnitRow(rs[0].unit, href, href.split("/")[2], tuple(rs)) for href, rs in sorted(by_unit.items()))

    @cached_property
    def by_file(self) -> dict[str, Holding]:
        """The reports by the paths of their files."""
        return {report.file_path: report for report in self.reports}

    @cached_property
    def by_iri(self) -> dict[str, Holding]:
        """The reports by their IRIs."""
        return {report.iri: report for report in self.reports}

    @cached_property
    def years(self) -> list[int]:
        """Every year from the first to the last report, with the ones between that have none."""
        found = [report.year for report in self.reports]
        return list(range(min(found), max(found) + 1)) if found else []

    @property
    def facts(self) -> int:
        """Cells with a number, all of them linked to their place."""
        return sum(report.facts for report in self.reports)

    def unit(self, href: str) -> UnitRow | None:
        """The unit at that address."""
        return self._by_href.get(href)

    @cached_property
    def _by_href(self) -> dict[str, UnitRow]:
        return {row.href: row for row in self.units}

    def nearest(self, name: str, count: int = 3) -> list[UnitRow]:
        """The units whose names are most like `name`, best first."""
        scored = [(SequenceMatcher(None, name, row.name).ratio(), row) for row in self.units]
        likely = sorted((entry for entry in scored if entry[0] > 0.3), key=lambda entry: (-entry[0], entry[1].href))
        return [row for _, row in likely[:count]]


def holdings(reading: Reading) -> Holdings:
    """The holdings of the release, worked out once."""
    found = reading.memory.get("holdings")
    if not isinstance(found, Holdings):
        found = reading.memory["holdings"] = Holdings(reading)
    return found
