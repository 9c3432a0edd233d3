"""Eight kinds of query, in process: `python -m benchmarks.kinds FOLDER… [--seconds 5]`, data folders of different sizes.

What is asked stands in kinds.yaml. Each question goes to the store of the release (SPARQL) and to its tables (SQL, DuckDB on one
thread); of a folder with few reports also to rdflib with the same statements in memory. The answers must be the same. Printed is the
processor time of a query over that of DuckDB, and how much it grows from the smallest folder to the largest: p50 in ms, twenty questions
of a kind in every folder, folders in turn, the first round not counted. The first questions are compared; a question that takes longer
than `--seconds` is asked once.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

import rdflib
import yaml
from pyoxigraph import Literal, QuerySolutions, QueryTriples, Store

from benchmarks.rows import Row, as_markdown
from kg import release
from kg.columnar import FOLDER, Tables
from kg.folder import DataFolder
from kg.store import ask
from ontology.terms import PREFIXES

RDFLIB_REPORTS = 100
"""Up to so many reports rdflib is asked as well; it takes minutes."""
RDFLIB_SECONDS = 30.0
"""After so much processor time rdflib is stopped; the time stands for "more than that"."""
FLAT = "≤ 1.3"
LOOK_UP = "look-up"
_GRAPH = re.compile(r"GRAPH <[^>]*>")
_CHECKED = 3
_MOST = 60  # how often a question is timed
_DIFFERENT = 20  # questions of a kind, as many in every folder: the first time that each is asked fills the caches and does not count

Answer = list[tuple[str, ...]]
_STOPPED: Answer = [("stopped",)]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of query: where the questions come from, and how they are put to either side."""

    name: str
    said: str
    given: str
    sparql: str
    sql: str

    def query(self, given: Sequence[str]) -> str:
        """The SPARQL of one question."""
        text = self.sparql
        for place, value in enumerate(given):
            text = text.replace(f"{{{place}}}", value)
        return "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items()) + text


@dataclass
class Held:
    """A release that is asked: its store, its tables, and milliseconds by kind and engine."""

    reports: int
    store: Store
    tables: Tables
    memory: rdflib.Graph | None = None
    times: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def given(self, kind: Kind) -> list[tuple[str, ...]]:
        """What is asked about."""
        return [tuple(map(str, row.values())) for row in self.tables.rows(kind.given)]

    def p50(self, kind: Kind, engine: str) -> float | None:
        """The middle of the times, of what is asked again where that was in time; None where that engine was not asked."""
        times = self.times.get((kind.name, engine))
        return median(times[_DIFFERENT:] or times) if times else None


Asked = Callable[[Kind, Held, tuple[str, ...]], Answer]


@cache
def kinds() -> tuple[Kind, ...]:
    """The eight, in their order."""
    written = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(Kind(name, **said) for name, said in written.items())


def measure(folders: Sequence[Path], seconds: float = 5.0, rdflib_reports: int = RDFLIB_REPORTS) -> list[Row]:
    """The rows of all kinds and folders. Raises `ValueError` where two engines answer differently."""
    with ExitStack() as stack:
        held = sorted((_open(folder, stack, rdflib_reports) for folder in folders), key=lambda one: one.reports)
        return [row for kind in kinds() for row in _measured(kind, held, seconds)]


def _open(folder: Path, stack: ExitStack, rdflib_reports: int) -> Held:
    opened = stack.enter_context(release.current(DataFolder(folder)))
    tables = Tables(opened.directory / FOLDER, memory_mb=2048, seconds=600)
    stack.callback(tables.close)
    reports, store = len(opened.manifest["reports"]), opened.open_store()
    return Held(reports, store, tables, _in_memory(store) if reports <= rdflib_reports else None)


def _in_memory(store: Store) -> rdflib.Graph:
    """All statements of the store in rdflib."""
    graph = rdflib.Graph()
    for quad in store:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: Any) -> rdflib.term.Node:
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    return rdflib.URIRef(term.value)


def _measured(kind: Kind, held: Sequence[Held], seconds: float) -> Iterator[Row]:
    _time(kind, held, seconds)
    for one in held:
        ours = one.p50(kind, "store")
        yield Row(kind.name, "ms", ours, one.p50(kind, "tables"), reports=one.reports, note="DuckDB on the tables")
        if one.memory is not None:
            yield Row(
                kind.name, "ms", ours, one.p50(kind, "memory"), reports=one.reports, note=f"rdflib in memory, {RDFLIB_SECONDS:g} s at most"
            )
    if len(held) > 1:
        least, most = held[0].p50(kind, "store"), held[-1].p50(kind, "store")
        note = f"{held[-1].reports} reports against {held[0].reports}"
        yield Row(f"{kind.name}, growth", "ms", most, least, reports=held[-1].reports, goal=FLAT if kind.name == LOOK_UP else "", note=note)


def _time(kind: Kind, held: Sequence[Held], seconds: float) -> None:
    """Ask all in turn, one question after the other, until each has used up its time or was asked often enough."""
    asked = [(one, cycle(islice(one.given(kind), _DIFFERENT))) for one in held]
    for turn in range(_MOST):
        for one, questions in asked:
            given = next(questions)
            answers = {
                engine: _timed(answer, kind, one, given, one.times.setdefault((kind.name, engine), []))
                for engine, answer in _engines(one).items()
                if sum(one.times.get((kind.name, engine), ())) < 1000 * seconds
            }
            if turn < _CHECKED:
                _check(kind, given, answers)


def _timed(answer: Asked, kind: Kind, held: Held, given: tuple[str, ...], times: list[float]) -> Answer:
    """The answer; `times` gets the milliseconds it took."""
    start = thread_time()  # the clock of the process turns coarse after the timer that stops rdflib
    found = answer(kind, held, given)
    times.append(1000 * (thread_time() - start))
    return found


def _check(kind: Kind, given: tuple[str, ...], answers: Mapping[str, Answer]) -> None:
    """The engines say the same as the tables; a description holds what stands in the row. Raises `ValueError` where not."""
    wanted = answers.get("tables")
    for engine, answer in answers.items() if wanted is not None else ():
        if answer is _STOPPED:
            continue
        is_right = {value for row in wanted or () for value in row} <= {value for row in answer for value in row}
        if not (is_right if kind.name == "describe" else answer == wanted):
            raise ValueError(f"{kind.name} {given} of {engine}: {answer[:5]} is not {(wanted or [])[:5]}")


def _engines(held: Held) -> dict[str, Asked]:
    engines: dict[str, Asked] = {"store": _of_store, "tables": _of_tables}
    return engines | ({"memory": _of_memory} if held.memory is not None else {})


def _of_store(kind: Kind, held: Held, given: tuple[str, ...]) -> Answer:
    found = ask(held.store, kind.query(given))
    if isinstance(found, QueryTriples):
        return sorted((_plain(triple.object.value),) for triple in found if hasattr(triple.object, "value"))
    assert isinstance(found, QuerySolutions)  # noqa: S101
    return sorted(tuple(_plain(value.value) for value in solution) for solution in found)


def _of_memory(kind: Kind, held: Held, given: tuple[str, ...]) -> Answer:
    assert held.memory is not None  # noqa: S101
    with suppress(TimeoutError), _at_most(RDFLIB_SECONDS):
        found = held.memory.query(_GRAPH.sub("", kind.query(given)))
        if found.graph is not None:
            return sorted((_plain(str(term)),) for term in found.graph.objects())
        return sorted(tuple(_plain(str(value)) for value in row) for row in found)  # type: ignore[union-attr]
    return _STOPPED


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """`TimeoutError` in the block after so many seconds of processor time; in the main thread alone."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _of_tables(kind: Kind, held: Held, given: tuple[str, ...]) -> Answer:
    found = held.tables.rows(kind.sql, given)
    return sorted(tuple(_plain(str(value)) for value in row.values() if value is not None) for row in found)


def _plain(value: str) -> str:
    """A number without zeros at its end, everything else as it is."""
    try:
        return f"{Decimal(value).normalize():f}"
    except ArithmeticError:
        return value


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0, help="most of each kind, engine and folder")
    parser.add_argument("--rdflib", type=int, default=RDFLIB_REPORTS, help="up to so many reports rdflib is asked as well")
    given = parser.parse_args(arguments)
    rows = measure(given.folders, given.seconds, given.rdflib)
    sys.stdout.write(as_markdown(rows))
    return 1 if any(row.passed is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
