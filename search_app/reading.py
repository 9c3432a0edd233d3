"""The release of a request: pinned at its first use, let go when the answer is complete."""

from __future__ import annotations

from flask import Flask, current_app, g

from search_app.shelf import Reading, Shelf


def pinned() -> Reading:
    """The release that this request reads, the same from its first query to its last byte. Raises `ReleaseError` where there is none."""
    if "reading" not in g:
        g.reading = _shelf().borrow()
    reading: Reading = g.reading
    return reading


def pinned_id() -> str | None:
    """The id of the release that this request has read; None where it read none."""
    return g.reading.id if "reading" in g else None


def install(app: Flask) -> None:
    """Let go of the release after each request."""
    app.teardown_request(_give_back)


def _give_back(_error: BaseException | None) -> None:
    reading: Reading | None = g.pop("reading", None)
    if reading is not None:
        _shelf().give_back(reading)


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions["shelf"]
    return shelf
