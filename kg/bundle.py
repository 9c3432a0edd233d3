"""A bundle: everything one file states, as TriG. The bundles of a data folder are its source of truth.

The first line is a comment with a JSON header (`Header`), so that a folder can be listed without parsing; its `body`
is the hash of the rest, so that a damaged bundle is noticed without parsing too. The bytes depend on the file and the
extractor alone: sorted, no blank nodes, no clock.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import mapper
from kg.errors import BundleError
from kg.facts import ReportFacts, ReportInfo
from kg.files import write_atomic
from kg.iris import Iris
from kg.things import Things, size, term, text
from kg.turtle import trig_of
from kg.version import BUNDLE_FORMAT, VERSION
from ontology.terms import FA, RDF

_TYPE = term(RDF.type)
_MARK = b"# juesuan bundle "
_AGAIN = "ingest the file again, or `juesuan restore` a backup"


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in a bundle's first line. `file_path` is the file below the ingested root, `file_hash` its SHA-256.

    `counts` holds the number of things by class (BudgetFact, Passage, …), `annexes` the hashes of the report's further files by path.
    """

    format: int
    base_iri: str
    report_iri: str
    file_path: str
    file_hash: str
    extractor: str
    region_code: str
    unit: str
    year: int
    type: str
    triples: int
    counts: dict[str, int]
    body: str
    annexes: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, str]:
        """The hashes of all files that the report was read from, by path."""
        return {self.file_path: self.file_hash, **self.annexes}


@dataclass(frozen=True, slots=True)
class BundleInfo:
    """A bundle of a data folder; `bundle_hash` is the SHA-256 of the whole bundle."""

    path: Path
    header: Header
    bundle_hash: str

    @property
    def report_iri(self) -> str:
        """The report's IRI, which is its graph's name."""
        return self.header.report_iri

    @property
    def file_path(self) -> str:
        """The file below the ingested root."""
        return self.header.file_path

    @property
    def file_hash(self) -> str:
        """SHA-256 of the file's bytes."""
        return self.header.file_hash

    @property
    def triples(self) -> int:
        """Number of triples in the report's graph."""
        return self.header.triples


def dump(facts: ReportFacts, iris: Iris, extractor: str = VERSION) -> bytes:
    """The bundle of one report; equal for equal facts, whatever machine, order or time."""
    return pack(facts.info, mapper.stated(facts, iris, extractor), iris, extractor)


def pack(info: ReportInfo, things: Things, iris: Iris, extractor: str = VERSION) -> bytes:
    """The bundle of the report `info` that states `things`."""
    body = trig_of(things, iris.report(info))
    line = json.dumps(asdict(header(info, things, iris, extractor, body)), ensure_ascii=False, sort_keys=True)
    return _MARK + line.encode() + b"\n" + body


def header(info: ReportInfo, things: Things, iris: Iris, extractor: str = VERSION, body: bytes = b"") -> Header:
    """The header of the bundle of the report `info` that states `things`; `body` is what follows it."""
    return Header(
        format=BUNDLE_FORMAT,
        base_iri=iris.base,
        report_iri=iris.report(info).value,
        file_path=info.path,
        file_hash=info.sha256,
        extractor=extractor,
        region_code=info.region_code,
        unit=info.unit,
        year=info.year,
        type=info.type,
        triples=size(things),
        counts=_counts(things),
        body=hashlib.sha256(body).hexdigest(),
        annexes={annex.path: annex.sha256 for annex in info.annexes},
    )


def _counts(things: Things) -> dict[str, int]:
    """Things by the local name of their class."""
    classes = Counter([kind for thing in things.values() for kind in thing.get(_TYPE, ())])
    return {re.split("[#/]", text(name))[-1]: number for name, number in sorted(classes.items())}


def write(path: Path, data: bytes) -> None:
    """Put a bundle at `path` in one step."""
    write_atomic(path, data)


def read_header(path: Path) -> Header:
    """The header of the bundle at `path`, without reading the rest."""
    try:
        with path.open("rb") as opened:
            return parse_header(opened.readline(1 << 20), path)
    except OSError as error:
        raise BundleError(f"cannot be read: {error.strerror}", where=str(path), hint=_AGAIN) from error


def parse_header(line: bytes, where: Path | str = "") -> Header:
    """The header in a bundle's first line."""
    if not line.startswith(_MARK):
        raise BundleError("is not a bundle: its first line is missing", where=str(where), hint=_AGAIN)
    try:
        fields = json.loads(line[len(_MARK) :])
        header = Header(**fields)
    except (ValueError, TypeError) as error:
        raise BundleError("has a damaged first line", where=str(where), hint=_AGAIN) from error
    if header.format != BUNDLE_FORMAT:
        raise BundleError(f"has format {header.format}, this version reads {BUNDLE_FORMAT}", where=str(where), hint="ingest the file again")
    return header


def inspect(path: Path) -> BundleInfo:
    """Header and hash of the bundle at `path`; its bytes are checked against the header, but not parsed."""
    data = _read(path)
    return BundleInfo(path, _checked(data, path), hashlib.sha256(data).hexdigest())


def load(path: Path) -> list[Quad]:
    """The quads of the bundle at `path`; raises `BundleError` where it is not what its header says."""
    data = _read(path)
    header = _checked(data, path)
    try:
        found = list(parse(data, format=RdfFormat.TRIG))
    except SyntaxError as error:
        raise BundleError(f"cannot be parsed: {error}", where=str(path), hint=_AGAIN) from error
    report = NamedNode(header.report_iri)
    stated = {quad.object for quad in found if quad.subject == report and quad.predicate == FA.fileHash}
    if len(found) != header.triples or stated != {Literal(header.file_hash)} or any(q.graph_name != report for q in found):
        raise BundleError("does not hold what its first line says", where=str(path), hint=_AGAIN)
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"cannot be read: {error.strerror}", where=str(path), hint=_AGAIN) from error


def _checked(data: bytes, path: Path) -> Header:
    line, _, body = data.partition(b"\n")
    header = parse_header(line, path)
    if hashlib.sha256(body).hexdigest() != header.body:
        raise BundleError("is damaged: its content does not have the recorded hash", where=str(path), hint=_AGAIN)
    return header
