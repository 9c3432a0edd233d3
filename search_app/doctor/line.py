"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARN, FAIL = "ok", "warn", "fail"


@dataclass(frozen=True, slots=True)
class Line:
    """What was looked at, how it is, and how to mend it ("" where it is well).

    `warn`: works, with something missing or near its limit. `fail`: something does not work.
    """

    state: str
    what: str
    found: str
    mend: str = ""
