"""The walls around reading a file: time, memory, crashes, what it starts and leaves behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import samples
from ingest.limits import Limits
from ingest.reader_process import Answer, Task
from ingest.sources import Source, Unreadable, find_files
from ingest.workers import Order, facts_of, opened, read_all, run_all
from kg.errors import FileUnreadable, NotAReport, ReaderFault, ReportError
from tests.ingest.test_archives import packed

LIMITS = Limits(seconds=3.0, memory_bytes=400 << 20)


def answers(*tasks: tuple[Callable[..., object], tuple[object, ...]], jobs: int = 1, limits: Limits = LIMITS) -> list[Answer]:
    return list(run_all([Task(work, arguments, f"{i}.txt") for i, (work, arguments) in enumerate(tasks)], limits, jobs))


def said(answer: Answer) -> str:
    assert isinstance(answer.error, ReaderFault)
    return str(answer.error)


def test_answers_come_in_the_order_of_the_tasks() -> None:
    found = answers(*((divmod, (i, 2)) for i in range(9)), jobs=2)
    assert [answer.value for answer in found] == [divmod(i, 2) for i in range(9)]


def test_a_task_that_takes_too_long_is_stopped_and_the_others_go_on() -> None:
    first, second = answers((time.sleep, (60,)), (divmod, (7, 2)))
    assert said(first) == "0.txt: reading it took longer than 3 s (split the file, or raise the setting read_seconds)"
    assert second.value == (3, 1)


def test_a_task_that_needs_too_much_memory_is_stopped() -> None:
    first, second = answers((bytearray, (600 << 20,)), (len, ("ab",)))
    assert "needs more than 400 MB of memory" in said(first) and "read_memory_mb" in said(first)
    assert second.value == 2


@pytest.mark.parametrize(
    ("work", "arguments", "words"),
    [
        (os.abort, (), "signal 6"),
        (os.kill, (0, signal.SIGKILL), "signal 9"),
        (os._exit, (3,), "exit status 3"),
        (int, ("secret",), "the program failed on it (ValueError"),
    ],
)
def test_a_crash_is_the_error_of_its_file(work: Callable[..., object], arguments: tuple[object, ...], words: str) -> None:
    first, second = answers((work, arguments), (len, ("ab",)))
    assert words in said(first) and said(first).startswith("0.txt: ") and "secret" not in said(first)
    assert second.value == 2


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_a_reader_started_is_killed_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = f"import os, time, pathlib; pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(600)"
    answers((subprocess.run, ([sys.executable, "-c", script],)))
    end = time.monotonic() + 60
    while _runs(note.read_text()) and time.monotonic() < end:  # on a busy machine what is killed takes a moment to die
        time.sleep(0.05)
    assert not _runs(note.read_text())


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_what_a_reader_writes_to_the_temporary_folder_is_gone() -> None:
    made, hung = answers((tempfile.mkdtemp, ()), (time.sleep, (60,)))
    assert "juesuan-" in str(made.value) and not Path(str(made.value)).parent.exists()
    assert hung.error


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_a_reader_has_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        (answer,) = answers((socket.create_connection, (server.getsockname(), 1.0)))
    if answer.error is None or "OSError" not in said(answer):
        pytest.skip("this system allows no network namespaces")


def test_files_in_a_zip_are_read_as_files(tmp_path: Path) -> None:
    report = next(samples.folder().glob("s11_*")).read_bytes()
    (tmp_path / "a.zip").write_bytes(packed([("2024/s11.txt", report), ("b.txt", b""), ("c.txt", "信。".encode() * 50)]))
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04")
    limits = Limits()
    files = opened(find_files([tmp_path]), limits, 1)
    assert [file.relative for file in files] == ["a.zip/2024/s11.txt", "a.zip/b.txt", "a.zip/c.txt", "bad.zip"]
    assert isinstance(files[-1], Unreadable) and "damaged" in str(files[-1].error)
    sources = [file for file in files if isinstance(file, Source)]
    reads = list(read_all(sources, Order("https://example.org/", "test", limits), 1))
    assert b"a.zip/2024/s11.txt" in (reads[0].bundle or b"")
    assert [type(read.error) for read in reads[1:]] == [FileUnreadable, NotAReport]
    assert all(str(read.error).startswith(read.source.relative) for read in reads[1:])


def test_one_upload_gives_its_facts_or_its_error() -> None:
    report = next(samples.folder().glob("s11_*"))
    found = facts_of(report.read_bytes(), "upload.docx", Limits())
    assert found.info.year == 2024 and found.info.path == "upload.docx" and found.indicators
    with pytest.raises(ReportError, match=r"letter\.txt: this is neither"):
        facts_of("这是一封信。".encode() * 40, "letter.txt", Limits())
    with pytest.raises(ReaderFault, match="took longer than 0.01 s"):
        facts_of(report.read_bytes(), "slow.txt", Limits(seconds=0.01))
