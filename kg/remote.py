"""A graph in a store elsewhere: any SPARQL 1.1 endpoint in the place of the release's own store.

It answers what readers ask of a pyoxigraph `Store`: `query`, `quads_for_pattern`, `named_graphs`, `contains_named_graph` and `in`. Its
default graph must be the union of all graphs, which is the default of QLever, Virtuoso, GraphDB and Neptune and
`--union-default-graph` of Oxigraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.channel import Answer, Channel
from kg.errors import StoreError
from kg.iris import Iris
from ontology.terms import DCAT

_JSON = "application/sparql-results+json"
_READ_SECONDS = 60.0
Node = NamedNode | Literal


class RemoteStore:
    """The endpoint at `url`, for SPARQL queries by POST; raises `StoreError` where it does not answer."""

    def __init__(self, url: str) -> None:
        self.channel = Channel(url, _READ_SECONDS)

    @property
    def name(self) -> str:
        """Its address, for messages."""
        return self.channel.name

    def query(self, query: str, **_options: Any) -> QuerySolutions | QueryBoolean:
        """The answer of a SELECT or ASK. The options of a local store have no effect: the union of all graphs is asked anyway."""
        found = parse_query_results(self.ask(query, _JSON).body, format=QueryResultsFormat.JSON)
        if isinstance(found, QuerySolutions | QueryBoolean):
            return found
        raise StoreError("gave neither rows nor a truth value", where=self.name)

    def ask(self, query: str, media_type: str) -> Answer:
        """The answer to any query in that media type."""
        answer = self.channel.post({"query": [query]}, media_type)
        if answer.status != 200:
            raise StoreError(f"answered {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}", where=self.name)
        return answer

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph: Any = None) -> Iterator[Quad]:  # noqa: A002
        """The quads with those terms; None stands for any."""
        given = {"s": subject, "p": predicate, "o": object, "g": graph}
        bound = " ".join(f"VALUES ?{name} {{ {term} }}" for name, term in given.items() if term is not None)
        for solution in self._solutions(f"SELECT ?s ?p ?o ?g WHERE {{ {bound} GRAPH ?g {{ ?s ?p ?o }} }}"):
            yield Quad(solution["s"], solution["p"], solution["o"], solution["g"])

    def named_graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs."""
        for solution in self._solutions("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            yield solution["g"]

    def contains_named_graph(self, graph: Any) -> bool:
        """True where the graph holds anything."""
        return bool(self.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))

    def __contains__(self, quad: Quad) -> bool:
        return bool(self.query(f"ASK {{ GRAPH {quad.graph_name} {{ {quad.triple} }} }}"))

    def release_id(self, iris: Iris) -> str | None:
        """The release that was written here; None while one is being written, or where none is."""
        quads = self.quads_for_pattern(iris.dataset, DCAT.version, None, iris.published_graph)
        return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), None)

    def _solutions(self, query: str) -> Iterator[Any]:
        found = self.query(query)
        if not isinstance(found, QuerySolutions):
            raise StoreError("gave no rows", where=self.name)
        yield from found
