"""Files that are checked where they lie: read in processes of their own, the files of one report together; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.halves import Claim, claim_of, claim_of_unidentified
from ingest.limits import Limits
from ingest.pipeline import extract, extract_together
from ingest.reader_process import Answer, Task
from ingest.sources import Source
from ingest.together import Group, Shelf, Waiting, grouped
from ingest.workers import Read, opened, run_all
from kg import bundle
from kg.bundle import Header
from kg.checks.engine import Checked, check_things
from kg.checks.ledger import dump, parse
from kg.checks.years import over_years, part, together
from kg.errors import Unidentified
from kg.facts import ReportFacts
from kg.iris import Iris
from kg.mapper import stated
from search_app.findings import FileFindings, of_file


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the process that reads files hands back: results (`kg.checks.ledger`), what rules over years need, what it is of."""

    results: bytes
    part: bytes
    header: Header
    claim: Claim


def check_files(sources: Sequence[Source], limits: Limits, jobs: int = 1, base_iri: str = "") -> list[FileFindings]:
    """The findings of the files in their order, those of one unit also over the years.

    Text and tables of one report in several files are one entry, at the place of the first of them.
    """
    files = opened(sources, limits, jobs)
    known = [file for file in files if isinstance(file, Source)]
    tasks = [Task(_checked, (file, limits, base_iri), file.relative) for file in known]
    read = {file.relative: Answer(error=file.error) for file in files if not isinstance(file, Source)}
    read |= {file.relative: answer for file, answer in zip(known, run_all(tasks, limits, jobs), strict=True)}
    for group, answer in _together(_groups(known, read), limits, jobs, base_iri):
        _join(group, answer, read)
    found = [(file.relative, read[file.relative]) for file in files if file.relative in read]
    checked = _over_years([answer.value for _, answer in found if isinstance(answer.value, _Draft)])
    return [_findings(path, answer, checked) for path, answer in found]


def _findings(path: str, answer: Answer, checked: Iterator[Checked]) -> FileFindings:
    if isinstance(answer.value, _Draft):
        header = answer.value.header
        return of_file(header.file_path, next(checked), tuple(header.annexes))
    return FileFindings(path, error=answer.error)


def _checked(source: Source, limits: Limits, base_iri: str) -> _Draft | Unidentified:
    try:
        return _draft(extract(source, limits), base_iri)
    except Unidentified as error:
        return error.with_traceback(None)


def _checked_together(sources: Sequence[Source], limits: Limits, base_iri: str) -> _Draft:
    return _draft(extract_together(sources, limits), base_iri)


def _draft(facts: ReportFacts, base_iri: str) -> _Draft:
    iris = Iris(base_iri) if base_iri else Iris()
    things = stated(facts, iris)
    header = bundle.header(facts.info, things, iris)
    return _Draft(dump(check_things(header.report_iri, things)), part(things), header, claim_of(facts))


def _groups(sources: Sequence[Source], read: dict[str, Answer]) -> list[Group]:
    """The files that are parts of one report. Errors that files gave alone stay in `read`."""
    shelf, waiting = Shelf(()), list[Waiting]()
    for source in sources:
        value = read[source.relative].value
        if isinstance(value, Unidentified):
            value.where = value.where or source.relative
            read[source.relative] = Answer(error=value)
            one = shelf.waits(Read(source, 0.0, error=value, claim=claim_of_unidentified(value)), None)
        else:
            one = shelf.waits(Read(source, 0.0, claim=value.claim), value.header) if isinstance(value, _Draft) else None
        waiting += [one] if one else []
    return [group for group in grouped(waiting, shelf, sources)[0] if len(group.sources) > 1]


def _together(groups: Sequence[Group], limits: Limits, jobs: int, base_iri: str) -> Iterator[tuple[Group, Answer]]:
    tasks = [Task(_checked_together, (group.sources, limits, base_iri), group.sources[0].relative) for group in groups]
    return zip(groups, run_all(tasks, limits, jobs), strict=True)


def _join(group: Group, answer: Answer, read: dict[str, Answer]) -> None:
    """Put the report that was read of the group's files in the place of the first; where it is none, they stay apart."""
    draft = answer.value if isinstance(answer.value, _Draft) else None
    error = answer.error or group.misfit(draft.header if draft else None)
    if error:
        read |= {one.path: Answer(error=error) for one in group.waiting if not one.is_stored and one.header is None}
        return
    first, *others = (source.relative for source in group.sources)
    read[first] = answer
    for path in others:
        del read[path]


def _over_years(drafts: Sequence[_Draft]) -> Iterator[Checked]:
    """The results one by one; of several drafts also those of the rules over years."""
    checked = [parse(draft.results) for draft in drafts]
    units = Counter(_unit(one) for one in checked)
    parts = (draft.part for one, draft in zip(checked, drafts, strict=True) if units[_unit(one)] > 1)
    return iter(over_years(checked, together(parts)) if len(drafts) > 1 else checked)


def _unit(checked: Checked) -> str:
    """The report's IRI without year and type."""
    return checked.report.rsplit("/", 2)[0]
