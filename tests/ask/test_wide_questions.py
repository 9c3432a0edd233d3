"""The questions of all sets, each asked once: no kind is answered worse than before, and every answer's query gives its values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from pyoxigraph import Store

from benchmarks.ask import REAL, REAL_GOLD, REAL_QUESTIONS, SETS, frozen, is_right, real_store, score
from benchmarks.gold_questions import read_gold, read_questions
from kg.store import rows
from search_app.ask import ask, build_lexicon
from tests.ask.test_sample_questions import Asked, asked, folded

__all__ = ["asked"]

Question = dict[str, Any]
Bodies = Mapping[str, dict[str, Any]]
COUNTED = ("个", "项", "处")


@pytest.fixture(scope="module")
def bodies(asked: Asked) -> Bodies:
    """The answer to every question of the samples, by the question."""
    return {question["q"]: ask(*asked, question["q"]).body() for questions in SETS.values() for question in questions}


@pytest.mark.parametrize("name", SETS)
def test_no_kind_is_answered_worse(bodies: Bodies, name: str) -> None:
    missed = [question["q"] for question in SETS[name] if not is_right(question, bodies[question["q"]])]
    worse = [kind for kind, (right, _) in score(SETS[name], bodies).items() if right < frozen()[name][kind][0]]
    assert worse == [], missed


def test_all_that_cannot_be_answered_is_refused_with_a_reason(bodies: Bodies) -> None:
    for question in (one for questions in SETS.values() for one in questions if one["kind"] == "none"):
        assert bodies[question["q"]]["answer"] is None, question["q"]
        assert bodies[question["q"]]["reason"]


def numbers(cells: list[str]) -> Iterator[Decimal]:
    for cell in cells:
        try:
            yield Decimal(cell)
        except InvalidOperation:
            continue


def gives(found: list[dict[str, str]], value: dict[str, str]) -> bool:
    """True where the rows hold the value: as text, as a number, in 元 or 万元, or as the number of rows."""
    text = folded(value["value"])
    cells = [folded(cell) for row in found for cell in row.values()]
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        near = Decimal("0.0051")
        known = list(numbers([cell.replace(",", "") for cell in cells]))
        if any(abs(abs(one) / power - abs(Decimal(text))) <= near for one in known for power in (1, 10_000)):
            return True
        return value["unit"] in COUNTED and int(text) == len(found)
    return text == "没有" or any(text in cell or (len(cell) > 1 and cell in text) for cell in cells)


@pytest.mark.parametrize("name", SETS)
def test_query_of_every_answer_gives_its_values(asked: Asked, bodies: Bodies, name: str) -> None:
    assert [question["q"] for question in SETS[name] if not is_given(asked[0], bodies[question["q"]])] == []


def is_given(store: Store, body: dict[str, Any]) -> bool:
    """True where the query gives all values of the answer, or nothing is answered."""
    if not body["answer"]:
        return True
    found = list(rows(store, body["sparql"]))
    return all(gives(found, value) for value in body["answer"]["values"])


def test_questions_about_real_reports() -> None:
    if not (REAL.is_dir() and REAL_GOLD.is_dir()):
        pytest.skip(f"no real reports with their gold at {REAL}: set JUESUAN_REPORTS")
    store = real_store()
    lexicon = build_lexicon(store)
    questions = read_questions(REAL_QUESTIONS, read_gold(REAL_GOLD))
    answered = {question["q"]: ask(store, lexicon, question["q"]).body() for question in questions}
    missed = [question["id"] for question in questions if not is_right(question, answered[question["q"]])]
    assert len(missed) <= sum(asked - right for right, asked in frozen()["real"].values()), missed
    assert [question["id"] for question in questions if not is_given(store, answered[question["q"]])] == []
