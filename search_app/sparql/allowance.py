"""How much query time each client may use: so many seconds a minute, saved up to one minute's worth.

A client that asks one query after the other is never refused at 60 seconds a minute; one that keeps several workers busy is.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from time import monotonic

from search_app.sparql.errors import TooOften

_CLIENTS = 10_000
_MINUTE = 60.0


class Allowance:
    """The time that is left to each client. Of many clients the one not heard of for longest is forgotten, with its debts."""

    def __init__(self, seconds_a_minute: float, clock: Callable[[], float] = monotonic, clients: int = _CLIENTS) -> None:
        self._full = seconds_a_minute
        self._clock = clock
        self._most = clients
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Raise `TooOften`, saying when to come back, where the client has nothing left. 0 seconds a minute set no limit."""
        if not self._full:
            return
        left = self._now(client)
        if left <= 0:
            wait = max(1, math.ceil(-left * _MINUTE / self._full) + 1)
            said = f"每个地址每分钟的查询最多共用{self._full:g}秒，已用完"
            raise TooOften(said, hint=f"{wait}秒后再试；大量取数请用/downloads的文件", retry_after=wait)

    def spend(self, client: str, seconds: float) -> None:
        """Take what a query used; a query under way may go into debt."""
        if not self._full:
            return
        left = self._now(client) - seconds
        with self._lock:
            self._left[client] = left, self._clock()
            self._left.move_to_end(client)
            while len(self._left) > self._most:
                self._left.popitem(last=False)

    def _now(self, client: str) -> float:
        with self._lock:
            left, then = self._left.get(client, (self._full, 0.0))
        return min(self._full, left + (self._clock() - then) * self._full / _MINUTE)


@lru_cache(4096)
def client_of(address: str | None) -> str:
    """Who asks, by the address of the connection or the one trusted proxies name; an IPv6 network of 64 bits is one client."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "?"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)
