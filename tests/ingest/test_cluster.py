"""A Ray cluster of two nodes on loopback: the same bytes as here, also where a node is killed while its files are read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import samples
from ingest.engines import Engine, engine
from ingest.limits import Limits
from ingest.loading import FAILED, LOADED, Loading, Outcome, Plan, load
from ingest.reader_process import Task
from ingest.sources import find_files
from kg import release
from kg.errors import EngineError
from kg.folder import DataFolder

pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
cluster_utils = pytest.importorskip("ray.cluster_utils", reason="the extra `cluster` is not installed")

# Ray leaves its own sockets and processes to the end of the process.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")]
REPORTS = Path(samples.__file__).parent / "reports"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one processor each; the second one is the one to kill."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_usage_stats_enabled", "0")
        patch.setenv("RAY_worker_niceness", "0")
        each = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False}
        made = cluster_utils.Cluster(initialize_head=True, head_node_args=each)
        made.second = made.add_node(**each)
        yield made
        made.shutdown()


@pytest.fixture(scope="module")
def there(cluster: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine, with shared storage."""
    with engine(f"ray://{cluster.address}", str(tmp_path_factory.getbasetemp() / "shared")) as connected:
        yield connected


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some reports and a file that is none."""
    folder = tmp_path_factory.mktemp("files")
    for path in sorted(REPORTS.iterdir())[:4]:
        shutil.copy(path, folder)
    (folder / "letter.txt").write_text("这是一封信。" * 40, encoding="utf-8")
    return folder


def test_a_crash_on_the_cluster_is_the_error_of_its_file(there: Engine) -> None:
    crash, sound = there.run([Task(os.abort, (), "a.txt"), Task(len, ("ab",), "b.txt")], Limits(), 1)
    assert "signal 6" in str(crash.error) and str(crash.error).startswith("a.txt: ") and sound.value == 2


def test_other_work_comes_back_in_order(there: Engine) -> None:
    assert list(there.each(abs, range(-20, 0))) == list(range(20, 0, -1))


def test_a_node_killed_in_mid_run_costs_nothing(cluster: Any, there: Engine, files: Path, tmp_path: Path) -> None:
    def kill(outcome: Outcome) -> None:
        if cluster.second is not None:
            cluster.remove_node(cluster.second, allow_graceful=False)
            cluster.second = None

    found = load(DataFolder(tmp_path / "there"), find_files([files]), Plan(run=there.run, told=kill))
    here = load(DataFolder(tmp_path / "here"), find_files([files]), Plan(jobs=2))
    assert cluster.second is None and (found.count(LOADED), found.count(FAILED)) == (4, 1)
    assert _said(found) == _said(here) and found.release == here.release
    assert _made(tmp_path / "there") == _made(tmp_path / "here") != {}
    with release.current(DataFolder(tmp_path / "there")) as one, release.current(DataFolder(tmp_path / "here")) as other:
        assert set(one.open_store()) == set(other.open_store())


def test_nothing_stays_on_the_shared_storage(there: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert list((tmp_path_factory.getbasetemp() / "shared").iterdir()) == []


def test_a_cluster_that_is_not_there() -> None:
    with pytest.raises(EngineError, match="the cluster cannot be reached"), engine("ray://127.0.0.1:9"):
        pass


def _said(loading: Loading) -> list[tuple[object, ...]]:
    return [(outcome.path, outcome.state, str(outcome.error), outcome.unresolved, outcome.reading) for outcome in loading.outcomes]


def _made(data: Path) -> dict[str, bytes]:
    """Bundles, parts and results of checks."""
    folders = (data / name for name in ("bundles", "parts", "checks"))
    return {str(path.relative_to(data)): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}
