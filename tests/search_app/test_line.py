"""The pipe between a query worker and its owner."""

from __future__ import annotations

import os
import threading
from multiprocessing import Pipe

import pytest

from search_app.sparql import line

LONG = os.urandom(1 << 20)  # more than the pipe holds, so that it is sent in parts


@pytest.mark.parametrize("messages", [(b"a",), (b"result", b""), (b"", b"x" * 20_000, b"b"), (b"result", LONG)], ids=len)
def test_each_message_is_read_as_it_was_sent(messages: tuple[bytes, ...]) -> None:
    ours, theirs = Pipe()
    sending = threading.Thread(target=line.send, args=(theirs, *messages))
    sending.start()
    assert tuple(ours.recv_bytes() for _ in messages) == messages
    sending.join()
    assert not line.listener(ours)(0)
    ours.close()
    theirs.close()


def test_what_comes_and_the_end_are_heard() -> None:
    ours, theirs = Pipe()
    hears = line.listener(ours)
    assert not hears(0.001)
    line.send(theirs, b"a", memoryview(b"b"))
    assert hears(60)
    assert (ours.recv_bytes(), ours.recv_bytes()) == (b"a", b"b")
    theirs.close()
    assert hears(0)
    with pytest.raises(EOFError):
        ours.recv_bytes()
    ours.close()
