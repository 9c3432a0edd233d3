"""What is kept of the results: archive, table, graph; groups of one cause."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.checks.engine import Checked
from kg.checks.grouping import grouped
from kg.checks.judging import Claim, judge, named
from kg.checks.ledger import COLUMNS, HEADER, Archive, Kept, dump, kept, parse, table
from kg.checks.outcomes import ERROR, FAILED, NOT_APPLICABLE, PARSE_ERROR, PASSED, WARNING, Result
from kg.checks.results import result_quads, rule_iri, rule_quads
from kg.checks.terms import Term
from kg.iris import Iris
from ontology.terms import FA, RDF, SH, concept

REPORT = "https://w3id.org/juesuan/id/report/990102/示例中心/2024/部门决算"


def amount(number: int, place: str) -> Term:
    """An amount at a cell."""
    return Term(place, Decimal(number * 10_000), f"{number}.00", "万元", Decimal(50), f"{REPORT}#{place}", f"某表 {place}")


def claimed(rule: str, stated: Term, *parts: Term) -> Result:
    """The result of a sum."""
    return named(judge(Claim(stated, tuple((1, part) for part in parts), "合计 = Σ各项"), ERROR), rule, ERROR)


def checked() -> Checked:
    failed = Result(
        "t01-income-total", FAILED, "某表", ERROR, "1万元", "2万元", "不符。", Decimal(1), Decimal("0.5"), (f"{REPORT}#t01r2c3",)
    )
    unread = Result("t02-row", PARSE_ERROR, "某表", "info", message="未读准。")
    return Checked(REPORT, grouped([failed, unread, Result("t03-row", NOT_APPLICABLE), Result("t04-row", PASSED, "某行")]))


def test_results_come_back_as_they_were_kept(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.get("a") is None
    archive.put("a", kept(checked()))
    assert (held := archive.get("a"))
    assert parse(held.results) == checked() == parse(dump(checked()))
    assert HEADER + held.rows == table([checked()])
    archive.keep(["b"])
    assert archive.get("a") is None


@pytest.mark.parametrize("damaged", [b"", b"{}", kept(checked())[:-1], kept(checked())[5:], kept(checked())[:40]])
def test_what_is_damaged_is_not_taken_for_results(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="rows"):
        Kept.of(damaged)


def test_the_ledger_has_a_row_for_every_obligation() -> None:
    rows = list(csv.DictReader(io.StringIO(table([checked()]).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["outcome"] for row in rows] == [FAILED, PARSE_ERROR, NOT_APPLICABLE, PASSED]
    assert rows[0]["at"] == "#t01r2c3"


def test_the_graph_has_findings_and_counts() -> None:
    iris = Iris()
    quads = [*rule_quads(iris), *result_quads(iris, checked())]
    findings = {q.subject for q in quads if q.predicate == RDF.type and q.object == FA.CheckResult}
    assert len(findings) == 2
    assert {q.object for q in quads if q.predicate == FA.outcome and q.subject in findings} == {
        concept("outcome", FAILED),
        concept("outcome", PARSE_ERROR),
    }
    assert len({q.subject for q in quads if q.predicate == RDF.type and q.object == SH.ValidationResult}) == 1
    counts = [q for q in quads if q.predicate == FA.count]
    assert [q.object for q in counts] == [Literal(1)] * 3
    rules = {q.object for q in quads if q.predicate == FA.rule}
    assert rules <= {q.subject for q in quads if q.object == FA.CheckRule}
    assert rule_iri(iris, "t03-row") not in rules
    assert all(q.graph_name == iris.derived_graph for q in quads)
    assert len(set(quads)) == len(quads)


def test_findings_of_one_wrong_number_are_a_group_that_names_it() -> None:
    """甲 is wrong (9, not 4): the total of its row and the sum of its column fail; a third failure has nothing to do with it."""
    wrong = amount(9, "t01r1c1")
    results = [
        claimed("row", amount(6, "t01r1c3"), wrong, amount(2, "t01r1c2")),
        claimed("column", amount(7, "t01r9c1"), wrong, amount(3, "t01r2c1")),
        claimed("other", amount(1, "t02r1c1"), amount(5, "t02r1c2")),
        claimed("holds", amount(5, "t01r3c3"), amount(2, "t01r1c2"), amount(3, "t01r2c1")),
    ]
    row, column, other, holds = grouped(results)
    assert row.group == column.group != other.group
    assert row.culprit == column.culprit == wrong.at
    assert "t01r1c1印错：9.00万元应为4.00万元" in row.message
    assert row.severity == ERROR
    assert holds.group == ""


def test_a_rate_that_follows_a_wrong_amount_is_a_warning() -> None:
    wrong = amount(90, "t01r1c1")
    rate = Term("占比", Decimal(40), "40", "%", Decimal("0.5"), f"{REPORT}#p1o2-3", "某节 占比")
    share = named(judge(Claim(rate, ((1, wrong),), "占比 = 甲 ÷ 乙", divisor=amount(100, "t01r1c9")), ERROR), "share", ERROR)
    results = grouped([claimed("sum", amount(60, "t01r1c3"), wrong, amount(20, "t01r1c2")), share])
    assert [result.severity for result in results] == [ERROR, WARNING]


def test_the_place_of_a_finding_is_where_it_points() -> None:
    quads = list(result_quads(Iris(), checked()))
    assert NamedNode(f"{REPORT}#t01r2c3") in {q.object for q in quads if q.predicate == FA.at}


def test_a_finding_about_the_whole_report_points_to_it() -> None:
    missing = Result("form-missing", FAILED, "支出决算表", WARNING, message="没有找到。", at=(REPORT,))
    (kept,) = parse(dump(Checked(REPORT, (missing,)))).results
    assert kept.at == (REPORT,)
