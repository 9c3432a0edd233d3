"""Damage: bytes flipped, cut, doubled and blown up; inside the parts of ZIPs too, where damage outside would only break the packing."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

_NASTY = (
    b"\0",
    b"\xff" * 4,
    b"\xff\xff\xff\x7f",
    b"99999999",
    b"-1",
    b"<" * 50,
    b"\t" * 300,
    b"|" * 300,
    b"9" * 400,
    b"9.99e999",
    b"\xef\xbf\xbd",
    b"<table><tr><td>" * 60,
    "（".encode() * 200,
    "合计".encode() * 100,
    "1,234.56万元，".encode() * 200,
)
_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"<[A-Za-z:]+[^<>]*>")
_MOST = 300_000  # bytes of a mutated file


def mutated(data: bytes, random: Random) -> bytes:
    """`data` with one to four kinds of damage."""
    if data.startswith(b"PK") and random.random() < 0.8:
        return _inside_zip(data, random)
    for _ in range(random.randint(1, 4)):
        data = random.choice(_DAMAGES)(data, random)[:_MOST]
    return data


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 4, 40, 400, 4000)))


def _flip(data: bytes, random: Random) -> bytes:
    out = bytearray(data)
    for _ in range(random.choice((1, 3, 30))):
        if out:
            out[random.randrange(len(out))] = random.randrange(256)
    return bytes(out)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _drop(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _double(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 20, 300)) + data[end:]


def _move(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    at = random.randint(0, len(data))
    return data[:at] + data[start:end] + data[at:]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(_NASTY) + data[at:]


def _number(data: bytes, random: Random) -> bytes:
    """Another number in the place of one: widths, counts, offsets."""
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + random.choice((b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999")) + data[one.end() :]


def _nest(data: bytes, random: Random) -> bytes:
    """A tag opened again and again."""
    found = list(_TAG.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + one[0] * random.choice((2, 50, 3000)) + data[one.end() :]


_DAMAGES = (_flip, _cut, _drop, _double, _move, _insert, _number, _nest)


def _inside_zip(data: bytes, random: Random) -> bytes:
    """The ZIP packed again with one or two of its parts damaged; mostly the large ones, which hold the report."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    names = list(parts)
    for name in random.choices(names, [len(parts[name]) + 200 for name in names], k=random.randint(1, 2)):
        for _ in range(random.randint(1, 3)):
            parts[name] = random.choice(_DAMAGES)(parts[name], random)[:_MOST]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
