"""What the rules over years add to the table of findings, whose other rows lie in the parts of the reports."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.builders import COMMON
from kg.bundle import BundleInfo
from kg.columnar.columns import FINDINGS
from kg.packing import packed, unpacked
from kg.parts.statements import Row, Statements, as_csv
from kg.parts.tidy_rows import by_finding, findings
from kg.things import of_quads, term
from ontology.terms import FA
from queries import library

_FINDING = b"#check-"


def findings_over_years(release_dir: Path, bundles: Sequence[BundleInfo]) -> Mapping[str, Sequence[Row]]:
    """The findings of the rules over years by the IRI of the report; none for others."""
    with gzip.open(release_dir / COMMON) as common:
        stated = b"".join([line for line in common if _FINDING in line.partition(b" ")[0]])
    files = {term(NamedNode(one.report_iri)): {term(FA.filePath): [term(Literal(one.file_path))]} for one in bundles}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in findings(Statements(files | of_quads(parse(stated, RdfFormat.N_QUADS)))):
        found[row["in"]].append(row)
    return found


def with_findings(rows: Mapping[str, bytes], more: Sequence[Row]) -> Mapping[str, bytes]:
    """The rows of a part with `more` findings, all in order."""
    if not more:
        return rows
    columns = list(library.get("tables", FINDINGS).columns)
    held = [dict(zip(columns, row, strict=True)) for row in csv.reader(io.StringIO(unpacked(rows[FINDINGS]).decode(), newline=""))]
    return {**rows, FINDINGS: packed(as_csv(sorted([*held, *more], key=by_finding), columns))}
