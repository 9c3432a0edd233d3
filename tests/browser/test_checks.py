"""Findings in a real browser: from the list to the marked cell, through the notes by keyboard, and a draft from upload to page."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
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
AXE = next((ROOT / "tests" / "browser" / "vendor").rglob("axe.min.js"), None)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REPORT = "/report/990121/松岭县农业农村局/2024/部门决算"
DRAFT = next(SAMPLES.glob("s03*"), SAMPLES)
PHONE, DESK = (390, 844), (1280, 800)
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
WCAG = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => r.violations.map(v => v.id))"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample reports are not there"),
]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = DataFolder(tmp_path_factory.mktemp("checks") / "data")
    load(folder, find_files([DRAFT]), Plan(builders=builders()))
    made = create_app(settings.load(data=folder.path, client_seconds=0.0, environment={}))
    server = make_server("127.0.0.1", 0, made, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    pool: Pool = made.extensions["pool"]
    pool.close()


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
        self.size = size
        self.page: Page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def look(self, name: str) -> None:
        """A screenshot; nothing went wrong, nothing came from elsewhere, nothing is too wide, axe has no complaint."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{self.size[0]}.png")
        assert self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert (self.errors, self.hosts - {urlsplit(self.host).netloc, ""}) == ([], set())
        if AXE is not None:
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            assert self.page.evaluate(WCAG) == []

    def is_in_sight(self, selector: str) -> bool:
        """Whether the element is inside the window."""
        box = self.page.locator(selector).bounding_box()
        return box is not None and 0 <= box["y"] < self.size[1] and 0 <= box["x"] < self.size[0]


@SIZES
def test_from_a_finding_to_its_cell_and_its_note(browser: Browser, host: str, size: tuple[int, int]) -> None:
    visit = Visit(browser, host, size)
    visit.page.goto(f"{host}/checks?severity=error")
    visit.look("checks")
    visit.page.locator(".find-l li", has_text="公开01表").first.locator(".src a").nth(1).click()
    visit.page.wait_for_url("**/report/**")
    cell = visit.page.locator(":target")
    assert visit.is_in_sight(":target") and cell.locator("a.st").is_visible()
    cell.locator("a.st").click()
    assert visit.is_in_sight(":target") and "相差" in visit.page.locator(":target").inner_text()
    visit.look("finding")


def test_notes_by_keyboard(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    visit.page.goto(host + REPORT)
    for key, expected in (("]", 0), ("]", 1), ("[", 0)):
        visit.page.keyboard.press(key)
        ids = visit.page.eval_on_selector_all(".note[id]", "notes => notes.map(note => note.id)")
        assert visit.page.evaluate("location.hash") == f"#{ids[expected]}" and visit.is_in_sight(".note:target")
    visit.page.locator("#q").fill("]")
    assert visit.page.evaluate("location.hash") == f"#{ids[0]}"


@SIZES
def test_a_draft_from_upload_to_page(browser: Browser, host: str, size: tuple[int, int]) -> None:
    visit = Visit(browser, host, size)
    visit.page.goto(f"{host}/check")
    visit.look("check")
    visit.page.locator("#file").set_input_files(DRAFT)
    visit.page.get_by_role("button", name="检查").click()
    visit.page.locator(".find-l").wait_for(timeout=60_000)
    visit.look("draft")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "勾稽发现.csv"
    assert "severity" in download.value.path().read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_file_that_is_too_large_is_not_sent(browser: Browser, host: str, tmp_path: Path) -> None:
    large = tmp_path / "大.docx"
    with large.open("wb") as opened:
        opened.truncate(21 << 20)
    visit = Visit(browser, host, DESK)
    visit.page.goto(f"{host}/check")
    visit.page.locator("#file").set_input_files(large)
    visit.page.get_by_role("button", name="检查").click()
    assert "MB" in visit.page.eval_on_selector("#file", "input => input.validationMessage")
    assert visit.page.url.endswith("/check") and visit.page.locator("#file").is_visible()


def test_a_draft_without_script_and_a_fault(browser: Browser, host: str, tmp_path: Path) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}/check")
    page.locator("#file").set_input_files(empty)
    page.get_by_role("button", name="检查").click()
    assert "文件是空的" in page.get_by_role("alert").inner_text()
    context.close()
