"""What the pages of single things share: the thing that the address names, or 404."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from pyoxigraph import NamedNode

from search_app.addresses import iri_of
from search_app.faults import PageFault
from search_app.graph import Graph
from search_app.holdings import Holdings, holdings
from search_app.reading import pinned
from search_app.shelf import Reading


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of the graph, with what its page needs to look around. `path`: below the base, with a slash before it."""

    reading: Reading
    held: Holdings
    graph: Graph
    node: NamedNode

    @property
    def path(self) -> str:
        """`/region/990102`."""
        return "/" + self.node.value.removeprefix(self.held.base)

    @property
    def label(self) -> str:
        """The thing's name."""
        return self.graph.label(self.node)


def named(kind: str, called: str) -> Named:
    """The thing below `/<kind>/`; `called` says in Chinese what it is. Raises PageFault where the graph does not know it."""
    reading = pinned()
    held = holdings(reading)
    iri = iri_of(request, f"/{kind}/", f"{held.base}{kind}/")
    graph = Graph(reading.store)
    try:
        node = NamedNode(iri)
    except ValueError:
        node = None
    if node is None or not graph.holds(node):
        name = iri.rpartition("/")[2]
        raise PageFault(404, "not_found", f"没有“{name}”这个{called}", "从单位或报告的页面点进来，名字就是对的", seek=name)
    return Named(reading, held, graph, node)
