"""The way of a visitor in a real browser: question, answer, source, cell; on a phone too; nothing from another host."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.builders import builders
from search_app.sparql.pool import Pool

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "ingest" / "samples" / "reports"
SHOTS = ROOT / "tests" / "screenshots"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUESTION = "松岭县农业农村局2024年三公经费是多少"
PATHS = ("/", f"/search?q={QUESTION}", "/search?q=支出减少的原因", "/report/990121/松岭县农业农村局/2024/部门决算", "/sparql", "/nothing")
PHONE, DESK = (390, 844), (1280, 800)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample reports are not there"),
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = DataFolder(tmp_path_factory.mktemp("browser") / "data")
    load(folder, [source for source in find_files([SAMPLES]) if source.relative[:3] in {"s03", "s07"}], Plan(builders=builders()))
    made = create_app(settings.load(data=folder.path, environment={}))
    yield made
    pool: Pool = made.extensions["pool"]
    pool.close()


@pytest.fixture(scope="module")
def host(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


class Visit:
    """A tab that remembers what went wrong in it and which hosts it asked."""

    def __init__(self, browser: Browser, host: str, size: tuple[int, int]) -> None:
        self.host = host
        self.width = size[0]
        self.page: Page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def open(self, path: str) -> Page:
        self.page.goto(self.host + path)
        return self.page

    def shot(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{self.width}.png", full_page=True)

    def overflow(self) -> int:
        """Pixels that the page is wider than its window."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return found


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_question_to_the_marked_cell(browser: Browser, host: str, size: tuple[int, int]) -> None:
    visit = Visit(browser, host, size)
    page = visit.open("/")
    visit.shot("home")
    page.get_by_role("combobox").fill(QUESTION)
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search?**")
    number = page.locator(".answer .big").inner_text().split("万")[0].strip()
    visit.shot("answer")
    page.locator(".answer .srcs a").first.click()
    page.wait_for_url("**/report/**")
    cell = page.locator(":target")
    assert cell.inner_text().strip() == number
    assert cell.is_visible() and unquote(page.url).endswith(cell.get_attribute("id") or "?")
    marked, plain = (locator.evaluate("cell => getComputedStyle(cell).backgroundColor") for locator in (cell, page.locator("td").first))
    assert marked != plain
    box = cell.bounding_box()
    assert box and 0 <= box["y"] < size[1] and 0 <= box["x"] < size[0]
    visit.page.screenshot(path=SHOTS / f"cell-{size[0]}.png")
    assert (visit.errors, visit.hosts) == ([], {urlsplit(host).netloc})


@pytest.mark.parametrize("path", PATHS)
def test_phone_needs_no_sideways_scrolling(browser: Browser, host: str, path: str) -> None:
    visit = Visit(browser, host, PHONE)
    visit.open(path)
    assert visit.overflow() <= 0
    assert visit.hosts == {urlsplit(host).netloc}
    assert [error for error in visit.errors if "404" not in error] == []


def test_facets_are_a_sheet_on_the_phone(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, PHONE)
    page = visit.open("/search?q=支出减少的原因")
    assert not page.locator("#filters").is_visible()
    page.get_by_role("link", name="筛选", exact=True).click()
    assert page.locator("#filters").is_visible()
    visit.shot("filters")
    page.locator("#filters a", has_text="2023").click()
    page.wait_for_url("**year=2023**")
    assert page.get_by_role("link", name="去掉年度2023").is_visible()


def test_query_of_the_answer_opens_in_the_editor(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    page = visit.open(f"/search?q={QUESTION}")
    page.locator(".answer summary", has_text="SPARQL").click()
    page.get_by_text("在编辑器中打开").click()
    page.wait_for_url("**/sparql**")
    assert "SELECT" in page.locator("#query").input_value() and page.locator("#res").is_visible()
    assert visit.errors == []


def test_pages_work_without_script(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}/search?q={QUESTION}")
    assert page.locator(".answer .big").is_visible()
    context.close()
