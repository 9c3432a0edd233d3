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
_CONSTANTS = re.compile(r"VALUES (\?\w+) \{((?:\s*[\w-]+:[\w-]+)+)\s*\}")
_APART = re.compile(r"\bUNION\b|\b(?:OPTIONAL|MINUS|EXISTS)\s*\{\s*SELECT\b")


def narrowed(text: str, reports: Sequence[str]) -> str:
    """The query for these reports alone: `?report_iri` is bound in every sub-select that hands it on, and beside it.

    In an OPTIONAL such a sub-select stands in braces of its own: `OPTIONAL { { SELECT … } }`. The text as it is where there is none,
    where one is an alternative or all that an OPTIONAL has, and for no report or more than `MOST`.
    """
    if not 0 < len(reports) <= MOST or _APART.search(text):
        return text
    values = f"VALUES ?report_iri {{ {' '.join(f'<{iri}>' for iri in reports)} }}"

    def bound(found: re.Match[str]) -> str:
        handed_on = _COMPUTED.sub("", found[1]).split()
        return f"{values} {found[0]} {values}" if "?report_iri" in handed_on else found[0]

    return _INNER.sub(bound, _CONSTANTS.sub(_condition, text))


def _condition(found: re.Match[str]) -> str:
    """`FILTER(?x IN (…))` for `VALUES ?x { … }`: the engine begins with the shortest VALUES, and those are to be the reports."""
    return f"FILTER({found[1]} IN ({', '.join(found[2].split())}))"
