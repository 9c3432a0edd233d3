"""ZIP files: what is in them, what they may not do, and Office files that are ZIPs."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.archives import check_office, member_bytes, members
from ingest.limits import Limits
from ingest.sources import Source, Unreadable, find_files
from ingest.sources import members as members_of
from kg.errors import FileUnreadable

LIMITS = Limits()
ENDINGS = (".txt", ".docx")


def zipped(**files: bytes) -> bytes:
    return packed(list(files.items()))


def packed(files: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def paths(data: bytes, limits: Limits = LIMITS) -> list[str]:
    return [member.path for member in members(data, "a.zip", limits, ENDINGS)]


def errors(data: bytes, limits: Limits = LIMITS) -> dict[str, str]:
    return {m.path: str(m.error) for m in members(data, "a.zip", limits, ENDINGS) if m.error}


def test_members_have_their_path_and_the_hash_of_their_bytes() -> None:
    data = packed([("2024/b.docx", b"two"), ("a.txt", b"one"), ("readme.pdf.bak", b"x")])
    found = members(data, "a.zip", LIMITS, ENDINGS)
    assert [(m.path, m.sha256) for m in found] == [("2024/b.docx", hashed(b"two")), ("a.txt", hashed(b"one"))]
    assert [member_bytes(data, m.inside, "a.zip", LIMITS) for m in found] == [b"two", b"one"]


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_zips_in_zips_to_the_depth_that_is_allowed() -> None:
    inner = zipped(**{"x.txt": b"x"})
    middle = packed([("inner.zip", inner), ("y.txt", b"y")])
    outer = packed([("middle.zip", middle), ("z.txt", b"z")])
    found = {m.path: m for m in members(outer, "a.zip", Limits(zip_depth=3), ENDINGS)}
    assert list(found) == ["middle.zip/inner.zip/x.txt", "middle.zip/y.txt", "z.txt"]
    assert member_bytes(outer, found["middle.zip/inner.zip/x.txt"].inside, "a.zip", LIMITS) == b"x"
    assert paths(outer) == ["middle.zip/inner.zip", "middle.zip/y.txt", "z.txt"]
    assert "more than 2 deep" in errors(outer)["middle.zip/inner.zip"]


def named_in(encoding: str, name: str) -> bytes:
    """A ZIP as Chinese systems write it: the name in bytes of `encoding`, without the flag for UTF-8."""
    placeholder = "n" * len(name.encode(encoding)) + ".txt"
    data = zipped(**{placeholder: b"x"})
    return data.replace(placeholder.encode(), name.encode(encoding) + b".txt")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_without_the_flag(encoding: str) -> None:
    assert paths(named_in(encoding, "示例局2024年度部门决算")) == ["示例局2024年度部门决算.txt"]


def test_chinese_names_with_the_flag() -> None:
    assert paths(zipped(**{"决算/示例局.txt": b"x"})) == ["决算/示例局.txt"]


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_paths_that_lead_out_links_and_litter_are_no_members() -> None:
    bad = ["../up.txt", "a/../../up.txt", "/etc/passwd.txt", "C:\\x.txt", "__MACOSX/._a.txt", ".hidden.txt", "~$draft.docx"]
    data = packed([*((name, b"x") for name in bad), (link(), b"/etc/passwd"), ("ok\\sub.txt", b"x"), ("folder/", b"")])
    assert paths(data) == ["ok/sub.txt"]


def test_a_zip_without_readable_files_says_so() -> None:
    for data in (zipped(), zipped(**{"a.jpg": b"x"})):
        with pytest.raises(FileUnreadable, match=r"a\.zip: no file in this ZIP.*docx"):
            members(data, "a.zip", LIMITS, ENDINGS)


def test_a_bomb_stops_at_the_ratio_and_the_size_of_a_member_is_limited() -> None:
    bomb = packed([("a.txt", b"kept"), ("b.txt", bytes(40 << 20)), ("c.txt", b"kept")])
    assert "more than 10 times its size" in errors(bomb, Limits(zip_ratio=10))["b.txt"]
    found = members(bomb, "a.zip", Limits(file_bytes=1 << 20), ENDINGS)
    assert [(m.path, bool(m.error)) for m in found] == [("a.txt", False), ("b.txt", True), ("c.txt", False)]
    with pytest.raises(FileUnreadable, match="max_file_mb"):
        member_bytes(bomb, (1,), "a.zip/b.txt", Limits(file_bytes=1 << 20))


def test_a_size_that_the_header_hides_is_found_while_unpacking() -> None:
    data = bytearray(zipped(**{"a.txt": bytes(1 << 20)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    assert "damaged" in errors(bytes(data))["a.txt"]


def test_too_many_members() -> None:
    data = packed([(f"{i}.txt", b"") for i in range(20)])
    with pytest.raises(FileUnreadable, match="more than 10 files"):
        members(data, "a.zip", Limits(zip_members=10), ENDINGS)


def test_a_damaged_and_an_encrypted_member_leave_the_others() -> None:
    data = bytearray(packed([("a.txt", b"one" * 50), ("b.txt", b"two" * 50), ("c.txt", b"three" * 50)]))
    encrypted = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02"))
    data[encrypted + 8] |= 1
    data[30 + len("a.txt")] ^= 0xFF
    found = errors(bytes(data))
    assert set(found) == {"a.txt", "b.txt"}
    assert "a.zip/a.txt: the file is damaged" in found["a.txt"] and "password" in found["b.txt"]


def test_two_members_of_one_name() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([("a.txt", b"one"), ("a.txt", b"two")])
    assert list(errors(data)) == ["a.txt (2)"] and paths(data) == ["a.txt", "a.txt (2)"]


@pytest.mark.parametrize("cut", [lambda d: d[:40], lambda d: d[: len(d) // 2], lambda d: b"PK\x03\x04" + bytes(50)])
def test_a_damaged_zip(cut: Callable[[bytes], bytes]) -> None:
    with pytest.raises(FileUnreadable, match=r"a\.zip: the file is damaged"):
        members(cut(zipped(**{"a.txt": b"x" * 1000})), "a.zip", LIMITS, ENDINGS)


def test_sources_in_a_zip(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed([("inner/x.txt", b"x"), ("b.txt", b"y" * 10)]))
    (source,) = find_files([tmp_path])
    assert source.is_zip
    found = members_of(source, Limits(file_bytes=1 << 20))
    assert [file.relative for file in found] == ["a.zip/b.txt", "a.zip/inner/x.txt"]
    assert all(isinstance(file, Source) and not file.is_zip for file in found)


def test_a_word_file_under_the_ending_zip_is_one_source(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}))
    (source,) = find_files([tmp_path])
    assert members_of(source, LIMITS) == [source]


def test_an_unreadable_member_is_told_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed([("b.txt", bytes(2 << 20))]))
    (file,) = members_of(Source(tmp_path / "a.zip", "a.zip"), Limits(file_bytes=1 << 20))
    assert isinstance(file, Unreadable) and str(file.error).startswith("a.zip/b.txt: it unpacks to more than 1 MB")


# Office files --------------------------------------------------------------------------------------------------------------


def test_office_files_are_checked_before_they_are_read() -> None:
    check_office(zipped(**{"word/document.xml": b"<w:document/>" * 1000}), "a.docx", LIMITS)
    with pytest.raises(FileUnreadable, match="unpacks to more than"):
        check_office(zipped(**{"xl/sheet1.xml": bytes(20 << 20)}), "a.xlsx", Limits(zip_ratio=10))
    with pytest.raises(FileUnreadable, match="more than 3 files"):
        check_office(packed([(f"{i}.xml", b"") for i in range(5)]), "a.xlsx", Limits(zip_members=3))
    with pytest.raises(FileUnreadable, match="damaged"):
        check_office(zipped(**{"word/document.xml": b"x" * 999})[:60], "a.docx", LIMITS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("start", ["", " " * ((1 << 20) - 5)], ids=["at the start", "across two pieces"])
def test_xml_entities_are_refused(encoding: str, start: str) -> None:
    xml = start + '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    with pytest.raises(FileUnreadable, match=r"a\.docx: it declares XML entities"):
        check_office(zipped(**{"word/document.xml": xml.encode(encoding)}), "a.docx", LIMITS)
