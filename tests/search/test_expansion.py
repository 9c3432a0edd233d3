from __future__ import annotations

import pytest

from search_app.search.expansion import WORD_WEIGHT, expand


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("吃喝花了多少", "公务接待费"),
        ("帮企业借钱", "融资贷款"),
        ("替人跑手续", "帮办代办"),
        ("退休金有多少", "退休费"),
        ("修路的钱", "道路建设"),
        ("买电脑", "办公设备购置"),
        ("ＡＩ做得怎么样", "数字经济"),
    ],
)
def test_colloquial_words_mean_official_terms(question: str, name: str) -> None:
    assert name in expand(question).names


def test_words_of_an_official_term_weigh_less() -> None:
    found = expand("吃喝")
    assert 0 < found.words["接待"] <= WORD_WEIGHT
    assert all(len(word) > 1 for word in found.words)
    assert "公务接待费" in found.official


def test_the_longest_wording_counts() -> None:
    assert "公务接待费" in expand("请客吃饭").names
    assert "伙食补助费" not in expand("请客吃饭").names


def test_what_is_said_officially_is_not_said_again() -> None:
    assert "公务接待费" not in expand("公务接待费").names
    assert expand("完全没有这种话").words == {}
    assert expand("").words == {}
