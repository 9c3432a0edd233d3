"""DOC: LibreOffice makes a DOCX of it, or the error says what to install."""

from __future__ import annotations

import io
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx import Document as new_document

from ingest.document import Document, Grid, Paragraph
from ingest.formats import doc, docx
from ingest.limits import Limits
from kg.errors import FileUnreadable
from tests.samples.word import package, paragraph

TITLE = "示例市青禾区水利局2023年度部门决算"


def _written() -> bytes:
    """A DOCX with a table, as python-docx writes it."""
    made = new_document()
    made.add_paragraph(TITLE)
    grid = made.add_table(3, 3)
    for i, row in enumerate((("项目", "决算数", ""), ("水费", "1.00", "2.00"), ("电费", "", "3.00"))):
        for j, text in enumerate(row):
            grid.cell(i, j).text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    made.add_paragraph("注：本表反映支出。")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


needs_office = pytest.mark.skipif(doc.find_office() is None, reason="LibreOffice is not here: apt install libreoffice-writer")


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a DOC, made by LibreOffice."""
    folder = tmp_path_factory.mktemp("doc")
    (folder / "a.docx").write_bytes(_written())
    program = doc.find_office() or ""
    command = [program, f"-env:UserInstallation={(folder / 'p').as_uri()}", "--headless", "--convert-to", "doc", "--outdir", str(folder)]
    for _ in range(2):  # the first start only makes the profile
        subprocess.run([*command, str(folder / "a.docx")], check=False, capture_output=True, timeout=300)
    return (folder / "a.doc").read_bytes()


@needs_office
def test_a_doc_reads_as_its_docx(old_word: bytes) -> None:
    wanted = docx.read(_written(), "a.docx", Limits())
    assert [type(block) for block in wanted.blocks] == [Paragraph, Grid, Paragraph]
    with ThreadPoolExecutor(2) as pool:  # each conversion has a profile of its own
        found: list[Document] = list(pool.map(lambda _: doc.read(old_word, "a.doc", Limits()), range(2)))
    for one in found:
        assert one.style == "doc"
        assert one.blocks == wanted.blocks
    assert not list(Path(tempfile.gettempdir()).glob("juesuan-doc-*"))


@needs_office
def test_too_slow(old_word: bytes) -> None:
    with pytest.raises(FileUnreadable, match="did not finish"):
        doc.read(old_word, "a.doc", Limits(seconds=0.05))


def _program(folder: Path, script: str) -> str:
    program = folder / "office"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_without_libreoffice(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="apt install libreoffice-writer"):
        doc.read(b"x", "a.doc", Limits(soffice=str(tmp_path / "nowhere")))


def test_what_libreoffice_complains_of(tmp_path: Path) -> None:
    program = _program(tmp_path, "echo 'source file could not be loaded' >&2; exit 1")
    with pytest.raises(FileUnreadable, match="could not be loaded"):
        doc.read(b"x", "a.doc", Limits(soffice=program))


def test_a_hanging_program_is_ended(tmp_path: Path) -> None:
    program = _program(tmp_path, "exec sleep 60")
    with pytest.raises(FileUnreadable, match="read_seconds"):
        doc.read(b"x", "a.doc", Limits(soffice=program, seconds=0.3))


def test_started_again_where_it_asks_for_it(tmp_path: Path) -> None:
    """A new profile makes LibreOffice stop once, with status 81."""
    (tmp_path / "made.docx").write_bytes(package(paragraph(TITLE)))
    once = f'[ -e "{tmp_path}/once" ] || {{ touch "{tmp_path}/once"; exit 81; }}'
    out = 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"'
    found = doc.read(b"x", "a.doc", Limits(soffice=_program(tmp_path, f'{once}\n{out}; cp "{tmp_path}/made.docx" "$2/report.docx"')))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [TITLE]
