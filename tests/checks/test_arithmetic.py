"""Numbers, identities and their judgement."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.checks.formula import Operand, parse
from kg.checks.judging import Claim, holds, judge, solved
from kg.checks.outcomes import ERROR, FAILED, INFO, INSUFFICIENT, NOT_APPLICABLE, PASSED, WARNING
from kg.checks.terms import Term, common_places, half_unit, in_unit


def wan(text: str, name: str = "数", places: int = 2, at: str = "", qualifier: str = "") -> Term:
    """An amount in 万元 as printed."""
    return Term(name, Decimal(text) * 10_000, text, "万元", half_unit(text, "万元", places), at or f"#{name}", f"某表 {name}", qualifier)


def percent(text: str) -> Term:
    """A rate as printed."""
    return Term("占比", Decimal(text), text, "%", half_unit(text, "%"), "#rate", "某节 占比")


def total(stated: Term, *parts: Term, relation: str = "=") -> Claim:
    """A sum."""
    return Claim(stated, tuple((1, part) for part in parts), "合计 = Σ各项", relation)


def test_dropped_zeros_do_not_make_a_number_less_exact() -> None:
    assert common_places(["50.04", "24.63", "177.5", "0"]) == 2
    assert common_places(["177.5", "40.9", "3"]) == 1
    assert common_places([]) == 0
    assert half_unit("177.5", "万元", 2) == Decimal(50)
    assert half_unit("177.5", "万元") == Decimal(500)
    assert half_unit("3", "辆") == 0


def test_a_sum_that_holds_passes() -> None:
    assert judge(total(wan("3.00"), wan("1.00"), wan("2.00")), ERROR).outcome == PASSED


def test_a_difference_inside_the_rounding_is_info_and_outside_an_error() -> None:
    inside = judge(total(wan("3.01"), wan("1.00"), wan("2.00")), ERROR)
    small = judge(total(wan("3.03"), wan("1.00"), wan("2.00")), ERROR)
    outside = judge(total(wan("3.05"), wan("1.00"), wan("2.00")), ERROR)
    assert (small.outcome, small.severity) == (FAILED, WARNING)
    assert (inside.outcome, inside.severity) == (FAILED, INFO)
    assert (outside.outcome, outside.severity) == (FAILED, ERROR)
    assert "尾数" in inside.message
    assert outside.stated == "3.05万元"
    assert outside.expected == "3.00万元（1.00+2.00）"
    assert "相差0.05万元" in outside.message


def test_yuan_and_ten_thousands_are_one_scale() -> None:
    yuan = Term("明细", Decimal("30000.00"), "30000.00", "元", half_unit("30000.00", "元"), "#yuan")
    assert judge(total(wan("3.00"), yuan), ERROR).outcome == PASSED


def test_one_number_with_fewer_decimals_is_the_same_number() -> None:
    rounded = judge(total(wan("1110", "说明"), wan("1109.87", "表")), ERROR)
    other = judge(total(wan("1111", "说明"), wan("1109.87", "表")), ERROR)
    assert (rounded.severity, other.severity) == (INFO, ERROR)


def test_an_approximate_number_is_a_range() -> None:
    assert judge(total(wan("3", qualifier="余", places=0), wan("3.20")), ERROR).severity == INFO


def test_a_limit_holds_below_and_fails_above() -> None:
    assert judge(total(wan("1.00"), wan("2.00"), relation="≤"), ERROR).outcome == PASSED
    assert judge(total(wan("2.50"), wan("2.00"), relation="≤"), ERROR).expected == "不超过2.00万元"


@pytest.mark.parametrize(("printed", "severity"), [("33.33", None), ("33.34", INFO), ("33.36", ERROR), ("33", None), ("35", ERROR)])
def test_a_rate_is_recomputed_at_its_printed_decimals(printed: str, severity: str | None) -> None:
    claim = Claim(percent(printed), ((1, wan("10000.00")),), "占比 = 甲 ÷ 乙", divisor=wan("30000.00"))
    result = judge(claim, ERROR)
    assert (result.severity or None) == severity
    assert result.outcome == (PASSED if severity is None else FAILED)


def test_a_rate_of_nothing_does_not_apply() -> None:
    claim = Claim(percent("100"), ((1, wan("1.00")),), "占比 = 甲 ÷ 乙", divisor=wan("0"))
    assert judge(claim, ERROR).outcome == NOT_APPLICABLE


def test_a_side_that_is_not_printed_is_no_failure() -> None:
    assert judge(Claim(wan("1.00"), (), "合计 = Σ各项"), ERROR).outcome == INSUFFICIENT


def test_what_a_number_would_have_to_be() -> None:
    claim = total(wan("3.00", "合计"), wan("1.00", "甲"), wan("3.00", "乙"))
    assert solved(claim, "#合计") == Decimal(40_000)
    assert solved(claim, "#乙") == Decimal(20_000)
    assert solved(claim, "#无") is None
    assert holds(claim, "#乙", Decimal(20_000))
    assert not holds(claim, "#乙", Decimal(10_000))


def test_amounts_are_shown_in_the_printed_unit() -> None:
    assert in_unit(Decimal("123456"), "万元", 2) == "12.35万元"
    assert in_unit(Decimal("-0.001"), "元", 2) == "0.00元"


def test_identities_are_read_as_written() -> None:
    formula = parse("结余 = 年初预算 + Σ调整 − 支出")
    assert (formula.left, formula.relation, formula.divisor) == ("结余", "=", None)
    assert formula.right == (Operand("年初预算"), Operand("调整", 1, True), Operand("支出", -1))
    rate = parse("执行率 = 执行数 ÷ 全年预算数")
    assert rate.divisor == Operand("全年预算数")
    assert rate.names == ("执行率", "执行数", "全年预算数")
    with pytest.raises(ValueError, match="甲 = 乙"):
        parse("没有等号")
