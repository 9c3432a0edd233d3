"""A release's store whose queries run in the query workers, with their time limit, and count for the visitor like those of the editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, Store, parse_query_results

from search_app.sparql.worker import Job

Run = Callable[[Job], bytes]


class PooledStore:
    """Queries are planned here and run elsewhere; looking at one thing's own triples is cheap and stays."""

    def __init__(self, store: Store, run: Run) -> None:
        self._store = store
        self._run = run

    def query(self, query: str, *, use_default_graph_as_union: bool = False) -> QuerySolutions:
        """The solutions of a SELECT; raises a `QueryFault` where it takes too long or gives too much."""
        body = self._run(Job(query, QueryResultsFormat.JSON.media_type, use_default_graph_as_union))
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise TypeError("not a SELECT query")
        return found

    def quads_for_pattern(self, *pattern: object) -> Iterator[Quad]:
        """The quads of a pattern, from the store itself."""
        return self._store.quads_for_pattern(*pattern)  # type: ignore[arg-type]


def pooled(store: Store, run: Run) -> Store:
    """`store` for everything that only asks it."""
    return cast(Store, PooledStore(store, run))
