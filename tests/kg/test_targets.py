"""Targets and results of indicators."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.mapping.targets import Comparison, compare


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥95%", "98%", Comparison("atLeast", Decimal(95), None, Decimal(98), "%", True)),
        ("≥ 95 ％", "90.5%", Comparison("atLeast", Decimal(95), None, Decimal("90.5"), "%", False)),
        ("不少于20家", "25家", Comparison("atLeast", Decimal(20), None, Decimal(25), "家", True)),
        ("20次以上", "20次", Comparison("atLeast", Decimal(20), None, Decimal(20), "次", True)),
        ("≤5万元", "42,000元", Comparison("atMost", Decimal(50000), None, Decimal(42000), "元", True)),
        ("控制在5万元以内", "6万元", Comparison("atMost", Decimal(50000), None, Decimal(60000), "元", False)),
        ("<3天", "3天", Comparison("lessThan", Decimal(3), None, Decimal(3), "天", False)),
        ("3-4次", "4次", Comparison("between", Decimal(3), Decimal(4), Decimal(4), "次", True)),
        ("3次-4次", "20次", Comparison("between", Decimal(3), Decimal(4), Decimal(20), "次", None)),
        ("100%", "100%", Comparison("equal", Decimal(100), None, Decimal(100), "%", True)),
        ("2场", "3场", Comparison("equal", Decimal(2), None, Decimal(3), "场", None)),
        ("≥95%", "已完成", Comparison("atLeast", Decimal(95), None, None, "%", None)),
        ("≥95%", "98", Comparison("atLeast", Decimal(95), None, None, "%", None)),
        ("12月31日前完成", "完成", Comparison("qualitative")),
        ("有所提升", "提升", Comparison("qualitative")),
    ],
)
def test_compare(target: str, actual: str, expected: Comparison) -> None:
    assert compare(target, actual) == expected


def test_no_target_no_comparison() -> None:
    assert compare("", "98%") is None
