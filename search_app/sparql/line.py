"""The pipe between a query worker and its owner, with as few system calls and wake-ups as can be: each costs as much as a short query."""

from __future__ import annotations

import os
import select
import struct
from collections.abc import Callable
from multiprocessing.connection import Connection

_LENGTH = struct.Struct("!i")
_LONGEST = 0x7FFF_FFFF


def send(pipe: Connection, *messages: bytes | memoryview) -> None:
    """Send messages that belong together, each to be read with `recv_bytes`, in one call where the system has one for it.

    `Connection.send_bytes` takes three for a long result, and the reader goes to sleep again between them.
    """
    if not hasattr(os, "writev") or max(map(len, messages)) > _LONGEST:
        for message in messages:
            pipe.send_bytes(message)
        return
    left = [memoryview(part) for message in messages for part in (_LENGTH.pack(len(message)), message)]
    while left:
        left = _after(left, os.writev(pipe.fileno(), left))


def _after(parts: list[memoryview], sent: int) -> list[memoryview]:
    """What is left of the parts when so many bytes are sent."""
    while parts and sent >= len(parts[0]):
        sent -= len(parts.pop(0))
    return [parts[0][sent:], *parts[1:]] if parts else []


def listener(pipe: Connection) -> Callable[[float], bool]:
    """`pipe.poll`, prepared once: whether within so many seconds something can be read or the other end has closed."""
    if not hasattr(select, "poll"):
        return pipe.poll
    ready = select.poll()
    ready.register(pipe.fileno(), select.POLLIN)
    return lambda seconds: bool(ready.poll(seconds * 1000))
