"""Structure: the tables that a report must print, their titles, the year and the template's sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kg.amounts import fold
from kg.checks.catalogue import Rule
from kg.checks.judging import fine, found
from kg.checks.outcomes import Result
from kg.checks.reading import Report
from kg.checks.records import Table
from kg.checks.words.places import place

_YEAR = re.compile(r"(20\d\d)年度?[^，。；]{0,10}(决算|自评|绩效)")
_BEGIN = re.compile(r"^(20\d\d)年度?(?:本?部门|本?单位|收入|支出|收、支|总收|总支|财政拨款|一般公共预算|“?三公|政府性基金|国有资本)")
_FIRST = 60  # characters of a paragraph among which its year has to stand
_CELL = re.compile(r"t(\d+)r(\d+)c(\d+)")
_COPY = re.compile(r"differs here from t(\d+)")
_NOT = ("无", "没有", "空表", "不涉及")  # one of them is in every wording of _EMPTY
_EMPTY = re.compile("无数据|没有.{0,20}(收入|支出|安排)|无.{0,12}(收入|支出|收支)|空表|不涉及")


def missing(rule: Rule, report: Report) -> Iterator[Result]:
    """The tables of the form are all there (`fa:missingTable` names those that were not found)."""
    absent = report.things[report.iri].get("missingTable", [])
    for title in absent:
        yield found(title, "（未印）", title, f"没有找到“{title}”：公开的决算应印出全部表格，没有数据的也应印空表并说明。", report.iri)
    if not absent and report.tables:
        yield fine("决算公开表", report.iri)


def contents(rule: Rule, report: Report) -> Iterator[Result]:
    """What the contents page lists stands in the text: parts and headings (`fa:Unresolved` names those that were not found)."""
    listed = [iri for iri in report.classes["Unresolved"] if "contents page lists" in report.one(iri, "why")]
    for iri in listed:
        title = fold(report.one(iri, "printedText"))
        part = "this part" in report.one(iri, "why")
        text = f"目录：列有“{title}”，正文没有这个标题，请核对目录与正文。"
        yield found(f"目录 {title}", title, "正文有同样的标题", text, report.iri, severity="" if part else "info")
    if not listed and report.tables:
        yield fine("目录", report.iri)


def titles(rule: Rule, report: Report) -> Iterator[Result]:
    """A published table bears the title of the public form, not that of the approval (批复)."""
    for table in report.tables:
        if table.duplicate or table.kind in ("selfEvaluation", "other"):
            continue
        where = table.statement or table.title
        if "批复" in table.title:
            right = table.title.replace("批复", "")
            message = f"{where}：表名与公开样表不符，印为“{table.title}”，应为“{right}”（请与目录核对）。"
            yield found(where, table.title, right, message, table.iri)
        else:
            yield fine(where, table.iri)


def twice(rule: Rule, report: Report) -> Iterator[Result]:
    """A table is printed once."""
    for table in report.tables:
        if table.duplicate:
            where = f"{table.statement} {table.title}"
            yield found(where, "重复印出", "印一次", f"{where}：同一张表印了两次。", table.iri)
        elif table.kind not in ("selfEvaluation", "other"):
            yield fine(f"{table.statement} {table.title}", table.iri)


def copies(rule: Rule, report: Report) -> Iterator[Result]:
    """Two printings of one table have the same numbers."""
    tables = {table.number: table for table in report.tables}
    for iri in report.classes["Unresolved"]:
        place, first = _CELL.fullmatch(report.one(iri, "where")), _COPY.search(report.one(iri, "why"))
        if place is None or first is None:
            continue
        copy, own = tables[int(place[1])], tables[int(first[1])]
        row, column = int(place[2]), int(place[3])
        printed = own.rows[row - 1][column - 1] if row <= len(own.rows) and column <= len(own.rows[row - 1]) else ""
        label = next((cell for cell in own.rows[row - 1] if re.search("[\u4e00-\u9fff]", cell)), "") if row <= len(own.rows) else ""
        where = f"{own.statement} {own.title} {label}".strip()
        message = f"{where}：同一张表印了两次，第{row}行第{column}列一处为{printed or '空'}，另一处为{report.one(iri, 'printedText')}。"
        yield found(where, printed or "（空）", report.one(iri, "printedText"), message, f"{own.iri}r{row}c{column}", copy.iri)
    for table in report.tables:
        if table.duplicate:
            yield fine(f"{table.statement} {table.title}", table.iri)


def year(rule: Rule, report: Report) -> Iterator[Result]:
    """Headings and the first words of the explanations speak of the report's year."""
    told: set[str] = set()
    for passage in report.passages.values():
        for heading in passage.section.split(" > "):
            if heading in told:
                continue
            told.add(heading)
            if m := _YEAR.search(heading):
                yield _year(report, int(m[1]), heading, place(passage), passage.iri)
        if ("情况说明" in passage.section or "决算情况" in passage.section) and (m := _BEGIN.match(fold(passage.text[:_FIRST]))):
            yield _year(report, int(m[1]), passage.text[:16], place(passage), passage.iri)


def _year(report: Report, printed: int, words: str, where: str, at: str) -> Result:
    if printed == report.year:
        return fine(where, at)
    message = f"{where}：年度与报告不一致，“{words}”写{printed}年，报告为{report.year}年度。"
    return found(where, f"{printed}年", f"{report.year}年", message, at)


def empty(rule: Rule, report: Report) -> Iterator[Result]:
    """An empty table of 政府性基金 or 国有资本经营预算 comes with the sentence that says why."""
    for table in report.tables:
        if table.kind not in ("governmentFund", "stateCapital") or table.duplicate:
            continue
        where = f"{table.statement} {table.title}"
        numbers = (c.term.number for c in report.cells_of.get(table.kind, []) if c.table == table.number)
        if any(numbers) or any("无" in row for row in table.rows) or _says_why(report, table):
            yield fine(where, table.iri)
            continue
        message = f"{where}：表内没有数据，应说明“没有此类收入和支出，故本表无数据”。"
        yield found(where, "空表", "应有说明", message, table.iri)


def _says_why(report: Report, table: Table) -> bool:
    """True where a sentence of the table's section, or about these funds, says that there is no such money."""
    told = [p for p in report.passages.values() if any(word in p.text for word in _NOT)]
    about = (p for p in told if "政府性基金" in p.text or "国有资本" in p.text)
    of_table = (p for p in told if table.title and table.title in p.section)
    return any(_EMPTY.search(passage.text) for passage in chain(of_table, about))
