"""A draft (草稿) that a visitor uploads: read and checked in a process of its own that is killed when its time is up; nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from ingest.limits import Limits
from ingest.reader_process import Task
from ingest.uploads import Upload, facts_of_uploads
from ingest.workers import run_all
from kg.bundle import load
from kg.checks.engine import check_quads
from kg.checks.outcomes import Result
from kg.checks.years import over_years
from kg.errors import BundleError
from kg.facts import ReportFacts
from kg.folder import DataFolder
from kg.iris import Iris
from kg.mapper import quads
from search_app.views.report import ReportView, view


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked draft. `outcomes` counts all obligations; `against` is last year's file in the data that it was held against, or "".

    Of a draft in several files, `name` is the one with the narrative; the others are the view's annexes.
    """

    iri: str
    unit: str
    year: int
    type: str
    name: str
    file_hash: str
    findings: tuple[Result, ...]
    outcomes: Mapping[str, int]
    against: str
    view: ReportView


def check(files: Sequence[Upload], limits: Limits, base_iri: str, folder: Path) -> Draft:
    """The draft in `files` (names and bytes); `folder` is the data folder, for the report of the year before.

    Raises the kinds of ReportError, ReaderFault where its time or memory was not enough.
    """
    (answer,) = run_all([Task(judged, (tuple(files), limits, base_iri, folder), files[0][0])], limits, 1)
    if answer.error is not None:
        raise answer.error
    assert isinstance(answer.value, Draft)  # noqa: S101
    return answer.value


def judged(files: Sequence[Upload], limits: Limits, base_iri: str, folder: Path) -> Draft:
    """The work of the process: read, check, draw."""
    facts = facts_of_uploads(files, limits)
    iris = Iris(base_iri)
    iri = iris.report(facts.info).value
    stated = quads(facts, iris)
    before = _year_before(facts, iris, folder)
    store = Store()
    store.extend([*stated, *before])
    (checked,) = over_years([check_quads(iri, stated)], store)
    findings = tuple(result._replace(claim=None) for result in checked.findings)
    return Draft(
        iri=iri,
        unit=facts.info.unit,
        year=facts.info.year,
        type=facts.info.type,
        name=facts.info.path,
        file_hash=facts.info.sha256,
        findings=findings,
        outcomes=Counter(result.outcome for result in checked.results),
        against=f"{facts.info.year - 1}年{facts.info.type}" if before else "",
        view=view(store, NamedNode(iri), findings),
    )


def _year_before(facts: ReportFacts, iris: Iris, folder: Path) -> list[Quad]:
    """The same unit's report of the year before, where the data folder holds it."""
    code = iris.report(facts.info).value.removeprefix(iris.base).split("/")[1]
    path = DataFolder(folder).bundle_path(code, facts.info.unit, facts.info.year - 1, facts.info.type)
    try:
        return load(path) if path.exists() else []
    except BundleError:
        return []
