"""The ledger of obligations: every outcome of every rule, kept by bundle so that unchanged reports are not checked again."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.checks.catalogue import fingerprint
from kg.checks.engine import Checked
from kg.checks.outcomes import Result
from kg.files import write_cache

FOLDER = "checks"
COLUMNS = (
    "report",
    "rule",
    "outcome",
    "severity",
    "where",
    "stated",
    "expected",
    "difference",
    "tolerance",
    "group",
    "culprit",
    "at",
    "message",
)
_FIELDS = Result._fields[:-1]  # without the claim


def dump(checked: Checked) -> bytes:
    """A report's results as JSON: a list a result, without what is empty at its end; places without the report's IRI."""
    return json.dumps(
        [checked.report, [_packed(r, checked.report) for r in checked.results]], ensure_ascii=False, separators=(",", ":")
    ).encode()


def _packed(result: Result, report: str) -> list[object]:
    *words, difference, tolerance, at, group, culprit, _ = result
    values: list[object] = [*words, None if difference is None else str(difference), None if tolerance is None else str(tolerance)]
    values.append([place.removeprefix(report) for place in at])
    if group or culprit:
        values += (group, culprit.removeprefix(report))
    while not values[-1]:  # the first is the rule
        values.pop()
    return values


def parse(data: bytes) -> Checked:
    """The results that `dump` wrote. Raises ValueError where they are something else."""
    report, packed, *_ = json.loads(data)
    return Checked(report, tuple(_unpacked(values, report) for values in packed))


def _unpacked(values: list[object], report: str) -> Result:
    held = dict(zip(_FIELDS, values, strict=False))
    for name in ("difference", "tolerance"):
        if held.get(name) is not None:
            held[name] = Decimal(str(held[name]))
    places = held.get("at")
    held["at"] = tuple(_full(str(place), report) or report for place in places) if isinstance(places, list) else ()
    held["culprit"] = _full(str(held.get("culprit", "")), report)
    return Result(**held)  # type: ignore[arg-type]


def _full(place: str, report: str) -> str:
    return report + place if place.startswith("#") else place


def kept(checked: Checked) -> bytes:
    """What the archive keeps of a report: its rows of the ledger, then its results and the checksum of the rows as a last line."""
    lines = rows(checked.report, checked.results)
    return lines + dump(checked)[:-1] + b",%d]" % zlib.crc32(lines)


@dataclass(frozen=True, slots=True)
class Kept:
    """What `kept` gave. Raises ValueError where it is damaged."""

    rows: bytes
    results: bytes

    @classmethod
    def of(cls, data: bytes) -> Kept:
        """The two parts of it."""
        end = data.rfind(b"\n") + 1
        found = cls(data[:end], data[end:])
        if not found.results.endswith(b",%d]" % zlib.crc32(found.rows)):
            raise ValueError("the rows are not those of the results")
        return found


class Archive:
    """What is known of a data folder's bundles, `checks/<hash of the bundle>-<fingerprint of the rules>`: a cache, safe to delete."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, bundle_hash: str) -> Path:
        return self._folder / f"{bundle_hash}-{fingerprint()}.json"

    def get(self, bundle_hash: str) -> Kept | None:
        """What is kept of the bundle with that hash, by the rules of now; None where it is not there or damaged."""
        try:
            return Kept.of(self._path(bundle_hash).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, bundle_hash: str, data: bytes) -> None:
        """Keep what `kept` gave."""
        write_cache(self._path(bundle_hash), data)

    def keep(self, bundle_hashes: Iterable[str]) -> None:
        """Remove the results of other bundles and of other rules."""
        wanted = {self._path(name).name for name in bundle_hashes}
        for path in self._folder.glob("*.json"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)


def table(checked: Iterable[Checked]) -> bytes:
    """The ledger as CSV (UTF-8, header), one row an obligation."""
    return HEADER + b"".join(rows(one.report, one.results) for one in checked)


def rows(report: str, results: Iterable[Result]) -> bytes:
    """The rows of a report without the header."""
    return "".join([_line(_row(report, result)) for result in results]).encode()


def _row(report: str, r: Result) -> list[str]:
    difference = "" if r.difference is None else format(r.difference, "f")
    tolerance = "" if r.tolerance is None else format(r.tolerance, "f")
    place = r.at[0].removeprefix(report) if r.at else ""
    culprit = r.culprit.removeprefix(report)
    return [report, r.rule, r.outcome, r.severity, r.where, r.stated, r.expected, difference, tolerance, r.group, culprit, place, r.message]


def _line(row: Sequence[str]) -> str:
    """The row as `csv` writes it, which looks at every character: nearly all rows have nothing to quote."""
    line = ",".join(row)
    if line.count(",") < len(row) and '"' not in line and "\n" not in line and "\r" not in line:
        return f"{line}\n"
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()


HEADER = _line(COLUMNS).encode()
"""The first line of the ledger."""
