"""One reader per format behind one Document. A reader module offers `read(data, name, limits) -> Document`."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import cast

from ingest.document import Document
from ingest.limits import Limits
from kg.errors import FileUnreadable

# Ending → module below ingest.formats; imported when the first such file is read, as most of them are slow to import.
_READERS = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
}
SUFFIXES = tuple(_READERS)


def read_document(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """The document in the bytes of the file `name`; its ending says the format. Raises FileUnreadable."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _READERS:
        raise FileUnreadable(
            f"files of the format {suffix or '(no ending)'} are not read", where=name, hint=f"convert it to one of {' '.join(SUFFIXES)}"
        )
    reader = import_module(f"ingest.formats.{_READERS[suffix]}")
    return cast(Document, reader.read(data, name, limits or Limits()))
