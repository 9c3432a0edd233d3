"""The made-up corpus: the same bytes each time, sums that hold, units over years, the share of planted faults."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from benchmarks.corpus import corpus, write
from tests.samples.accounts import books
from tests.samples.render import Sample


def made(reports: int, faults: float = 0.0) -> list[Sample]:
    return list(corpus(reports, seed=1, faults=faults))


def test_same_numbers_same_reports() -> None:
    assert [s.text for s in made(6)] == [s.text for s in made(12)][:6]


def test_each_report_is_of_another_unit_or_year() -> None:
    assert len({(s.spec.unit, s.spec.year) for s in made(60)}) == 60


def test_a_year_opens_with_what_the_year_before_left() -> None:
    samples = made(60)
    following = [(a, b) for a, b in pairwise(samples) if a.spec.unit == b.spec.unit]
    assert following
    for before, after in following:
        assert books(before.spec).balance("closing") == books(after.spec).balance("opening")


def test_a_planted_fault_is_printed_and_named_in_the_gold() -> None:
    faulty = [s for s in made(20, faults=1.0) if any(r["k"] == "discrepancy" for r in s.gold)]
    assert len(faulty) > 5
    for sample in faulty:
        fault = next(r for r in sample.gold if r["k"] == "discrepancy")
        assert str(fault["stated"]) in sample.text


def test_units_publish_in_the_formats_asked_for(tmp_path: Path) -> None:
    write(tmp_path, 4, seed=1, faults=1.0, formats={"html": 1})
    write(tmp_path, 4, seed=1, faults=1.0, formats={"xlsx": 1})
    files = sorted((tmp_path / "reports").iterdir())
    assert Counter(path.suffix for path in files) == {".html": 4, ".xlsx": 4, ".docx": 4}
    for sample, page in zip(made(4, faults=1.0), (path for path in files if path.suffix == ".html"), strict=True):
        assert all(str(record["stated"]) in page.read_text() for record in sample.gold if record["k"] == "discrepancy")
