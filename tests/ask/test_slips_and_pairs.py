"""Classes of plain questions: names with a character left out, two things compared with their difference, a rank with its amount."""

from __future__ import annotations

import pytest

from search_app.ask import ask
from search_app.ask.dropped import miscounted
from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.spans import Span
from tests.ask.test_sample_questions import Asked, asked
from tests.ask.test_wide_questions import is_given

__all__ = ["asked"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("松岭县农业农局2024年公务接待费", ["1.86"]),
        ("2024年公务接待费最高的是哪家单位，多少钱", ["松岭县农业农村局", "1.86"]),
        ("云溪区产业服务中心2024年一共接待了多少批来访团组、多少位来宾", ["9", "71"]),
        ("示例市疾控中心2022年实验室之类的专用材料费用了多少", ["42.60"]),
        ("哪些单位有过政府性基金预算财政拨款支出", ["松岭县云岭中学", "松岭县农业农村局"]),
        ("青禾区数政局2024年三公经费比上年减了多少、降幅几何", ["0.31", "7.73"]),
    ],
)
def test_values(asked: Asked, question: str, values: list[str]) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert [value["value"] for value in body["answer"]["values"]] == values
    assert is_given(asked[0], body)


def test_which_is_more_and_by_how_much(asked: Asked) -> None:
    body = ask(*asked, "松岭县云岭中学2024年水费跟电费哪头大，差几多").body()
    assert [value["label"] for value in body["answer"]["values"]][-1] == "相差"


def test_an_indicator_that_fell_short_is_said_so(asked: Asked) -> None:
    assert (ask(*asked, "松岭县农业农村局2024年维修灌排渠系长度这个指标达标了吗").text or "").startswith("没有达到目标")


def test_the_slip_is_said(asked: Asked) -> None:
    assert "“松岭县农业农局”按“松岭县农业农村局”理解" in (ask(*asked, "松岭县农业农局2024年公务接待费").text or "")


def test_another_school_is_no_slip() -> None:
    lexicon = Lexicon(units=(Unit("https://example.org/u", "松岭县第二十一中学", "990121", (2024,)),))
    assert not list(miscounted(lexicon, "松岭县第二十中学", Span(0, 8, "松岭县第二十中学")))
    assert [meant for _, _, meant in miscounted(lexicon, "松岭县第二十一中中学", Span(0, 10, "松岭县第二十一中中学"))] == []
