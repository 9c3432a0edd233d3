"""RDF documents in every format: which one is asked for, by the ending of the address or by Accept, and the answer in it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from flask import Response, make_response, request
from pyoxigraph import Quad, RdfFormat

from kg.export import write_rdf
from search_app.sparql.formats import GRAPHS, HTML, N_QUADS, Format, accepted

TRIG = Format("trig", "application/trig", True)
# In the order of preference where the client has none.
RDF = (*GRAPHS, TRIG, N_QUADS)
OFFERED = (*RDF, HTML)


def by_ending(address: str) -> tuple[str, Format | None]:
    """The address without its ending, and the format that the ending fixes; None where it has none of ours."""
    stem, _, ending = address.rpartition(".")
    found = next((offer for offer in OFFERED if offer.name == ending), None)
    return (stem, found) if found else (address, None)


def wanted(first: Format | None = None) -> Format:
    """The format that Accept likes best; `first` where it has no wish. Raises UnknownFormat."""
    offers = (first, *(offer for offer in OFFERED if offer is not first)) if first else OFFERED
    return accepted(request.headers.get("Accept", ""), offers)


def data(quads: Iterable[Quad], chosen: Format, status: int = 200) -> Response:
    """The statements in an RDF format; formats of triples leave the graphs out."""
    kind = RdfFormat.from_media_type(chosen.media_type)
    if kind is None:
        raise ValueError(f"{chosen.media_type} is no RDF format")
    out = io.BytesIO()
    write_rdf(quads, out, kind)
    return make_response(out.getvalue(), status, {"Content-Type": chosen.content_type})
