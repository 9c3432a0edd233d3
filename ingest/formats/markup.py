"""XML of office files, read without entities, without the network and not beyond the limits."""

from __future__ import annotations

import io
from zipfile import BadZipFile, ZipFile

from lxml import etree

from ingest.limits import Limits
from kg.errors import FileUnreadable

# The strict variant of ISO 29500 differs in its namespaces alone.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Package:
    """An office file: a ZIP of XML parts. Every failure is a FileUnreadable that names the file."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except (BadZipFile, ValueError, OSError) as error:
            raise self.damaged() from error

    def part(self, path: str) -> etree._Element | None:
        """The root of the part, or None where the file has no such part."""
        try:
            with self._zip.open(path.lstrip("/")) as member:
                data = member.read(self._limits.file_bytes + 1)
        except KeyError:
            return None
        except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise self.damaged() from error
        self._limits.check("bytes in one part", len(data), self._limits.file_bytes, "max_file_mb", self.name)
        return self._parsed(data)

    def related(self, path: str, kind: str) -> str | None:
        """The path of the first part that `path` ("" the file itself) names as its `kind` (officeDocument, styles, numbering …)."""
        return next(iter(self.relations(path, kind).values()), None)

    def relations(self, path: str, kind: str) -> dict[str, str]:
        """Id → path of the parts that `path` names as its `kind`."""
        folder, _, file = path.rpartition("/")
        root = self.part(f"{folder}/_rels/{file}.rels")
        found = (
            [] if root is None else [r for r in root if str(r.get("Type", "")).endswith(f"/{kind}") and r.get("TargetMode") != "External"]
        )
        return {str(r.get("Id", "")): _path(folder, str(r.get("Target", ""))) for r in found}

    def damaged(self) -> FileUnreadable:
        """The error of a file that cannot be read."""
        return FileUnreadable(
            "the file is damaged, or not what its ending says", where=self.name, hint="download it again, or save it anew"
        )

    def _parsed(self, data: bytes) -> etree._Element:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise FileUnreadable("the file declares XML entities, no office program does that", where=self.name, hint="save it anew")
        return root


def _path(folder: str, target: str) -> str:
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(step for step in steps if step)
