"""How well search finds: nDCG@10 and success@1, 5, 10 by plain BM25, by words, by meaning and by both.

    python -m benchmarks.retrieval [TASK …] [--every N] [--ways WAY,…] [--set MODULE.NAME=NUMBER …] [--variant V] [--ablate] [--cache DIR]

reports: real reports (JUESUAN_REPORTS, else ../shared/reports) with the questions in ../shared/questions/search_dev.jsonl
samples: the sample reports with ingest/samples/search.jsonl
open, frozen: the sample reports with the two halves of benchmarks/questions.jsonl; the frozen half is kept out of tuning
fresh, held: the same with benchmarks/questions_fresh.jsonl, written before anything was searched; `held` is its frozen half
cmrc:    CMRC2018 paragraphs as passages (../shared/bench/cmrc), every fourth question (every sixteenth with --ablate)
What is not there is left out. A hit is right when it comes from the right file and holds the words that the question asks for.
Ways: bm25 (plain, over all passages), bm25-jieba, words, meaning, both, rrf, jieba-0.5 (both, with jieba's words as a further field
of that weight). `--set` changes a number of search_app.search for this run (ranking.DENSE_SHARE=0.4); `--variant unpruned` or
`pathless` takes other vectors; `--ablate` prints one row a change, as Markdown.
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
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.ablation import VARIANTS, ablate, changed, varied
from benchmarks.plain import beside, jieba_words, plain
from ingest.pipeline import extract
from ingest.sources import find_files
from kg import bundle, release
from kg.folder import DataFolder
from search_app.embedding.encoder import make_encoder
from search_app.embedding.model import model_home
from search_app.search.columns import EVERYTHING
from search_app.search.index import SearchIndex
from search_app.search.lexical import FOLDER, LexicalBuilder, make_index
from search_app.search.passages import Passage
from search_app.search.ranking import Ranked, Way, rank
from search_app.search.terms import words as words_of
from search_app.search.texts import Texts
from search_app.search.vectors import is_ready, make_vectors, vector_root

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
DEPTH = 10
TASKS = ("reports", "samples", "open", "frozen", "fresh", "held", "cmrc")
HALVES = {"open": False, "frozen": True, "fresh": False, "held": True}
"""The tasks that are half of a file of questions, and whether the half is the frozen one."""
WAYS = ("bm25", "words", "meaning", "both")


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
    parser.add_argument("tasks", nargs="*", default=list(TASKS))
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "juesuan")
    parser.add_argument("--set", dest="changes", action="append", default=[])
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--every", type=int)
    parser.add_argument("--variant", choices=("", *VARIANTS), default="")
    parser.add_argument("--ablate", action="store_true")
    given = parser.parse_args(arguments)
    with varied(given.variant, given.cache) as cache:
        _run(given, cache)
    return 0


def _run(given: argparse.Namespace, cache: Path) -> None:
    os.environ["JUESUAN_MODEL_DIR"] = str(cache / "models")
    tasks = list(_tasks(given.tasks, cache / "bench", given.every or (16 if given.ablate else 4)))
    if given.ablate:
        ablate([task.name for task in tasks], lambda way: [_score(task, way) for task in tasks])
        return
    with changed(given.changes):
        for task in tasks:
            print(f"{task.name}: {len(task.index.texts)} texts, {len(task.questions)} questions")
            for way in given.ways.split(","):
                print(f"  {way:10} {_told(_score(task, way))}", flush=True)


def _tasks(names: Sequence[str], cache: Path, every: int) -> Iterator[Task]:
    reports = Path(os.environ.get("JUESUAN_REPORTS", SHARED / "reports"))
    own, fresh = ROOT / "benchmarks" / "questions.jsonl", ROOT / "benchmarks" / "questions_fresh.jsonl"
    samples = [ROOT / "ingest" / "samples" / "reports"]
    sources = {
        "reports": (sorted(reports.glob("*.txt")), SHARED / "questions" / "search_dev.jsonl"),
        "samples": (samples, ROOT / "ingest" / "samples" / "search.jsonl"),
        "open": (samples, own),
        "frozen": (samples, own),
        "fresh": (samples, fresh),
        "held": (samples, fresh),
    }
    for name in names:
        if name == "cmrc" and (SHARED / "bench" / "cmrc").exists():
            yield _cmrc(SHARED / "bench" / "cmrc", cache / "cmrc", every)
        elif name in sources and sources[name][0] and sources[name][1].exists():
            yield _reports(name, *sources[name], cache / ("reports" if name == "reports" else "samples"))


def _reports(name: str, paths: Iterable[Path], questions: Path, data: Path) -> Task:
    folder = DataFolder(data)
    for source in find_files(paths):
        folder.put(bundle.dump(extract(source), folder.iris), replace=True)
    with release.build(folder, [LexicalBuilder()]) as made:
        index = _with_vectors(made.directory)
    rows = [row for row in _rows(questions) if row.get("frozen", False) == HALVES.get(name, row.get("frozen", False))]
    return Task(name, index, [Question(row["q"], [_stated(gold) for gold in row["gold"]]) for row in rows])


def _stated(gold: dict[str, str]) -> Callable[[Passage], bool]:
    wanted = _plain(gold["contains"])
    return lambda passage: passage.file.startswith(gold["report"]) and wanted in _plain(passage.text)


def latest(data: Path) -> Path:
    """The release that was made last in a folder of this cache."""
    return max((data / "releases").iterdir(), key=lambda path: path.stat().st_mtime)


def _cmrc(source: Path, data: Path, every: int) -> Task:
    directory = data / "releases" / LexicalBuilder.name
    if not directory.exists():
        found = _rows(source / "cmrc_chunk_passages.jsonl")
        make_index(directory / FOLDER, [Passage(row["id"], "", "", "", "100000", 0, "", (), row["text"]) for row in found])
    asked = _rows(source / "cmrc_chunk_queries.jsonl")[::every]
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


def _score(task: Task, way: str) -> dict[str, float]:
    sums: dict[str, float] = dict.fromkeys(("nDCG@10", "S@1", "S@5", "S@10"), 0)
    begun = time.perf_counter()
    for question in task.questions:
        places = _right_places(task.index, question, way)
        ideal = sum(1 / math.log2(n + 2) for n in range(min(len(question.right), DEPTH)))
        sums["nDCG@10"] += sum(1 / math.log2(n + 2) for n in places) / ideal
        for k in (1, 5, 10):
            sums[f"S@{k}"] += bool(places) and places[0] < k
    sums["ms"] = 1000 * (time.perf_counter() - begun)
    return {name: total / len(task.questions) for name, total in sums.items()}


def _told(score: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.3f}" for name, value in score.items() if name != "ms") + f"  {score['ms']:.1f} ms a question"


def _right_places(index: SearchIndex, question: Question, way: str) -> list[int]:
    """The places (from 0) of the first ten hits that are right; each right answer counts once."""
    missing = list(question.right)
    places: list[int] = []
    ranked = _ranked(index, question.text, way)
    for place, (text, number) in enumerate(zip(ranked.texts[:DEPTH].tolist(), ranked.passages.tolist(), strict=False)):
        shown = index.passage(text, number)
        right = next((one for one in missing if one(shown)), None)
        if right:
            missing.remove(right)
            places.append(place)
    return places


def _ranked(index: SearchIndex, question: str, way: str) -> Ranked:
    if way.startswith("bm25"):
        return plain(index, question, jieba_words(index) if way == "bm25-jieba" else words_of)
    wanted = index.wanted(question)
    words = index.by_words(wanted, EVERYTHING)
    if way.startswith("jieba-"):
        words = beside(index, words, question, float(way.removeprefix("jieba-")))
    meaning = None if way == "words" else index.by_meaning(wanted, EVERYTHING)
    if way == "meaning":
        words = Way((words.found[0][:0], words.found[1][:0]), 1)
    if way == "rrf" and meaning is not None:
        words, meaning = _reciprocal(words), _reciprocal(meaning)
    return rank(words, meaning, partial(index.bonus, wanted.scope, EVERYTHING))


def _reciprocal(way: Way) -> Way:
    """The same texts with the reciprocal of 60 and their place for a score."""
    scores = (1 / (60 + np.arange(len(way.found[0])))).astype(np.float32)
    return Way((way.found[0], scores), float(scores.max(initial=0)))


def _plain(text: str) -> str:
    return re.sub(r"[\s*|#]+", "", unicodedata.normalize("NFKC", text))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
