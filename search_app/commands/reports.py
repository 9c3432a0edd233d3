"""Which loaded report a person means: its IRI, the path of its file, or unit/year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.bundle import Header


def find_report(headers: Sequence[Header], wanted: str) -> Header:
    """The report called `wanted`: IRI, file path, unit/year or unit/year/type. Raises UsageError for none or several."""
    named = [header for header in headers if wanted in {header.report_iri, header.file_path}]
    found = named or [header for header in headers if _is(header, wanted.split("/"))]
    if not found:
        raise UsageError(f"there is no report {wanted}", hint="give its IRI, its file or unit/year; `juesuan status` lists the reports")
    if len(found) > 1:
        raise UsageError(f"{wanted} may be several reports", hint="give one of " + ", ".join(header.report_iri for header in found))
    return found[0]


def _is(header: Header, parts: list[str]) -> bool:
    return parts in ([header.unit, str(header.year)], [header.unit, str(header.year), header.type])
