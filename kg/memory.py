"""Memory that is free again: handed back to the system, or kept for what comes next."""

from __future__ import annotations

import ctypes
import sys

# Parameters of glibc's mallopt (malloc.h).
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3


def give_back() -> None:
    """Hand back what was freed: the C library of Linux keeps most of what a bulk load took, in the hope of the next one.

    Nothing happens where that library offers no way (`malloc_trim` of glibc).
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


def keep(most: int) -> None:
    """Keep up to so many bytes of what is freed: who does the same again and again takes as much each time.

    Nothing happens where the C library offers no way (`mallopt` of glibc).
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_TRIM_THRESHOLD, most)
        libc.mallopt(_MMAP_THRESHOLD, most)
