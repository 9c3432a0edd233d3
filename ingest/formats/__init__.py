"""One reader per format behind one Document. A reader module offers `read(data, name, limits) -> Document`."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import cast

from ingest import archives
from ingest.document import Document, Grid
from ingest.formats.sniffing import format_of
from ingest.limits import Limits
from kg.errors import FileUnreadable

# Ending → module below ingest.formats; imported when the first such file is read, as most of them are slow to import.
_READERS = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".pdf": "pdf",
    ".docx": "docx",
    ".doc": "doc",
    ".html": "html",
    ".xlsx": "sheets",
    ".xls": "sheets",
}
# Endings of files that are, or are read like, those of another ending.
_LIKE = {
    ".htm": ".html",
    ".shtml": ".html",
    ".xhtml": ".html",
    ".docm": ".docx",
    ".wps": ".doc",
    ".rtf": ".doc",
    ".odt": ".doc",
    ".xlsm": ".xlsx",
    ".xlsb": ".xlsx",
    ".ods": ".xlsx",
    ".et": ".xls",
}
SUFFIXES = (*_READERS, *(suffix for suffix, other in _LIKE.items() if other in _READERS))
_ZIPPED = (".docx", ".xlsx", ".xlsb", ".ods", ".odt")


def read_document(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """The document in the bytes of the file `name`, read by what it is, whatever its ending says. Raises FileUnreadable."""
    limits = limits or Limits()
    found = format_of(data, name, PurePath(name).suffix.lower())
    ending = _LIKE.get(found, found)
    if ending not in _READERS:
        message = "this is a ZIP of several files" if found == ".zip" else f"files of the format {found} are not read"
        raise FileUnreadable(message, where=name, hint=f"give it as one of {' '.join(SUFFIXES)}")
    if found in _ZIPPED:
        archives.check_office(data, name, limits)
    reader = import_module(f"ingest.formats.{_READERS[ending]}")
    document = cast(Document, reader.read(data, name, limits))
    if not document.blocks:
        raise FileUnreadable("it holds no text and no table", where=name, hint="open it to see whether it is the right file")
    # One merged cell can make a grid wide where it prints nothing: blank cells count too.
    places = sum(len(row) for block in document.blocks if isinstance(block, Grid) for row in block.rows)
    limits.check("cells", places, limits.cells, "max_cells", name)
    return document
