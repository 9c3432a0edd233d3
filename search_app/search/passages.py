"""What can be found: the paragraphs of the reports and the prose of their self-evaluation tables, each text once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Store

from kg.bundle import Header
from kg.mapping.narrative import SECTION_MARK
from kg.store import Row, rows
from search_app.files import block_of

_SELVES = ("本单位", "本部门")
_BLANKS = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")

NARRATIVE, EVALUATION, INDICATORS = "passage", "evaluation", "indicators"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text at its place. `subjects` (codes) and `projects` (names) are those of the budget lines it states.

    `kind` is `passage` (a paragraph), `evaluation` (goal and result of a 绩效自评表) or `indicators` (its rows of one 一级指标).
    """

    iri: str
    report: str
    file: str
    unit: str
    region: str
    year: int
    type: str
    section: tuple[str, ...]
    text: str
    kind: str = NARRATIVE
    page: int | None = None
    line: int | None = None
    subjects: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()


def from_fields(fields: Mapping[str, Any]) -> Passage:
    """The passage with these fields, as JSON gives them."""
    lists = {name: tuple(fields[name]) for name in ("section", "subjects", "projects")}
    return Passage(**{**fields, **lists})


def read_passages(store: Store, reports: Iterable[Header]) -> list[Passage]:
    """All passages of a store in the order of `reports`, then as printed, what stands in tables last."""
    found = [passage for report in reports for passage in _of_report(store, report)]
    return list({passage.iri: passage for passage in found}.values())


def texts(passages: Iterable[Passage]) -> list[list[Passage]]:
    """The passages by text: one list a text, in the order in which the texts come first.

    Texts count as one where they differ only in blanks, the unit's own name, 本部门 or 本单位, and years: the sentences that every
    report repeats. A sentence with another figure is another text.
    """
    found: dict[bytes, list[Passage]] = {}
    for passage in passages:
        found.setdefault(_pattern(passage), []).append(passage)
    return list(found.values())


def _pattern(passage: Passage) -> bytes:
    """Sixteen bytes that stand for what the texts that count as one have in common."""
    folded = _BLANKS.sub("", unicodedata.normalize("NFKC", passage.text))
    for name in (passage.unit, *_SELVES):
        folded = folded.replace(name, _SELVES[0])
    return hashlib.blake2b(_YEAR.sub("年", folded).encode("utf-8", "replace"), digest_size=16).digest()


def _of_report(store: Store, report: Header) -> Iterator[Passage]:
    links, files = _links(store, report), _files(store, report)
    for row in rows(store, _in(_PARAGRAPHS, report)):
        subjects, projects = links.get(row["iri"], (set(), set()))
        yield _passage(report, files, row, NARRATIVE, row["text"], row["section"].split(SECTION_MARK), subjects, projects)
    for row in rows(store, _in(_EVALUATIONS, report)):
        text = "\n".join(row[part] for part in ("goal", "result") if row[part])
        yield _passage(report, files, row, EVALUATION, text, _evaluation(row), projects={row["project"]})
    yield from _indicators(report, files, list(rows(store, _in(_INDICATORS, report))))


def _indicators(report: Header, files: Mapping[str, str], found: list[Row]) -> Iterator[Passage]:
    """The rows of one level (产出指标 …) of one table as one text, a line each."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        groups.setdefault((row["evaluation"], row["level"]), []).append(row)
    for group in groups.values():
        lines = [" | ".join(filter(None, (row[part] for part in ("name", "target", "actual", "reason")))) for row in group]
        section = [*_evaluation(group[0]), group[0]["level"]]
        text = "\n".join(dict.fromkeys(filter(None, lines)))
        yield _passage(report, files, group[0], INDICATORS, text, section, projects={group[0]["project"]})


def _evaluation(row: Row) -> list[str]:
    return [row["title"], row["project"]]


def _links(store: Store, report: Header) -> dict[str, tuple[set[str], set[str]]]:
    """Subject codes and project names by passage."""
    links: dict[str, tuple[set[str], set[str]]] = {}
    for row in rows(store, _in(_LINES, report)):
        subjects, projects = links.setdefault(row["iri"], (set(), set()))
        subjects.add(row["subject"].rpartition("/")[2])
        projects.add(row["project"])
    return links


def _files(store: Store, report: Header) -> dict[str, str]:
    """The annex that prints a table or passage, by its IRI; what is not named stands in the report's own file."""
    return {row["block"]: row["file"] for row in rows(store, _in(_ANNEXED, report))} if report.annexes else {}


def _passage(
    report: Header,
    files: Mapping[str, str],
    row: Row,
    kind: str,
    text: str,
    section: Iterable[str],
    subjects: Iterable[str] = (),
    projects: Iterable[str] = (),
) -> Passage:
    return Passage(
        iri=row["iri"],
        report=report.report_iri,
        file=files.get(block_of(row["iri"]), report.file_path),
        unit=report.unit,
        region=report.region_code,
        year=report.year,
        type=report.type,
        section=tuple(filter(None, section)),
        text=text,
        kind=kind,
        page=int(row["page"]) if row["page"] else None,
        line=int(row["line"]) if row["line"] else None,
        subjects=tuple(sorted(filter(None, subjects))),
        projects=tuple(sorted(filter(None, projects))),
    )


def _in(query: str, report: Header) -> str:
    return query.replace("?report", f"<{report.report_iri}>")


# A label stands in one graph only, whatever reports use it; so labels are read from all graphs.
_PREFIXES = """
PREFIX fa: <https://w3id.org/juesuan/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX obeu-dimension: <http://data.openbudgets.eu/ontology/dsd/dimension/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

_PARAGRAPHS = f"""{_PREFIXES}
SELECT ?iri ?section ?text ?page ?line WHERE {{ GRAPH ?report {{
  ?iri a fa:Passage ; fa:position ?position ; fa:text ?text .
  OPTIONAL {{ ?iri fa:section ?section }} OPTIONAL {{ ?iri fa:page ?page }} OPTIONAL {{ ?iri fa:line ?line }}
}} }} ORDER BY ?position ?iri"""

_ANNEXED = f"""{_PREFIXES}
SELECT ?block ?file WHERE {{ GRAPH ?report {{ ?block fa:inFile/fa:filePath ?file }} }}"""

_LINES = f"""{_PREFIXES}
SELECT ?iri ?subject ?project WHERE {{ GRAPH ?report {{
  ?budgetLine a fa:BudgetLine ; fa:statedIn ?iri .
  OPTIONAL {{ ?budgetLine fa:functionalSubject ?subject }}
}} OPTIONAL {{
  GRAPH ?report {{ ?budgetLine obeu-dimension:project ?node }} ?node skos:prefLabel ?project FILTER LANGMATCHES(LANG(?project), "zh")
}} }}"""

_EVALUATIONS = f"""{_PREFIXES}
SELECT ?iri ?title ?project ?goal ?result ?page ?line WHERE {{ GRAPH ?report {{
  ?iri a fa:Evaluation ; fa:statedIn ?table .
  OPTIONAL {{ ?table dct:title ?title }} OPTIONAL {{ ?iri fa:projectName ?project }}
  OPTIONAL {{ ?iri fa:goal ?goal }} OPTIONAL {{ ?iri fa:result ?result }}
  OPTIONAL {{ ?iri fa:page ?page }} OPTIONAL {{ ?iri fa:line ?line }}
  FILTER (BOUND(?goal) || BOUND(?result))
}} }} ORDER BY ?iri"""

_INDICATORS = f"""{_PREFIXES}
SELECT ?iri ?evaluation ?title ?project ?level ?name ?target ?actual ?reason ?page ?line WHERE {{ GRAPH ?report {{
  ?iri a fa:IndicatorResult ; fa:partOfEvaluation ?evaluation ; fa:rowIndex ?row .
  ?evaluation fa:statedIn ?table .
  OPTIONAL {{ ?table dct:title ?title }} OPTIONAL {{ ?evaluation fa:projectName ?project ; fa:page ?page }}
  OPTIONAL {{ ?iri fa:indicatorName ?name }}
  OPTIONAL {{ ?iri fa:targetText ?target }} OPTIONAL {{ ?iri fa:actualText ?actual }}
  OPTIONAL {{ ?iri fa:deviationReason ?reason }} OPTIONAL {{ ?iri fa:line ?line }}
}} OPTIONAL {{
  GRAPH ?report {{ ?iri fa:level1 ?node }} ?node skos:prefLabel ?level FILTER LANGMATCHES(LANG(?level), "zh")
}} }} ORDER BY ?evaluation ?row ?iri"""
