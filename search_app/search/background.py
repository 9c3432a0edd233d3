"""The process that makes model and vectors after a release, while the release is served already.

One at a time (`vectors/lock`), and safe to kill: it goes on where it stopped. `vectors/progress.json` says how far it is.
Run by `start`, or by hand: `python -m search_app.search.background DIR`.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import ReleaseError
from kg.files import write_atomic
from kg.folder import DataFolder
from kg.release import Release, current
from search_app.embedding.encoder import Encoder, encoder_id, make_encoder
from search_app.embedding.model import model_home
from search_app.models import ENGINE
from search_app.pace import Pace
from search_app.search.lexical import FOLDER
from search_app.search.texts import Texts
from search_app.search.vectors import Encode, is_ready, make_vectors, sweep, vector_root

NONE, WORKING, READY, STOPPED, FAILED = "none", "working", "ready", "stopped", "failed"
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class VectorProgress:
    """How far the vectors of `release` are.

    `state`: none (never begun), working, ready, stopped (ended before it was done; `start` goes on), failed (see vectors/log).
    `step` is what is being done (model, vectors), `done` of `total` vectors are there, `seconds` is about the time that is left;
    None while that is not known.
    """

    state: str
    release: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    seconds: int | None = None

    @property
    def percent(self) -> int:
        """Whole percent, 100 only when all is done."""
        if self.state == READY:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0


def progress(data: Path) -> VectorProgress:
    """How far the vectors are, for the pages."""
    root = vector_root(data)
    try:
        found = VectorProgress(**json.loads((root / "progress.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return VectorProgress(NONE)
    if found.state == WORKING and not _is_locked(root):
        return VectorProgress(STOPPED, found.release, found.step, found.done, found.total)
    return found


def start(data: Path) -> subprocess.Popen[bytes] | None:
    """Start the process unless there is nothing to do; None then. It outlives this process."""
    return launch(data) if _is_pending(DataFolder(data), encoder_id(model_home(data))) else None


def launch(data: Path) -> subprocess.Popen[bytes]:
    """Start the process, which looks for itself. For servers: looking loads ONNX Runtime, and what has loaded it must not fork."""
    root = vector_root(data)
    root.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "search_app.search.background", str(data.resolve())]
    with (root / "log").open("wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)  # noqa: S603


def work(data: Path) -> None:
    """Make what is missing until nothing is; returns at once where another process is at it."""
    folder = DataFolder(data)
    root = vector_root(data)
    root.mkdir(parents=True, exist_ok=True)
    # A release that comes between the last look and the unlocking would be missed: so look again.
    while _is_pending(folder, encoder_id(model_home(data))):
        with _lock(root) as taken:
            if not taken:
                return
            _work(folder, root)


def _work(folder: DataFolder, root: Path) -> None:
    ended = VectorProgress(FAILED)
    try:
        _say(root, VectorProgress(WORKING, step="model"))
        encoder = make_encoder(model_home(folder.path), _threads())
        with _encoding(encoder) as encode:
            while _is_pending(folder, encoder.id):
                with current(folder) as release:
                    _embed(release, root, encoder, encode)
                    ended = VectorProgress(READY, release.id)
        sweep(root, (path.name for path in folder.release_root.iterdir()))
    finally:
        _say(root, ended)


@contextmanager
def _encoding(encoder: Encoder) -> Iterator[Encode | None]:
    """How an engine elsewhere makes the vectors, connected for as long as the block lasts; None where this process makes them."""
    address = os.environ.get(ENGINE, "local")
    if address == "local":
        yield None
        return
    from ingest.engines import engine
    from search_app.search.elsewhere import encode_at

    with engine(address) as there:
        yield encode_at(there, encoder)


def _embed(release: Release, root: Path, encoder: Encoder, encode: Encode | None) -> None:
    pace = Pace()

    def say(done: int, total: int) -> None:
        _say(root, VectorProgress(WORKING, release.id, "vectors", done, total, pace.left(done, total)))

    make_vectors(root / release.directory.name, Texts(release.directory / FOLDER), encoder, say, encode)


def _is_pending(folder: DataFolder, encoder: str) -> bool:
    """True where the release that is served has an index, but not the vectors of that encoder."""
    try:
        with current(folder) as release:
            ready = is_ready(vector_root(folder.path) / release.directory.name, encoder)
            return not ready and (release.directory / FOLDER).exists()
    except ReleaseError:
        return False


def _threads() -> int:
    """Every processor but one, which stays free for those who search."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


def _say(root: Path, state: VectorProgress) -> None:
    write_atomic(root / "progress.json", json.dumps(asdict(state)).encode())


@contextmanager
def _lock(root: Path, seconds: float = 1.0) -> Iterator[bool]:
    """Whether the lock was had; one who only looks (`_is_locked`) holds it for a moment, so it is tried for a while."""
    end = time.monotonic() + seconds
    with (root / "lock").open("a") as opened:
        while not (taken := _take(opened.fileno(), fcntl.LOCK_EX)) and time.monotonic() < end:
            time.sleep(0.05)
        yield taken


def _is_locked(root: Path) -> bool:
    try:
        with (root / "lock").open() as opened:
            return not _take(opened.fileno(), fcntl.LOCK_SH)
    except OSError:
        return False


def _take(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    os.nice(_NICENESS)
    work(Path(sys.argv[1]))
