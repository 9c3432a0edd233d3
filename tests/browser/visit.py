"""A tab that remembers what went wrong in it, which hosts it asked, and how wide and accessible its page is."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "ingest" / "samples" / "reports"
SHOTS = ROOT / "tests" / "screenshots"
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PHONE, SMALL, DESK = (390, 844), (360, 780), (1280, 800)
UNIT = "990121/松岭县农业农村局"
REPORT = f"/report/{UNIT}/2024/部门决算"
QUESTION = "松岭县农业农村局2024年三公经费是多少"
_AXE_RUN = """rules => axe.run(document, {resultTypes: ['violations'], ...(rules.length ? {runOnly: rules} : {})})
  .then(found => found.violations.map(one => [one.impact, one.id, one.nodes[0].html]))"""
# Milliseconds, only there to end a test that hangs: the machine may be busy.
SLOWEST = 180_000
# What a browser itself writes to the console of an error page.
_STATUS = "Failed to load resource: the server responded with a status of 4"


class Visit:
    """A tab of its own, without cookies; `look` is light or dark."""

    def __init__(self, browser: Browser, host: str, size: tuple[int, int] = DESK, look: Any = "light", *, has_script: bool = True) -> None:
        self.host = host
        self.size = size
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", color_scheme=look, java_script_enabled=has_script
        )
        self._context.set_default_timeout(SLOWEST)
        self.page: Page = self._context.new_page()
        self.status = 0
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def open(self, path: str) -> Page:
        """The tab on that page; `status` is what the server said."""
        answer = self.page.goto(self.host + path)
        self.status = answer.status if answer else 0
        return self.page

    def draw(self) -> Page:
        """The page with all its charts drawn; they wait until they come near the screen."""
        for figure in self.page.locator("[data-chart]").all():
            figure.scroll_into_view_if_needed()
        self.page.locator("[data-chart]:not([data-drawn])").first.wait_for(state="detached")
        self.page.evaluate("scrollTo(0, 0)")
        return self.page

    def look(self, look: Any) -> None:
        """The same page in light or dark."""
        self.page.emulate_media(color_scheme=look)

    def shot(self, name: str, *, is_full: bool = True) -> None:
        """A screenshot in the ignored folder."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{self.size[0]}.png", full_page=is_full)

    def is_sound(self) -> None:
        """Nothing went wrong, nothing came from elsewhere, nothing is wider than the window."""
        assert [error for error in self.errors if not error.startswith(_STATUS)] == []
        assert self.hosts - {""} == {urlsplit(self.host).netloc}
        assert self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    def is_accessible(self, *rules: str) -> None:
        """axe-core has nothing serious against the page, by all its rules or by these."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert [one for one in self.page.evaluate(_AXE_RUN, list(rules)) if one[0] in {"serious", "critical"}] == []

    def is_in_sight(self, selector: str) -> bool:
        """Whether the element is inside the window."""
        box = self.page.locator(selector).bounding_box()
        return box is not None and 0 <= box["y"] < self.size[1] and 0 <= box["x"] < self.size[0]

    def close(self) -> None:
        """The tab is shut."""
        self._context.close()
