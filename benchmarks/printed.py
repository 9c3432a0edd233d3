"""Sample reports printed in every format that can be made here without another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.sources import Source, find_files
from tests.samples import pdf, web, word, workbook
from tests.samples.render import Sample, render
from tests.samples.spec import specs

_MADE: dict[str, Callable[[str, Sample], bytes]] = {
    ".txt": lambda _, sample: sample.text.encode(),
    ".docx": lambda _, sample: word.docx(sample.blocks),
    ".html": lambda title, sample: web.page(title, sample.blocks),
    ".xlsx": lambda title, sample: workbook.xlsx(title, sample.blocks),
    ".pdf": lambda _, sample: pdf.pdf(sample.blocks),
}


def write(folder: Path, reports: int) -> list[Source]:
    """The first sample reports in each format, below `folder`."""
    for sample in map(render, specs()[:reports]):
        title = f"{sample.spec.unit}{sample.spec.year}年度{sample.spec.word('type')}"
        for suffix, made in _MADE.items():
            (folder / f"{sample.spec.id}{suffix}").write_bytes(made(title, sample))
    return find_files([folder])
