"""Which files belong to one report: its text and its tables, published apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.identity import YEAR_BY_CLASSES
from ingest.table_passages import GOAL, RESULT
from kg.amounts import fold
from kg.bundle import Header
from kg.errors import Unidentified
from kg.facts import SELF_EVALUATION, ReportFacts, ReportInfo
from ontology.regions import COUNTRY

TEXT, TABLES = "text", "tables"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of the report it is of: unit, year, type and region, "" and 0 where it does not say.

    `half` is `text` for a narrative without tables of accounts, `tables` for tables without narrative, "" for a whole report.
    """

    unit: str = ""
    year: int = 0
    type: str = ""
    region: str = ""
    half: str = ""


def claim_of(facts: ReportFacts) -> Claim:
    """The claim of a file that could be read alone."""
    info = facts.info
    year = 0 if any(place.why == YEAR_BY_CLASSES for place in facts.unresolved) else info.year
    told = {passage.number for passage in facts.passages if passage.section[-1:] not in ((GOAL,), (RESULT,))}
    has_text = bool(facts.budget_lines or facts.duties) or any(figure.place.passage in told for figure in facts.figures)
    half = TABLES if not has_text and facts.tables else TEXT if has_text and not facts.observations else ""
    return Claim(info.unit, year, info.type, "" if info.region_code == COUNTRY else info.region_code, half)


def claim_of_unidentified(error: Unidentified) -> Claim:
    """The claim of a file whose unit or year is not printed."""
    return Claim(error.unit, error.year)


def is_half(header: Header) -> bool:
    """True for a report of which only tables or only text are held, as far as its counts tell."""
    counts = header.counts
    return not counts.get("BudgetFact") or not any(counts.get(kind) for kind in ("BudgetLine", "Duty", "StatedFigure"))


def partner(path: str, claim: Claim, held: Iterable[Header]) -> Header | None:
    """The report that the file at `path` is a part of: the one it was read with, else the one that its claim and its place fit."""
    others = [header for header in held if header.file_path != path or header.annexes]
    fitting = [header for header in others if fits(claim, header) and (path in header.files or _is_near(path, claim, header))]
    for chosen in (
        [header for header in fitting if path in header.files],
        [header for header in fitting if header.type == claim.type and _folder(header.file_path) == _folder(path)],
        [header for header in fitting if _folder(header.file_path) == _folder(path)],
        [header for header in fitting if header.unit in fold(PurePosixPath(path).stem)],
        fitting,
    ):
        if len(chosen) == 1:
            return chosen[0]
    return None


def fits(claim: Claim, header: Header | ReportInfo) -> bool:
    """True where nothing that the file says contradicts the report; a self-evaluation of its own is no part of 决算."""
    same = claim.unit in ("", header.unit) and claim.year in (0, header.year)
    return same and (claim.type == SELF_EVALUATION) == (header.type == SELF_EVALUATION)


def _is_near(path: str, claim: Claim, header: Header) -> bool:
    """True for a report of the same folder or ZIP and, where the file says all of it, for one of the same place wherever it lies."""
    if _folder(path) == _folder(header.file_path):
        return claim.region in ("", header.region_code) or header.region_code == COUNTRY
    return bool(claim.unit and claim.year) and claim.region == header.region_code


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)
