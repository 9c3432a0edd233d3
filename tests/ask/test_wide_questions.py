"""The wide set of questions over the sample reports: an open half to work with, and a frozen half that only counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from pyoxigraph import Store

from ingest import samples
from kg.store import rows
from search_app.ask import Lexicon, ask
from tests.ask.test_sample_questions import Asked, asked, folded, holds

__all__ = ["asked"]

Question = dict[str, Any]
FOLDER = samples.folder().parent
WIDE = [json.loads(line) for line in (FOLDER / "questions_wide.jsonl").read_text(encoding="utf-8").splitlines()]
NARROW = [json.loads(line) for line in (FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
OPEN = [question for question in WIDE if not question.get("frozen")]
FROZEN = [question for question in WIDE if question.get("frozen")]
LEAST_OPEN, LEAST_FROZEN = 0.965, 0.90
COUNTED = ("个", "项")


def is_right(question: Question, body: dict[str, Any]) -> bool:
    """As `score_ask` counts: all that is wanted and at most one more; of a list nine in ten."""
    answer = body["answer"]
    if question["kind"] == "none":
        return answer is None
    if not answer:
        return False
    values = [v[key] for v in answer["values"] for key in ("value", "label") if v.get(key)]
    found = sum(holds(wanted, values, answer["text"]) for wanted in question["want"])
    if question["kind"] == "list":
        return 2 * found >= 0.9 * (len(answer["values"]) + len(question["want"]))
    return bool(found == len(question["want"]) and len(answer["values"]) <= len(question["want"]) + 1)


def wrong(store: Store, lexicon: Lexicon, questions: list[Question]) -> list[str]:
    return [question["q"] for question in questions if not is_right(question, ask(store, lexicon, question["q"]).body())]


@pytest.mark.parametrize(("questions", "least"), [(OPEN, LEAST_OPEN), (FROZEN, LEAST_FROZEN)], ids=["open", "frozen"])
def test_score_is_no_worse(asked: Asked, questions: list[Question], least: float) -> None:
    missed = wrong(*asked, questions)
    assert 1 - len(missed) / len(questions) >= least, missed


def test_all_that_cannot_be_answered_is_refused_with_a_reason(asked: Asked) -> None:
    for question in WIDE:
        if question["kind"] == "none":
            body = ask(*asked, question["q"]).body()
            assert body["answer"] is None, question["q"]
            assert body["reason"]


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


@pytest.mark.parametrize("questions", [NARROW, WIDE], ids=["narrow", "wide"])
def test_query_of_every_answer_gives_its_values(asked: Asked, questions: list[Question]) -> None:
    store, lexicon = asked
    for question in questions:
        body = ask(store, lexicon, question["q"]).body()
        if body["answer"]:
            found = list(rows(store, body["sparql"]))
            assert [v for v in body["answer"]["values"] if not gives(found, v)] == [], question["q"]
