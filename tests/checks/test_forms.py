"""Other forms of one table: items of “三公”经费 as rows, a head of one row, a table printed twice."""

from __future__ import annotations

import pytest

from ingest.formats import read_document
from ingest.pipeline import facts
from kg.checks.engine import Checked, check_facts
from kg.checks.outcomes import FAILED, NOT_APPLICABLE, PASSED
from kg.iris import Iris
from tests.checks.draft import HEAD

THREE = """公开07表

财政拨款“三公”经费支出决算表

单位：万元

| 项目 | 预算数 | 决算数 |
|---|---|---|
| 合计 | 10.00 | {total} |
| 1.因公出国（境）费 | 2.00 | 1.00 |
| 2.公务接待费 | 3.00 | 3.00 |
| 其中：国内接待费 | 3.00 | 3.00 |
| 3.公务用车购置及运行维护费 | 5.00 | 4.00 |
| 其中：（1）公务用车购置费 | 0.00 | 0.00 |
| （2）公务用车运行维护费 | 5.00 | {running} |
"""
FUND = """公开08表

政府性基金预算财政拨款收入支出决算表

单位：万元

| 科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余 |
|---|---|---|---|---|---|---|---|
| 合计 | | 0.00 | 28.00 | 28.00 | 0.00 | 28.00 | {closing} |
| 229 | 其他支出 | 0.00 | 28.00 | 28.00 | 0.00 | 28.00 | {closing} |
"""
INCOME = """公开02表

收入决算表

单位：万元

| 科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | {business} | 经营收入 | 附属单位上缴收入 | 其他收入 |
|---|---|---|---|---|---|---|---|---|
| 合计 | | 13.00 | 10.00 | 0.00 | 2.00 | 0.00 | 0.00 | 1.00 |
| 205 | 教育支出 | 13.00 | 10.00 | 0.00 | 2.00 | 0.00 | 0.00 | {other} |
"""


def checked(*tables: str) -> Checked:
    """The results of a report with these tables in its second part."""
    head = HEAD.replace("第二部分 部门决算表\n", "第二部分 部门决算表\n\n" + "\n".join(tables))
    return check_facts(facts(read_document(head.encode(), "draft.txt"), "0" * 64), Iris())


def outcomes(rule: str, *tables: str) -> set[str]:
    """The outcomes of one rule."""
    return {r.outcome for r in checked(*tables).results if r.rule == rule}


def test_items_as_rows_are_added_up() -> None:
    right, wrong = THREE.format(total="8.00", running="4.00"), THREE.format(total="9.00", running="3.00")
    for rule in ("t07-total", "t07-vehicles"):
        assert outcomes(rule, right) == {PASSED}
        assert outcomes(rule, wrong) == {PASSED, FAILED}
        assert outcomes(rule) == {NOT_APPLICABLE}


def test_a_fund_table_with_a_head_of_one_row() -> None:
    assert outcomes("t08-fund", FUND.format(closing="0.00")) == {PASSED}
    assert outcomes("t08-fund", FUND.format(closing="3.00")) == {FAILED}


@pytest.mark.parametrize(("business", "other", "expected"), [("事业收入", "1.00", {PASSED}), ("事业收入", "3.00", {PASSED, FAILED})])
def test_a_row_of_the_income_table(business: str, other: str, expected: set[str]) -> None:
    assert outcomes("t02-row", INCOME.format(business=business, other=other)) == expected


def test_a_part_that_is_not_told_is_not_missed() -> None:
    """小计 in a head of one row: of which source is not told."""
    assert FAILED not in outcomes("t02-row", INCOME.format(business="小计", other="1.00"))


def test_two_printings_of_a_table_that_differ() -> None:
    first, other = THREE.format(total="8.00", running="4.00"), THREE.format(total="8.10", running="4.00")
    assert outcomes("form-copies", first) == {NOT_APPLICABLE}
    assert outcomes("form-copies", first, first) == {PASSED}
    (found,) = (r for r in checked(first, other).findings if r.rule == "form-copies")
    assert (found.stated, found.expected) == ("8.00", "8.10")
