"""One query worker as its owner sees it: started, asked, killed."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from kg import starting
from search_app.events import say
from search_app.sparql import line, worker
from search_app.sparql.errors import NoWorker, OutOfMemory, OutOfTime, QueryFault, ResultTooLarge, StoreDamaged, TooComplex
from search_app.sparql.syntax import syntax_fault
from search_app.sparql.worker import Job, Limits, Reply

_STARTING = starting.context("search_app.sparql.worker")
_START_SECONDS = 30.0
_LOOK_SECONDS = 0.1
_LOWEST = 19
_STACK_SIGNALS = frozenset({signal.SIGSEGV, signal.SIGILL, *({signal.SIGBUS} if hasattr(signal, "SIGBUS") else set())})
log = logging.getLogger("juesuan.sparql")


class Gone(Exception):
    """The client hung up before its answer was there."""


class QueryProcess:
    """A worker process on one store. Any exception but `Gone` before the start of a query leaves it unusable: `kill` it."""

    def __init__(self, store_path: Path, limits: Limits) -> None:
        self.store_path = store_path
        self._opened = _mark(store_path)  # before it opens: one that is replaced meanwhile shows
        self._nice = False
        self._limits = limits
        self._pipe, theirs = _STARTING.Pipe()
        self._process = _STARTING.Process(target=worker.serve, args=(theirs, str(store_path), limits), name="juesuan-query", daemon=True)
        self._process.start()
        theirs.close()
        self._hears = line.listener(self._pipe)
        self.offline = self._ready()

    def reads(self, store_path: Path) -> bool:
        """True where that is the store it has opened, and not one that was made later where this one lay."""
        return self.store_path == store_path and self._opened == _mark(store_path)

    @property
    def alive(self) -> bool:
        """False where the process has ended, say, killed from outside."""
        return self._process.is_alive()

    @property
    def waits(self) -> bool:
        """True where an idle process is still there. It says nothing until it is asked, so what is heard is its end."""
        return not self._hears(0)

    @property
    def pid(self) -> int | None:
        """The process id."""
        return self._process.pid

    def _ready(self) -> bool:
        """Wait until the store is open; says whether the worker is without network."""
        if self._hears(_START_SECONDS):
            try:
                reply = Reply.from_bytes(self._pipe.recv_bytes())
                if reply.kind == "ready":
                    return reply.message == "offline"
                self._give_up()
                raise _damaged(reply)
            except EOFError:
                pass
        self._give_up()
        raise NoWorker("查询进程起不来", hint="看服务器日志，再试一次")

    def _give_up(self) -> None:
        self.kill()
        self.is_buried(None)

    def ask(self, job: Job, gone: Callable[[], bool], slows: Callable[[], None] = lambda: None) -> bytes:
        """The result of `job`; raises a `QueryFault`, or `Gone` when `gone()` says that nobody waits any more.

        `slows` is called once where the query is not done after `quick_seconds`.
        """
        try:
            self._pipe.send(job)
            self._wait(job.seconds or self._limits.seconds, gone, slows)
            reply = Reply.from_bytes(self._pipe.recv_bytes())
            if reply.kind == "result":
                return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise self._died() from error
        raise _fault(reply, job, self._limits)

    def _wait(self, seconds: float, gone: Callable[[], bool], slows: Callable[[], None]) -> None:
        start = monotonic()
        is_quick = True
        while not self._hears(min(_LOOK_SECONDS, max(start + seconds - monotonic(), 0))):
            took = monotonic() - start
            if took >= seconds:
                raise OutOfTime(f"查询超过{seconds:g}秒，已停下", hint=f"给它加上年度或单位，或用LIMIT取前1,000行；{self._more(seconds)}")
            if gone():
                raise Gone
            if is_quick and took >= self._limits.quick_seconds:
                is_quick = False
                slows()

    def _more(self, seconds: float) -> str:
        most = self._limits.most_seconds
        return f"timeout={most:g}可要到{most:g}秒" if seconds < most else "整库数据在/downloads"

    def yield_to_others(self) -> None:
        """Let the process run only where no other wants the processor."""
        self._nice = self._set_priority(_LOWEST)

    def hurry(self) -> bool:
        """Undo `yield_to_others`; False where the system forbids it."""
        if self._nice:
            self._nice = not self._set_priority(0)
        return not self._nice

    def _set_priority(self, nice: int) -> bool:
        if not hasattr(os, "setpriority") or self.pid is None:
            return False
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, nice)
        except (PermissionError, ProcessLookupError):
            return False
        return True

    def _died(self) -> QueryFault:
        """Why the process ended by itself: its stack overflowed (SIGSEGV), memory ran out (SIGABRT, SIGKILL), or an error of ours."""
        self._process.join(1)
        code = self._process.exitcode or 0
        say(log, "query_worker_ended", exit=code)
        if -code in _STACK_SIGNALS:
            return TooComplex("查询套得太深，解析不了", hint="拆成几个查询")
        return _out_of_memory(self._limits) if code < 0 else NoWorker("查询进程意外结束", hint="再试一次；一直这样就告诉管理员")

    def kill(self) -> None:
        """End the process at once, without waiting until nothing of it is left: on a busy machine that takes a while (`is_buried`)."""
        if self.alive:
            self.hurry()  # one that is behind all others would die behind them too
        self._pipe.close()
        self._process.kill()

    def is_buried(self, seconds: float | None = 0) -> bool:
        """True where nothing is left of a process that was killed, within so many seconds (None: whenever it is)."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            return False
        self._process.close()
        return True


def _mark(store_path: Path) -> tuple[int, int] | None:
    """What tells this directory from another that had its name; None where there is none."""
    try:
        found = store_path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _fault(reply: Reply, job: Job, limits: Limits) -> QueryFault:
    if reply.kind == "syntax":
        return syntax_fault(reply.message, job.query)
    if reply.kind == "too_large":
        return ResultTooLarge(f"结果超过{limits.result_bytes / 1e6:g} MB，已停下", hint="用LIMIT和OFFSET分段取，或下载整库：/downloads")
    if reply.kind == "out_of_memory":
        return _out_of_memory(limits)
    if reply.kind == "damaged":
        return _damaged(reply)
    return QueryFault(f"查询执行不了：{reply.message}", hint="检查查询里的值和函数")


def _damaged(reply: Reply) -> StoreDamaged:
    say(log, "store_damaged", why=reply.message)
    return StoreDamaged("数据发布版的文件读不了", hint="告诉管理员：juesuan doctor 看是哪个文件，juesuan rebuild 重做")


def _out_of_memory(limits: Limits) -> OutOfMemory:
    return OutOfMemory(f"查询要用的内存超过{limits.memory_bytes >> 20} MB，已停下", hint="去掉大范围的ORDER BY、DISTINCT，或加上年度、单位")
