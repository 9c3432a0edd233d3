"""PDF files: text in reading order and tables by their rules, put together over the pages."""

from ingest.formats.pdf.reader import read

__all__ = ["read"]
