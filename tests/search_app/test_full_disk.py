"""A disk that is full: said in one line, nothing half made, the release that is served as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import release
from kg.folder import DataFolder

# A disk of its own in memory, which nobody else sees and which goes with the process.
SCRIPT = """
mount -t tmpfs -o size="$2"k tmpfs "$1" || exit 77
cp -a "$3" "$1/data" && cd "$4" || exit 78
"$5" -c 'from search_app.cli import main; main()' rebuild --data "$1/data"; echo "rebuild $?"
ls -A "$1/data/releases"
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("unshare"), reason="needs a tmpfs of its own")
def test_a_full_disk_leaves_the_release_that_is_served(data: DataFolder, tmp_path: Path) -> None:
    with release.current(data) as served:
        name = served.directory.name
        release_kib = sum(path.stat().st_size for path in served.directory.rglob("*") if path.is_file()) >> 10
    used = sum(path.stat().st_size for path in data.path.rglob("*") if path.is_file() and not path.is_symlink()) >> 10
    (tmp_path / "disk").mkdir()
    words = [tmp_path / "disk", used + release_kib // 2, data.path, Path(__file__).parents[2], sys.executable]
    command = ["unshare", "--mount", "sh", "-c", SCRIPT, "sh", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("no tmpfs can be mounted here")
    said = done.stdout.splitlines()
    assert said[0] == "rebuild 1" and name in said[1:], done.stdout
    assert [line for line in said[1:] if not line.startswith(".")] == [name]
    errors = done.stderr.splitlines()
    assert "make room" in errors[-1] and "Traceback" not in done.stderr
