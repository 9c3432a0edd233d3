"""The graph as N-Quads and as Turtle, compressed, written in one pass with flat memory.

Most of both is the reports' parts one after the other, in the order of the reports' IRIs: gzip members in a row are one gzip file. What
several reports state, and what follows from several, comes last. The bytes follow from the statements alone.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, BinaryIO

from pyoxigraph import RdfFormat, parse, serialize

from kg.builders import COMMON
from kg.files import compressed, replacing
from kg.parts import Part
from ontology.terms import FA, PREFIXES

N_QUADS = "juesuan.nq.gz"
TURTLE = "juesuan.ttl.gz"
# The text of a passage, or the sentence that states a figure, as `kg.export.is_text_of_passage` knows it.
_TEXT = re.compile(rf"<[^>]*#p\d+(o\d+-\d+)?> {FA.text} ".encode())


def write_graph(release: Path, parts: Iterable[Part], folder: Path, *, text: bool) -> None:
    """Write both files of a release that holds `parts`; without `text` what the passages say is left out."""
    common = release / COMMON
    with replacing(folder / N_QUADS) as quads, replacing(folder / TURTLE) as triples:
        for part in parts:
            own = part.own if text else _without_text(part.own)
            quads.write(own)
            if text:
                triples.write(part.turtle)
            else:
                _write_turtle(gzip.decompress(own), triples)
        quads.write(common.read_bytes())
        with gzip.open(common) as opened:
            _write_turtle(io.BufferedReader(opened), triples)


def _without_text(own: bytes) -> bytes:
    with_text = gzip.decompress(own).splitlines(keepends=True)
    return gzip.compress(b"".join(line for line in with_text if not _TEXT.match(line)), mtime=0)


def _write_turtle(quads: bytes | IO[bytes], raw: BinaryIO) -> None:
    with compressed(raw) as out:
        serialize((quad.triple for quad in parse(quads, RdfFormat.N_QUADS)), out, RdfFormat.TURTLE, prefixes=PREFIXES)
