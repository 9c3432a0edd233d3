"""What came of one rule at one place."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

PASSED = "passed"
FAILED = "failed"
NOT_APPLICABLE = "notApplicable"
INSUFFICIENT = "insufficientData"
PARSE_ERROR = "parseError"
EXECUTION_ERROR = "executionError"
OUTCOMES = (PASSED, FAILED, NOT_APPLICABLE, INSUFFICIENT, PARSE_ERROR, EXECUTION_ERROR)

ERROR = "error"
WARNING = "warning"
INFO = "info"
SEVERITIES = (ERROR, WARNING, INFO)


class Result(NamedTuple):
    """One obligation and its outcome. `at` are the IRIs it touches, the place of the stated side first.

    `stated` and `expected` are texts with units; `difference` and `tolerance` are in 元 for money, else in the printed
    unit. `group` is the number of the findings with the same root cause, `culprit` the place most likely at fault; `claim` is the
    identity (not kept). A report has about a thousand: a tuple is made and copied at a third of the cost of a frozen dataclass.
    """

    rule: str
    outcome: str
    where: str = ""
    severity: str = ""
    stated: str = ""
    expected: str = ""
    message: str = ""
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    at: tuple[str, ...] = ()
    group: str = ""
    culprit: str = ""
    claim: object = None

    @property
    def is_finding(self) -> bool:
        """True for what a reader has to look at."""
        return self.outcome in (FAILED, PARSE_ERROR, EXECUTION_ERROR)
