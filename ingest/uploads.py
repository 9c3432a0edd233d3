"""Files that are given together, in memory: a report, or its text and its tables (附表) apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ingest.document import Document
from ingest.formats import read_document
from ingest.halves import Claim, claim_of, claim_of_unidentified, fits
from ingest.limits import Limits
from ingest.pipeline import facts, facts_together
from kg.errors import SameReport, Unidentified
from kg.facts import ReportFacts

Upload = tuple[str, bytes]
"""Name and bytes of a file."""


def facts_of_uploads(files: Sequence[Upload], limits: Limits) -> ReportFacts:
    """All facts of the report in `files`, whose names differ.

    Raises the kinds of ReportError, SameReport where they are of different reports or hold the same part of one.
    """
    parts = [(read_document(data, name, limits), hashlib.sha256(data).hexdigest()) for name, data in files]
    if len(parts) == 1:
        return facts(*parts[0])
    found = facts_together(parts)
    for document, sha256 in parts:
        if not fits(_claim(document, sha256), found.info):
            names = "、".join(name for name, _ in files)
            raise SameReport("these files say different units or years", where=names, hint="give the files of one report")
    return found


def _claim(document: Document, sha256: str) -> Claim:
    try:
        return claim_of(facts(document, sha256))
    except Unidentified as error:
        return claim_of_unidentified(error)
