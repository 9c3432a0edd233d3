"""Small fictional reports to check: paragraphs of the explanations and the self-evaluation, read as any file is."""

from __future__ import annotations

from functools import cache

from ingest.formats import read_document
from ingest.pipeline import facts
from kg.checks.catalogue import by_id
from kg.checks.engine import Checked, Stored, check_facts, run
from kg.checks.outcomes import INFO, Result
from kg.checks.reading import Report, read
from kg.checks.sparql import store_of
from kg.facts import ReportFacts
from kg.iris import Iris
from kg.mapper import stated

HEAD = """示例市云溪区产业服务中心
2024年度部门决算

第一部分 示例市云溪区产业服务中心概况

一、部门职责

（一）为产业项目提供服务。

第二部分 部门决算表

第三部分 2024年度部门决算情况说明

"""


def draft(*paragraphs: str) -> ReportFacts:
    """A department account with these paragraphs in its third part (headings among them)."""
    return facts(read_document((HEAD + "\n\n".join(paragraphs) + "\n").encode(), "draft.txt"), "0" * 64)


def checked(*paragraphs: str) -> Checked:
    """Its results."""
    return check_facts(draft(*paragraphs), Iris())


def failures(rule: str, *paragraphs: str, hints: bool = False) -> list[Result]:
    """The findings of one rule, without hints."""
    return [r for r in checked(*paragraphs).findings if r.rule == rule and (hints or r.severity != INFO)]


def outcomes(rule: str, *paragraphs: str) -> set[str]:
    """The outcomes of one rule."""
    return {r.outcome for r in checked(*paragraphs).results if r.rule == rule}


def alone(rule: str, text: str, tables: str = "", contents: str = "") -> list[Result]:
    """The results of one rule, run alone on a report with these tables in its second part and this text in its third."""
    return run(by_id()[rule], *_read(text, tables, contents))


def read_draft(text: str, tables: str = "", contents: str = "") -> ReportFacts:
    """A department account with these tables in its second part, this text in its third and this contents page."""
    head = HEAD.replace("第二部分 部门决算表\n", f"第二部分 部门决算表\n\n{tables}\n").replace("\n\n第一部分", f"\n\n{contents}第一部分", 1)
    return facts(read_document(f"{head}{text}\n".encode(), "draft.txt"), "0" * 64)


@cache
def _read(text: str, tables: str, contents: str) -> tuple[Report, Stored]:
    found, iris = read_draft(text, tables, contents), Iris()
    report, things = iris.report(found.info).value, stated(found, iris)
    return read(report, things), lambda: store_of(report, things)
