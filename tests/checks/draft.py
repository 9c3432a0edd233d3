"""Small fictional reports to check: paragraphs of the explanations and the self-evaluation, read as any file is."""

from __future__ import annotations

from ingest.formats import read_document
from ingest.pipeline import facts
from kg.checks.engine import Checked, check_facts
from kg.checks.outcomes import INFO, Result
from kg.facts import ReportFacts
from kg.iris import Iris

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
