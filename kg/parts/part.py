"""What one report alone gives to a release, and its form as a file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from kg.packing import unpacked
from kg.parts.names import Names
from kg.parts.texts import Texts, read
from kg.parts.years import Years

_OWN, _ROWS, _TEXTS, _YEARS, _NAMES = "own.nq.gz", "rows", "texts.json.gz", "years.json", "names.json"
_TURTLE, _SHARED = "own.ttl.gz", "shared.nt"


@dataclass(frozen=True, slots=True)
class Part:
    """One report's part.

    `own` is N-Quads: the statements about the report and what is in it, in its graph; those derived of its cells and what its checks
    found, in the derived graph; `turtle` the same as Turtle. Both are gzip members, so that many of them in a row are one file. `shared`
    is N-Triples: what the report says of units, projects …, which another report may say too. `rows` holds CSV lines by table, packed
    too. `uses` says which subjects, regions, years and levels the report uses (rows of `queries/reference`), and what follows from it
    together with others (rows of `queries/links`), by the query's name; `census` counts the statements of `own`; `texts` is what search
    finds (`kg.parts.texts`), packed; `years` what the rules over years need (`kg.parts.years`) and `names` what
    a question may name (`kg.parts.names`), as JSON.
    """

    report: str
    triples: int
    own: bytes
    turtle: bytes
    shared: bytes
    rows: dict[str, bytes]
    uses: dict[str, list[dict[str, str]]]
    census: dict[str, dict[str, int]]
    texts: bytes
    years: bytes
    names: bytes


def pack(part: Part) -> bytes:
    """The part as a ZIP archive."""
    sizes = {table: len(lines) for table, lines in part.rows.items()}
    head = {"report": part.report, "triples": part.triples, "uses": part.uses, "census": part.census, "rows": sizes}
    files = {
        "head.json": json.dumps(head, ensure_ascii=False).encode(),
        _OWN: part.own,
        _TURTLE: part.turtle,
        _SHARED: part.shared,
        _ROWS: b"".join(part.rows.values()),
        _TEXTS: part.texts,
        _YEARS: part.years,
        _NAMES: part.names,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)  # which has no clock
    return out.getvalue()


def unpack(data: bytes) -> Part:
    """What `pack` wrote. Raises ValueError, KeyError or BadZipFile where it is something else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        head: dict[str, Any] = json.loads(archive.read("head.json"))
        rows = io.BytesIO(archive.read(_ROWS))
        head["rows"] = {table: rows.read(size) for table, size in head["rows"].items()}
        own, turtle, shared, texts, years, names = map(archive.read, (_OWN, _TURTLE, _SHARED, _TEXTS, _YEARS, _NAMES))
        return Part(own=own, turtle=turtle, shared=shared, texts=texts, years=years, names=names, **head)


def own_of(data: bytes) -> bytes:
    """The N-Quads of `own` in what `pack` wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return unpacked(archive.read(_OWN))


def texts_of(data: bytes) -> Texts:
    """What `texts` says in what `pack` wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return read(unpacked(archive.read(_TEXTS)))


def years_of(data: bytes) -> Years:
    """What `years` says in what `pack` wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found: Years = json.loads(archive.read(_YEARS))
        return found


def names_of(data: bytes) -> Names:
    """What `names` says in what `pack` wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found: Names = json.loads(archive.read(_NAMES))
        return found
