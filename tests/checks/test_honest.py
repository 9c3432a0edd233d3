"""Wording that is right: none of it is called an error, whatever year or budget it compares with."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.checks.engine import check_facts
from kg.checks.outcomes import ERROR
from kg.checks.times import compared
from kg.iris import Iris
from tests.checks.draft import read_draft

HERE = Path(__file__).parent
SECTIONS: dict[str, list[str]] = yaml.safe_load((HERE / "honest.yaml").read_text(encoding="utf-8"))
TABLES: str = yaml.safe_load((HERE / "tables.yaml").read_text(encoding="utf-8"))["report"].partition("第三部分")[0]


@pytest.mark.parametrize("heading", SECTIONS)
def test_right_wording_is_no_error(heading: str) -> None:
    facts = read_draft("\n\n".join([heading, *SECTIONS[heading]]), TABLES)
    assert [r.message for r in check_facts(facts, Iris()).findings if r.severity == ERROR] == []


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("比2023年度的9.00万元减少1.00万元", "9.00", True),
        ("支出8.00万元，比2023年度减少1.00万元", "1.00", False),
        ("与2023年度相比增加10.00万元", "10.00", False),
        ("较上年收入总计100.00万元、支出总计90.00万元各增加10.00万元", "90.00", True),
        ("2023年收入95.00万元，支出94.00万元；2024年收入96.00万元", "94.00", True),
        ("2023年收入95.00万元，支出94.00万元；2024年收入96.00万元", "96.00", False),
        ("上年结转资金5.00万元", "5.00", False),
        ("2023年5月成立，全年收入95.00万元", "95.00", False),
    ],
)
def test_whose_number_it_is(text: str, number: str, expected: bool) -> None:
    assert compared(text, text.index(number), 2024) is expected
