"""The order of a store's files (compaction): made once, when the store is filled, and not again and again meanwhile.

RocksDB writes nearly all of a store anew for every second load, if it may. Put in order at the end, a store answers in two thirds of
the time. `python -m kg.compaction STORE` does that, in a process whose threads have not given up their priority.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from pyoxigraph import Store

from kg import isolation, starting
from kg.errors import ReleaseError
from kg.files import remove_tree

_THREAD = "rocksdb:low"  # what the library calls its threads for this work
_LEAST = 19


def store_to_fill(path: Path) -> Store:
    """The store at `path`, made where there is none; its compaction takes what time is left over by all other work of the machine.

    On systems other than Linux, where a thread has no priority of its own, it does not wait.
    """
    store = Store(str(path))
    if sys.platform == "linux":
        for task in Path("/proc/self/task").iterdir():
            if (task / "comm").read_text(encoding="utf-8").strip() == _THREAD:
                os.setpriority(os.PRIO_PROCESS, int(task.name), _LEAST)
    return store


class Ordering:
    """A store that is filled, then put in order while others read it; as a context manager, which ends with the store closed, in order.

    What others read at `place` are links to the files as they were filled: these give way to those in order.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._beside = place.with_name(f"{place.name}-filling")
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Ordering:
        if self._place.exists():
            self._place.rename(self._beside)
        self.store = store_to_fill(self._beside)
        return self

    def begin(self) -> None:
        """Let others read what the store holds, which is all of it, and begin to put it in order.

        What the library has for this waits until most files are in order, and so does its `flush`.
        """
        self._close()
        shutil.copytree(self._beside, self._place, copy_function=_linked)
        self._process = starting.program(__name__, str(self._beside))

    def _close(self) -> None:
        vars(self).pop("store", None)  # the library closes it when nothing refers to it
        gc.collect()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is None:
            return self._close()
        if error is not None:
            self._process.kill()
        self._process.communicate()
        if error is None:
            self._take_over(self._process.returncode)
        return None

    def _take_over(self, status: int) -> None:
        if status != 0:
            hint = "is there enough memory, and room on the disk?"
            raise ReleaseError(f"the process that put the store in order ended ({status})", where=str(self._beside), hint=hint)
        remove_tree(self._place)
        self._beside.rename(self._place)


def _linked(source: str, target: str) -> None:
    """A link to a file of statements, which never changes; of others, of file systems without links, a copy."""
    if source.endswith(".sst"):
        with suppress(OSError):
            return os.link(source, target)
    shutil.copyfile(source, target)
    return None


def main(store: Path) -> None:
    """Put the store in order."""
    isolation.leave_interrupts_to_the_parent()
    isolation.die_with_the_owner()
    ordered = Store(str(store))
    ordered.optimize()
    ordered.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
