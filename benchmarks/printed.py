"""Reports printed in every format that can be made here without another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.sources import Source, find_files
from tests.samples import pdf, web, word, workbook
from tests.samples.render import Sample, render
from tests.samples.scribe import Text
from tests.samples.spec import specs

_MADE: dict[str, Callable[[str, Sample], bytes]] = {
    ".txt": lambda _, sample: sample.text.encode(),
    ".docx": lambda _, sample: word.docx(sample.blocks),
    ".html": lambda title, sample: web.page(title, sample.blocks),
    ".xlsx": lambda title, sample: workbook.xlsx(title, sample.blocks),
    ".pdf": lambda _, sample: pdf.pdf(sample.blocks),
}


FORMATS = tuple(ending[1:] for ending in _MADE)


def write(folder: Path, reports: int) -> list[Source]:
    """The first sample reports in each format, below `folder`."""
    for sample in map(render, specs()[:reports]):
        for suffix, made in _MADE.items():
            (folder / f"{sample.spec.id}{suffix}").write_bytes(made(_title(sample), sample))
    return find_files([folder])


def published(sample: Sample, form: str) -> dict[str, bytes]:
    """The files of a report by ending, as units put them on their sites: one, or for `xlsx` the tables beside the text as `docx`."""
    made = {f".{form}": _MADE[f".{form}"](_title(sample), sample)}
    if form == "xlsx":
        made[".docx"] = word.docx([block for block in sample.blocks if isinstance(block, Text)])
    return made


def _title(sample: Sample) -> str:
    return f"{sample.spec.unit}{sample.spec.year}年度{sample.spec.word('type')}"
