"""Which files are ingested, and what stops one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.limits import Limits
from ingest.sources import Source, find_files, read_bytes
from kg.errors import FileUnreadable, UsageError


def test_folders_files_and_globs(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/1.txt", "a/2.md", "a/.hidden.txt", "a/data.csv", "3.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [s.relative for s in find_files([tmp_path])] == ["3.txt", "a/1.txt", "a/2.md"]
    assert [s.relative for s in find_files([tmp_path / "a/data.csv"])] == ["data.csv"], "a named file always counts"
    assert [s.relative for s in find_files([f"{tmp_path}/*/*.txt", tmp_path / "3.txt"])] == ["1.txt", "3.txt"]


def test_unknown_paths_and_two_files_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        find_files([tmp_path / "nothing"])
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="r.txt"):
        find_files([tmp_path / "a/r.txt", tmp_path / "b/r.txt"])


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as f:
        f.truncate(200_000_000)
    with pytest.raises(FileUnreadable, match="200 MB"):
        read_bytes(Source(big, "big.txt"), Limits(file_bytes=50_000_000))
