"""Reading a damaged file in a process with limits. A find is a crash, a hang, too much memory, an error that does not say where."""

from __future__ import annotations

from multiprocessing.connection import wait
from unittest.mock import patch

from ingest import archives
from ingest.formats import SUFFIXES
from ingest.limits import Limits
from ingest.pipeline import facts_in
from ingest.reader_process import Answer, ReaderProcess, Task
from kg import bundle
from kg.errors import ReaderFault
from kg.iris import Iris

LIMITS = Limits(seconds=10.0, memory_bytes=1 << 30, file_bytes=8 << 20)


def whole_way(data: bytes, name: str, limits: Limits) -> int:
    """From the bytes of a file to its bundle: how many bytes that has; a ZIP: all its members. Raises ReportError.

    Without OCR: it takes longer and more memory than a reader may here, by its nature.
    """
    if name.endswith(".zip"):
        found = [member for member in archives.members(data, name, limits, SUFFIXES) if not member.error]
        return sum(len(archives.member_bytes(data, member.inside, member.path, limits)) for member in found)
    with patch("ingest.formats.scan.available", return_value=False):
        return len(bundle.dump(facts_in(data, name, limits), Iris()))


class Reader:
    """A process that reads file after file; one that failed is replaced."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: ReaderProcess | None = None

    def fault(self, data: bytes, name: str) -> str:
        """What is wrong with reading these bytes; "" where they are read or refused as they should be."""
        answer = self.answer(data, name)
        if answer.error is None:
            return ""
        error = answer.error
        if isinstance(error, ReaderFault):
            return error.message
        if not error.where.startswith(name) or not error.hint or not error.message.isprintable():
            return f"an error that does not say where, what and what next: {error!r}"
        return ""

    def answer(self, data: bytes, name: str) -> Answer:
        """What comes of reading these bytes."""
        task = Task(whole_way, (data, name, self._limits), name)
        process = self._process or ReaderProcess(self._limits)
        process.give(task)
        answer = None
        while answer is None:
            answer = process.take() if wait([process.pipe], max(process.left, 0.0)) else process.overdue()
        self._process = None if answer.spent else process
        if answer.spent:
            process.dismiss()
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.dismiss()
