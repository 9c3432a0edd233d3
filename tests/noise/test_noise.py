"""Facts survive noise, or their loss is reported with its place: never a wrong number in silence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.noise.captions import CAPTIONS
from tests.noise.catalogue import ARTEFACTS, REPORTS, read
from tests.noise.composed import composed
from tests.noise.evaluations import EVALUATIONS
from tests.noise.forms import FORMS
from tests.noise.lines import LINES
from tests.noise.marks import MARKS
from tests.noise.outcome import Outcome, kind_of

NOTHING = Outcome(0, 0, 0, 0)
# Rows that lack blank cells say less: most values of such rows are unresolved. All others keep every fact.
LOSSY = tuple(name for name in LINES if "dropped" in name or "to the right" in name) + ("caption: title lost",)


@pytest.mark.parametrize("name", ARTEFACTS)
def test_each_artefact(name: str) -> None:
    """One report an artefact (all of them: `python -m tests.noise`)."""
    report, style = REPORTS[list(ARTEFACTS).index(name) % len(REPORTS)]
    total = sum(read(ARTEFACTS[name](composed(report, style))).values(), NOTHING)
    assert (total.wrong, total.silent) == (0, 0), "\n".join(total.examples[:20])
    assert total.kept >= 0.7 * (total.kept + total.noted)
    assert name in LOSSY or not total.noted, "\n".join(total.examples[:20])


def _one_of(*names: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *names])


_COMBINED = st.tuples(
    st.sampled_from(REPORTS),
    _one_of(*(name for name in FORMS if name.startswith(("codes", "rows", "sides")))),
    _one_of(*(name for name in FORMS if name.startswith(("money", "nothing")))),
    _one_of(*(name for name in CAPTIONS if name.startswith(("order", "contents")))),
    _one_of(*(name for name in MARKS if name.startswith(("digits", "width", "blanks", "latex", "bold", "percent")))),
    _one_of(*EVALUATIONS),
    _one_of(*(name for name in (*CAPTIONS, *LINES) if name.startswith(("twice", "row", "text")) and name not in LOSSY)),
    # the last ones take the captions off, so that nothing after them knows a statement by its number
    _one_of(*(name for name in CAPTIONS if name.startswith(("caption", "page", "touching")) and name not in LOSSY)),
    _one_of(*(name for name in MARKS if name.startswith("pages"))),
)


@settings(max_examples=60, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(_COMBINED)
def test_artefacts_together(chosen: tuple[Any, ...]) -> None:
    """Several artefacts in one report: no number is wrong, none is lost without a note."""
    (report, style), *names = chosen
    noisy = composed(report, style)
    for name in filter(None, names):
        noisy = ARTEFACTS[name](noisy)
    total = sum(read(noisy).values(), NOTHING)
    assert (total.wrong, total.silent) == (0, 0), f"{names}\n" + "\n".join(total.examples[:20])


def test_the_outcome_sees_a_wrong_number_and_a_lost_one() -> None:
    """The measure itself: a cell printed otherwise is one silent loss and one wrong fact."""
    report = composed("s01")
    table = next(t for t in report.tables if kind_of(t.title) == "expenditure")
    text = report.text
    printed = next(cell.text for row in table.rows for cell in row if cell.record and len(cell.text) > 5 and text.count(cell.text) < 30)
    total = sum(read(report.with_tables(lambda t: [t])).values(), NOTHING)
    assert (total.noted, total.silent, total.wrong) == (0, 0, 0)

    class Other(type(report)):  # type: ignore[misc]
        @property
        def text(self) -> str:
            return text.replace(f" {printed} ", " 7654.31 ", 1)

    wrong = sum(read(Other(report.name, report.style, report.blocks, report.told)).values(), NOTHING)
    assert (wrong.silent, wrong.wrong) == (1, 1)
