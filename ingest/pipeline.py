"""One file in, its facts out: read, drop contacts, outline, find what is stated. Only reading the file touches the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.accounts import observations
from ingest.document import Document
from ingest.formats import read_document
from ingest.identity import Identity, identify
from ingest.pages import without_page_breaks
from ingest.passages import passages
from ingest.privacy import without_contacts
from ingest.sections import outline
from ingest.sources import Source, read_bytes
from ingest.tables import Captioned, captioned_tables
from kg.facts import Observation, ReportFacts, ReportInfo, Unresolved
from ontology.regions import locate
from ontology.subjects import code_of

MAX_BYTES = 50_000_000


def extract(source: Source, max_bytes: int = MAX_BYTES) -> ReportFacts:
    """All facts of the file. Raises the kinds of ReportError, which name the file, the place and the next step."""
    data = read_bytes(source, max_bytes)
    return facts(read_document(data, source.relative), hashlib.sha256(data).hexdigest())


def facts(document: Document, sha256: str) -> ReportFacts:
    """All facts of a document as it was read; `sha256` is the hash of the file's bytes."""
    document = outline(without_page_breaks(without_contacts(document)))
    captioned = captioned_tables(document)
    identity = identify(document, [c.owner for c in captioned if c.owner], any(c.form for c in captioned))
    narrative = passages(document)
    found, unresolved = _observations(captioned, document, identity.year)
    return ReportFacts(
        info=_info(document, identity, sha256),
        tables=tuple(c.table for c in captioned),
        observations=found,
        passages=narrative,
        unresolved=tuple(unresolved),
    )


def _info(document: Document, identity: Identity, sha256: str) -> ReportInfo:
    return ReportInfo(
        unit=identity.unit,
        year=identity.year,
        type=identity.type,
        title=identity.title,
        region_code=locate(identity.unit),
        path=document.name,
        sha256=sha256,
        published=identity.published,
        style=document.style,
    )


def _observations(captioned: Sequence[Captioned], document: Document, year: int) -> tuple[tuple[Observation, ...], list[Unresolved]]:
    found: list[Observation] = []
    unresolved: list[Unresolved] = []
    for one in captioned:
        if one.form and one.table.same_as is None:
            cells, unread = observations(one.table, one.form, document.style == "cell-a-line")
            found += _with_class_codes(cells, year) if one.form.classes else cells
            unresolved += unread
    return tuple(found), unresolved


def _with_class_codes(cells: Iterable[Observation], year: int) -> list[Observation]:
    """Rows of the two-sided tables name their 类 without a code: it is found by name for the year."""
    return [replace(o, functional=code_of(o.row, year, level_hint="class") or "") if o.level == "class" else o for o in cells]
