"""Text that tells its columns apart by position alone, as `pdftotext -layout` prints a PDF: tables by the x-ranges of their cells."""

from ingest.formats.aligned.reader import is_aligned, read_aligned

__all__ = ["is_aligned", "read_aligned"]
