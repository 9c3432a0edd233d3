"""What the narrative states survives noise: the same numbers, of the same measure, and no other."""

from __future__ import annotations

from functools import reduce

import pytest

from kg.facts import ReportFacts
from tests.noise.composed import Composed, composed
from tests.noise.narrative import LOOSE, NARRATIVE
from tests.noise.told import outcome, read, without_tables


@pytest.fixture(scope="module")
def text() -> Composed:
    """The text of a sample that parts thousands (all samples: `python -m tests.noise told`)."""
    return without_tables(composed("s03"))


@pytest.fixture(scope="module")
def clean(text: Composed) -> ReportFacts:
    """Its facts without noise."""
    return read(text)


@pytest.mark.parametrize("name", NARRATIVE)
def test_each_artefact(name: str, text: Composed, clean: ReportFacts) -> None:
    """Nothing is lost, and nothing else is stated."""
    noisy = NARRATIVE[name](text)
    assert noisy.text != text.text
    total = outcome(clean, read(noisy), with_measures=name not in LOOSE)
    assert total.kept > 100 and (total.silent, total.wrong) == (0, 0), "\n".join(total.examples[:20])


@pytest.mark.parametrize(
    "names", [("told: wrapped at 40", "told: last digit apart"), ("told: every second amount in 元", "told: full width")]
)
def test_artefacts_together(names: tuple[str, str], text: Composed, clean: ReportFacts) -> None:
    """Two artefacts in one report."""
    total = outcome(clean, read(reduce(lambda report, name: NARRATIVE[name](report), names, text)))
    assert (total.silent, total.wrong) == (0, 0), "\n".join(total.examples[:20])
