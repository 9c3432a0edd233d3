"""What became of what the narrative states, after noise: compared with the reading of the report without it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from ingest.formats.text import read_text
from ingest.pipeline import facts
from kg.amounts import Quantity, fold
from kg.facts import ReportFacts
from tests.noise.composed import Composed
from tests.noise.outcome import Outcome
from tests.samples.scribe import Text

Key = tuple[str, ...]
_MARKS = re.compile(r"[^\w]")


def read(report: Composed) -> ReportFacts:
    """The facts of the report as it is after its artefacts."""
    return facts(read_text(report.text, f"{report.name}.txt"), "0" * 64)


def outcome(clean: ReportFacts, noisy: ReportFacts, with_measures: bool = True) -> Outcome:
    """What was kept, lost and is wrong of the figures, budget lines, headcounts and duties.

    Without `with_measures` numbers alone are compared: what they measure is told by headings, too.
    """
    wanted, found = _told(clean, with_measures), _told(noisy, with_measures)
    lost, wrong = wanted - found, found - wanted
    if not with_measures:  # a sentence that is printed twice states its figures once, as long as both printings are alike
        lost, wrong = Counter(wanted.keys() - found.keys()), Counter(found.keys() - wanted.keys())
    lines = [f"- {' | '.join(key)}" for key in lost] + [f"+ {' | '.join(key)}" for key in wrong]
    return Outcome((wanted & found).total(), 0, lost.total(), wrong.total(), tuple(lines))


def without_tables(report: Composed) -> Composed:
    """The report's text alone."""
    return replace(report, blocks=tuple(block for block in report.blocks if isinstance(block, Text)))


def _told(found: ReportFacts, with_measures: bool) -> Counter[Key]:
    keys: list[Key] = [
        ("figure", one.measure if with_measures else "", _number(one.quantity), one.quantity.qualifier) for one in found.figures
    ]
    for line in found.budget_lines:
        keys.append(("line", fold(line.path[-1]), *(_number(q) for q in (line.initial_budget, line.final, line.rate))))
    keys += [("headcount", one.what, _number(one.quantity)) for one in found.headcounts]
    keys += [("duty", _MARKS.sub("", fold(one.text))) for one in found.duties]
    return Counter(keys)


def _number(quantity: Quantity | None) -> str:
    """The number in 元 or its own unit."""
    if quantity is None:
        return ""
    number, unit = (quantity.number, fold(quantity.unit)) if quantity.yuan is None else (quantity.yuan, "元")
    return f"{Decimal(number).normalize():f}{unit}"
