"""Memory that is free again, handed back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Hand back what was freed: the C library of Linux keeps most of what a bulk load took, in the hope of the next one.

    Nothing happens where that library offers no way (`malloc_trim` of glibc).
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
