"""Web application, SPARQL endpoint and command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from kg.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application on the data folder of `settings` (default: environment and `juesuan.toml`)."""
    from search_app.app import make_app

    return make_app(settings)
