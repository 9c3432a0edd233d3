"""Fictional sample reports that ship with the product; README.md says what each one is."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def folder() -> Path:
    """The folder with the sample reports; the gold and the questions stand beside it."""
    return Path(str(files("ingest.samples"))) / "reports"


def reports() -> list[Path]:
    """All sample reports, in the order of their numbers."""
    return sorted(folder().glob("s*.txt"))
