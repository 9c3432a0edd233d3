"""Loading: what is read again, what is refused, what a crash leaves."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import sleep

import pytest
from click.testing import CliRunner, Result

from ingest.loading import FAILED, LOADED, REPLACED, UNCHANGED, Loading, Plan, load
from ingest.sources import Source, find_files
from kg import release
from kg.errors import FileUnreadable, SameReport
from kg.folder import DataFolder
from search_app.cli import main

ONE, OTHER = "s11", "s02"


def pick(samples: Path, folder: Path, *numbers: str) -> Path:
    """A folder with copies of some samples, as `s11.txt`."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        shutil.copy(next(samples.glob(f"{number}_*")), folder / f"{number}.txt")
    return folder


def states(loading: Loading) -> dict[str, str]:
    return {outcome.path: outcome.state for outcome in loading.outcomes}


def ingest(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["ingest", *(str(word) for word in words)], catch_exceptions=False)


def test_unchanged_files_are_skipped_and_changed_ones_replace(samples: Path, tmp_path: Path) -> None:
    files, folder = pick(samples, tmp_path / "in", ONE, OTHER), DataFolder(tmp_path / "data")
    first = load(folder, find_files([files]), Plan(jobs=2))
    assert states(first) == {"s02.txt": LOADED, "s11.txt": LOADED} and first.reports == 2
    again = load(folder, find_files([files]), Plan())
    assert set(states(again).values()) == {UNCHANGED} and again.release == first.release
    with (files / "s11.txt").open("a", encoding="utf-8") as out:
        out.write("\n此处补充一句说明。\n")
    changed = load(folder, find_files([files]), Plan())
    assert states(changed) == {"s02.txt": UNCHANGED, "s11.txt": REPLACED}
    assert changed.reports == 2 and changed.release != first.release


def test_release_depends_on_the_files_alone(samples: Path, tmp_path: Path) -> None:
    files = pick(samples, tmp_path / "in", ONE, OTHER)
    one, other = DataFolder(tmp_path / "one"), DataFolder(tmp_path / "other")
    load(one, find_files([files]), Plan(jobs=2))
    for source in reversed(find_files([files])):
        load(other, [source], Plan())
    assert [info.bundle_hash for info in one.bundles()] == [info.bundle_hash for info in other.bundles()]
    with release.current(one) as left, release.current(other) as right:
        assert left.id == right.id


def test_same_report_in_two_files_is_refused_with_both_named(samples: Path, tmp_path: Path) -> None:
    files, folder = pick(samples, tmp_path / "in", ONE), DataFolder(tmp_path / "data")
    shutil.copy(files / "s11.txt", files / "t11.txt")
    loading = load(folder, find_files([files]), Plan())
    assert states(loading) == {"s11.txt": LOADED, "t11.txt": FAILED}
    error = loading.outcomes[1].error
    assert isinstance(error, SameReport) and "s11.txt" in str(error) and "t11.txt" in str(error)
    assert states(load(folder, find_files([files]), Plan(replace=True)))["t11.txt"] == LOADED
    assert [header.file_path for header in folder.headers()] == ["t11.txt"]


def test_failed_file_harms_nothing_that_is_loaded(samples: Path, tmp_path: Path) -> None:
    files, folder = pick(samples, tmp_path / "in", ONE, OTHER), DataFolder(tmp_path / "data")
    first = load(folder, find_files([files]), Plan())
    (files / "s11.txt").write_bytes(b"")
    (files / "letter.txt").write_text("这是一封信。" * 40, encoding="utf-8")
    loading = load(folder, find_files([files]), Plan(jobs=2))
    assert states(loading) == {"letter.txt": FAILED, "s02.txt": UNCHANGED, "s11.txt": FAILED}
    assert all(outcome.error and outcome.path in str(outcome.error) for outcome in loading.outcomes if outcome.state == FAILED)
    assert loading.release == first.release and loading.reports == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_crash_of_a_reader_is_the_error_of_its_file(samples: Path, tmp_path: Path) -> None:
    files, folder = pick(samples, tmp_path / "in", ONE), DataFolder(tmp_path / "data")
    os.mkfifo(files / "a.txt")  # who reads it waits for ever: time to kill the reader

    others = set(multiprocessing.active_children())

    def kill_the_one_that_waits() -> None:
        for _ in range(1000):
            sleep(0.1)
            if readers := [child for child in set(multiprocessing.active_children()) - others if child.name == "juesuan-ingest"]:
                sleep(1.5)
                os.kill(readers[0].pid or 0, signal.SIGKILL)
                return

    killer = threading.Thread(target=kill_the_one_that_waits)
    killer.start()
    sources = [Source(files / "a.txt", "a.txt"), *(source for source in find_files([files]) if source.relative != "a.txt")]
    # A held file would be hashed here, in this process; this one is new and goes straight to a reader.
    loading = load(folder, sources, Plan(jobs=1))
    killer.join()
    assert states(loading) == {"a.txt": FAILED, "s11.txt": LOADED}
    error = loading.outcomes[0].error
    assert isinstance(error, FileUnreadable) and "signal 9" in str(error)


def test_killed_run_leaves_the_old_release_and_the_next_completes(samples: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = load(DataFolder(data), find_files([pick(samples, tmp_path / "in", ONE)]), Plan())
    files = pick(samples, tmp_path / "in", "s01", "s03", "s04", "s05", OTHER)
    words = [sys.executable, "-c", "from search_app.cli import main; main()", "ingest", str(files), "--data", str(data), "--no-vectors"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("loaded     s01.txt")
    process.kill()
    process.wait()
    process.stderr.close()
    with release.current(DataFolder(data)) as served:
        assert served.id == first.release
    loading = load(DataFolder(data), find_files([files]), Plan(jobs=2))
    assert loading.count(FAILED) == 0 and loading.reports == 6
    assert states(loading)["s01.txt"] == UNCHANGED


def test_command_says_a_line_a_report_and_exits_by_the_outcome(samples: Path, tmp_path: Path) -> None:
    files = pick(samples, tmp_path / "in", ONE)
    good = ingest(files, "--data", tmp_path / "data", "--no-vectors", "--engine", "local")
    assert good.exit_code == 0 and good.stdout == ""
    assert "loaded     s11.txt: 示例市疾病预防控制中心 2024 绩效自评报告" in good.stderr and "1 loaded" in good.stderr
    (files / "empty.txt").touch()
    bad = ingest(files, "--data", tmp_path / "data", "--no-vectors")
    assert bad.exit_code == 1 and "failed     empty.txt: " in bad.stderr and "unchanged  s11.txt" in bad.stderr


def test_command_in_json(samples: Path, tmp_path: Path) -> None:
    files = pick(samples, tmp_path / "in", ONE)
    (files / "empty.txt").touch()
    result = ingest(files, "--data", tmp_path / "data", "--no-vectors", "--json")
    empty, report, totals = (json.loads(line) for line in result.stdout.splitlines())
    assert (empty["state"], empty["error"]["kind"]) == ("failed", "FileUnreadable")
    assert (report["state"], report["year"], report["unresolved"]) == ("loaded", 2024, 0) and report["tables"] > 0
    assert totals["summary"] == {"loaded": 1, "replaced": 0, "unchanged": 0, "failed": 1} and totals["reports"] == 1


def test_wrong_calls_exit_2(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for words in ([tmp_path / "none"], [tmp_path / "empty"], [samples, "--engine", "ray://x"], [samples, "--jobs", "0"], []):
        result = ingest(*words, "--data", tmp_path / "data")
        assert result.exit_code == 2 and result.stderr
    assert not (tmp_path / "data").exists()


def test_failure_of_everything_makes_no_release(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = ingest(tmp_path / "empty.txt", "--data", tmp_path / "data")
    assert result.exit_code == 1 and "no report is loaded" in result.stderr
