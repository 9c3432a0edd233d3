"""Every structured question over the sample reports: the wanted values, or a refusal with its reason."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from ingest import samples
from ingest.pipeline import extract
from ingest.sources import find_files
from kg.content import draft
from kg.iris import Iris
from kg.mapper import quads
from search_app.ask import Lexicon, ask, build_lexicon

QUESTIONS = [json.loads(line) for line in (samples.folder().parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
Asked = tuple[Store, Lexicon]


@pytest.fixture(scope="session")
def asked() -> Asked:
    iris = Iris()
    store = draft(iris, [quads(extract(source), iris) for source in find_files([Path(samples.folder())])])
    return store, build_lexicon(store)


def folded(value: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value or "")))


def number(value: object) -> float | None:
    text = folded(value).replace(",", "").rstrip("%")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def holds(wanted: object, values: list[object], text: str) -> bool:
    if isinstance(wanted, int | float):
        return any(n is not None and abs(abs(n) - abs(wanted)) <= max(0.005, abs(wanted) * 0.0005) for n in map(number, values))
    return any(word in folded(v) for word in map(folded, str(wanted).split("|")) for v in [*values, text])


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_sample_question(asked: Asked, question: dict[str, Any]) -> None:
    body = ask(*asked, question["q"]).body()
    if question["kind"] == "none":
        assert body["answer"] is None, "must be refused"
        assert body["reason"]
        return
    answer = body["answer"]
    assert answer, body["reason"]
    values = [v[key] for v in answer["values"] for key in ("value", "label") if v.get(key) is not None]
    assert [w for w in question["want"] if not holds(w, values, answer["text"])] == []
    assert len(answer["values"]) <= len(question["want"]) + (1 if question["kind"] != "list" else len(question["want"]) // 5)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q["kind"] == "lookup"], ids=lambda q: str(q["id"]))
def test_sparql_runs_as_it_is_and_sources_are_places(asked: Asked, question: dict[str, Any]) -> None:
    store, _ = asked
    body = ask(*asked, question["q"]).body()
    assert list(store.query(body["sparql"], use_default_graph_as_union=True))  # type: ignore[arg-type]
    for source in body["sources"]:
        assert source["place"]
        assert bool(source["report"]) == source["file"].endswith(".txt"), "a code's name comes from a list, all else from a report"


@pytest.mark.parametrize("text", ["", "。。。", "😀", "SELECT * WHERE { ?s ?p ?o }", "<script>alert(1)</script>", "x" * 10_000])
def test_anything_else_is_refused_with_a_reason(asked: Asked, text: str) -> None:
    body = ask(*asked, text).body()
    assert body["answer"] is None
    assert body["reason"]
