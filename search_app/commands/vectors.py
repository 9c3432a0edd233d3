"""The vectors of semantic search: made by a process of their own after the release is there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.settings import Settings


def begin(chosen: Settings) -> None:
    """Start the process that makes what is missing, if anything is."""
    from search_app.models import settle
    from search_app.search.background import start

    settle(chosen)
    start(chosen.data)


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
