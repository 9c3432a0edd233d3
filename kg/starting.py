"""How child processes start: forked from a small process without threads that has imported what they need.

A child costs some milliseconds and shares that memory, and nothing of its owner (threads, locks, open files) comes along. Where the
system has no fork, each is started from nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

_wanted: set[str] = set()
_PACKAGE = Path(__file__).parents[1]


def context(*modules: str) -> ForkServerContext | SpawnContext:
    """What to start processes with; `modules` are imported beforehand, where this is said before the first process starts."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    chosen = multiprocessing.get_context("forkserver")
    _wanted.update(modules)
    chosen.set_forkserver_preload(sorted(_wanted))
    return chosen


def program(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """A process that runs `module` from nothing, reads and says lines: for what depends on how a process began, as on its environment."""
    search = os.pathsep.join(filter(None, [str(_PACKAGE), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", module, *arguments]
    variables = {**os.environ, **(environment or {}), "PYTHONPATH": search}
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, env=variables, text=True, encoding="utf-8")  # noqa: S603


def let_the_owner_go() -> None:
    """In a child, first thing: do not keep the forking process alive once the owner is gone.

    By default every child holds it open, so that `isolation.die_with_the_owner` would wait for the child itself.
    """
    forking = sys.modules.get("multiprocessing.forkserver")
    server = getattr(forking, "_forkserver", None)
    held = getattr(server, "_forkserver_alive_fd", None)
    if held is not None:
        os.close(held)
        server._forkserver_alive_fd = None  # type: ignore[union-attr]  # the library has no public way
