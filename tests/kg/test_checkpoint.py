"""A release that begins with the store of the one before: it states the same, to the byte, as one that is made from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg import bundle, release
from kg.builders import COMMON, STORE
from kg.checkpoint import Checkpoint
from kg.folder import DataFolder
from kg.iris import Iris
from tests.kg.example import account

ALL = [bundle.dump(account(year), Iris()) for year in (2021, 2022, 2023)]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many reports each release began with."""
    found: list[int] = []
    original = Checkpoint.begin

    def begin(self: Checkpoint, release_dir: Path) -> frozenset[str]:
        held = original(self, release_dir)
        found.append(len(held))
        return held

    monkeypatch.setattr(Checkpoint, "begin", begin)
    return found


@pytest.fixture
def two(tmp_path: Path) -> DataFolder:
    """A release of two reports."""
    folder = DataFolder(tmp_path / "two")
    stated(folder, ALL[:2])
    return folder


def stated(folder: DataFolder, bundles: Sequence[bytes]) -> tuple[str, set[str], bytes]:
    """The id of the folder's release with these bundles more, what it states, and what it states of all reports."""
    for data in bundles:
        folder.put(data)
    with release.build(folder) as made:
        return made.id, {str(quad) for quad in made.open_store()}, (made.directory / COMMON).read_bytes()


def test_a_report_more_states_the_same_as_all_at_once(two: DataFolder, tmp_path: Path, begun: list[int]) -> None:
    before = (two.path / "current").resolve()
    kept = {path: path.read_bytes() for path in before.rglob("*") if path.is_file()}
    assert stated(two, ALL[2:]) == stated(DataFolder(tmp_path / "all"), ALL)
    assert begun == [2]
    assert {path: path.read_bytes() for path in kept} == kept
    assert not any(path.samefile(other) for path in kept for other in (two.path / "current").resolve().rglob(path.name))


def test_a_report_that_goes_leaves_no_word_in_the_files(two: DataFolder, tmp_path: Path, begun: list[int]) -> None:
    two.remove(two.headers()[0].report_iri)
    stated(two, ())
    assert begun == []


@pytest.mark.parametrize("name", [STORE, COMMON])
def test_a_damaged_release_is_no_beginning(two: DataFolder, tmp_path: Path, begun: list[int], name: str) -> None:
    served = (two.path / "current").resolve()
    path = max((served / name).glob("*.sst"), key=lambda one: one.stat().st_size) if name == STORE else served / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert stated(two, ALL[2:]) == stated(DataFolder(tmp_path / "all"), ALL)
    assert begun == [0]


def test_other_code_begins_from_nothing(two: DataFolder) -> None:
    with release.current(two) as served:
        manifest, bundles = dict(served.manifest), two.bundles()
        assert Checkpoint.of(served.directory, manifest, bundles, two.base_iri) is not None
        changes: tuple[dict[str, object], ...] = ({"code": "other"}, {"base_iri": "https://other.example/"}, {"builders": []})
        for changed in changes:
            assert Checkpoint.of(served.directory, manifest | changed, bundles, two.base_iri) is None


def test_rebuilding_begins_from_nothing(two: DataFolder, begun: list[int]) -> None:
    release.build(two, anew=True).close()
    assert begun == []
