"""ZIP files: their members as sources of their own, and Office files, which are ZIPs too.

Sizes are counted while unpacking, never believed.

Nothing is written to disk: a member is known by its number in its ZIP, and its name only names it.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.limits import Limits
from kg.errors import FileUnreadable, ReportError

_CHUNK = 1 << 20
_SLACK = 16 << 20  # a small file of blanks may well have a ratio over the limit
_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field: the name in UTF-8
_SYMLINK = 0o120000
_LITTER = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error, OverflowError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP: its path below the ZIP, its number in each ZIP from the outermost, the SHA-256 of its bytes or why none."""

    path: str
    inside: tuple[int, ...]
    sha256: str = ""
    error: ReportError | None = None


def is_zip(data: bytes) -> bool:
    """True for the bytes of a ZIP file, also an empty one."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def names(data: bytes, where: str) -> list[str]:
    """The names of the members of a ZIP as they stand in it. Raises FileUnreadable."""
    with _opened(data, where) as archive:
        return archive.namelist()


def members(data: bytes, where: str, limits: Limits, suffixes: tuple[str, ...]) -> list[Member]:
    """The files in a ZIP that have one of `suffixes`, also in ZIPs inside it, by path.

    Raises FileUnreadable where the whole is damaged, empty of such files, or over a limit.
    """
    budget = _Budget(max(limits.zip_ratio * len(data), _SLACK), limits)
    found = list(_members(data, where, "", (), budget, suffixes))
    if not found:
        raise FileUnreadable(
            "no file in this ZIP is of a format that is read", where=where, hint="put reports in it: docx, pdf, xlsx, doc, html, txt"
        )
    return _told_apart(sorted(found, key=lambda member: (member.path, member.inside)), where)


def member_bytes(data: bytes, inside: tuple[int, ...], where: str, limits: Limits) -> bytes:
    """The bytes of the member with that number in each ZIP. Raises FileUnreadable."""
    for number in inside:
        with _opened(data, where) as archive:
            infos = archive.infolist()
            if number >= len(infos):
                raise _damaged(where)
            data = b"".join(_unpacked(archive, infos[number], where, limits.file_bytes))
    return data


def check_office(data: bytes, where: str, limits: Limits) -> None:
    """Raise FileUnreadable for an Office file (docx, xlsx) that is damaged, unpacks to too much or declares XML entities."""
    left = max(min(limits.zip_ratio * len(data), 4 * limits.file_bytes), _SLACK)
    with _opened(data, where) as archive:
        if len(archive.infolist()) > limits.zip_members:
            raise _too_many(limits, where)
        for info in archive.infolist():
            left -= _checked_part(archive, info, where, left)


def _checked_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, allowed: int) -> int:
    """The unpacked size of a part of an Office file."""
    size, tail, is_xml = 0, b"", _XML_PART.search(info.filename)
    for chunk in _unpacked(archive, info, where, allowed):
        size += len(chunk)
        if is_xml:
            tail += chunk.replace(b"\0", b"")  # UTF-16 reads the same then
            if _DECLARATION.search(tail):
                raise FileUnreadable(
                    "it declares XML entities, which no report needs", where=where, hint="save it anew in an Office program"
                )
            tail = tail[-16:]
    return size


# inside a ZIP --------------------------------------------------------------------------------------------------------------


class _Budget:
    """What is left of the bytes that may come out of one ZIP, and of its members."""

    def __init__(self, allowed: int, limits: Limits) -> None:
        self.limits = limits
        self._left = allowed
        self._members = limits.zip_members

    def take(self, size: int, where: str) -> None:
        """Raise FileUnreadable where the ZIP gives more than it may."""
        self._left -= size
        if self._left < 0:
            message = f"it unpacks to more than {self.limits.zip_ratio} times its size"
            raise FileUnreadable(message, where=where, hint="unpack it and ingest the folder, if you trust it")

    def count(self, number: int, where: str) -> None:
        """Raise FileUnreadable where the ZIP holds more files than it may."""
        self._members -= number
        if self._members < 0:
            raise _too_many(self.limits, where)


def _too_many(limits: Limits, where: str) -> FileUnreadable:
    return FileUnreadable(
        f"it holds more than {limits.zip_members:,} files", where=where, hint="unpack it and ingest the folder, if you trust it"
    )


def _members(data: bytes, where: str, above: str, inside: tuple[int, ...], budget: _Budget, suffixes: tuple[str, ...]) -> Iterator[Member]:
    with _opened(data, where) as archive:
        budget.count(len(archive.infolist()), where)
        for number, info in enumerate(archive.infolist()):
            name = _safe_name(info)
            if not name or not name.lower().endswith((*suffixes, ".zip")):
                continue
            path, place = above + name, (*inside, number)
            try:
                unpacked = _metered(archive, info, f"{where}/{name}", budget)
                if name.lower().endswith(".zip") and is_zip(unpacked):
                    yield from _nested(unpacked, f"{where}/{name}", f"{path}/", place, budget, suffixes)
                else:
                    yield Member(path, place, hashlib.sha256(unpacked).hexdigest())
            except _OneMember as one:
                yield Member(path, place, error=one.error)


def _nested(data: bytes, where: str, above: str, inside: tuple[int, ...], budget: _Budget, suffixes: tuple[str, ...]) -> Iterator[Member]:
    if len(inside) >= budget.limits.zip_depth:
        hint = "unpack it and ingest the folder"
        raise _OneMember(FileUnreadable(f"ZIPs lie in ZIPs more than {budget.limits.zip_depth} deep", where=where, hint=hint))
    try:
        yield from _members(data, where, above, inside, budget, suffixes)
    except FileUnreadable as error:
        raise _OneMember(error) from error


class _OneMember(Exception):
    """One member cannot be read; the others can."""

    def __init__(self, error: FileUnreadable) -> None:
        super().__init__(error.message)
        self.error = error


def _metered(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: _Budget) -> bytes:
    """The bytes of a member, charged to the budget of the whole ZIP."""
    out = bytearray()
    try:
        for chunk in _unpacked(archive, info, where, budget.limits.file_bytes):
            budget.take(len(chunk), where)
            out += chunk
    except FileUnreadable as error:
        raise _OneMember(error) from error
    return bytes(out)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, allowed: int) -> Iterator[bytes]:
    """The bytes of a member in pieces; raises FileUnreadable where it is encrypted, damaged or larger than `allowed`."""
    if info.flag_bits & _ENCRYPTED:
        raise FileUnreadable("it is encrypted", where=where, hint="unpack it with its password and ingest the files")
    size = 0
    try:
        with archive.open(info) as opened:
            while chunk := opened.read(_CHUNK):
                size += len(chunk)
                if size > allowed:
                    message = f"it unpacks to more than {allowed / 1e6:.0f} MB"
                    raise FileUnreadable(message, where=where, hint="split it, or raise the setting max_file_mb")
                yield chunk
    except _DAMAGED as error:
        raise _damaged(where) from error


def _opened(data: bytes, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise _damaged(where) from error


def _damaged(where: str) -> FileUnreadable:
    return FileUnreadable("the file is damaged: it cannot be unpacked", where=where, hint="download it again, or save it anew")


# names ---------------------------------------------------------------------------------------------------------------------


def _safe_name(info: zipfile.ZipInfo) -> str:
    """The member's path below its ZIP; "" for folders, links, litter of systems, and paths that lead out of their folder."""
    name = _decoded(info).replace("\\", "/")
    if info.is_dir() or (info.external_attr >> 16) & 0o170000 == _SYMLINK or _LITTER.search(name):
        return ""
    parts = [part for part in name.split("/") if part != "."]
    leads_out = not all(parts) or ".." in parts or re.match(r"[A-Za-z]:", name)
    return "" if leads_out else "".join(c if c.isprintable() else "_" for c in "/".join(parts))


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name as UTF-8 where the ZIP says so or it is; else GBK, which Chinese systems write."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for candidate, encoding in ((_unicode_path(info.extra), "utf-8"), (raw, "utf-8"), (raw, "gb18030")):
        try:
            if candidate:
                return candidate.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes) -> bytes:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size]
        extra = extra[4 + size :]
    return b""


def _told_apart(found: list[Member], where: str) -> list[Member]:
    """Of members with one name the first counts, the others are errors."""
    seen: set[str] = set()
    out = []
    for member in found:
        if member.path in seen:
            error = FileUnreadable("two files in this ZIP have this name", where=f"{where}/{member.path}", hint="rename one of them")
            member = Member(f"{member.path} ({member.inside[-1] + 1})", member.inside, error=error)
        seen.add(member.path)
        out.append(member)
    return out
