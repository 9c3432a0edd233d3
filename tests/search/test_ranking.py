from __future__ import annotations

import numpy as np
import pytest

from search_app.search.columns import Numbers
from search_app.search.lexical import Found
from search_app.search.ranking import Bonus, Way, merge, rank


def _no_bonus(texts: Numbers) -> Bonus:
    return Bonus(np.zeros(len(texts), np.float32), texts)


def _way(scores: dict[int, float]) -> Way:
    return Way(_found(scores), max(scores.values(), default=0))


def _found(scores: dict[int, float]) -> Found:
    order = sorted(scores, key=lambda text: -scores[text])
    return np.array(order, np.int32), np.array([scores[text] for text in order], np.float32)


def test_words_alone_while_there_are_no_vectors() -> None:
    ranked = rank(_way({1: 4, 3: 8}), None, _no_bonus)
    assert ranked.texts.tolist() == [3, 1]
    assert ranked.scores.tolist() == [1, 0.5]
    assert np.isnan(ranked.dense).all()


def test_both_count_half() -> None:
    ranked = rank(_way({1: 8, 2: 4}), _way({2: 0.9, 3: 0.88, 4: 0.86}), _no_bonus)
    assert ranked.texts.tolist() == [2, 1, 3]
    assert ranked.scores.tolist() == pytest.approx([0.75, 0.5, 0.25], abs=1e-5)


def test_a_bonus_lifts() -> None:
    ranked = rank(_way({1: 8, 2: 7}), None, lambda texts: Bonus(np.array([9, 0, 0.25, 0, 0, 0], np.float32)[texts], texts))
    assert ranked.texts.tolist() == [2, 1]


def test_what_holds_few_of_the_words_and_is_not_near_is_left_out() -> None:
    ranked = rank(_way({1: 10, 2: 1}), _way({3: 0.85, 4: 0.84, 5: 0.7}), _no_bonus)
    assert ranked.texts.tolist() == [1, 3, 4]


def test_under_a_filter_the_best_of_all_is_the_measure() -> None:
    assert rank(Way(_found({2: 4, 4: 2}), 10), None, _no_bonus).texts.tolist() == [2]
    assert rank(Way(_found({}), 10), Way(_found({2: 0.85, 4: 0.82}), 0.87), _no_bonus).texts.tolist() == [2]


def test_what_is_not_alike_at_all_does_not_count() -> None:
    assert rank(_way({}), _way({1: 0.79}), _no_bonus).texts.tolist() == []


def test_nothing_found() -> None:
    assert rank(_way({}), None, _no_bonus).texts.tolist() == []
    assert rank(_way({}), _way({}), _no_bonus).texts.tolist() == []


def test_equal_scores_keep_the_order_of_the_reports() -> None:
    assert rank(_way({5: 2, 1: 2, 3: 2}), None, _no_bonus).texts.tolist() == [1, 3, 5]


def test_merging_keeps_each_once() -> None:
    texts, scores = merge(_found({1: 5, 2: 3}), _found({2: 3, 4: 4}))
    assert texts.tolist() == [1, 4, 2]
    assert scores.tolist() == [5, 4, 3]
