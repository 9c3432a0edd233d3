"""Bytes to text: UTF-8 with or without BOM, UTF-16, GB18030; anything else is not text."""

from __future__ import annotations

import codecs
import re

from kg.errors import FileUnreadable

_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, name: str) -> str:
    """The text of a file with line ends as `\\n`. Raises FileUnreadable for empty and binary files."""
    if not data.strip():
        raise FileUnreadable("the file is empty", where=name, hint="check the download and ingest it again")
    text = _decoded(data)
    if text is None or _is_binary(text):
        raise FileUnreadable("this is not text", where=name, hint="ingest .txt, .md or another supported format")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")


def _decoded(data: bytes) -> str | None:
    for encoding in _candidates(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _candidates(data: bytes) -> tuple[str, ...]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return (encoding,)
    # UTF-16 without BOM: line feeds and digits leave every other byte zero.
    head = data[:4096]
    if head.count(0) > len(head) // 20:
        little = head[1::2].count(0) > head[::2].count(0)
        return ("utf-16-le",) if little else ("utf-16-be",)
    return ("utf-8", "gb18030")


def _is_binary(text: str) -> bool:
    head = text[:4096]
    return "\0" in head or len(_CONTROL.findall(head)) > len(head) // 50
