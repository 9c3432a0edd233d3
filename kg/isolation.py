"""What a process that reads what strangers wrote gives up first: its parent's death, the network, memory beyond a limit.

Called in the process itself, first thing, while it has one thread. Each step does nothing where the system lacks it.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from pathlib import Path

from kg.starting import let_the_owner_go

if sys.platform != "win32":
    import resource

_CLONE_NEWUSER = 0x1000_0000
_CLONE_NEWNET = 0x4000_0000
_PR_SET_PDEATHSIG = 1


def leave_network() -> bool:
    """Move into a network namespace without interfaces (Linux); False where the system or container forbids it."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def die_with_the_owner() -> None:
    """Be killed when the process that owns this one ends (Linux). After `leave_network`, which clears the wish."""
    let_the_owner_go()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        owner = multiprocessing.parent_process()
        if owner is not None and not owner.is_alive():
            os._exit(0)


def leave_interrupts_to_the_parent() -> None:
    """Ctrl+C on the terminal reaches every process; the parent decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def lead_a_group() -> None:
    """Be the head of a process group, so that `kill_group` ends what this process has started too."""
    if sys.platform != "win32":
        os.setpgid(0, 0)


def kill_group(leader: int) -> None:
    """Kill the group that `leader` heads (`lead_a_group`); nothing where it heads none or is gone."""
    if sys.platform != "win32":
        try:
            os.killpg(leader, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def limit_memory(extra_bytes: int) -> None:
    """Let the address space grow by `extra_bytes` and no further; no core dumps."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + extra_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def fall_silent() -> None:
    """Send what native code prints when it fails (a back trace of memory that ran out) nowhere; the owner logs why a worker ended."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
