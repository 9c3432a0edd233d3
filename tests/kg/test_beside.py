"""Builders in a process of their own: what they make is there, and what goes wrong there is told here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg import beside, release
from kg.beside import Beside
from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.errors import ReleaseError, UsageError
from kg.folder import DataFolder


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own for no report at all."""
    monkeypatch.setattr(beside, "FEW", -1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


class Named:
    """Writes down which process it ran in; other names are other ways to fail."""

    def __init__(self, name: str = "named-1") -> None:
        self.name = name

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        progress("named", 0, 1)
        if self.name == "refusing":
            raise UsageError("no", where="here")
        if self.name == "killed":
            os._exit(9)
        (release_dir / "process").write_text(f"{os.getpid()} {len(bundles)}", encoding="utf-8")


def silent(_step: str, _done: int, _total: int) -> None:
    return None


@pytest.mark.usefixtures("always")
def test_the_part_is_there_when_the_block_ends(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with Beside(Named()).begun(tmp_path, [], lambda *step: told.append(step)):
        assert told == []
    process, reports = (tmp_path / "process").read_text(encoding="utf-8").split()
    assert int(process) != os.getpid()
    assert reports == "0"
    assert told == [("named-1", 0, 1), ("named-1", 1, 1)]


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize(("name", "error", "said"), [("refusing", UsageError, "no"), ("killed", ReleaseError, "killed ended")])
def test_a_failure_there_is_told_here(tmp_path: Path, name: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said), Beside(Named(name)).begun(tmp_path, [], silent):
        pass


@pytest.mark.usefixtures("always")
def test_a_failure_here_waits_for_the_process(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="here"), Beside(Named()).begun(tmp_path, [], silent):
        raise RuntimeError("here")
    assert (tmp_path / "process").exists()


def test_few_reports_are_not_worth_a_process(folder: DataFolder) -> None:
    with release.build(folder, [Beside(Named())]) as made:
        assert (made.directory / "process").read_text(encoding="utf-8") == f"{os.getpid()} 2"
        assert made.manifest["builders"][-1] == "named-1"
