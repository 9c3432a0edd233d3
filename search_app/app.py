"""The application factory: one data folder, one pool of query workers, the pages and the endpoint."""

from __future__ import annotations

import threading

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from kg import settings as configuration
from kg.folder import DataFolder
from kg.remote import RemoteStore
from kg.settings import Settings
from search_app import dressing, faults, language, manners, models, reading, signposting
from search_app.operation import requests
from search_app.operation.gauges import Crews, Releases
from search_app.operation.metrics import Metrics
from search_app.pages import (
    catalog,
    changes,
    check,
    checks,
    compare,
    documents,
    downloads,
    graph,
    health,
    home,
    indicator,
    metrics,
    ontology,
    openapi,
    project,
    queries,
    region,
    report,
    search,
    sitemap,
    subject,
    terms,
    unit,
)
from search_app.pages import limits as limits_page
from search_app.shelf import Shelf
from search_app.sparql import endpoint as sparql
from search_app.sparql.allowance import Allowance
from search_app.sparql.pool import Pool
from search_app.sparql.remote import RemoteEngine
from search_app.sparql.worker import Limits

_PAGES = (
    home.pages,
    search.pages,
    terms.pages,
    queries.pages,
    unit.pages,
    project.pages,
    subject.pages,
    region.pages,
    indicator.pages,
    compare.pages,
    graph.pages,
    report.pages,
    checks.pages,
    check.pages,
    documents.pages,
    catalog.pages,
    downloads.pages,
    changes.pages,
    ontology.pages,
    sitemap.pages,
    health.pages,
    metrics.pages,
    limits_page.pages,
    openapi.pages,
    sparql.pages,
)


def make_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Query workers start with the first query."""
    settings = settings or configuration.load()
    models.settle(settings)
    app = Flask(__name__)
    # Where a form's body has more than the query: escapes of its bytes, other parameters.
    app.config.update(MAX_CONTENT_LENGTH=3 * settings.query_bytes + 65_536, SEND_FILE_MAX_AGE_DEFAULT=3600)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["settings"] = settings
    remote = RemoteStore(settings.store) if settings.store else None
    app.extensions["shelf"] = shelf = Shelf(DataFolder(settings.data), remote, verify=settings.replica)
    app.extensions["pool"] = pool = RemoteEngine(remote, limits(settings)) if remote else Pool(limits(settings))
    app.extensions["allowance"] = Allowance(settings.client_seconds)
    app.extensions["draft_slots"] = threading.BoundedSemaphore(max(1, settings.draft_workers))
    app.extensions["metrics"] = kept = Metrics()
    kept.registry.register(Crews(pool))
    kept.registry.register(Releases(shelf))
    metrics.networks(settings)
    requests.install(app, kept)
    for blueprint in _PAGES:
        app.register_blueprint(blueprint)
    dressing.install(app)
    language.install(app)
    reading.install(app)
    faults.install(app)
    manners.install(app)
    signposting.install(app)
    if n := settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_prefix=n)  # type: ignore[method-assign]
    return app


def limits(settings: Settings) -> Limits:
    """What a visitor's query may use."""
    return Limits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_memory_mb << 20,
        result_bytes=settings.result_bytes,
        query_bytes=settings.query_bytes,
        workers=settings.workers,
        slow_workers=settings.slow_workers,
        quick_seconds=settings.quick_seconds,
        queue_seconds=settings.queue_seconds,
        queue_length=settings.queue_length,
        most_seconds=max(settings.query_seconds_most, settings.query_seconds),
        client_seconds=settings.client_seconds,
    )
