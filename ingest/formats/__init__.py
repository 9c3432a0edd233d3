"""One reader per format behind one Document."""

from __future__ import annotations

from pathlib import PurePath

from ingest.document import Document
from ingest.formats.encoding import decode
from ingest.formats.text import read_text
from kg.errors import FileUnreadable

SUFFIXES = (".txt", ".md", ".markdown")


def read_document(data: bytes, name: str) -> Document:
    """The document in the bytes of the file `name`; its ending says the format. Raises FileUnreadable."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise FileUnreadable(
            f"files of the format {suffix or '(no ending)'} are not read", where=name, hint=f"convert it to one of {' '.join(SUFFIXES)}"
        )
    return read_text(decode(data, name), name)
