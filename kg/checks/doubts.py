"""Failures that may be the reader's: most rows of a table fail one rule, or a place beside them could not be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.checks.catalogue import Rule
from kg.checks.outcomes import ERROR, FAILED, PASSED, WARNING, Result

_TABLE = re.compile(r"#t(\d+)")
_FAMILIES = ("表内", "绩效自评")
_MANY = 3  # rows, or evaluations, that fail together
_NOTE = "（此规则在本表多数行不符，可能是表式特殊或栏目识别有误，请先核对表头）"


def systematic(rule: Rule, results: Sequence[Result]) -> list[Result]:
    """Errors of a rule that fails at most places of a table are warnings: a report has wrong numbers, not a table of nothing else."""
    few = len(results) < _MANY or sum(map(_is_error, results)) < _MANY
    if few or rule.form == "python" or rule.family not in _FAMILIES:
        return list(results)
    failed: dict[str, int] = {}
    held: dict[str, int] = {}
    for result in results:
        table = _table(rule, result)
        failed[table] = failed.get(table, 0) + _is_error(result)
        held[table] = held.get(table, 0) + (result.outcome == PASSED)
    doubted = {table for table, number in failed.items() if number >= _MANY and number > held[table]}
    return [_doubted(result) if _table(rule, result) in doubted else result for result in results]


def _table(rule: Rule, result: Result) -> str:
    """The table of the first place; evaluations are looked at together."""
    found = _TABLE.search(result.at[0]) if result.at and rule.family == "表内" else None
    return found[1] if found else ""


def _is_error(result: Result) -> bool:
    return result.outcome == FAILED and result.severity == ERROR


def _doubted(result: Result) -> Result:
    return result._replace(severity=WARNING, message=result.message + _NOTE) if _is_error(result) else result
