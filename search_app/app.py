"""The application factory: one data folder, one pool of query workers, the pages and the endpoint."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from kg import settings as configuration
from kg.folder import DataFolder
from kg.settings import Settings
from search_app import dressing, faults, manners, models, reading
from search_app.pages import documents, health, home, report, search, unit
from search_app.shelf import Shelf
from search_app.sparql import endpoint as sparql
from search_app.sparql.pool import Pool
from search_app.sparql.worker import Limits


def make_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Query workers start with the first query."""
    settings = settings or configuration.load()
    models.settle(settings)
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=2 << 20, SEND_FILE_MAX_AGE_DEFAULT=3600)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["shelf"] = Shelf(DataFolder(settings.data))
    app.extensions["pool"] = Pool(limits(settings))
    for blueprint in (home.pages, search.pages, unit.pages, report.pages, documents.pages, health.pages, sparql.pages):
        app.register_blueprint(blueprint)
    dressing.install(app)
    reading.install(app)
    faults.install(app)
    manners.install(app)
    if n := settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_prefix=n)  # type: ignore[method-assign]
    return app


def limits(settings: Settings) -> Limits:
    """What a visitor's query may use."""
    return Limits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_memory_mb << 20,
        result_bytes=settings.result_bytes,
        workers=settings.workers,
    )
