"""What the pages ask of the tables of a release: `python -m benchmarks.aggregates FOLDER…`, data folders of different sizes.

Every statement of `search_app/sql` is asked as its page asks it, about reports, units and subjects that lie apart; printed is the
processor time (p50 in ms) and how much it grows from the smallest folder to the largest. The goal holds for the largest.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.rows import Row, as_markdown
from kg import release
from kg.columnar.reader import Parameter
from kg.folder import DataFolder
from search_app import sql
from search_app.holdings import Holding, Holdings, holdings
from search_app.pages.region import COLUMNS, UNITS_A_PAGE
from search_app.pages.subject import UNITS_A_PAGE as USERS_A_PAGE
from search_app.shelf import Reading

GOAL = "≤ 50"
_TURNS = 30

Asked = list[list[Parameter]]


def measure(folders: Sequence[Path], turns: int = _TURNS) -> list[Row]:
    """The rows of all statements and folders."""
    with ExitStack() as stack:
        held = sorted((_open(folder, stack) for folder in folders), key=lambda reading: len(holdings(reading).reports))
        return [row for name, questions in QUESTIONS.items() for row in _measured(name, questions, held, turns)]


def _open(folder: Path, stack: ExitStack) -> Reading:
    reading = Reading(release.current(DataFolder(folder)))
    stack.callback(reading.close)
    return reading


def _measured(name: str, questions: Callable[[Reading], Asked], held: Sequence[Reading], turns: int) -> Iterator[Row]:
    asked = [(reading, cycle(questions(reading))) for reading in held]
    times: dict[str, list[float]] = {reading.id: [] for reading in held}
    for turn in range(turns + 1):
        for reading, parameters in asked:
            given = next(parameters)
            start = process_time()
            sql.rows(reading, name.partition(",")[0], *given)
            if turn:
                times[reading.id].append(1000 * (process_time() - start))
    p50 = [median(times[reading.id]) for reading in held]
    for reading, ms in zip(held, p50, strict=True):
        yield Row(f"page: {name}", "ms", ms, reports=len(holdings(reading).reports), goal=GOAL)
    if len(held) > 1:
        reports = [len(holdings(reading).reports) for reading in (held[0], held[-1])]
        yield Row(f"page: {name}, growth", "ms", p50[-1], p50[0], reports=reports[1], note=f"{reports[1]} reports against {reports[0]}")


def _units(reading: Reading) -> Asked:
    return [[[report.file_path for report in unit.reports]] for unit in holdings(reading).units]


def _reports(reading: Reading) -> Asked:
    return [[report.file_path] for report in _apart(holdings(reading))]


def _places(reading: Reading) -> Asked:
    """The units of a page of a place, in one year."""
    held = holdings(reading)
    regions = {unit.region: [one for one in held.units if one.region == unit.region][:UNITS_A_PAGE] for unit in held.units}
    return [
        [[report.file_path for unit in units for report in unit.in_year(held.years[-1])] or [""], list(COLUMNS)]
        for units in regions.values()
    ]


def _subjects(reading: Reading) -> Asked:
    """The subjects that most reports print."""
    rows = reading.tables.rows("SELECT scheme, code FROM users GROUP BY ALL ORDER BY count(*) DESC, scheme, code LIMIT 10")
    return [[row["scheme"], row["code"]] for row in rows]


def _apart(held: Holdings) -> list[Holding]:
    return list(held.reports[:: max(1, len(held.reports) // _TURNS)])


QUESTIONS: dict[str, Callable[[Reading], Asked]] = {
    "totals_of, a unit": lambda reading: [[*given, []] for given in _units(reading)],
    "totals_of, a place": _places,
    "report_money": _reports,
    "findings": _units,
    "scopes": _units,
    "subject_uses": lambda reading: [[*given, 0, USERS_A_PAGE] for given in _subjects(reading)],
    "subject_units": _subjects,
    "subjects": _subjects,
    "finding_counts": lambda _: [[]],
}


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    rows = measure(parser.parse_args(arguments).folders)
    sys.stdout.write(as_markdown(rows))
    return 1 if any(row.passed is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
