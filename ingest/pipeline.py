"""One file in, its facts out: read, drop contacts, outline, find what is stated. Only reading the file touches the disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.accounts import observations
from ingest.basic_data import basic_data
from ingest.completeness import gaps
from ingest.document import Document
from ingest.doubts import doubts
from ingest.fitting import is_trimmed
from ingest.formats import read_document
from ingest.glued_headings import with_headings_apart
from ingest.identity import NOTHING, Given, Identity, identify
from ingest.joining import joined, refuse_twice
from ingest.limits import Limits
from ingest.members import listed_members
from ingest.narrative.budget_lines import budget_lines
from ingest.narrative.duties import duties
from ingest.narrative.figures import figures
from ingest.narrative.mentions import mentions
from ingest.narrative.organisation import divisions, together
from ingest.narrative.projects import projects
from ingest.narrative.staffing import headcounts
from ingest.narrative.unit_changes import unit_changes
from ingest.pages import without_page_breaks
from ingest.passages import passages
from ingest.performance import self_evaluations, whole_tables
from ingest.persons import without_names
from ingest.privacy import without_contacts
from ingest.reading import reading
from ingest.sections import outline
from ingest.sources import Source, read_bytes
from ingest.staff_tables import tabled_headcounts
from ingest.table_passages import results, table_passages
from ingest.tables import Captioned, captioned_tables
from ingest.totals import doubtful
from kg.facts import CellPlace, Division, Headcount, Observation, Passage, ReportFacts, ReportInfo, Unresolved
from ontology.regions import locate

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:省|市|自治州|自治区)")


def extract(source: Source, limits: Limits | None = None, given: Given = NOTHING) -> ReportFacts:
    """All facts of the file. Raises the kinds of ReportError, which name the file, the place and the next step."""
    limits = limits or Limits()
    return facts(*_read(source, limits), given)


def extract_together(sources: Sequence[Source], limits: Limits, given: Given = NOTHING) -> ReportFacts:
    """All facts of a report in several files. Raises the kinds of ReportError, SameReport where two files hold the same part."""
    return facts_together([_read(source, limits) for source in sources], given)


def facts_together(parts: Sequence[tuple[Document, str]], given: Given = NOTHING) -> ReportFacts:
    """All facts of the documents of a report, each with its file's hash. Raises as `extract_together`."""
    document, sha256 = joined([(prepared(document), sha256) for document, sha256 in parts])
    found = _facts(document, sha256, given)
    refuse_twice(found)
    return found


def _read(source: Source, limits: Limits) -> tuple[Document, str]:
    data = read_bytes(source, limits)
    return read_document(data, source.relative, limits), hashlib.sha256(data).hexdigest()


def facts_in(data: bytes, name: str, limits: Limits) -> ReportFacts:
    """All facts of the bytes of a file called `name`. Raises the kinds of ReportError."""
    return facts(read_document(data, name, limits), hashlib.sha256(data).hexdigest())


def facts(document: Document, sha256: str, given: Given = NOTHING) -> ReportFacts:
    """All facts of a document as it was read; `sha256` is the hash of the file's bytes, `given` what the file need not print."""
    return _facts(prepared(document), sha256, given)


def _facts(document: Document, sha256: str, given: Given) -> ReportFacts:
    captioned = captioned_tables(document)
    identity = identify(document, [c.owner for c in captioned if c.owner], any(c.form for c in captioned), given)
    narrative = passages(document)
    cells, unread = _observations(captioned, document, identity.year)
    evaluated = self_evaluations(c.table for c in captioned if c.copy_of is None)
    evaluations = tuple(e.evaluation for e in evaluated)
    lines = budget_lines(narrative, identity.year)
    named = projects(narrative, evaluations, lines)
    organised = together(divisions(narrative, identity.unit), listed_members(captioned, identity.unit))
    counted = _counted(headcounts(narrative), tabled_headcounts(captioned, narrative, document))
    tabled = table_passages([c.table for c in captioned], evaluated, len(narrative) + 1)
    found = ReportFacts(
        info=_info(document, identity, sha256, narrative, organised),
        tables=tuple(c.table for c in captioned),
        observations=cells,
        passages=(*narrative, *tabled),
        budget_lines=lines,
        figures=figures(narrative, lines, named, results(tabled)),
        evaluations=evaluations,
        indicators=tuple(row for e in evaluated for row in e.indicators),
        projects=named,
        duties=duties(narrative),
        divisions=organised,
        headcounts=counted,
        changes=unit_changes(narrative, identity.unit),
        mentions=mentions(narrative, identity.unit, tabled, named),
        unresolved=(
            *document.unread,
            *identity.notes,
            *gaps(document, captioned, _told((*organised, *counted))),
            *unread,
            *(note for e in evaluated for note in e.unresolved),
            *doubts((c.table for c in captioned if c.table.same_as is None), narrative),
        ),
    )
    return replace(found, reading=reading(found))


def prepared(document: Document) -> Document:
    """The document without contacts, names of persons and page breaks, one grid a table, with its outline."""
    document = without_page_breaks(without_contacts(document))
    return without_names(outline(with_headings_apart(replace(document, blocks=whole_tables(document.blocks)))))


def _counted(told: Sequence[Headcount], tabled: Sequence[Headcount]) -> tuple[Headcount, ...]:
    """What the narrative states, and what only a table counts."""
    known = {(row.what, row.quantity.number) for row in told}
    return (*told, *(row for row in tabled if (row.what, row.quantity.number) not in known))


def _told(rows: Sequence[Division | Headcount]) -> frozenset[int]:
    """The tables that the rows stand in."""
    return frozenset(row.place.table for row in rows if isinstance(row.place, CellPlace))


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
        annexes=document.annexes,
    )


def _places(narrative: Sequence[Passage]) -> tuple[str, ...]:
    """Names of provinces and cities that the narrative begins sentences or clauses with: hints to where the unit is."""
    return tuple(dict.fromkeys(name for passage in narrative[:30] for name in _PLACE.findall(passage.text)))


def _observations(captioned: Sequence[Captioned], document: Document, year: int) -> tuple[tuple[Observation, ...], list[Unresolved]]:
    found: list[Observation] = []
    unresolved: list[Unresolved] = []
    trimmed = {
        file: is_trimmed(one.table.grid for one in captioned if one.table.file == file) for file in {c.table.file for c in captioned}
    }
    for one in captioned:
        if one.table.same_as is not None or one.copy_of is not None:
            continue
        if one.table.kind == "basicData":
            cells, unread = basic_data(one.table, year)
        elif one.form:
            is_listed = document.style_of(one.table.file) == "cell-a-line"
            cells, unread = observations(one.table, one.form, is_listed, trimmed[one.table.file], year)
            unread += tuple(doubtful(one.table, cells)) if one.unruled else ()
        else:
            continue
        found += cells
        unresolved += unread
    return tuple(found), unresolved
