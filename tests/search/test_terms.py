from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_app.search.highlights import highlights
from search_app.search.terms import terms, words


def test_han_characters_come_alone_and_in_pairs() -> None:
    assert words("融资难") == ["融", "资", "难", "融资", "资难"]


def test_numbers_and_words_stay_whole() -> None:
    assert words("1,240.50万元 PPP项目") == ["1240.50", "万", "元", "万元", "ppp", "项", "目", "项目"]
    assert words("GB/T19580") == ["gb", "t", "19580"]


def test_full_width_is_half_width() -> None:
    assert words("ＰＰＰ１２") == ["ppp", "12"]
    assert [(t.text, t.start, t.end) for t in terms("㎡ Ａb")] == [("m", 0, 1), ("2", 0, 1), ("ab", 2, 4)]


def test_signs_are_no_words() -> None:
    assert words("，。！？🎉 <>'\"--;") == []


@given(st.text())
def test_places_lead_back_to_the_text(text: str) -> None:
    found = terms(text)
    assert sorted(t.text for t in found) == sorted(words(text))
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(span[0] < span[1] <= len(text) for span in highlights(text, found))


def test_highlights_are_joined_pairs() -> None:
    text = "公务接待费支出减少，因接待批次减少。"
    assert highlights(text, terms("公务接待费减少")) == [(0, 5), (7, 9), (11, 13), (15, 17)]


def test_numbers_are_highlighted_as_a_whole() -> None:
    text = "签约１，２４０.５万元，另有1240.55万元、㎡与PPP项目"
    assert highlights(text, terms("1240.5 ppp")) == [(2, 9), (26, 29)]


def test_a_single_character_is_highlighted_only_where_nothing_else_was_asked() -> None:
    assert highlights("花钱，有钱", terms("钱")) == [(1, 2), (4, 5)]
    assert highlights("花钱，有钱", terms("费用")) == []
