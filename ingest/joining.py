"""A report in several files (正文 and 附表): one document, in which every block names its file. No file may say what another says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Document, Paragraph
from ingest.table_passages import GOAL, RESULT
from kg.amounts import fold
from kg.errors import SameReport
from kg.facts import Annex, ReportFacts, TextPlace

_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分|[、.．])|[(（][一二三四五六七八九十\d]{1,3}[)）]、?|\d{1,2}[、.．])")


def joined(parts: Sequence[tuple[Document, str]]) -> tuple[Document, str]:
    """The prepared documents of a report's files as one, with the hash that is its own. `parts`: documents with their files' hashes.

    The file with the most narrative is the report's own, the others follow as annexes by path, whatever the order of `parts`.
    """
    (first, sha256), *others = sorted(parts, key=lambda part: (-_narrative(part[0]), part[0].name))
    others.sort(key=lambda part: part[0].name)
    blocks = (replace(block, file=document.name) for document, _ in others for block in document.blocks)
    unread = (replace(place, where=f"{document.name} {place.where}".strip()) for document, _ in others for place in document.unread)
    return replace(
        first,
        blocks=(*first.blocks, *blocks),
        unread=(*first.unread, *unread),
        annexes=tuple(Annex(document.name, digest, document.style) for document, digest in others),
    ), sha256


def _narrative(document: Document) -> int:
    return sum(len(block.text) for block in document.blocks if isinstance(block, Paragraph))


def refuse_twice(facts: ReportFacts) -> None:
    """Raise SameReport, with both files named, where two files of the report print the same table or state something under one heading."""
    first: dict[tuple[str, str], str] = {}
    for kind, key, name, file in _held(facts):
        other = first.setdefault((kind, key), file)
        if other != file:
            names = sorted(path or facts.info.path for path in (other, file))
            message = f"is the report that {names[0]} already holds ({facts.info.unit} {facts.info.year} {facts.info.type})"
            hint = f"both hold {name}: keep the fuller one, or take this one with --replace"
            raise SameReport(message, where=names[1], hint=hint)


def _held(facts: ReportFacts) -> Iterator[tuple[str, str, str, str]]:
    """What each file holds (tables, self-evaluations, headings with facts under them): what tells it apart, its name, the file."""
    tables = {table.number: table for table in facts.tables}
    for table in facts.tables:
        if table.kind != "selfEvaluation" and (table.kind != "other" or table.title):
            yield "table", fold(table.title) if table.kind == "other" else table.kind, table.title, table.file
    for one in facts.evaluations:
        yield "evaluation", one.project or one.scope, f"绩效自评表（{one.project or one.scope}）", tables[one.table].file
    passages = {passage.number: passage for passage in facts.passages}
    stated = (one.place for group in (facts.figures, facts.budget_lines, facts.duties, facts.headcounts) for one in group)
    for place in stated:
        if isinstance(place, TextPlace) and (above := passages[place.passage].section) and above[-1] not in (GOAL, RESULT):
            yield "heading", _ORDINAL.sub("", fold(above[-1])), f"“{above[-1]}”", passages[place.passage].file
