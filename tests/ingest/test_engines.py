"""Engines: which address is which, what a machine of a cluster does with a task, bundles on shared storage."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import cluster_node
from ingest.engines import engine, is_cluster
from ingest.limits import Limits
from ingest.reader_process import Answer, Task
from ingest.shards import Shards
from ingest.sources import Source, read_bytes
from ingest.workers import Read
from kg.errors import EngineError, FileUnreadable, UsageError

LIMITS = Limits()


@pytest.mark.parametrize(
    ("address", "known"),
    [("ray://10.0.0.5:6379", True), ("ray://auto", True), ("ray://head", False), ("ray://:6379", False), ("spark://a:1", False)],
)
def test_addresses(address: str, known: bool) -> None:
    assert is_cluster(address) == known
    if not known:
        with pytest.raises(UsageError, match="there is no engine"):
            engine(address)


def test_the_engine_of_this_machine() -> None:
    with engine() as here:
        assert list(here.each(len, ["a", "bc"])) == [1, 2]
        assert [answer.value for answer in here.run([Task(len, ("ab",), "x")], LIMITS, 1)] == [2]


def test_a_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"ray is not installed \(pip install 'juesuan\[cluster\]'\)"):
        engine("ray://127.0.0.1:6379")


def test_a_task_travels_with_the_bytes_of_its_files(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text(name * 3)
    sources = (Source(tmp_path / "a", "in/a.txt"), Source(tmp_path / "b", "in/b.txt"))
    one = cluster_node.parcel(Task(_contents, (sources, LIMITS), "in/a.txt"), LIMITS, "")
    for name in "ab":
        (tmp_path / name).unlink()
    assert one.size == 6
    answer = cluster_node.answered(one)
    assert isinstance(answer, Answer) and answer.value == ["in/a.txt aaa", "in/b.txt bbb"]
    with pytest.raises(FileUnreadable, match="in/a.txt: cannot be opened"):
        cluster_node.parcel(Task(_contents, (sources, LIMITS), "in/a.txt"), LIMITS, "")


def test_a_machine_with_other_code_refuses() -> None:
    refused = cluster_node.answered(replace(cluster_node.parcel(Task(len, ("ab",), "x"), LIMITS, ""), code="0.0.9+abc"))
    assert isinstance(refused, EngineError) and "has other code" in str(refused) and "0.0.9+abc" in str(refused)


def test_bundles_on_shared_storage(tmp_path: Path) -> None:
    shards = _shards(tmp_path / "shared")
    read = Read(Source(Path("a"), "a"), 1.0, b"bundle", checked=b"checks", part=b"part")
    put = shards.put(read)
    assert shards.put(read) == put and not put.part
    (shard,) = (tmp_path / "shared").iterdir()
    assert shards.take(put) == read and not shard.exists()
    with pytest.raises(EngineError, match="engine_storage must be a folder"):
        shards.take(put)
    assert shards.put(Read(read.source, 0.0)) == shards.take(Read(read.source, 0.0)) == Read(read.source, 0.0)


def _shards(folder: Path) -> Shards:
    pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
    return Shards(str(folder))


def _contents(sources: tuple[Source, ...], limits: Limits) -> list[str]:
    return [f"{source.relative} {read_bytes(source, limits).decode()}" for source in sources]
