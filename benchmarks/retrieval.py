"""How well search finds: nDCG@10 and success@1, 5, 10 by words, by meaning and by both.

    python -m benchmarks.retrieval [reports] [samples] [cmrc] [--cache DIR]

reports: real reports (JUESUAN_REPORTS, else ../shared/reports) with the questions in ../shared/questions/search_dev.jsonl
samples: the sample reports with ingest/samples/search.jsonl
cmrc:    CMRC2018 paragraphs as passages (../shared/bench/cmrc), every fourth question
What is not there is left out. A hit is right when it comes from the right file and holds the words that the question asks for.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ingest.pipeline import extract
from ingest.sources import find_files
from kg import bundle, release
from kg.folder import DataFolder
from search_app.embedding.encoder import make_encoder
from search_app.embedding.model import model_home
from search_app.search.index import SearchIndex
from search_app.search.lexical import FOLDER, LexicalBuilder, make_index
from search_app.search.passages import Passage
from search_app.search.ranking import Ranked, Way, rank
from search_app.search.texts import Texts
from search_app.search.vectors import is_ready, make_vectors, vector_root

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
DEPTH = 10
WAYS = ("words", "meaning", "both")


@dataclass(frozen=True)
class Question:
    """What is asked, and how to know each right answer."""

    text: str
    right: Sequence[Callable[[Passage], bool]]


@dataclass(frozen=True)
class Task:
    """An index with questions to it."""

    name: str
    index: SearchIndex
    questions: Sequence[Question]


def main(arguments: Sequence[str]) -> int:
    """Score the tasks that are there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", default=["reports", "samples", "cmrc"])
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "juesuan")
    given = parser.parse_args(arguments)
    os.environ.setdefault("JUESUAN_MODEL_DIR", str(given.cache / "models"))
    for task in _tasks(given.tasks, given.cache / "bench"):
        print(f"{task.name}: {len(task.index.texts)} texts, {len(task.questions)} questions")
        for way in WAYS:
            print(f"  {way:8} {_score(task, way)}")
    return 0


def _tasks(names: Sequence[str], cache: Path) -> Iterator[Task]:
    reports = Path(os.environ.get("JUESUAN_REPORTS", SHARED / "reports"))
    sources = {
        "reports": (sorted(reports.glob("*.txt")), SHARED / "questions" / "search_dev.jsonl"),
        "samples": ([ROOT / "ingest" / "samples" / "reports"], ROOT / "ingest" / "samples" / "search.jsonl"),
    }
    for name in names:
        if name == "cmrc" and (SHARED / "bench" / "cmrc").exists():
            yield _cmrc(SHARED / "bench" / "cmrc", cache / "cmrc")
        elif name in sources and sources[name][0] and sources[name][1].exists():
            yield _reports(name, *sources[name], cache / name)


def _reports(name: str, paths: Iterable[Path], questions: Path, data: Path) -> Task:
    folder = DataFolder(data)
    for source in find_files(paths):
        folder.put(bundle.dump(extract(source), folder.iris), replace=True)
    with release.build(folder, [LexicalBuilder()]) as made:
        index = _with_vectors(made.directory)
    return Task(name, index, [Question(row["q"], [_stated(gold) for gold in row["gold"]]) for row in _rows(questions)])


def _stated(gold: dict[str, str]) -> Callable[[Passage], bool]:
    wanted = _plain(gold["contains"])
    return lambda passage: passage.file.startswith(gold["report"]) and wanted in _plain(passage.text)


def _cmrc(source: Path, data: Path) -> Task:
    directory = data / "releases" / "cmrc"
    if not directory.exists():
        found = _rows(source / "cmrc_chunk_passages.jsonl")
        make_index(directory / FOLDER, [Passage(row["id"], "", "", "", "100000", 0, "", (), row["text"]) for row in found])
    asked = _rows(source / "cmrc_chunk_queries.jsonl")[::4]
    return Task("cmrc", _with_vectors(directory), [Question(row["q"], [_named(iri) for iri in row["gold"]]) for row in asked])


def _named(iri: str) -> Callable[[Passage], bool]:
    return lambda passage: passage.iri == iri


def _with_vectors(directory: Path) -> SearchIndex:
    data = directory.parent.parent
    encoder = make_encoder(model_home(data), os.cpu_count() or 1)
    folder = vector_root(data) / directory.name
    if not is_ready(folder, encoder.id):
        make_vectors(folder, Texts(directory / FOLDER), encoder, _say)
    return SearchIndex(directory)


def _say(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total} vectors", end="" if done < total else "\n", file=sys.stderr)


def _score(task: Task, way: str) -> str:
    sums: dict[str, float] = dict.fromkeys(("nDCG@10", "S@1", "S@5", "S@10"), 0)
    begun = time.perf_counter()
    for question in task.questions:
        places = _right_places(task.index, question, way)
        ideal = sum(1 / math.log2(n + 2) for n in range(min(len(question.right), DEPTH)))
        sums["nDCG@10"] += sum(1 / math.log2(n + 2) for n in places) / ideal
        for k in (1, 5, 10):
            sums[f"S@{k}"] += bool(places) and places[0] < k
    took = 1000 * (time.perf_counter() - begun) / len(task.questions)
    return "  ".join(f"{name} {total / len(task.questions):.3f}" for name, total in sums.items()) + f"  {took:.1f} ms a question"


def _right_places(index: SearchIndex, question: Question, way: str) -> list[int]:
    """The places (from 0) of the first ten hits that are right; each right answer counts once."""
    scope = index.scope(question.text)
    bonus = index.bonus(scope)
    missing = list(question.right)
    places: list[int] = []
    for place, text in enumerate(_ranked(index, question.text, way).texts[:DEPTH].tolist()):
        first, found = index.passages_of(text)
        shown = found[int(np.argmax(bonus[first : first + len(found)]))]
        right = next((one for one in missing if one(shown)), None)
        if right:
            missing.remove(right)
            places.append(place)
    return places


def _ranked(index: SearchIndex, question: str, way: str) -> Ranked:
    scope = index.scope(question)
    bonus = index.columns.best_of_text(index.bonus(scope))
    words = index.by_words(scope, {})
    meaning = None if way == "words" else index.by_meaning(scope, {})
    if way == "meaning":
        words = Way((words.found[0][:0], words.found[1][:0]), 1)
    return rank(len(bonus), words, meaning, bonus)


def _plain(text: str) -> str:
    return re.sub(r"[\s*|#]+", "", unicodedata.normalize("NFKC", text))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
