"""A copy of a release is whole or refused, by the inventory that lies in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import bundle, inventory, release
from kg.errors import ReleaseError, UsageError
from kg.folder import DataFolder
from kg.version import RELEASE_FORMAT
from tests.kg.example import account


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A folder with a release that nobody changes."""
    folder = DataFolder(tmp_path_factory.mktemp("inventory") / "data")
    folder.put(bundle.dump(account(2023), folder.iris))
    release.build(folder).close()
    return folder


@pytest.fixture
def copy(made: DataFolder, tmp_path: Path) -> Path:
    """A copy of the release."""
    return Path(shutil.copytree(made.served.resolve(), tmp_path / "copy"))


def test_a_release_lists_every_file_with_its_hash(copy: Path) -> None:
    listed = {one.path for one in inventory.read(copy)}
    assert listed == {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()} - {inventory.NAME}
    assert {"manifest.json", "store/CURRENT", "pin"} <= listed
    inventory.check(copy, content=True)


def cut(directory: Path) -> None:
    path = directory / "ledger.csv"
    path.write_bytes(path.read_bytes()[:-1])


def changed(directory: Path) -> None:
    path = directory / "ledger.csv"
    path.write_bytes(b"?" + path.read_bytes()[1:])


def lead_outside(directory: Path) -> None:
    entry = {"path": "../../etc/passwd", "bytes": 1, "sha256": ""}
    (directory / inventory.NAME).write_text(json.dumps([entry]), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "words", "by_size"),
    [
        (lambda directory: (directory / "store" / "CURRENT").unlink(), "store/CURRENT cannot be read", True),
        (lambda directory: (directory / inventory.NAME).unlink(), "files.json is missing", True),
        (lambda directory: (directory / inventory.NAME).write_text("[{"), "files.json is missing or damaged", True),
        (lead_outside, "outside", True),
        (cut, r"ledger.csv has [\d,]+ bytes, not", True),
        (changed, "ledger.csv has another content", False),
    ],
)
def test_what_is_missing_cut_or_changed_is_named(copy: Path, damage: Callable[[Path], object], words: str, by_size: bool) -> None:
    damage(copy)
    with pytest.raises(ReleaseError, match=words):
        inventory.check(copy, content=True)
    if by_size:
        with pytest.raises(ReleaseError, match=words):
            inventory.check(copy)
    else:
        inventory.check(copy)


def test_parts_of_different_releases_are_told(copy: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(copy, tmp_path / "other"))
    changed(other)
    inventory.take(other)
    inventory.check(other, content=True)
    shutil.copyfile(other / inventory.NAME, copy / inventory.NAME)
    with pytest.raises(ReleaseError, match="is not whole"):
        inventory.check(copy, content=True)


@pytest.mark.parametrize("alone", [True, False])
def test_a_copy_is_read_and_never_written(copy: Path, tmp_path: Path, alone: bool) -> None:
    home = copy
    if not alone:
        home = tmp_path / "home"
        (home / "releases").mkdir(parents=True)
        copy.rename(home / "releases" / "one")
        (home / "current").symlink_to("releases/one")
    before = sorted(home.rglob("*"))
    folder = DataFolder(home)
    assert folder.is_copy
    with release.current(folder) as opened:
        assert len(opened.manifest["reports"]) == 1 and len(opened.open_store())
    with pytest.raises(UsageError, match="only read"):
        folder.put(bundle.dump(account(2022), folder.iris))
    with pytest.raises(UsageError, match="back up the data folder"), folder.snapshot():
        pass
    assert sorted(home.rglob("*")) == before


def test_another_format_is_said_with_both_numbers_and_what_to_do(copy: Path) -> None:
    path = copy / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"format": 1}), encoding="utf-8")
    with pytest.raises(ReleaseError, match=rf"format 1, this program reads format {RELEASE_FORMAT} \(run `juesuan rebuild`\)"):
        release.current(DataFolder(copy))
