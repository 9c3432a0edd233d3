"""The same report in every format states the same facts, places aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from functools import cache

import pytest

from ingest.formats import read_document
from ingest.pipeline import facts
from kg.amounts import Quantity
from kg.facts import ReportFacts
from tests.samples import web, word, workbook
from tests.samples.render import Sample, render
from tests.samples.spec import specs

IDS = [spec.id for spec in specs()]
Stated = dict[str, Counter[Hashable]]


def amount(quantity: Quantity | None) -> Hashable:
    return (quantity.number, quantity.unit, quantity.qualifier) if quantity else None


def tables_of(found: ReportFacts) -> Stated:
    """What the tables state."""
    return {
        "tables": Counter((t.kind, t.unit) for t in found.tables),
        "observations": Counter(
            (o.row, o.column, amount(o.quantity), o.side, o.code, o.level, o.is_leaf, o.functional, o.economic, o.fund, o.expenditure)
            + (o.phase, o.character, o.balance, o.under)
            for o in found.observations
        ),
        "evaluations": Counter(
            (e.scope, e.project, e.responsible, e.grade, e.goal, e.result)
            + tuple(map(amount, (e.initial_budget, e.full_budget, e.executed, e.execution_rate, e.score)))
            for e in found.evaluations
        ),
        "indicators": Counter(
            (i.level1, i.level2, i.level3, i.target, i.actual, amount(i.weight), amount(i.score), i.reason) for i in found.indicators
        ),
    }


def narrative_of(found: ReportFacts) -> Stated:
    """What the narrative states."""
    return {
        "identity": _counted([(found.info.unit, found.info.year, found.info.type, found.info.region_code, found.info.consolidates)]),
        "budget_lines": _counted((b.path, *map(amount, (b.initial_budget, b.final, b.rate)), b.reason) for b in found.budget_lines),
        "duties": _counted((d.section, d.number, d.text) for d in found.duties),
        "divisions": _counted((d.name, d.relation, d.status) for d in found.divisions),
        "headcounts": _counted((h.what, amount(h.quantity), h.when) for h in found.headcounts),
        "projects": _counted((p.name, p.also_named, amount(p.spent), amount(p.score), p.functional) for p in found.projects),
        "figures": _counted((f.section, f.what, amount(f.quantity), f.measure, f.reason) for f in found.figures),
    }


def _counted(rows: Iterable[Hashable]) -> Counter[Hashable]:
    return Counter(rows)


@cache
def sample(number: str) -> tuple[Sample, Stated]:
    """A sample and what its text states."""
    made = render(next(spec for spec in specs() if spec.id == number))
    found = facts(read_document(made.text.encode(), made.spec.file_name), "0")
    return made, tables_of(found) | narrative_of(found)


def rendered(made: Sample, kind: str) -> bytes:
    named = f"{made.spec.unit}{made.spec.year}年度"
    if kind == "docx":
        return word.docx(made.blocks)
    if kind.startswith("html"):
        return web.page(f"{named}{made.spec.word('type')}", made.blocks, "gb2312" if kind == "html-gbk" else "utf-8")
    return workbook.xls(named, made.blocks) if kind == "xls" else workbook.xlsx(named, made.blocks, 3 if kind == "xlsx-stacked" else 1)


def differences(found: Stated, wanted: Stated) -> list[str]:
    """What is lost and what is new, a line each."""
    lost = [f"lost {kind}: {fact}" for kind in found for fact in wanted[kind] - found[kind]]
    return lost + [f"new {kind}: {fact}" for kind in found for fact in found[kind] - wanted[kind]]


@pytest.mark.parametrize(("number", "kind"), [*((n, "docx") for n in IDS), *((n, "html") for n in ("s01", "s03", "s06", "s08", "s11"))])
def test_reports(number: str, kind: str) -> None:
    made, wanted = sample(number)
    charset = "html-gbk" if kind == "html" and int(number[1:]) % 2 else kind
    found = facts(read_document(rendered(made, charset), f"{number}.{kind}"), "0")
    assert differences(tables_of(found) | narrative_of(found), wanted) == []
    assert found.info.published == ("2025-08-20" if kind == "html" else None)


@pytest.mark.parametrize("kind", ["xlsx", "xlsx-stacked", "xls"])
@pytest.mark.parametrize("number", ["s01", "s02", "s08", "s11"])
def test_workbooks(number: str, kind: str) -> None:
    made, wanted = sample(number)
    found = facts(read_document(rendered(made, kind), f"{number}.{kind[:4]}"), "0")
    assert differences(tables_of(found), wanted) == []
    assert (found.info.unit, found.info.year) == (made.spec.unit, made.spec.year)
