"""Ordinals at the start of a paragraph and running through it."""

from __future__ import annotations

import pytest

from ingest.narrative.ordinals import number_of, ordinal_at, running, without_ordinal


@pytest.mark.parametrize(
    ("text", "style", "number", "rest"),
    [
        ("一、部门职责", "section", 1, "部门职责"),
        ("（十二）其他", "bracketed", 12, "其他"),
        ("(三)其他", "bracketed", 3, "其他"),
        ("3．宣传政策", "number", 3, "宣传政策"),
        ("10、宣传政策", "number", 10, "宣传政策"),
        ("（2）巡河", "bracketedNumber", 2, "巡河"),
        ("③巡河", "circled", 3, "巡河"),
        ("二是巡河", "firstly", 2, "巡河"),
    ],
)
def test_an_ordinal_is_read(text: str, style: str, number: int, rest: str) -> None:
    found = ordinal_at(text)
    assert found and (found.style, found.number) == (style, number)
    assert without_ordinal(text) == rest


@pytest.mark.parametrize("text", ["1.5万元", "2022年度", "宣传（一）"])
def test_a_number_is_no_ordinal(text: str) -> None:
    assert ordinal_at(text) is None


def test_ordinals_run_through_a_paragraph() -> None:
    text = "职责是：（一）巡河；（二）保洁（含（一）项外）；（三）执法。"
    assert [o.number for o in running(text)] == [1, 2, 3]
    assert [o.number for o in running("（四）巡河。（五）保洁。")] == [4, 5]
    assert running("完成1.5万亩、2.5万亩") == ()
    assert running("（一）巡河，一是日巡，二是夜巡。") == ()


def test_numerals() -> None:
    assert [number_of(t) for t in ("七", "十", "十三", "二十", "二十一", "⑤", "08")] == [7, 10, 13, 20, 21, 5, 8]
