"""How right and how fast questions are answered: `python -m benchmarks.ask [N-Quads of a release]`.

Without an argument the questions of the samples are scored; with one, questions about its units are timed.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

from pyoxigraph import RdfFormat, Store

from ingest import samples
from ingest.pipeline import extract
from ingest.sources import find_files
from kg.content import draft
from kg.iris import Iris
from kg.mapper import quads
from search_app.ask import Lexicon, ask, build_lexicon
from tests.ask.test_wide_questions import NARROW, WIDE, is_right

_ASKED = (
    "支出合计是多少",
    "三公经费预算和决算",
    "有哪些项目",
    "基本支出占支出合计的比例",
    "公务接待费比上年下降多少",
    "哪些指标没有达标",
    "劳务费",
)
_OF_ALL = ("年支出最多的三个单位", "年各单位三公经费一共多少", "年三公经费超过5万元的单位", "年执行率低于80%的项目")
_UNITS = 40


def main() -> int:
    """Print the score by kind and each miss, or the times."""
    if len(sys.argv) > 1:
        store = Store()
        store.bulk_load(path=str(Path(sys.argv[1])), format=RdfFormat.N_QUADS)
        _time(store, build_lexicon(store))
    else:
        iris = Iris()
        store = draft(iris, [quads(extract(source), iris) for source in find_files([Path(samples.folder())])])
        _score(store, build_lexicon(store))
    return 0


def _score(store: Store, lexicon: Lexicon) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for question in (*NARROW, *WIDE):
        body = ask(store, lexicon, question["q"]).body()
        right[question["kind"]].append(is_right(question, body))
        if not right[question["kind"]][-1]:
            given = body["answer"]["text"] if body["answer"] else body["reason"]
            print(f"wrong {question['id']} {question['q']} wanted {json.dumps(question['want'], ensure_ascii=False)}: {given[:120]}")
    for kind, results in sorted(right.items()):
        print(f"{kind:10} {sum(results)}/{len(results)}")


def _time(store: Store, lexicon: Lexicon) -> None:
    _print_times(store, lexicon, "of one unit", _of_one(lexicon))
    _print_times(store, lexicon, "of all units", (f"{lexicon.years[-1]}{asked}" for asked in _OF_ALL))


def _of_one(lexicon: Lexicon) -> Iterator[str]:
    return (f"{unit.name}{unit.years[-1]}年{asked}" for unit in lexicon.units[:_UNITS] for asked in _ASKED)


def _print_times(store: Store, lexicon: Lexicon, name: str, questions: Iterable[str]) -> None:
    times = []
    for question in questions:
        start = perf_counter()
        ask(store, lexicon, question)
        times.append((perf_counter() - start) * 1000)
    slow = statistics.quantiles(times, n=20)[-1]
    print(f"{name}: {len(times)} questions, p50 {statistics.median(times):.0f} ms, p95 {slow:.0f} ms, units {len(lexicon.units)}")


if __name__ == "__main__":
    sys.exit(main())
