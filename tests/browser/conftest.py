"""One server with three sample reports and one browser for all tests here."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.builders import builders
from search_app.sparql.pool import Pool
from tests.browser.visit import SAMPLES, Visit

Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def host(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server; without a browser none is started."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample reports are not there")
    folder = DataFolder(tmp_path_factory.mktemp("browser") / "data")
    load(folder, [source for source in find_files([SAMPLES]) if source.relative[:3] in {"s01", "s03", "s07"}], Plan(builders=builders()))
    app = create_app(settings.load(data=folder.path, query_seconds=120.0, client_seconds=0.0, environment={}))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    pool: Pool = app.extensions["pool"]
    pool.close()


@pytest.fixture
def tab(browser: Browser, host: str) -> Iterator[Open]:
    """Opens tabs; they are shut when the test ends."""
    opened: list[Visit] = []

    def open_tab(*said: Any, **more: Any) -> Visit:
        opened.append(Visit(browser, host, *said, **more))
        return opened[-1]

    yield open_tab
    for visit in opened:
        visit.close()
