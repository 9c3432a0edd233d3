"""The formats of results, and which of them a client asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from search_app.sparql.errors import UnknownFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its `name` (for `?format=` and file endings), media type, and whether it holds rows or a graph."""

    name: str
    media_type: str
    is_graph: bool
    also: tuple[str, ...] = ()  # other media types that mean this format
    names: tuple[str, ...] = ()  # other names that clients give it in `?format=`

    @property
    def content_type(self) -> str:
        """For the header; text types say that they are UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


# In the order of preference where the client has none.
ROWS = (
    Format("json", "application/sparql-results+json", False, ("application/json",)),
    Format("xml", "application/sparql-results+xml", False, ("application/xml", "text/xml")),
    Format("csv", "text/csv", False),
    Format("tsv", "text/tab-separated-values", False),
)
GRAPHS = (
    Format("ttl", "text/turtle", True, ("application/x-turtle",), ("turtle", "n3")),
    Format("nt", "application/n-triples", True, ("text/plain",), ("ntriples", "n-triples")),
    Format("rdf", "application/rdf+xml", True, ("application/xml", "text/xml"), ("xml", "rdf+xml", "rdfxml")),
    Format("jsonld", "application/ld+json", True, ("application/json",), ("json-ld", "json")),
)
N_QUADS = Format("nq", "application/n-quads", True, (), ("nquads", "n-quads"))
HTML = Format("html", "text/html", False, ("application/xhtml+xml",))


def of_form(form: str) -> tuple[Format, ...]:
    """The formats for a query form: rows for SELECT and ASK, a graph for CONSTRUCT and DESCRIBE."""
    return ROWS if form in {"SELECT", "ASK"} else (*GRAPHS, N_QUADS)


def by_name(name: str, offers: tuple[Format, ...]) -> Format:
    """The format called `name`, by its own or another usual name or by media types as in Accept; raises UnknownFormat."""
    wanted = name.strip().lower().replace(" ", "+")  # a plus sign that a client left as it is
    if "/" in wanted:
        return accepted(wanted, offers)
    for offer in offers:
        if wanted in (offer.name, *offer.names):
            return offer
    raise UnknownFormat(f"没有“{name[:20]}”这种格式", hint="、".join(offer.name for offer in offers))


def accepted(header: str, offers: tuple[Format, ...]) -> Format:
    """What the Accept `header` likes best among `offers` (RFC 9110, 12.5.1); the first where it has no wish; raises UnknownFormat."""
    ranges = _ranges(header) or (("*/*", 1.0),)
    ranked = [(_quality(offer, ranges), -place, offer) for place, offer in enumerate(offers)]
    quality, _, best = max(ranked, key=lambda entry: entry[:2])
    if quality <= 0:
        raise UnknownFormat("没有你要的格式", hint="、".join(offer.media_type for offer in offers))
    return best


@lru_cache(256)
def _ranges(header: str) -> tuple[tuple[str, float], ...]:
    found = []
    for part in header.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media:
            found.append((media, _weight(parameters)))
    return tuple(found)


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(offer: Format, ranges: tuple[tuple[str, float], ...]) -> float:
    """The weight of the most specific range that covers the offer; an alias counts a little less than the type itself."""
    exact = [q for media, q in ranges if media == offer.media_type]
    alias = [q * 0.999 for media, q in ranges if media in offer.also]
    main = [q * 0.998 for media, q in ranges if media == f"{offer.media_type.split('/')[0]}/*"]
    every = [q * 0.997 for media, q in ranges if media == "*/*"]
    return max(exact or alias or main or every, default=0.0)
