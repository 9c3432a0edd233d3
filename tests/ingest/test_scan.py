"""Scanned pages: read by OCR where it is installed, named where it is not; a number that is not sure never becomes a fact."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import DOUBT, Grid, Paragraph
from ingest.doubts import doubts
from ingest.formats import scan
from ingest.formats.pdf import read
from ingest.formats.pdf.ink import PageInk
from ingest.formats.pdf.source import pages
from ingest.formats.scan import recognition
from ingest.limits import Limits
from ingest.pipeline import facts
from kg.errors import FileUnreadable
from kg.facts import Passage, Table
from tests.samples.pdf import Look, Printer
from tests.samples.spans import Placed

ROWS = [
    ["科目编码", "科目名称", "本年收入合计", "财政拨款收入"],
    ["栏次", "", "1", "2"],
    ["", "合计", "1,284.30", "1,250.06"],
    ["205", "教育支出", "1,163.55", "1,130.00"],
    ["2050201", "学前教育", "1,163.55", "1,130.00"],
    ["206", "科学技术支出", "120.75", "120.06"],
]
needs_ocr = pytest.mark.skipif(not scan.available(), reason="the extra ocr is not installed")


def printed() -> bytes:
    """A page with text and a table."""
    printer = Printer(Look(size=10))
    printer.paragraph("云溪区教育局2024年度部门决算", 1)
    printer.paragraph("收入决算表", 3)
    printer.caption("部门：云溪区教育局", "单位：万元")
    printer.table([Placed(r, c, 1, 1, cell, c > 1) for r, row in enumerate(ROWS) for c, cell in enumerate(row)], 2)
    return printer.done()


def scanned(*before: bytes, slope: float = 0.7) -> bytes:
    """The printed page as a crooked, noisy picture in a PDF, below a line of text on a page of its own for each of `before`."""
    with pypdfium2.PdfDocument(printed()) as pdf:
        picture = pdf[0].render(scale=170 / 72).to_pil().convert("L").rotate(slope, fillcolor=255, resample=Image.Resampling.BICUBIC)
    noise = np.random.default_rng(7).normal(0, 12, (picture.height, picture.width))
    dirty = Image.fromarray(np.clip(np.asarray(picture, np.float64) - 14 + noise, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for text in before:
        canvas.setFont("STSong-Light", 12)
        for i in range(4):
            canvas.drawString(60, 700 - 40 * i, text.decode())
        canvas.showPage()
    canvas.drawImage(ImageReader(dirty), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@needs_ocr
def test_a_crooked_noisy_page_gives_its_table() -> None:
    document = read(scanned(), "scan.pdf", Limits())
    assert document.style == "scan"
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    numbers = [cell for row in ROWS[2:] for cell in row[2:]]
    got = [cell for row in grid.rows[2:] for cell in row[2:]]
    assert [len(row) for row in grid.rows] == [4] * len(ROWS)
    assert all(cell in (number, number + DOUBT) for cell, number in zip(got, numbers, strict=True))
    assert sum(cell == number for cell, number in zip(got, numbers, strict=True)) >= len(numbers) - 1
    if not any("教育" in cell for row in grid.rows for cell in row):
        pytest.skip("no Chinese font here to print the page with")
    assert [row[1] for row in grid.rows[3:]] == [row[1] for row in ROWS[3:]]
    assert "单位：万元" in [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_without_ocr_the_pages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(FileUnreadable, match=r"scanned: needs OCR \(pages 1\)") as error:
        read(scanned(), "scan.pdf", Limits())
    assert "juesuan[ocr]" in error.value.hint


def test_pages_that_the_time_is_not_enough_for_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on by 10 seconds whenever it is looked at: before and after each page."""
    clock = iter(range(0, 10_000, 10))
    monkeypatch.setattr("ingest.formats.pdf.reader.monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(scan, "available", lambda: True)
    monkeypatch.setattr(scan, "scanned_pages", lambda _data, numbers, _name: (printed_ink(number) for number in numbers))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for _ in range(5):
        canvas.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    document = read(out.getvalue(), "scan.pdf", Limits(seconds=60.0))
    assert len([block for block in document.blocks if isinstance(block, Grid)]) == 2
    assert [place.where for place in document.unread] == ["page 3", "page 4", "page 5"]
    assert all("read_seconds to 70" in place.why for place in document.unread)


def printed_ink(number: int) -> PageInk:
    """The printed page as the recognition gives it."""
    (ink,) = pages(printed(), "printed.pdf", Limits())
    return replace(ink, number=number)


def test_more_scanned_pages_than_the_time_allows_are_refused_before_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: True)
    with pytest.raises(FileUnreadable, match="1 scanned pages take about 7 seconds to read, the limit is 5") as error:
        read(scanned(), "scan.pdf", Limits(seconds=5.0))
    assert error.value.hint == "set read_seconds to 14, or split the file"


def test_without_ocr_the_pages_with_text_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    line = "本年度教育支出用于保障全区学校运转。".encode()
    document = read(scanned(line, line), "mixed.pdf", Limits())
    assert {block.page for block in document.blocks} == {1, 2}
    assert [note.where for note in document.unread] == ["page 3"]
    assert "OCR" in document.unread[0].why


@pytest.mark.parametrize(
    ("first", "second", "marked"),
    [
        (("120.75", 0.99), ("120.75", 0.99), "120.75"),
        (("120.75", 0.99), ("129.75", 0.99), "120.75" + DOUBT),
        (("120.75", 0.60), ("120.75", 0.99), "120.75" + DOUBT),
        (("2024年度公开02表", 0.60), ("2024年度公开02表", 0.60), "2024年度公开02表"),
        (("支出120.75万元", 0.60), ("支出120.75万元", 0.99), f"支出120.75{DOUBT}万元"),
        (("教育支出", 0.60), ("", 0.0), "教育支出"),
    ],
)
def test_a_number_is_marked_unless_two_sure_looks_agree(
    first: tuple[str, float], second: tuple[str, float], marked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter([[first], [second]])
    monkeypatch.setattr(recognition, "_recognised", lambda pictures: next(looks)[: len(pictures)])
    assert recognition.texts([np.zeros((20, 60), np.uint8)]) == [marked]


def test_a_doubtful_number_is_no_fact_but_a_place() -> None:
    table = Table(3, "income", "收入决算表", (("205", "教育支出", f"120.75{DOUBT}"),))
    passage = Passage(2, (), f"支出120.75{DOUBT}万元，增长3%。")
    assert [(note.where, note.printed) for note in doubts([table], [passage])] == [("t03r1c3", f"120.75{DOUBT}"), ("p2", f"120.75{DOUBT}")]


def test_facts_leave_doubtful_numbers_out() -> None:
    from ingest.formats.text import read_text

    rows = "\n".join("| " + " | ".join(row) + " |" for row in ROWS).replace("120.06", f"120.06{DOUBT}")
    text = f"云溪区教育局2024年度部门决算\n\n收入决算表\n\n单位：万元\n\n{rows}\n\n一、收入情况\n\n本年支出345.83{DOUBT}万元，增长12.5%。\n"
    found = facts(read_text(text, "a.txt"), "0" * 64)
    assert {o.quantity.printed for o in found.observations} >= {"120.75", "1,130.00"}
    assert "120.06" not in {o.quantity.printed for o in found.observations}
    assert "345.83" not in {f.quantity.printed for f in found.figures if f.quantity}
    assert {note.printed for note in found.unresolved} >= {f"120.06{DOUBT}", f"345.83{DOUBT}"}
