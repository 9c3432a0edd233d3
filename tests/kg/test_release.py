"""Releases: immutable, swapped in one step, never half."""

from __future__ import annotations

import csv
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import bundle, release
from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.errors import BundleError, ReleaseError
from kg.export import export_tables
from kg.files import write_cache
from kg.folder import DataFolder
from kg.status import status
from kg.store import rows
from tests.kg.example import account

REPORTS = "PREFIX fa: <https://w3id.org/juesuan/ontology#> SELECT ?year { ?r a fa:Report ; fa:year ?year } ORDER BY ?year"


def years(folder: DataFolder) -> list[str]:
    with release.current(folder) as found:
        return [row["year"] for row in rows(found.open_store(), REPORTS)]


def test_no_release_says_what_to_do(tmp_path: Path) -> None:
    empty = DataFolder(tmp_path / "data")
    with pytest.raises(ReleaseError, match="juesuan ingest"):
        release.current(empty)
    empty.put(bundle.dump(account(), empty.iris))
    with pytest.raises(ReleaseError, match="juesuan rebuild"):
        release.current(empty)


def test_build_and_read(folder: DataFolder) -> None:
    with release.build(folder) as built:
        assert years(folder) == ["2022", "2023"]
        assert built.manifest["counts"]["Report"] == 2
        assert [entry["year"] for entry in built.manifest["reports"]] == [2022, 2023]
        with (built.directory / "ledger.csv").open(encoding="utf-8", newline="") as ledger:
            assert [row["path"] for row in csv.DictReader(ledger)] == [info.file_path for info in folder.bundles()]


def test_the_same_bundles_are_the_same_release(folder: DataFolder, tmp_path: Path) -> None:
    first = release.build(folder)
    made = first.directory.stat().st_mtime_ns
    again = release.build(folder)
    assert (again.directory, again.directory.stat().st_mtime_ns) == (first.directory, made)
    other = DataFolder(tmp_path / "other")
    for year in (2023, 2022):
        other.put(bundle.dump(account(year), other.iris))
    assert release.build(other).id == first.id
    assert release.build(other, anew=True).id == first.id


def test_built_anew_beside_the_damaged_one(folder: DataFolder) -> None:
    first = release.build(folder)
    (first.store_path / "CURRENT").unlink()
    with pytest.raises(ReleaseError, match="juesuan rebuild"):
        release.current(folder).open_store()
    assert release.build(folder, anew=True).directory != first.directory
    assert years(folder) == ["2022", "2023"]


def test_built_again_where_all_releases_were_removed(folder: DataFolder) -> None:
    first = release.build(folder)
    first.close()
    shutil.rmtree(folder.release_root)
    with release.build(DataFolder(folder.path), anew=True) as again:
        assert again.id == first.id and years(folder) == ["2022", "2023"]


def test_an_empty_folder_has_an_empty_release(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    assert release.build(folder).manifest["reports"] == []
    assert status(folder).facts == 0


def test_a_reader_keeps_its_release_through_later_builds(folder: DataFolder) -> None:
    reader = release.build(folder)
    store = reader.open_store()
    for year in (2019, 2020, 2021):
        folder.put(bundle.dump(account(year), folder.iris))
        release.build(folder).close()
    assert reader.directory.exists()
    assert [row["year"] for row in rows(store, REPORTS)] == ["2022", "2023"]
    reader.close()
    release.build(folder).close()
    assert not reader.directory.exists()
    assert len([path for path in folder.release_root.iterdir()]) == release.KEPT


def test_replacing_and_removing_a_report(folder: DataFolder) -> None:
    release.build(folder).close()
    folder.remove(folder.iris.report(account(2022).info).value, gone=True)
    assert status(folder).bundles == 1
    with release.build(folder) as after:
        assert years(folder) == ["2023"]
        assert after.manifest["gone"] == [folder.iris.report(account(2022).info).value]
        removed = NamedNode(folder.iris.report(account(2022).info).value)
        assert not after.open_store().contains_named_graph(removed)


def test_a_damaged_bundle_stops_the_build_and_the_old_release_stays(folder: DataFolder) -> None:
    release.build(folder).close()
    folder.put(bundle.dump(account(2021), folder.iris))
    damaged = folder.bundles()[0].path
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(BundleError, match="ingest the file again"):
        release.build(folder)
    assert years(folder) == ["2022", "2023"]


class Broken:
    """A builder that fails after the graph is there."""

    name = "broken-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        (release_dir / "half").write_text("x", encoding="utf-8")
        raise RuntimeError("no")


class Counting:
    """A builder that writes a file and reports its progress."""

    name = "counting-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        assert (release_dir / "store").exists()
        for number in range(len(bundles) + 1):
            progress("counting", number, len(bundles))
        (release_dir / "count").write_text(str(len(bundles)), encoding="utf-8")


def test_builders_add_their_parts(folder: DataFolder) -> None:
    plain = release.build(folder)
    seen: list[tuple[str, int, int]] = []
    built = release.build(folder, [Counting()], lambda *step: seen.append(step))
    assert (built.directory / "count").read_text(encoding="utf-8") == "2"
    assert built.id != plain.id
    assert ("counting", 2, 2) in seen
    assert ("store", 2, 2) in seen


def test_a_builder_that_fails_leaves_the_old_release_and_its_remains_are_swept(folder: DataFolder) -> None:
    release.build(folder).close()
    folder.put(bundle.dump(account(2021), folder.iris))
    with pytest.raises(RuntimeError):
        release.build(folder, [Broken()])
    assert years(folder) == ["2022", "2023"]
    release.build(folder).close()
    assert not list(folder.release_root.glob(".*"))
    assert years(folder) == ["2021", "2022", "2023"]


def test_a_build_sweeps_the_files_that_a_killed_run_was_writing(folder: DataFolder) -> None:
    halves = [folder.path / name / ".half.1.tmp" for name in ("bundles/990102", "parts", "checks")]
    for half in halves:
        half.parent.mkdir(parents=True, exist_ok=True)
        half.touch()
    release.build(folder).close()
    assert not any(half.exists() for half in halves)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, _data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_cache(tmp_path / "part.zip", b"data")
    assert list(tmp_path.iterdir()) == []


def test_a_release_of_another_version_is_refused(folder: DataFolder) -> None:
    built = release.build(folder)
    manifest = dict(built.manifest) | {"format": 99}
    (built.directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ReleaseError, match="another version"):
        release.current(folder)
    release.build(folder).close()
    assert years(folder) == ["2022", "2023"]


def test_a_clock_put_back_removes_no_release_that_is_served(folder: DataFolder) -> None:
    """Releases from the future beside the new one: it stays, and as many as ever are kept."""
    for name, when in (("new", 1_000_000_000), ("old", 4_000_000_000), ("older", 4_000_000_001)):
        (folder.release_root / name).mkdir()
        (folder.release_root / name / "pin").touch()
        os.utime(folder.release_root / name, (when, when))
    release._remove_old(folder, folder.release_root / "new")
    kept = [path.name for path in folder.release_root.iterdir()]
    assert "new" in kept and len(kept) == release.KEPT


WORK = """
import sys, pathlib
from kg import bundle, release
from kg.folder import DataFolder
from tests.kg.example import account
folder = DataFolder(pathlib.Path(sys.argv[1]))
print("go", flush=True)
for year in range(int(sys.argv[2]), 2100):
    with folder.lock():
        folder.put(bundle.dump(account(year), folder.iris))
        folder.put(bundle.dump(account(year, path="changing.txt", unit="青禾区产业服务中心"), folder.iris))
        release.build(folder).close()
"""


def test_killed_at_any_moment_a_whole_release_is_served(folder: DataFolder, tmp_path: Path) -> None:
    """kill -9 at moments drawn by chance (a fixed seed): `current` always leads to a release that answers."""
    release.build(folder).close()
    chance = random.Random(20231109)  # noqa: S311
    for turn in range(6):
        arguments = [sys.executable, "-c", WORK, str(folder.path), str(2024 + turn)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as work:
            assert work.stdout
            work.stdout.readline()
            time.sleep(chance.uniform(0.02, 0.5))
            work.send_signal(signal.SIGKILL)
        found = years(folder)
        assert "2022" in found
        assert len([header for header in folder.headers() if header.file_path == "changing.txt"]) <= 2
    with release.build(folder) as last:
        assert sorted(years(folder)) == sorted(str(header.year) for header in folder.headers())
        assert not list(folder.release_root.glob(".*"))
        export_tables(last.open_store(), tmp_path / "tables")
