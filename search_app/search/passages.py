"""What can be found: the paragraphs of the reports and the prose of their self-evaluation tables, each text once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.bundle import Header
from kg.mapping.narrative import SECTION_MARK
from kg.parts import Texts
from kg.store import Row
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


def read_passages(reports: Iterable[tuple[Header, Texts]]) -> list[Passage]:
    """The passages of reports in their order, then as printed, what stands in tables last.

    A project that several reports name has all their names.
    """
    names: dict[str, set[str]] = defaultdict(set)
    found: dict[str, Passage] = {}
    for header, held in reports:
        for row in held["projects"]:
            names[row["project"]].add(row["name"])
        found |= {passage.iri: passage for passage in _of_report(header, held)}
    return [_named(passage, names) if passage.kind == NARRATIVE and passage.projects else passage for passage in found.values()]


def _named(passage: Passage, names: Mapping[str, set[str]]) -> Passage:
    """The passage with the names of its projects for their IRIs."""
    return replace(passage, projects=tuple(sorted({name for iri in passage.projects for name in names.get(iri, ())})))


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


def _of_report(report: Header, held: Texts) -> Iterator[Passage]:
    links, files = _links(held), {row["source"]: row["file"] for row in held["annexed"]} if report.annexes else {}
    for row in held["paragraphs"]:
        subjects, projects = links.get(row["source"], (set(), set()))
        yield _passage(report, files, row, NARRATIVE, row["text"], row.get("section", "").split(SECTION_MARK), subjects, projects)
    for row in held["evaluations"]:
        if text := "\n".join(row[part] for part in ("goal", "result") if part in row):
            yield _passage(report, files, row, EVALUATION, text, _evaluation(row), projects={row.get("project", "")})
    yield from _indicators(report, files, held["indicators"])


def _indicators(report: Header, files: Mapping[str, str], found: list[Row]) -> Iterator[Passage]:
    """The rows of one level (产出指标 …) of one table as one text, a line each."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        groups.setdefault((row["evaluation"], row.get("level", "")), []).append(row)
    for (_, level), group in groups.items():
        lines = [" | ".join(row[part] for part in ("name", "target", "actual", "reason") if part in row) for row in group]
        text = "\n".join(dict.fromkeys(filter(None, lines)))
        section = [*_evaluation(group[0]), level]
        yield _passage(report, files, group[0], INDICATORS, text, section, projects={group[0].get("project", "")})


def _evaluation(row: Row) -> list[str]:
    return [row.get("title", ""), row.get("project", "")]


def _links(held: Texts) -> dict[str, tuple[set[str], set[str]]]:
    """Subject codes and IRIs of projects by paragraph."""
    links: dict[str, tuple[set[str], set[str]]] = {}
    for row in held["lines"]:
        subjects, projects = links.setdefault(row["paragraph"], (set(), set()))
        subjects.add(row.get("subject", "").rpartition("/")[2])
        projects.add(row.get("project", ""))
    return links


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
    iri = f"{report.report_iri}#{row['source']}"
    return Passage(
        iri=iri,
        report=report.report_iri,
        file=files.get(block_of(iri).partition("#")[2], report.file_path) if files else report.file_path,
        unit=report.unit,
        region=report.region_code,
        year=report.year,
        type=report.type,
        section=tuple(filter(None, section)),
        text=text,
        kind=kind,
        page=int(row["page"]) if "page" in row else None,
        line=int(row["line"]) if "line" in row else None,
        subjects=tuple(sorted(filter(None, subjects))),
        projects=tuple(sorted(filter(None, projects))),
    )
