"""What a file is, whatever its ending says."""

from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pytest
import xlwt

from ingest.formats import SUFFIXES, ole, read_document
from ingest.formats.sniffing import format_of
from ingest.limits import Limits
from kg.errors import FileUnreadable

REPORT = "示例市某局2024年度部门决算\n一、收入支出决算总表\n".encode()
PAGE = "<!DOCTYPE html>\n<html><body><p>示例市某局2024年度部门决算</p></body></html>".encode()
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
BOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def compound(*streams: tuple[str, bytes]) -> bytes:
    """A small OLE file with these streams at its top, each in sectors of its own."""
    contents = [data.ljust(4096, b"\0") for _, data in streams]
    starts = [2 + 8 * i for i in range(len(streams))]
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    for start in starts:
        fat += [*range(start + 1, start + 8), 0xFFFFFFFE]
    header = bytearray(ole.MAGIC.ljust(512, b"\0"))
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    entries = [entry("Root Entry", 1, 0, 0, child=1)]
    entries += [
        entry(name, 2, start, 4096, right=i + 2 if i + 1 < len(streams) else None)
        for i, ((name, _), start) in enumerate(zip(streams, starts, strict=True))
    ]
    directory = b"".join(entries).ljust(512, b"\0")
    return bytes(header) + struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff") + directory + b"".join(contents)


def entry(name: str, kind: int, start: int, size: int, child: int | None = None, right: int | None = None) -> bytes:
    none = 0xFFFFFFFF
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    links = struct.pack("<III", none, none if right is None else right, none if child is None else child)
    return head + links + bytes(36) + struct.pack("<IQ", start, size)


def workbook(password: bool = False) -> bytes:
    begin = struct.pack("<HH", 0x809, 16) + bytes(16)
    return begin + (struct.pack("<HH", 0x2F, 6) + bytes(6) if password else struct.pack("<HH", 0x42, 2) + bytes(2))


def word(encrypted: bool = False) -> bytes:
    return struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100 if encrypted else 0)


def xls() -> bytes:
    out, book = io.BytesIO(), xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "示例")
    book.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "ending", "found"),
    [
        (PAGE, ".doc", ".html"),
        (PAGE, ".xls", ".html"),
        (b"\xef\xbb\xbf  " + PAGE, ".docx", ".html"),
        (b"\xff\xfe" + PAGE.decode().encode("utf-16-le"), ".doc", ".html"),
        ("<table><tr><td>合计</td></tr></table>".encode(), ".xls", ".html"),
        ("<table><tr><td>合计</td></tr></table>".encode(), ".md", ".md"),
        (zipped(WORD), ".doc", ".docx"),
        (zipped(WORD), ".txt", ".docx"),
        (zipped(WORD), ".zip", ".docx"),
        (zipped({"a.txt": b"x"}), ".zip", ".zip"),
        (zipped(BOOK), ".xls", ".xlsx"),
        (xlsx(), ".docx", ".xlsx"),
        (xls(), ".xlsx", ".xls"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".xls", ".ods"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), ".doc", ".odt"),
        (b"%PDF-1.7\n", ".txt", ".pdf"),
        (b"junk\n%PDF-1.7\n", ".pdf", ".pdf"),
        (b"{\\rtf1\\ansi", ".doc", ".rtf"),
        (compound(("WordDocument", word()), ("1Table", b"")), ".docx", ".doc"),
        (compound(("Workbook", workbook())), ".doc", ".xls"),
        (REPORT, ".doc", ".txt"),
        (REPORT.decode().encode("gb18030"), ".pdf", ".txt"),
        (REPORT, ".html", ".txt"),
        (REPORT, "", ".txt"),
    ],
)
def test_what_a_file_is(data: bytes, ending: str, found: str) -> None:
    assert format_of(data, f"a{ending}", ending) == found


@pytest.mark.parametrize(
    ("data", "ending", "problem", "next_step"),
    [
        (b"", ".docx", "empty", "download"),
        (b" \r\n", ".pdf", "empty", "download"),
        (bytes(5000), ".xls", "only zeros", "download"),
        (compound(("EncryptedPackage", b""), ("EncryptionInfo", b"")), ".docx", "password", "without a password"),
        (compound(("EncryptedPackage", b"")), ".xlsx", "password", "without a password"),
        (compound(("WordDocument", word(encrypted=True))), ".doc", "password", "without a password"),
        (compound(("Workbook", workbook(password=True))), ".xls", "password", "without a password"),
        (compound(("PowerPoint Document", b"")), ".doc", "presentation", "docx or PDF"),
        (ole.MAGIC + bytes(2000), ".doc", "damaged", "download it again"),
        (compound(("WordDocument", b""))[:700], ".doc", "damaged", "download it again"),
        (zipped(WORD)[:60], ".docx", "damaged", "download it again"),
        (zipped({"a.txt": b"x"}), ".docx", "ZIP of several files", r"\.zip"),
        (zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), ".docx", "presentation", "PDF"),
        (zipped({"OFD.xml": b"", "Doc_0/Document.xml": b""}), ".pdf", "OFD", "PDF"),
        (zipped({"mimetype": b"application/epub+zip"}), ".docx", "book", "PDF"),
        (b"\x89PNG\r\n\x1a\n", ".pdf", "picture", "PDF"),
        (b"Rar!\x1a\x07\x00", ".docx", "RAR", "unpack"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x", ".doc", "MHT", "docx"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', ".doc", "2003", "docx"),
        (b"\x01\x02\x03" * 300, ".docx", "no docx", "download it again"),
        (b"Not found", ".pdf", "no pdf", "download it again"),
    ],
)
def test_what_no_reader_reads_is_said_with_the_next_step(data: bytes, ending: str, problem: str, next_step: str) -> None:
    with pytest.raises(FileUnreadable, match=rf"^some/a{ending or ''}: .*{problem}.*\(.*{next_step}.*\)$"):
        format_of(data, f"some/a{ending}", ending)


def test_a_zip_of_files_is_no_document() -> None:
    with pytest.raises(FileUnreadable, match="ZIP of several files"):
        read_document(zipped({"a.txt": b"x"}), "a.zip")


def test_text_under_another_ending_is_read() -> None:
    assert read_document(REPORT, "a.docx").style == "markdown"
    assert ".txt" in SUFFIXES


def test_loops_in_a_compound_file_end() -> None:
    data = bytearray(compound(("WordDocument", word())))
    struct.pack_into("<I", data, 512 + 4, 1)  # the directory goes on with itself
    struct.pack_into("<I", data, 1024 + 128 + 72, 1)  # and the stream is its own sibling
    assert format_of(bytes(data), "a.doc", ".doc") == ".doc"


def test_a_file_without_text_says_so() -> None:
    with pytest.raises(FileUnreadable, match="a.xlsx: it holds no text and no table"):
        read_document(xlsx(), "a.xlsx")


def test_blank_cells_count_against_the_limit() -> None:
    wide = "<table><tr><td>合计</td></tr>" + "<tr><td>1</td></tr>" * 50 + "<tr>" + "<td>1</td>" * 50 + "</tr></table>"
    with pytest.raises(FileUnreadable, match=r"the limit is 1,000 .*max_cells"):
        read_document(f"<html><body>{wide}</body></html>".encode(), "a.html", Limits(cells=1000))


def test_a_grid_of_titles_and_notes_is_taken_apart_in_one_go() -> None:
    rows = "".join("<tr><td>收入决算表</td><td>某</td></tr><tr><td>注：某</td><td></td></tr>" for _ in range(1500))
    assert len(read_document(f"<html><body><table>{rows}</table></body></html>".encode(), "a.html").blocks) == 3000
