"""How a report was read: how many numbers of its tables, which tables were not found, and the places that were not understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ontology.terms import FA
from search_app.graph import Resource, text_of


@dataclass(frozen=True, slots=True)
class NotRead:
    """A place that could not be read; `href` leads there where the place has an anchor."""

    where: str
    href: str
    printed: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How well the file was read: `numbers` in its tables, those that became facts, those too unsure; titles of tables not found."""

    numbers: int
    read: int
    doubtful: int
    missing: tuple[str, ...]
    confidence: str


def reading(about: Resource) -> ReadingView | None:
    """What the report says of its reading; None where it says nothing."""
    numbers = about.integer(FA.tableNumbers)
    if numbers is None:
        return None
    missing = tuple(sorted(text_of(term) for term in about.terms(FA.missingTable)))
    share = f"{100 * Decimal(about.text(FA.readingConfidence) or 0):.0f}%"
    return ReadingView(numbers, about.integer(FA.tableNumbersRead) or 0, about.integer(FA.doubtfulNumbers) or 0, missing, share)


def not_read(resource: Resource) -> NotRead:
    """A place of fa:Unresolved."""
    where = resource.text(FA.where)
    href = f"#{where}" if where[:1] in {"t", "p"} and where[1:2].isdigit() else ""
    return NotRead(where, href, resource.text(FA.printedText), resource.text(FA.why))
