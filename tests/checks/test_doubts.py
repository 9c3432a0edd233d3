"""A rule that fails at most rows of a table doubts the reading of the table."""

from __future__ import annotations

from kg.checks.catalogue import by_id
from kg.checks.doubts import systematic
from kg.checks.outcomes import ERROR, FAILED, PASSED, WARNING, Result


def rows(rule: str, failed: int, passed: int) -> list[Result]:
    """So many rows of one table."""
    bad = [Result(rule, FAILED, "某行", ERROR, message="不符。", at=(f"r#t02r{n}c3",)) for n in range(failed)]
    return bad + [Result(rule, PASSED, "某行", at=(f"r#t02r{n}c3",)) for n in range(failed, failed + passed)]


def severities(rule: str, failed: int, passed: int) -> set[str]:
    return {r.severity for r in systematic(by_id()[rule], rows(rule, failed, passed)) if r.outcome == FAILED}


def test_most_rows_of_a_table() -> None:
    assert severities("t02-row", 5, 2) == {WARNING}
    assert severities("t02-row", 2, 0) == {ERROR}
    assert severities("t02-row", 3, 9) == {ERROR}


def test_wording_may_be_wrong_everywhere() -> None:
    assert severities("line-zero", 9, 0) == {ERROR}
