"""Every error of the project, with where it happened and what to do next.

JuesuanError
├── UsageError            the command line or a setting is wrong
├── ReportError           one file could not become a report; the others go in
│   ├── FileUnreadable    empty, binary, too large, damaged, of an unknown format
│   │   └── ReaderFault   reading it failed, or took too much time or memory
│   ├── NotAReport        readable, but no 部门决算 or 绩效自评报告
│   │   └── Unidentified  tables of a report, whose unit or year is not printed
│   └── SameReport        another file already holds this report
├── BundleError           a bundle in the data folder is damaged
├── BackupError           a backup is damaged, cut or of another version
├── ReleaseError          no release, a damaged one, or one of another version
├── BusyError             another process is ingesting into this data folder
├── StoreError            the store elsewhere cannot be reached, or gives no answer
├── EngineError           the cluster cannot be reached, fails, or runs other code
└── QueryError            a query was refused, failed or ran out of time
"""

from __future__ import annotations

from functools import partial


class JuesuanError(Exception):
    """Root of all errors.

    `where` names the place (file, page, line, table, cell; may be empty), `hint` the next step.
    `str(error)` is one line: where, what, what to do.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} ({self.hint})" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.where, self.hint)


def _rebuild(kind: type[JuesuanError], message: str, where: str, hint: str) -> JuesuanError:
    """Make an error again on the other side of a process boundary."""
    return kind(message, where=where, hint=hint)


class UsageError(JuesuanError):
    """The command line or a setting is wrong."""


class ReportError(JuesuanError):
    """One file could not become a report."""


class FileUnreadable(ReportError):
    """The file is empty, binary, too large, damaged or of an unknown format."""


class ReaderFault(FileUnreadable):
    """Reading the file failed in the program itself, or took more time or memory than it may."""


class NotAReport(ReportError):
    """The text was read, but it is neither 部门决算 nor 绩效自评报告."""


class Unidentified(NotAReport):
    """The tables or the text of a report were read, but not whose or of which year; `unit` and `year` are what is known ("", 0)."""

    def __init__(self, message: str, *, where: str = "", hint: str = "", unit: str = "", year: int = 0) -> None:
        super().__init__(message, where=where, hint=hint)
        self.unit = unit
        self.year = year

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), where=self.where, hint=self.hint, unit=self.unit, year=self.year), (self.message,)


class SameReport(ReportError):
    """Another file already holds the same report (unit, year and type)."""


class BundleError(JuesuanError):
    """A bundle in the data folder is damaged."""


class BackupError(JuesuanError):
    """A backup is damaged, cut or of another version."""


class ReleaseError(JuesuanError):
    """There is no release, or it is damaged or of another version."""


class BusyError(JuesuanError):
    """Another process is ingesting into this data folder."""


class StoreError(JuesuanError):
    """The store elsewhere cannot be reached, refuses, or gives something else than an answer."""


class EngineError(JuesuanError):
    """The cluster that should do the work cannot be reached, fails, or runs other code."""


class QueryError(JuesuanError):
    """A query was refused, failed or ran out of time."""
