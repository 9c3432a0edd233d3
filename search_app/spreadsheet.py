"""Rows as a CSV file to download: UTF-8 with the mark by which spreadsheets know it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import Response, make_response


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows under their columns; `name` is what the browser saves them as (RFC 6266). Lines end with \\r\\n."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}" if not name.isascii() else f'attachment; filename="{name}"'
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": disposition}
    return make_response("\ufeff" + out.getvalue(), 200, headers)
