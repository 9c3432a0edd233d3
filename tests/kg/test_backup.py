"""Backup and restore: the same reports come back, checked to the last byte, and nothing leads out of the folder."""

from __future__ import annotations

import errno
import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from kg import backup, bundle, inventory, release
from kg.errors import BackupError, ReleaseError, UsageError
from kg.folder import DataFolder
from tests.kg.example import account

GONE = "https://w3id.org/juesuan/id/report/990102/云溪区产业服务中心/2021/部门决算"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A folder with a release that nobody changes, and a report that is gone."""
    folder = DataFolder(tmp_path_factory.mktemp("backup") / "data")
    for year in (2021, 2023):
        folder.put(bundle.dump(account(year), folder.iris))
    folder.remove(GONE, gone=True)
    release.build(folder).close()
    return folder


@pytest.fixture(scope="module")
def file(made: DataFolder) -> Path:
    """Its backup, with the release."""
    path = made.path.parent / "backup.tar"
    backup.backup(made, path, made.path.parent / "juesuan.toml", with_release=True)
    return path


def hashes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "bundles").rglob("*.trig"))}


def test_the_same_reports_come_back(made: DataFolder, tmp_path: Path) -> None:
    settings = tmp_path / "juesuan.toml"
    settings.write_text("port = 8080\n", encoding="utf-8")
    written = backup.backup(made, tmp_path / "b.tar.gz", settings)
    assert (written.reports, written.release) == (1, "")
    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o777 == 0o600
    backup.restore(tmp_path / "b.tar.gz", tmp_path / "new")
    folder = DataFolder(tmp_path / "new")
    assert hashes(folder.path) == hashes(made.path) and folder.gone() == [GONE]
    assert (folder.path / "juesuan.toml").read_text(encoding="utf-8") == "port = 8080\n"
    assert release.release_id(folder, folder.bundles(), []) == release.release_id(made, made.bundles(), [])


def test_the_same_folder_gives_the_same_bytes(made: DataFolder, tmp_path: Path) -> None:
    for name in ("one.tar.gz", "two.tar.gz"):
        backup.backup(made, tmp_path / name, tmp_path / "none.toml")
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()
    assert not list(made.path.glob(".snapshot-*"))


def test_with_its_release_nothing_is_built(made: DataFolder, file: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    backup.restore(file, tmp_path / "new", with_release=True)
    with release.current(DataFolder(tmp_path / "new")) as restored, release.current(made) as first:
        assert restored.id == first.id
        inventory.check(restored.directory, content=True)
    backup.backup(made, tmp_path / "without.tar", tmp_path / "none.toml")
    with pytest.raises(UsageError, match="holds no release"):
        backup.restore(tmp_path / "without.tar", tmp_path / "other", with_release=True)


def test_a_release_of_another_version_is_not_served(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "RELEASE_FORMAT", 99)
    with pytest.raises(ReleaseError, match="restore without --with-release"):
        backup.restore(file, tmp_path / "new", with_release=True)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_something_is_left_alone(file: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        backup.restore(file, tmp_path)
    with pytest.raises(UsageError, match="no such backup"):
        backup.restore(tmp_path / "none.tar", tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_a_cut_backup_restores_nothing(file: Path, tmp_path: Path, share: float) -> None:
    data = file.read_bytes()
    (tmp_path / "cut.tar").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupError, match="is damaged"):
        backup.restore(tmp_path / "cut.tar", tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["cut.tar"]


def test_a_changed_byte_is_found(file: Path, tmp_path: Path) -> None:
    data = bytearray(file.read_bytes())
    at = data.index(b"fa:BudgetFact")
    data[at] ^= 1
    (tmp_path / "changed.tar").write_bytes(bytes(data))
    with pytest.raises(BackupError, match="not what was written"):
        backup.restore(tmp_path / "changed.tar", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def entry(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, "/etc/passwd"
    return made


@pytest.mark.parametrize(
    "bad",
    [
        entry("../out"),
        entry("/tmp/out"),  # noqa: S108
        entry("bundles/../../out"),
        entry("bundles//out"),
        entry("elsewhere"),
        entry("bundles/a\\..\\out"),
        entry("bundles/link", tarfile.SYMTYPE),
        entry("bundles/link", tarfile.LNKTYPE),
        entry("bundles/pipe", tarfile.FIFOTYPE),
        entry("backup.json"),
    ],
    ids=lambda bad: f"{bad.name}-{bad.type.decode()}",
)
def test_nothing_leads_out_of_the_folder(bad: tarfile.TarInfo, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        tar.addfile(bad)
        listed = json.dumps({"version": "0", "format": 1, "release": "", "files": []}).encode()
        last = tarfile.TarInfo("backup.json")
        last.size = len(listed)
        tar.addfile(last, io.BytesIO(listed))
    with pytest.raises(BackupError, match="is damaged"):
        backup.restore(tmp_path / "bad.tar", tmp_path / "inside" / "new")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["bad.tar", "inside"]


def test_a_full_disk_while_restoring_is_said_and_leaves_nothing(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kg.backup.shutil.copyfileobj", full)
    with pytest.raises(BackupError, match="No space left"):
        backup.restore(file, tmp_path / "new")
    assert not list(tmp_path.iterdir())


def test_bundles_of_one_moment_while_reports_change(made: DataFolder, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2022, path="a.txt"), folder.iris))
    before = hashes(folder.path)
    with folder.snapshot() as held:
        folder.put(bundle.dump(account(2023, path="a.txt"), folder.iris))  # the file of a.txt holds another report now
        assert hashes(held) == before
        assert hashes(folder.path) != before
    assert not list(folder.path.glob(".snapshot-*"))


def test_the_snapshot_of_a_killed_backup_goes_with_the_next_change_and_one_that_is_read_stays(made: DataFolder, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2022, path="a.txt"), folder.iris))
    with folder.snapshot() as held:
        left = shutil.copytree(held, folder.path / ".snapshot-left")  # what a process leaves that ends at once
        with DataFolder(folder.path).lock():
            assert not left.exists() and hashes(held) == hashes(folder.path)
    assert not list(folder.path.glob(".snapshot-*"))
