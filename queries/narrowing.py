"""A library query about a few reports, told which they are.

The engine orders joins by what is bound, not by how much there is: a query that finds its unit by a part of the name reads the tables
of all reports first. With the reports as VALUES it starts at them, and takes the same time however many there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST = 200
"""More reports than these are not named."""
_INNER = re.compile(r"\{\s*SELECT\s+([^{}]*?)WHERE\s*\{")
_COMPUTED = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_APART = re.compile(r"\bUNION\b|\b(?:OPTIONAL|MINUS|EXISTS)\s*\{\s*SELECT\b")


def narrowed(text: str, reports: Sequence[str]) -> str:
    """The query for these reports alone: `?report_iri` is bound in every sub-select that hands it on, and beside it.

    The text as it is where there is no such sub-select, where one is an alternative, and for no report or more than `MOST`.
    """
    if not 0 < len(reports) <= MOST or _APART.search(text):
        return text
    values = f"VALUES ?report_iri {{ {' '.join(f'<{iri}>' for iri in reports)} }}"

    def bound(found: re.Match[str]) -> str:
        handed_on = _COMPUTED.sub("", found[1]).split()
        return f"{values} {found[0]} {values}" if "?report_iri" in handed_on else found[0]

    return _INNER.sub(bound, text)
