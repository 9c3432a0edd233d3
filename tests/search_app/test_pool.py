"""The walls around a visitor's query: time, memory, size, network, crashes."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from search_app.sparql.errors import (
    BadSyntax,
    NoWorker,
    OutOfMemory,
    OutOfTime,
    QueryFault,
    ResultTooLarge,
    StoreDamaged,
    TooComplex,
)
from search_app.sparql.pool import Pool
from search_app.sparql.process import Gone, QueryProcess
from search_app.sparql.worker import Job, Limits

JSON = "application/sparql-results+json"
LIMITS = Limits(seconds=1.0, memory_bytes=256 << 20, result_bytes=100_000, workers=2, queue_seconds=0.5)
MANY = "VALUES ?%s { " + " ".join(str(i) for i in range(400)) + " } "
PRODUCT = "".join(MANY % name for name in "abcd")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + PRODUCT + "}"


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store")
    store = Store(str(path))
    for name in ("a", "b"):
        store.add(Quad(NamedNode(f"urn:{name}"), NamedNode("urn:p"), Literal(name), NamedNode(f"urn:g:{name}")))
    store.flush()
    return path


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(LIMITS)
    yield made
    made.close()


def count(pool: Pool, store_path: Path, query: str = "SELECT * { ?s ?p ?o }", **dataset: tuple[str, ...] | bool) -> int:
    body = pool.ask(store_path, Job(query, JSON, **dataset))  # type: ignore[arg-type]
    return len(json.loads(body)["results"]["bindings"])


def pids() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.name == "juesuan-query" and child.pid}


def answers(pool: Pool, store_path: Path) -> bool:
    return bool(json.loads(pool.ask(store_path, Job("ASK {}", JSON)))["boolean"])


def test_union_of_all_graphs_unless_a_dataset_is_named(pool: Pool, store_path: Path) -> None:
    assert count(pool, store_path) == 2
    assert count(pool, store_path, "SELECT * FROM <urn:g:a> { ?s ?p ?o }", union=False) == 1
    assert count(pool, store_path, union=False, default_graphs=("urn:g:a",), named_graphs=()) == 1
    assert count(pool, store_path, "SELECT * { GRAPH ?g { ?s ?p ?o } }", union=False, default_graphs=(), named_graphs=("urn:g:b",)) == 1


def test_house_prefixes_need_no_declaration(pool: Pool, store_path: Path) -> None:
    assert count(pool, store_path, "SELECT * { ?s a fa:Report ; skos:prefLabel ?n }") == 0


def test_runaway_is_stopped_at_the_limit_and_the_worker_replaced(pool: Pool, store_path: Path) -> None:
    answers(pool, store_path)
    before = pids()
    with pytest.raises(OutOfTime, match="1秒"):
        pool.ask(store_path, Job(RUNAWAY, JSON))
    assert answers(pool, store_path)
    assert pids() != before


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is Linux's")
def test_memory_bomb_ends_its_worker_only(pool: Pool, store_path: Path) -> None:
    start = "BIND('aaaaaaaaaa' AS ?v0) "
    bomb = start + " ".join(f"BIND(CONCAT({','.join([f'?v{i}'] * 10)}) AS ?v{i + 1})" for i in range(9))
    with pytest.raises((OutOfMemory, OutOfTime)):
        pool.ask(store_path, Job("SELECT (STRLEN(?v9) AS ?n) { " + bomb + " }", JSON))
    assert answers(pool, store_path)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "!" * 30_000 + "true) }",
        "ASK { ?s " + "/".join(["<urn:p>"] * 20_000) + " ?o }",
        "ASK {" + "{" * 20_000 + "}" * 20_000 + "}",
    ],
    ids=["unary", "path", "groups"],
)
def test_nesting_that_overflows_the_stack_is_the_querys_fault(pool: Pool, store_path: Path, query: str) -> None:
    with pytest.raises(TooComplex):
        pool.ask(store_path, Job(query, JSON))
    assert answers(pool, store_path)


def test_large_result_is_stopped(pool: Pool, store_path: Path) -> None:
    with pytest.raises(ResultTooLarge, match="0.1 MB"):
        pool.ask(store_path, Job("SELECT * { " + MANY % "a" + MANY % "b" + "}", JSON))


def test_service_reaches_nothing_even_past_the_guard(pool: Pool, store_path: Path) -> None:
    """The namespace has no network, not even the loopback; where the system allows none, only the guard stands."""
    answers(pool, store_path)
    process = pool._idle[-1].result()
    if not process.offline:
        pytest.skip("this system allows no network namespaces")
    with pytest.raises(QueryFault, match="unreachable"):
        pool.ask(store_path, Job("SELECT * { SERVICE <http://127.0.0.1:8080/x> { ?s ?p ?o } }", JSON))


def test_syntax_error_says_where(pool: Pool, store_path: Path) -> None:
    with pytest.raises(BadSyntax) as caught:
        pool.ask(store_path, Job("SELECT * {\n ?s ?p }", JSON))
    assert caught.value.where == "第2行第9列"
    assert "?s ?p" in caught.value.hint


def test_worker_killed_from_outside_is_replaced(pool: Pool, store_path: Path) -> None:
    answers(pool, store_path)
    for pid in pids():
        os.kill(pid, signal.SIGKILL)
    sleep(0.2)
    assert answers(pool, store_path)


def test_a_release_made_anew_where_another_lay_is_not_read_by_an_old_worker(pool: Pool, tmp_path: Path) -> None:
    path = tmp_path / "store"
    for held in (1, 3):
        shutil.rmtree(path, ignore_errors=True)
        store = Store(str(path))
        store.extend(Quad(NamedNode(f"urn:{number}"), NamedNode("urn:p"), Literal("v")) for number in range(held))
        store.flush()
        del store  # it locks the directory
        assert count(pool, path) == held


def test_a_worker_that_could_not_start_beside_the_others_is_nobodys_fault(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "store"
    shutil.copytree(store_path, path)

    def goes() -> bool:
        shutil.rmtree(path, ignore_errors=True)
        return False

    pool = Pool(LIMITS)
    with pytest.raises(OutOfTime):
        pool.ask(path, Job(RUNAWAY, JSON), goes)
    assert answers(pool, store_path)
    pool.close()


def test_another_release_gets_another_worker(pool: Pool, store_path: Path, tmp_path: Path) -> None:
    Store(str(tmp_path / "empty")).flush()
    assert count(pool, tmp_path / "empty") == 0
    assert count(pool, store_path) == 2


def test_hung_up_client_frees_its_worker(pool: Pool, store_path: Path) -> None:
    start = monotonic()
    with pytest.raises(Gone):
        pool.ask(store_path, Job(RUNAWAY, JSON), gone=lambda: monotonic() - start > 0.2)


def test_too_many_queries_are_told_to_come_back(pool: Pool, store_path: Path) -> None:
    faults: list[QueryFault] = []

    def ask() -> None:
        try:
            pool.ask(store_path, Job(RUNAWAY, JSON))
        except QueryFault as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(fault, NoWorker) for fault in faults) == 1
    assert sum(isinstance(fault, OutOfTime) for fault in faults) == 2


def test_missing_store_is_no_crash(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged):
        pool.ask(tmp_path / "nothing", Job("ASK {}", JSON))


def in_background(pool: Pool, store_path: Path, queries: list[str]) -> tuple[list[threading.Thread], list[QueryFault]]:
    faults: list[QueryFault] = []

    def ask(query: str) -> None:
        try:
            pool.ask(store_path, Job(query, JSON))
        except QueryFault as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask, args=(query,)) for query in queries]
    for thread in threads:
        thread.start()
    return threads, faults


def test_quick_queries_get_through_beside_slow_ones(store_path: Path) -> None:
    pool = Pool(Limits(seconds=3.0, memory_bytes=256 << 20, workers=1, slow_workers=1, quick_seconds=0.2, queue_seconds=5.0))
    try:
        answers(pool, store_path)
        threads, faults = in_background(pool, store_path, [RUNAWAY.replace("?n", f"?n{number}") for number in range(2)])
        sleep(1.5)  # both have been in the quick place: one moved on, the other was stopped and waits
        assert answers(pool, store_path)
        assert not faults, "they are still running"
        for thread in threads:
            thread.join()
        assert [type(fault) for fault in faults] == [OutOfTime, OutOfTime]
    finally:
        pool.close()


def test_slow_query_goes_to_the_slow_places_when_it_comes_again(store_path: Path) -> None:
    pool = Pool(Limits(seconds=0.6, memory_bytes=256 << 20, workers=1, slow_workers=1, quick_seconds=0.2, queue_seconds=0.3))
    try:
        with pytest.raises(OutOfTime):
            pool.ask(store_path, Job(RUNAWAY, JSON))
        pool._slow_places.acquire()
        with pytest.raises(NoWorker):
            pool.ask(store_path, Job(RUNAWAY, JSON))
        assert answers(pool, store_path)
        pool._slow_places.release()
    finally:
        pool.close()


def test_queue_has_an_end(store_path: Path) -> None:
    pool = Pool(Limits(workers=1, slow_workers=1, queue_length=0, memory_bytes=256 << 20))
    pool._quick_places.acquire()
    with pytest.raises(NoWorker, match="排队"):
        pool.ask(store_path, Job("ASK {}", JSON))
    pool._quick_places.release()
    pool.close()


def test_time_of_its_own_and_what_was_spent(pool: Pool, store_path: Path) -> None:
    spent: list[float] = []
    with pytest.raises(OutOfTime, match="0.3秒"):
        pool.ask(store_path, Job(RUNAWAY, JSON, seconds=0.3), spent=spent.append)
    assert len(spent) == 1 and spent[0] >= 0.3


def test_a_killed_process_is_gone_later(store_path: Path) -> None:
    process = QueryProcess(store_path, LIMITS)
    process.yield_to_others()
    process.kill()
    assert process.is_buried(60)


def test_a_closed_pool_leaves_no_process(store_path: Path) -> None:
    before = pids()
    pool = Pool(LIMITS)
    with pytest.raises(BadSyntax):
        pool.ask(store_path, Job("nothing", JSON))
    pool.close()
    assert pids() <= before
