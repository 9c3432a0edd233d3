"""What noise does to the facts of the sample reports: `python -m tests.noise [ARTEFACT…]` prints a line an artefact.

Columns: facts kept, lost with a note of the place, lost in silence, wrong. With names of artefacts their lost facts are listed.
"""

from __future__ import annotations

import sys

from tests.noise.catalogue import ARTEFACTS, REPORTS, read
from tests.noise.composed import composed
from tests.noise.narrative import LOOSE, NARRATIVE
from tests.noise.outcome import Outcome
from tests.noise.told import outcome, without_tables
from tests.noise.told import read as read_text


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")


def _told() -> Outcome:
    """What noise in the narrative does, for each artefact over all reports; the sum."""
    texts = {report: without_tables(composed(*report)) for report in REPORTS}
    clean = {report: read_text(text) for report, text in texts.items()}
    total = Outcome(0, 0, 0, 0)
    for name in (name for name in NARRATIVE if not sys.argv[1:] or any(word in name for word in sys.argv[1:])):
        found = [outcome(clean[report], read_text(NARRATIVE[name](text)), name not in LOOSE) for report, text in texts.items()]
        one = sum(found, Outcome(0, 0, 0, 0))
        total += one
        if one.silent or one.wrong or sys.argv[1:]:
            _line(f"{name:49} {one.kept:6} {one.noted:6} {one.silent:6} {one.wrong:6}")
        for line in one.examples[:8] if sys.argv[1:] else ():
            _line(f"      {line}")
    return total


def main() -> int:
    """Print the table; 1 where a fact is wrong."""
    chosen = [name for name in ARTEFACTS if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    total = Outcome(0, 0, 0, 0)
    _line(f"{'artefact':34} {'report':8} {'kept':>6} {'noted':>6} {'silent':>6} {'wrong':>6}")
    for name in chosen:
        for report, style in REPORTS:
            found = read(ARTEFACTS[name](composed(report, style)))
            one = sum(found.values(), Outcome(0, 0, 0, 0))
            total += one
            if one.noted or one.silent or one.wrong or sys.argv[1:]:
                by_kind = ", ".join(f"{k} {o.noted}/{o.silent}/{o.wrong}" for k, o in found.items() if o.noted or o.silent or o.wrong)
                _line(f"{name:34} {report + ' ' + style:14} {one.kept:6} {one.noted:6} {one.silent:6} {one.wrong:6}  {by_kind}")
            for line in one.examples[:8] if sys.argv[1:] else ():
                _line(f"      {line}")
    total += _told()
    _line(f"{'all':49} {total.kept:6} {total.noted:6} {total.silent:6} {total.wrong:6}")
    return 1 if total.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
