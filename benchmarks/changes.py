"""What happens to the data beside the load of `benchmarks.soak`: a report comes, changes and goes, processes are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import monotonic, sleep

from benchmarks.server import query_workers
from kg.files import point

COMMAND = [sys.executable, "-c", "from search_app.cli import main; main()"]
_KILLED_AFTER = (0.3, 6.0)  # seconds


class Changes:
    """A report that comes, changes and goes, releases that change places, and processes that are killed, beside the load."""

    def __init__(self, data: Path, extra: Path, server: int) -> None:
        self._data, self._extra, self._server = data, extra, server
        self._chance = random.Random(0)  # noqa: S311
        self.done: Counter[str] = Counter()
        self.failed: list[str] = []

    def run(self, until: float) -> None:
        """Round after round; each leaves the folder with the reports that it had."""
        steps = (self._come, self._swap, self._kill_worker, self._killed, self._change, self._swap, self._go, self._swap)
        while monotonic() < until:
            for step in steps:
                step()

    def _come(self) -> None:
        self._call("ingest", str(self._extra), "--no-wait")

    def _change(self) -> None:
        """The report with other bytes takes the place of the one that is there."""
        with self._extra.open("a", encoding="utf-8") as file:
            file.write("\n")
        self._come()

    def _go(self) -> None:
        self._call("remove", self._extra.name)

    def _killed(self) -> None:
        """An ingest that is killed at a moment drawn by chance; the next one finds what it left."""
        with self._extra.open("a", encoding="utf-8") as file:
            file.write("\n")
        words = [*COMMAND, "--data", str(self._data), "ingest", str(self._extra), "--no-wait"]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        sleep(self._chance.uniform(*_KILLED_AFTER))
        process.kill()
        self.done["killed ingest" if process.wait() < 0 else "ingest"] += 1

    def _kill_worker(self) -> None:
        if workers := query_workers(self._server):
            os.kill(self._chance.choice(workers), signal.SIGKILL)
            self.done["killed worker"] += 1

    def _call(self, verb: str, *words: str) -> None:
        done = subprocess.run([*COMMAND, "--data", str(self._data), verb, *words], capture_output=True, text=True, check=False)
        self.done[verb] += 1
        if done.returncode:
            self.failed.append(f"{verb}: {done.stderr[-300:]}")

    def _swap(self) -> None:
        """The last two releases to and fro."""
        newest = (self._data / "current").readlink().name
        others = [path.name for path in (self._data / "releases").glob("[!.]*") if path.name != newest]
        for name in (*others, newest) * 2:
            point(self._data / "current", f"releases/{name}")
            self.done["swap"] += 1
            sleep(0.5)
