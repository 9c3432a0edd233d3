"""What a file is by its bytes. Its ending is often wrong: a web page saved as .doc, a docx named .doc, a PDF named .txt."""

from __future__ import annotations

import re

from ingest import archives
from ingest.formats import ole
from kg.errors import FileUnreadable

_TEXTS = (".txt", ".md", ".markdown")
_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_HEAD = 4096
_SIGNED = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
)
_FOREIGN = (
    (b"Rar!", "a RAR archive", "unpack it and ingest the folder"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and ingest the folder"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and ingest the file"),
    (b"\x89PNG", "a picture", "put the pages into a PDF"),
    (b"\xff\xd8\xff", "a picture", "put the pages into a PDF"),
    (b"GIF8", "a picture", "put the pages into a PDF"),
    (b"II*\x00", "a picture", "put the pages into a PDF"),
    (b"MM\x00*", "a picture", "put the pages into a PDF"),
    (b"SQLite format 3", "a database", "leave it out"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"MZ\x90", "a program", "leave it out"),
)
_PAGE = re.compile(rb"^\s*(?:<!--.{0,500}?-->\s*)?(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL)
_PAGE_PART = re.compile(rb"<(?:html|body|table|meta|head)[\s>]", re.IGNORECASE)
_MHT = re.compile(rb"^(?:From:|MIME-Version:)[^\0]{0,2000}multipart/related", re.IGNORECASE | re.DOTALL)
_OFFICE_XML = re.compile(rb'progid="(Word|Excel)\.')
_PARTS = (("word/", ".docx"), ("xl/workbook.bin", ".xlsb"), ("xl/", ".xlsx"), ("ppt/", ".pptx"), ("OFD.xml", ".ofd"))
_UNREAD_ZIPS = {
    ".pptx": ("a presentation", "save it as PDF"),
    ".ofd": ("an OFD file", "export it as PDF"),
    ".zip": ("a ZIP of several files", "name it .zip, or unpack it"),
}


def format_of(data: bytes, name: str, suffix: str) -> str:
    """The ending that fits the bytes of the file `name`, whose own ending is `suffix`.

    Raises FileUnreadable, with the next step, for what no reader can read: empty, only zeros, encrypted, an archive, a picture.
    """
    _refuse_nothing(data, name)
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf")
    for start, found in _SIGNED:
        if head.startswith(start):
            return found
    for start, what, hint in _FOREIGN:
        if head.startswith(start):
            raise _no_reader(what, name, hint)
    if archives.is_zip(data):
        return _in_zip(data, name, suffix)
    if data.startswith(ole.MAGIC):
        return _in_ole(data, name)
    return _in_text(data, name, suffix)


def _refuse_nothing(data: bytes, name: str) -> None:
    if not data.strip():
        raise FileUnreadable("the file is empty", where=name, hint="check the download and ingest it again")
    if not data.strip(b"\0"):
        raise FileUnreadable("the file holds only zeros: the download is damaged", where=name, hint="download it again")


def _no_reader(what: str, name: str, hint: str) -> FileUnreadable:
    return FileUnreadable(f"this is {what}, which is not read", where=name, hint=hint)


# containers ----------------------------------------------------------------------------------------------------------------


def _in_zip(data: bytes, name: str, suffix: str) -> str:
    parts = archives.names(data, name)
    if "mimetype" in parts:
        return _open_document(data, parts.index("mimetype"), name)
    known = "[Content_Types].xml" in parts or "OFD.xml" in parts
    found = next((ending for start, ending in _PARTS if known and any(part.startswith(start) for part in parts)), ".zip")
    if found in _UNREAD_ZIPS and (found, suffix) != (".zip", ".zip"):
        what, hint = _UNREAD_ZIPS[found]
        raise _no_reader(what, name, hint)
    return found


def _open_document(data: bytes, number: int, name: str) -> str:
    from ingest.limits import Limits

    kind = archives.member_bytes(data, (number,), name, Limits(file_bytes=1000)).strip()
    for ending, word in ((".ods", b"spreadsheet"), (".odt", b"opendocument.text")):
        if word in kind:
            return ending
    raise _no_reader("a book" if b"epub" in kind else "an OpenDocument file that is neither text nor tables", name, "save it as PDF")


def _in_ole(data: bytes, name: str) -> str:
    try:
        found = ole.streams(data)
    except ole.Damaged:
        raise FileUnreadable("the file is damaged: its directory cannot be read", where=name, hint="download it again") from None
    if ole.is_encrypted(found):
        raise FileUnreadable("the file is encrypted: it opens only with a password", where=name, hint="save it without a password")
    for stream, ending in (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls")):
        if stream in found:
            return ending
    what = "a presentation" if "PowerPoint Document" in found else "an Office file that is neither text nor tables"
    raise _no_reader(what, name, "save it as docx or PDF")


# text ----------------------------------------------------------------------------------------------------------------------


def _in_text(data: bytes, name: str, suffix: str) -> str:
    head = data[:_HEAD].replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[:_HEAD]
    head = head.lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _MHT.match(head):
        raise _no_reader("a web archive (MHT)", name, "open it in Word and save it as docx")
    if _OFFICE_XML.search(head):
        raise _no_reader("an Office file of 2003 in XML", name, "save it as docx or xlsx")
    if _PAGE.match(head):
        return _PAGES[0]
    if suffix in _TEXTS or (suffix in _PAGES and _PAGE_PART.search(data)):
        return suffix
    if _PAGE_PART.search(head):
        return _PAGES[0]
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if suffix in _PAGES or _is_chinese(data):
        return _TEXTS[0]
    raise FileUnreadable(
        f"its content is no {suffix.lstrip('.') or 'known format'}: damaged, or another format under a wrong ending",
        where=name,
        hint="download it again, or open it in an Office program and save it anew",
    )


def _is_chinese(data: bytes) -> bool:
    """True for text that is surely text: it decodes, has no control characters, and a good part is Chinese."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)[:_HEAD]
        except UnicodeDecodeError:
            continue
        han = sum("\u4e00" <= c <= "\u9fff" for c in text)
        return han > len(text) // 5 and not any(ord(c) < 32 and c not in "\n\r\t\f\v" for c in text)
    return False
