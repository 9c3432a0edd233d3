"""The process that runs visitors' queries. It reads one store, has no network, little memory, and is killed when it takes too long.

Every reply but a result ends the process: what an aborted evaluation left behind is not known, and a new process is cheap.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from kg import isolation
from ontology.terms import PREFIXES
from search_app.sparql import line


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use, how many run at once, and how many wait.

    A query that runs longer than `quick_seconds` moves to one of the `slow_workers` places, so that short ones get through beside it.
    `most_seconds` is what a client may ask for instead of `seconds`; `client_seconds` what all its queries may take a minute.
    """

    seconds: float = 10.0
    memory_bytes: int = 512 << 20
    result_bytes: int = 64 << 20
    query_bytes: int = 1 << 20
    workers: int = 2
    slow_workers: int = 2
    quick_seconds: float = 0.5
    queue_seconds: float = 5.0
    queue_length: int = 32
    most_seconds: float = 30.0
    client_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """A query to run. `union`: without a dataset of its own it sees all graphs; None for graphs: the store's.

    `seconds`: its time limit; None for the usual one.
    """

    query: str
    media_type: str
    union: bool = True
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answers first: `kind` is ready, result, syntax, too_large, out_of_memory, damaged or failed.

    The body of a result follows.
    """

    kind: str
    message: str = ""

    def to_bytes(self) -> bytes:
        """JSON, so that nothing a worker sends is unpickled."""
        return json.dumps({"kind": self.kind, "message": self.message}).encode()

    @staticmethod
    def from_bytes(data: bytes) -> Reply:
        """The reply that `to_bytes` wrote."""
        return Reply(**json.loads(data))


_RESULT = Reply("result").to_bytes()
# How RocksDB begins to say that a file of the store does not hold what was written.
_DAMAGE = "Corruption:"
# What the system says where a query tries to reach another host past the guard.
_NO_NETWORK = ("unreachable", "refused")


class _TooLarge(Exception):
    """The result went over the limit; raised inside the serializer, which stops the evaluation."""


class _Bounded(io.BytesIO):
    """Takes at most `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = limit

    def write(self, data: object, /) -> int:
        """Write or raise `_TooLarge`."""
        size = super().write(data)  # type: ignore[arg-type]
        self._left -= size
        if self._left < 0:
            raise _TooLarge
        return size


def serve(pipe: Connection, store_path: str, limits: Limits) -> None:
    """Main function of the process: open the store, then answer jobs until one fails or the pipe closes."""
    isolation.leave_interrupts_to_the_parent()
    offline = isolation.leave_network()
    isolation.die_with_the_owner()
    try:
        store = Store.read_only(store_path)  # starts threads: only after the namespaces
    except (OSError, RuntimeError) as error:
        pipe.send_bytes(Reply("damaged", str(error)).to_bytes())
        return
    isolation.limit_memory(limits.memory_bytes)
    isolation.fall_silent()
    pipe.send_bytes(Reply("ready", "offline" if offline else "").to_bytes())
    going = True
    while going:
        try:
            job = pipe.recv()
        except EOFError:
            return
        going = _answer(pipe, store, job, limits)


def _answer(pipe: Connection, store: Store, job: Job, limits: Limits) -> bool:
    """Send what the query gives; False where this process should end."""
    out = _Bounded(limits.result_bytes)
    try:
        run(store, job, out)
    except SyntaxError as error:
        reply = Reply("syntax", str(error))
    except _TooLarge:
        reply = Reply("too_large")
    except MemoryError:
        reply = Reply("out_of_memory")
    except (OSError, RuntimeError, ValueError) as error:
        is_damaged = _DAMAGE in str(error) or (isinstance(error, OSError) and not any(word in str(error) for word in _NO_NETWORK))
        reply = Reply("damaged" if is_damaged else "failed", str(error))
    else:
        line.send(pipe, _RESULT, out.getbuffer())
        return True
    pipe.send_bytes(reply.to_bytes())
    return False


def run(store: Store, job: Job, out: io.BytesIO) -> None:
    """Evaluate `job` and write the result to `out` in the job's format."""
    results = store.query(
        job.query,
        prefixes=PREFIXES,
        use_default_graph_as_union=job.union,
        default_graph=_nodes(job.default_graphs),
        named_graphs=_nodes(job.named_graphs),
    )
    if isinstance(results, QueryTriples):
        serialize(results, out, format=RdfFormat.from_media_type(job.media_type), prefixes=PREFIXES)
    else:
        results.serialize(out, format=QueryResultsFormat.from_media_type(job.media_type))


def _nodes(iris: tuple[str, ...] | None) -> list[Any] | None:
    """Named nodes; the engine's lists may hold blank nodes too, so their type is left open."""
    return None if iris is None else [NamedNode(iri) for iri in iris]
