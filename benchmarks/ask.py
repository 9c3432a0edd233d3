"""How right and how fast questions are answered: `python -m benchmarks.ask [--freeze] [--units N] [data folder]`.

Without a folder the questions of all sets are scored, by kind, with every miss; with one, questions of every kind about units of its
release, drawn evenly, and about all of them are timed (in milliseconds of processor time, and by the clock). The best scores so far
stand in ask.json; the tests fail where a kind gets worse.

Sets over the samples: `narrow`, `wide` and `unseen` (half of what a writer asked who had never seen an answer) to work with,
`frozen` and `blind` only to count. `real` is about the reports at JUESUAN_REPORTS,
its words and wanted values read from their gold.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from pyoxigraph import Store

from benchmarks.gold_questions import read_gold, read_questions
from ingest import samples
from ingest.pipeline import extract
from ingest.sources import find_files
from kg.content import draft
from kg.iris import Iris
from kg.mapper import quads
from search_app.ask import Lexicon, ask, build_lexicon, read_lexicon
from search_app.ask.completion import completions
from search_app.ask.leftover import prepare

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "benchmarks" / "ask.json"
REAL = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "reports"))
REAL_GOLD = REAL.parent / "gold"
REAL_QUESTIONS = ROOT / "benchmarks" / "questions_real.jsonl"

Question = dict[str, Any]
Times = tuple[float, float]
Score = dict[str, list[int]]
"""Kind → how many are right, how many were asked."""


def _read(name: str) -> list[Question]:
    text = (samples.folder().parent / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


SETS = {
    "narrow": _read("questions"),
    "wide": _read("questions_wide"),
    "frozen": _read("questions_frozen"),
    "blind": _read("questions_blind"),
    "unseen": _read("questions_unseen"),
}

_ASKED = {
    "lookup": ("支出合计是多少", "劳务费", "一般公共预算财政拨款收入有多少万元"),
    "several": ("三公经费预算和决算分别是多少", "人员经费和公用经费各多少"),
    "list": ("有哪些项目",),
    "boolean": ("有没有公务接待费支出",),
    "ratio": ("基本支出占支出合计的比例", "人均公用经费"),
    "trend": ("公务接待费比上年下降多少",),
    "indicator": ("哪些指标没有达标",),
    "rank": ("执行率最低的项目",),
    "who": ("编制数", "主管部门是哪个单位"),
    "subjects": ("支出最大的功能科目是什么", "钱都花哪了"),
    "reason": ("公务接待费为什么减少",),
    "none": ("研发投入",),
}
"""Questions about one unit and year, by kind."""
_OF_ALL = {
    "rank of units": ("年支出最多的三个单位", "年三公经费占支出比重最高的单位"),
    "rank by subject": ("年劳务费最多的单位",),
    "sum of units": ("年各单位三公经费一共多少", "年各单位平均支出是多少"),
    "list of units": ("年各单位三公经费", "年哪些单位没有因公出国支出"),
    "bound of units": ("年三公经费超过5万元的单位",),
    "growth of units": ("年支出增长最快的单位",),
    "bound of projects": ("年执行率低于80%的项目",),
    "rank of projects": ("年执行率最低的项目",),
    "none of units": ("年研发投入是多少",),
}
_OF_RELEASE = {
    "definition": ("科目2080505是什么", "什么是机关运行经费"),
    "who did it": ("谁办了现场流行病学培训班",),
    "findings": ("哪些报告有勾稽错误",),
    "loaded": ("已经载入哪些单位的报告",),
    "newest years": ("支出最多的三个单位", "所有单位三公经费一共多少"),
    "unit not loaded": ("示例市教育局2024年的三公经费", "某某市某某局的支出"),
    "unknown words": ("研发投入是多少", "区块链补贴资金花了多少"),
}
"""Questions without unit and year."""
_TURNS = 5
_UNITS = 40


def is_right(question: Question, body: Mapping[str, Any]) -> bool:
    """All that is wanted and at most one value more; of a list nine in ten; nothing where the graph does not hold the answer."""
    answer = body["answer"]
    if question["kind"] == "none" or not answer:
        return question["kind"] == "none" and answer is None
    values = [value[key] for value in answer["values"] for key in ("value", "label") if value.get(key)]
    found = sum(holds(wanted, values, answer["text"]) for wanted in question["want"])
    if question["kind"] == "list":
        return 2 * found >= 0.9 * (len(answer["values"]) + len(question["want"]))
    return bool(found == len(question["want"]) and len(answer["values"]) <= len(question["want"]) + 1)


def holds(wanted: object, values: Sequence[object], text: str) -> bool:
    """True where a wanted number is among the values, or one of the wanted words (`a|b`) is in them or in the sentence."""
    if isinstance(wanted, int | float):
        return any(n is not None and abs(abs(n) - abs(wanted)) <= max(0.005, abs(wanted) * 0.0005) for n in map(_number, values))
    return any(word in folded(value) for word in map(folded, str(wanted).split("|")) for value in [*values, text])


def folded(value: object) -> str:
    """NFKC without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value or "")))


def _number(value: object) -> float | None:
    text = folded(value).replace(",", "").rstrip("%")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def score(questions: Iterable[Question], bodies: Mapping[str, Mapping[str, Any]]) -> Score:
    """By kind how many of the questions are answered right by `bodies` (question → body)."""
    found: Score = {}
    for question in questions:
        counted = found.setdefault(question["kind"], [0, 0])
        counted[0] += is_right(question, bodies[question["q"]])
        counted[1] += 1
    return dict(sorted(found.items()))


def frozen() -> dict[str, Score]:
    """The best scores so far, by set."""
    return dict(json.loads(FROZEN.read_text(encoding="utf-8")))


def store_of(files: Iterable[Path]) -> Store:
    """A store of these reports."""
    iris = Iris()
    return draft(iris, [quads(extract(source), iris) for source in find_files(list(files))])


def real_store() -> Store:
    """A store of the real reports."""
    return store_of(sorted(REAL.glob("*.txt")))


def main() -> int:
    """Print the scores by kind and each miss, or the times; 1 where a kind is worse than before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true", help="write the scores down")
    parser.add_argument("--units", type=int, default=_UNITS, help="how many units are asked about")
    parser.add_argument("data", nargs="?", type=Path)
    given = parser.parse_args()
    if given.data:
        _time(given.data / "current", given.units)
        return 0
    scores = dict(_scores())
    if given.freeze:
        FROZEN.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    before = frozen() if FROZEN.exists() else {}
    worse = [f"{name} {kind}" for name, kinds in scores.items() for kind, (right, _) in kinds.items() if right < before[name][kind][0]]
    print("worse:", ", ".join(worse) or "none")
    return 1 if worse else 0


def _scores() -> Iterator[tuple[str, Score]]:
    store = store_of([Path(samples.folder())])
    lexicon = build_lexicon(store)
    for name, questions in SETS.items():
        yield name, _scored(name, questions, store, lexicon)
    if REAL.is_dir() and REAL_GOLD.is_dir():
        store = real_store()
        yield "real", _scored("real", read_questions(REAL_QUESTIONS, read_gold(REAL_GOLD)), store, build_lexicon(store))


def _scored(name: str, questions: Sequence[Question], store: Store, lexicon: Lexicon) -> Score:
    bodies = {question["q"]: ask(store, lexicon, question["q"]).body() for question in questions}
    for question in questions:
        body = bodies[question["q"]]
        if not is_right(question, body):
            given = body["answer"]["text"] if body["answer"] else body["reason"]
            print(f"{name} {question['id']} {question['q']} wanted {json.dumps(question['want'], ensure_ascii=False)}: {given[:120]}")
    found = score(questions, bodies)
    for kind, (right, asked) in found.items():
        print(f"{name:7} {kind:10} {right}/{asked}")
    total = [sum(counted) for counted in zip(*found.values(), strict=True)]
    print(f"{name:7} {total[0]}/{total[1]} {total[0] / total[1]:.1%}")
    return found


def times_of_one_unit(store: Store, lexicon: Lexicon, count: int = _UNITS) -> list[float]:
    """Milliseconds of processor time of each question about one unit, asked about so many units."""
    return [_asked_in(store, lexicon, question)[0] for _, question in _of_units(lexicon, count)]


def _of_units(lexicon: Lexicon, count: int) -> Iterator[tuple[str, str]]:
    units = lexicon.units[:: max(1, len(lexicon.units) // count)]
    yield from ((kind, f"{unit.name}{unit.years[-1]}年{one}") for kind, asked in _ASKED.items() for unit in units for one in asked)


def _of_all(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    yield from ((kind, f"{year}{one}") for kind, asked in _OF_ALL.items() for year in lexicon.years for one in asked)
    yield from ((kind, one) for kind, asked in _OF_RELEASE.items() for one in asked for _ in range(_TURNS))


def _time(release: Path, count: int) -> None:
    """Print the times by kind, of the release that lies in a folder."""
    store, lexicon = Store.read_only(str(release / "store")), read_lexicon(release)
    prepare()
    for question in (f"{lexicon.units[0].name}支出", f"{lexicon.years[-1]}年支出最多的单位"):
        ask(store, lexicon, question)
    print(f"{len(lexicon.units)} units, {sum(len(unit.years) for unit in lexicon.units)} reports; processor time, and by the clock")
    every: list[Times] = []
    for name, questions in (("of one unit", _of_units(lexicon, count)), ("of all units", _of_all(lexicon))):
        times: dict[str, list[Times]] = {}
        for kind, question in questions:
            times.setdefault(kind, []).append(_asked_in(store, lexicon, question))
        for kind, measured in times.items():
            _print(kind, measured)
        _print(name, [one for measured in times.values() for one in measured])
        every += (one for measured in times.values() for one in measured)
    _print("all of them", every)
    units = lexicon.units[:: max(1, len(lexicon.units) // count)]
    _print("completion", [_taken(completions, lexicon, unit.name[:end]) for unit in units for end in (2, len(unit.name) // 2)])


def _asked_in(store: Store, lexicon: Lexicon, question: str) -> Times:
    return _taken(lambda: ask(store, lexicon, question).body())


def _taken(done: Callable[..., object], *arguments: object) -> Times:
    """Milliseconds of processor time, and by the clock."""
    start = process_time(), perf_counter()
    done(*arguments)
    return (process_time() - start[0]) * 1000, (perf_counter() - start[1]) * 1000


def _print(name: str, times: Sequence[Times]) -> None:
    said = (f"p50 {statistics.median(one):6.1f} ms, p95 {_slow(one):6.1f} ms" for one in zip(*times, strict=True))
    print(f"{name:17} {len(times):4} asked, {'; '.join(said)}", flush=True)


def _slow(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


if __name__ == "__main__":
    sys.exit(main())
