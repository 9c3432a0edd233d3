"""One file in, its facts out: read, drop contacts, outline, find what is stated. Only reading the file touches the disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.accounts import observations
from ingest.basic_data import basic_data
from ingest.completeness import gaps
from ingest.document import Document
from ingest.formats import read_document
from ingest.identity import Identity, identify
from ingest.narrative.budget_lines import budget_lines
from ingest.narrative.duties import duties
from ingest.narrative.figures import figures
from ingest.narrative.mentions import mentions
from ingest.narrative.organisation import divisions
from ingest.narrative.projects import projects
from ingest.narrative.staffing import headcounts
from ingest.pages import without_page_breaks
from ingest.passages import passages
from ingest.performance import self_evaluations, whole_tables
from ingest.privacy import without_contacts
from ingest.sections import outline
from ingest.sources import Source, read_bytes
from ingest.tables import Captioned, captioned_tables
from kg.facts import Division, Observation, Passage, ReportFacts, ReportInfo, Unresolved
from ontology.regions import locate
from ontology.subjects import code_of

MAX_BYTES = 50_000_000
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:省|市|自治州|自治区)")


def extract(source: Source, max_bytes: int = MAX_BYTES) -> ReportFacts:
    """All facts of the file. Raises the kinds of ReportError, which name the file, the place and the next step."""
    data = read_bytes(source, max_bytes)
    return facts(read_document(data, source.relative), hashlib.sha256(data).hexdigest())


def facts(document: Document, sha256: str) -> ReportFacts:
    """All facts of a document as it was read; `sha256` is the hash of the file's bytes."""
    document = prepared(document)
    captioned = captioned_tables(document)
    identity = identify(document, [c.owner for c in captioned if c.owner], any(c.form for c in captioned))
    narrative = passages(document)
    cells, unread = _observations(captioned, document, identity.year)
    evaluated = self_evaluations(c.table for c in captioned)
    evaluations = tuple(e.evaluation for e in evaluated)
    lines = budget_lines(narrative, identity.year)
    named = projects(narrative, evaluations, lines)
    organised = divisions(narrative, identity.unit)
    return ReportFacts(
        info=_info(document, identity, sha256, narrative, organised),
        tables=tuple(c.table for c in captioned),
        observations=cells,
        passages=narrative,
        budget_lines=lines,
        figures=figures(narrative, lines, named),
        evaluations=evaluations,
        indicators=tuple(row for e in evaluated for row in e.indicators),
        projects=named,
        duties=duties(narrative),
        divisions=organised,
        headcounts=headcounts(narrative),
        mentions=mentions(narrative, identity.unit),
        unresolved=(*gaps(document, captioned), *unread, *(note for e in evaluated for note in e.unresolved)),
    )


def prepared(document: Document) -> Document:
    """The document without contacts and page breaks, one grid a table, with its outline."""
    document = without_page_breaks(without_contacts(document))
    return outline(replace(document, blocks=whole_tables(document.blocks)))


def _info(document: Document, identity: Identity, sha256: str, narrative: Sequence[Passage], organised: Sequence[Division]) -> ReportInfo:
    members = tuple(dict.fromkeys(d.name for d in organised if d.relation == "subunit"))
    return ReportInfo(
        unit=identity.unit,
        year=identity.year,
        type=identity.type,
        title=identity.title,
        region_code=locate(identity.unit, _places(narrative)),
        path=document.name,
        sha256=sha256,
        published=identity.published,
        consolidated=len(members) > 1,
        consolidates=members,
        style=document.style,
    )


def _places(narrative: Sequence[Passage]) -> tuple[str, ...]:
    """Names of provinces and cities that the narrative begins sentences or clauses with: hints to where the unit is."""
    return tuple(dict.fromkeys(name for passage in narrative[:30] for name in _PLACE.findall(passage.text)))


def _observations(captioned: Sequence[Captioned], document: Document, year: int) -> tuple[tuple[Observation, ...], list[Unresolved]]:
    found: list[Observation] = []
    unresolved: list[Unresolved] = []
    for one in captioned:
        if one.table.same_as is not None:
            continue
        if one.table.kind == "basicData":
            cells, unread = basic_data(one.table, year)
        elif one.form:
            cells, unread = observations(one.table, one.form, document.style == "cell-a-line")
            cells = _with_class_codes(cells, year) if one.form.classes else cells
        else:
            continue
        found += cells
        unresolved += unread
    return tuple(found), unresolved


def _with_class_codes(cells: Iterable[Observation], year: int) -> tuple[Observation, ...]:
    """Rows of the two-sided tables name their 类 without a code: it is found by name for the year."""
    return tuple(replace(o, functional=code_of(o.row, year, level_hint="class") or "") if o.level == "class" else o for o in cells)
