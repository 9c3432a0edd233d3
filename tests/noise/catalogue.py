"""All artefacts by name, and the reports that they are tried on."""

from __future__ import annotations

from ingest.formats.text import read_text
from ingest.pipeline import facts
from tests.noise.captions import CAPTIONS
from tests.noise.composed import Composed
from tests.noise.evaluations import EVALUATIONS
from tests.noise.forms import FORMS, Artefact
from tests.noise.lines import LINES
from tests.noise.marks import MARKS
from tests.noise.outcome import Outcome, outcomes

ARTEFACTS: dict[str, Artefact] = {**FORMS, **CAPTIONS, **LINES, **EVALUATIONS, **MARKS}
REPORTS = (("s01", ""), ("s02", ""), ("s03", ""), ("s09", ""), ("s08", "tabbed"))


def read(report: Composed) -> dict[str, Outcome]:
    """The outcome of each kind of fact of a report as it is after its artefacts."""
    return outcomes(report.gold, facts(read_text(report.text, f"{report.name}.txt"), "0" * 64))
