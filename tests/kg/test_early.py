"""A store begun while reports are read: taken over by the release of its reports, left by any other, gone in the end."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyoxigraph import Quad, Store

from kg import builders, bundle, compaction, early, filler, release, starting
from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.checks.engine import check_facts
from kg.checks.results import result_quads
from kg.compaction import Ordering, store_to_fill
from kg.early import FOLDER, EarlyStore
from kg.errors import ReleaseError
from kg.facts import ReportFacts
from kg.filler import Loads
from kg.folder import DataFolder
from kg.iris import Iris
from kg.mapper import quads
from kg.parts import of_one_report, pack, part_of, parts, parts_of
from tests.kg.example import account

IRIS = Iris()
YEARS = (2021, 2022, 2023)


@pytest.fixture(scope="module")
def reports() -> dict[bytes, bytes]:
    """The parts of three bundles."""
    facts = [account(year) for year in YEARS]
    return {
        bundle.dump(one, IRIS): pack(part_of(IRIS.report(one.info).value, quads(one, IRIS), IRIS, of_one_report(), judged(one)))
        for one in facts
    }


def judged(facts: ReportFacts) -> Iterable[Quad]:
    """What the checks found."""
    return result_quads(IRIS, check_facts(facts, IRIS))


@pytest.fixture(autouse=True)
def _two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "REPORTS_AT_ONCE", 2)
    monkeypatch.setattr(filler, "_FEWEST_REPORTS", 2)


@pytest.fixture(scope="module")
def files(reports: dict[bytes, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same parts as files, by the hash of the bundle."""
    found = {hash_of(data): tmp_path_factory.mktemp("part") / "part.zip" for data in reports}
    for path, part in zip(found.values(), reports.values(), strict=True):
        path.write_bytes(part)
    return found


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def stored(made: release.Release) -> set[str]:
    return {str(quad) for quad in made.open_store()}


def built(path: Path, reports: dict[bytes, bytes], *, begun: bool) -> set[str]:
    """What the release of the reports states; with a store begun while they came in, or without."""
    folder = DataFolder(path)
    with folder.lock(), EarlyStore(folder.release_root, len(reports)) as store:
        for data, part in reports.items():
            folder.put(data)
            if begun:
                store.add(hash_of(data), parts(folder).put(hash_of(data), part))
        with release.build(folder, early=store if begun else None) as made:
            found = stored(made)
    assert not (folder.release_root / FOLDER).exists()
    return found


def test_the_release_states_the_same(tmp_path: Path, reports: dict[bytes, bytes]) -> None:
    assert built(tmp_path / "early", reports, begun=True) == built(tmp_path / "late", reports, begun=False)


def test_what_came_after_full_loads_is_handed_over_with_them(tmp_path: Path, files: dict[str, Path]) -> None:
    with EarlyStore(tmp_path, len(files)) as store:
        for name, part in files.items():
            store.add(name, part)
        assert store.hand_over(tmp_path / "store", list(files)) == set(files)
    assert len(Store.read_only(str(tmp_path / "store"))) > 0


def test_a_few_reports_are_left_to_the_release(tmp_path: Path, files: dict[str, Path]) -> None:
    names = list(files)[:2]
    with EarlyStore(tmp_path, len(names)) as store:
        for name in names:
            store.add(name, files[name])
        assert store.hand_over(tmp_path / "store", names) == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_a_store_with_another_report_is_left(tmp_path: Path, files: dict[str, Path]) -> None:
    with EarlyStore(tmp_path, len(files)) as store:
        for name, part in files.items():
            store.add(name, part)
        assert store.hand_over(tmp_path / "store", list(files)[1:]) == frozenset()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A file that is no part."""
    path = tmp_path / "damaged.zip"
    path.write_bytes(b"no part")
    return path


def test_a_load_that_fails_is_left(tmp_path: Path, damaged: Path) -> None:
    with EarlyStore(tmp_path / "releases", 3) as store:
        for name in "abc":
            store.add(name, damaged)
        assert store.hand_over(tmp_path / "store", ["a", "b", "c"]) == frozenset()
    assert list(tmp_path.iterdir()) == [damaged]


def test_a_filler_that_is_killed_is_left(tmp_path: Path, files: dict[str, Path]) -> None:
    with EarlyStore(tmp_path, len(files)) as store:
        for name, part in files.items():
            store.add(name, part)
        assert store._filler is not None
        store._filler._process.kill()
        assert store.hand_over(tmp_path / "store", list(files)) == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_many_reports_are_filled_in_a_process_of_its_own(tmp_path: Path, files: dict[str, Path], damaged: Path) -> None:
    told: list[tuple[int, int]] = []
    assert filler.fill(tmp_path / "store", list(files.values()), lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]
    assert len(Store.read_only(str(tmp_path / "store"))) > 0
    assert not filler.fill(tmp_path / "other", [*files.values(), damaged], lambda _done, _total: None)
    assert not (tmp_path / "other").exists()


def test_a_filler_that_cannot_begin_leaves_nothing(tmp_path: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    no_module = SimpleNamespace(program=lambda *_, environment: starting.program("kg.no_such_module"))
    monkeypatch.setattr(filler, "starting", no_module)
    assert not filler.fill(tmp_path / "store", list(files.values()), lambda _done, _total: None)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_links_are_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(compaction, "shutil", SimpleNamespace(copytree=full))
    with pytest.raises(OSError, match="no space"), Ordering(tmp_path / "store") as ordering:
        ordering.begin()


def test_loads_grow_with_the_store_and_stay_few() -> None:
    assert [Loads.of(reports) for reports in (1000, 1600, 5000, 50_000)] == [Loads(10, 2), Loads(50, 2), Loads(157, 1), Loads(160, 1)]


def test_a_build_sweeps_what_a_killed_run_left(tmp_path: Path, reports: dict[bytes, bytes]) -> None:
    folder = DataFolder(tmp_path / "data")
    left = folder.release_root / FOLDER
    left.mkdir()
    folder.put(next(iter(reports)))
    release.build(folder).close()
    assert not left.exists()


class Reader:
    """Notes what the store says while the release is being made, and whether a second one is still being filled."""

    name = "reader-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        self.read = {str(quad) for quad in Store.read_only(str(release_dir / "store"))}
        self.stores = sorted(path.name for path in release_dir.glob("store*"))


def test_other_parts_are_made_while_the_store_is_put_in_order(
    tmp_path: Path, reports: dict[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builders, "REPORTS_AT_ONCE", 2)
    folder, reader = DataFolder(tmp_path), Reader()
    for data in reports:
        folder.put(data)
    with release.build(folder, [reader]) as made:
        assert reader.read == stored(made)
        assert reader.stores == ["store", "store-filling"]
        assert sorted(path.name for path in made.directory.glob("store*")) == ["store"]


def test_a_release_whose_store_was_not_put_in_order_is_not_served(
    tmp_path: Path, reports: dict[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builders, "REPORTS_AT_ONCE", 1)
    folder, (first, *others) = DataFolder(tmp_path), reports
    folder.put(first)
    with release.build(folder) as served:
        before = served.id
    for data in others:
        folder.put(data)
    monkeypatch.setattr(compaction, "starting", SimpleNamespace(program=lambda *_: starting.program("kg.no_such_module")))
    with pytest.raises(ReleaseError, match="put the store in order ended"):
        release.build(folder)
    with release.current(folder) as served:
        assert served.id == before
    assert [path.name for path in folder.release_root.iterdir()] == [before]


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own")
def test_compaction_waits_for_other_work(tmp_path: Path) -> None:
    store = store_to_fill(tmp_path / "store")
    names = {int(task.name): (task / "comm").read_text(encoding="utf-8").strip() for task in Path("/proc/self/task").iterdir()}
    calm = {name: os.getpriority(os.PRIO_PROCESS, task) for task, name in names.items()}
    assert calm["rocksdb:low"] > os.getpriority(os.PRIO_PROCESS, 0)
    del store


class Forerunner:
    """Notes whether the store is there when it begins."""

    name = "forerunner-1"
    of_parts = True

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        self.parts = len(list(parts_of(release_dir).each(bundles)))
        self.finds_a_store = (release_dir / "store").exists()


def test_what_reads_parts_alone_begins_before_the_store_is_there(tmp_path: Path, reports: dict[bytes, bytes]) -> None:
    folder, forerunner = DataFolder(tmp_path), Forerunner()
    for data in reports:
        folder.put(data)
    release.build(folder, [forerunner]).close()
    assert forerunner.parts == len(reports)
    assert not forerunner.finds_a_store
