from __future__ import annotations

import fcntl
import json
import shutil
import time
from pathlib import Path

import pytest

from kg import bundle, release
from kg.folder import DataFolder
from search_app.pace import Pace
from search_app.search import background
from search_app.search.background import NONE, READY, STOPPED, WORKING, VectorProgress, progress, start, work
from search_app.search.lexical import LexicalBuilder
from search_app.search.query import search
from search_app.search.vectors import is_ready, make_vectors, vector_root
from tests.embedding.conftest import folder as model_folder
from tests.embedding.conftest import home as home
from tests.kg.example import account
from tests.search.conftest import PairsEncoder

folder = model_folder


@pytest.fixture
def small(tmp_path: Path) -> DataFolder:
    """A data folder with one report."""
    made = DataFolder(tmp_path / "data")
    made.put(bundle.dump(account(2023), made.iris))
    release.build(made, [LexicalBuilder()]).close()
    return made


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, pairs: PairsEncoder) -> PairsEncoder:
    """The encoder that needs no model, in place of the real one."""
    monkeypatch.setattr(background, "make_encoder", lambda home, threads: pairs)
    monkeypatch.setattr(background, "encoder_id", lambda home: pairs.id)
    return pairs


def _add(folder: DataFolder, year: int) -> None:
    folder.put(bundle.dump(account(year), folder.iris))
    release.build(folder, [LexicalBuilder()]).close()


def _current(folder: DataFolder) -> Path:
    with release.current(folder) as opened:
        return vector_root(folder.path) / opened.directory.name


def test_vectors_are_made_and_progress_says_so(small: DataFolder, fake: PairsEncoder) -> None:
    assert progress(small.path) == VectorProgress(NONE)
    work(small.path)
    found = progress(small.path)
    assert (found.state, found.percent) == (READY, 100)
    assert is_ready(_current(small), fake.id)
    assert start(small.path) is None


def test_nothing_is_done_twice(small: DataFolder, fake: PairsEncoder) -> None:
    work(small.path)
    count = len(fake.embedded)
    work(small.path)
    assert len(fake.embedded) == count


def test_the_next_release_takes_over_what_is_there(small: DataFolder, fake: PairsEncoder) -> None:
    work(small.path)
    count, before = len(fake.embedded), _current(small)
    _add(small, 2022)
    work(small.path)
    assert is_ready(_current(small), fake.id)
    assert len(fake.embedded) - count < count
    assert before.exists()  # its release is kept, and may be read still


def test_a_release_that_comes_meanwhile_is_not_forgotten(small: DataFolder, fake: PairsEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[int] = []

    def make_and_add(*arguments: object) -> None:
        make_vectors(*arguments)  # type: ignore[arg-type]
        if not added:
            added.append(2021)
            _add(small, 2021)

    monkeypatch.setattr(background, "make_vectors", make_and_add)
    work(small.path)
    assert is_ready(_current(small), fake.id)
    assert added == [2021]


@pytest.mark.usefixtures("fake")
def test_one_at_a_time(small: DataFolder) -> None:
    root = vector_root(small.path)
    root.mkdir()
    with (root / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        work(small.path)
        assert progress(small.path).state == NONE


def test_progress_of_a_process_that_is_gone(small: DataFolder) -> None:
    root = vector_root(small.path)
    root.mkdir()
    (root / "progress.json").write_text(json.dumps({"state": WORKING, "release": "r", "step": "vectors", "done": 31, "total": 50}))
    assert progress(small.path) == VectorProgress(STOPPED, "r", "vectors", 31, 50)
    with (root / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert progress(small.path).state == WORKING
        assert progress(small.path).percent == 62


def test_a_failure_is_told(small: DataFolder, fake: PairsEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(background, "make_vectors", fail)
    with pytest.raises(OSError, match="disk full"):
        work(small.path)
    assert progress(small.path).state == "failed"


def test_time_left_follows_the_pace() -> None:
    pace = Pace(iter((10.0, 20.0, 40.0)).__next__)
    assert pace.left(100, 400) is None  # these were there before
    assert pace.left(200, 400) == 20
    assert pace.left(400, 400) == 0


def test_what_took_no_time_is_soon_forgotten() -> None:
    pace = Pace(iter((0.0, 1.0, 50.0, 100.0, 150.0)).__next__)
    found = [pace.left(done, 2000) for done in (0, 1000, 1050, 1100, 1150)]
    assert found[1] == 1 and found[-1] == 850


def test_a_damaged_progress_file_is_none(small: DataFolder) -> None:
    root = vector_root(small.path)
    root.mkdir()
    (root / "progress.json").write_text("{")
    assert progress(small.path).state == NONE


@pytest.mark.usefixtures("fake")
def test_without_a_release_there_is_nothing_to_do(tmp_path: Path) -> None:
    DataFolder(tmp_path / "data")
    work(tmp_path / "data")
    assert start(tmp_path / "data") is None


@pytest.mark.slow
def test_the_real_process_survives_being_killed(small: DataFolder, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_MODEL_DIR", str(small.path / "models"))
    shutil.copytree(folder, small.path / "models" / folder.name)
    first = start(small.path)
    assert first is not None
    _wait(small, WORKING)
    first.kill()
    first.wait()
    assert progress(small.path).state == STOPPED
    second = start(small.path)
    assert second is not None
    assert second.wait(900) == 0
    assert progress(small.path).state == READY
    with release.current(small) as opened:
        found = search(opened, "扶持公司的资金")
    assert found.semantic
    assert found.hits[0].scores["dense"] is not None


def _wait(folder: DataFolder, state: str) -> None:
    end = time.monotonic() + 300
    while progress(folder.path).state != state:
        assert time.monotonic() < end
        time.sleep(0.02)
