"""The vectors of semantic search: made by a process of their own after the release is there."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.settings import Settings
    from search_app.commands.progress import Meter

# A command waits for the vectors of a few reports; those of many go on behind it.
_PATIENCE = 120.0  # seconds
_LOOK = 0.2  # seconds


def begin(chosen: Settings) -> subprocess.Popen[bytes] | None:
    """Start the process that makes what is missing; None where nothing is."""
    from search_app.models import settle
    from search_app.search.background import start

    settle(chosen)
    return start(chosen.data)


def watch(making: subprocess.Popen[bytes], data: Path, meter: Meter, patience: float = _PATIENCE) -> None:
    """Show how the vectors come along until they are there, or until it is plain that they need longer than `patience` seconds."""
    from search_app.search.background import progress

    end = time.monotonic() + patience
    while making.poll() is None:
        now = progress(data)
        if time.monotonic() + (now.seconds or 0) > end:
            meter.done(f"semantic search: {now.percent} % ready, the rest is made in the background; search goes by words until then")
            return
        if now.total:
            meter.show("passages for semantic search", now.done, now.total)
        time.sleep(_LOOK)
    state = progress(data).state
    meter.done("semantic search is ready" if state == "ready" else f"semantic search: {state}; see {data / 'vectors' / 'log'}")


def beside_server(chosen: Settings) -> subprocess.Popen[bytes]:
    """The same for a process that will fork web workers."""
    from search_app.models import settle
    from search_app.search.background import launch

    settle(chosen)
    return launch(chosen.data)


def follow(chosen: Settings) -> None:
    """The same for a new release of a folder that had vectors; nothing where it was to have none."""
    from search_app.search.background import NONE, progress

    if progress(chosen.data).state != NONE:
        begin(chosen)


def cache_folder() -> Path:
    """Where a model is kept that no data folder holds: `juesuan/models` in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "juesuan" / "models"
