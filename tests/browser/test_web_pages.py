"""The pages of things in a real browser: charts, comparison, graph, keyboard; axe-core finds nothing serious, nothing overflows."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_browser import DESK, PHONE, SHOTS, Visit, app, browser, host

__all__ = ["app", "browser", "host"]

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
UNIT = "/unit/990121/松岭县农业农村局"
KINDS = {
    "home": "/",
    "unit": UNIT,
    "project": "/project/990121/松岭县农业农村局/茶叶产业集群建设资金",
    "subject": "/subject/functional/2024/2080505",
    "region": "/region/990121",
    "indicator": "/indicator/经济效益/茶叶综合产值增长",
    "compare": "/compare?unit=990121/松岭县农业农村局&measure=threePublic",
    "graph": "/graph?node=unit/990121/松岭县农业农村局",
    "missing": "/unit/990121/松岭县农业局",
}
_RUN = (
    "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(one => [one.impact, one.id, one.nodes[0].html]))"
)

pytestmark = [pytest.mark.browser]


def look_through(page: Page) -> None:
    """Scroll through the page, so that all of it is drawn."""
    for place in range(0, page.evaluate("document.documentElement.scrollHeight"), 700):
        page.evaluate(f"scrollTo(0, {place})")
        page.wait_for_timeout(40)
    for figure in page.locator("[data-chart]").all():
        figure.scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('[data-chart]')].every(one => one.dataset.drawn)")
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize(("size", "look"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_page_is_accessible_and_fits(browser: Browser, host: str, kind: str, size: tuple[int, int], look: Any) -> None:
    visit = Visit(browser, host, size)
    visit.page.emulate_media(color_scheme=look, reduced_motion="reduce")
    page = visit.open(KINDS[kind])
    look_through(page)
    visit.shot(f"{kind}-{look}")
    assert visit.overflow() <= 0
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN)
    assert [one for one in found if one[0] in {"serious", "critical"}] == []
    assert [error for error in visit.errors if "404" not in error] == []
    assert visit.hosts == {urlsplit(host).netloc}
    page.close()


def test_three_clicks_from_home_to_a_number_its_cell_and_its_csv(browser: Browser, host: str) -> None:
    """Home, unit, CSV of the chart; and the cell from the unit's table."""
    visit = Visit(browser, host, DESK)
    page = visit.open("/")
    page.locator(".cov").get_by_role("link", name="松岭县农业农村局", exact=True).click()
    with page.expect_download() as saved:
        page.locator("#money").get_by_role("link", name="CSV", exact=True).click()
    rows = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    row = next(row for row in rows if ",2024,threePublic," in row)
    number = page.locator("#money tr", has=page.get_by_text("“三公”经费决算", exact=True)).locator("td").last
    assert f",{number.inner_text()}," in row
    said = number.inner_text()
    number.locator("a").click()
    assert page.locator(":target").inner_text() == said
    page.close()


def test_chart_can_be_taken_along(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    page = visit.open(UNIT)
    look_through(page)
    figure = page.locator("#chart-function")
    for kind, begin in (("CSV", "\ufeff科目".encode()), ("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as saved:
            figure.get_by_role("button", name=kind).click()
        assert saved.value.path().read_bytes().startswith(begin)
    assert visit.errors == []
    page.close()


def test_charts_are_tables_without_script(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host + UNIT)
    assert page.locator("#chart-function table").is_visible() and not page.locator("#chart-function .plot").is_visible()
    page.goto(f"{host}/graph?node=unit/990121/松岭县农业农村局")
    page.locator("#projects").get_by_role("link", name="茶叶产业集群建设资金").click()
    page.wait_for_url("**node=**project**")
    assert page.locator("#measured a").count() > 0
    context.close()


def test_comparison_grows_by_the_form(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    page = visit.open("/compare")
    page.get_by_label("单位（最多8个）").fill("松岭县农业农村局")
    page.get_by_label("单位（最多8个）").press("Enter")
    page.wait_for_url("**unit=**")
    page.get_by_label("指标").select_option("threePublic")
    page.locator("main").get_by_role("button", name="比较").click()
    page.wait_for_url("**measure=threePublic**")
    assert page.get_by_role("heading", level=1).inner_text().startswith("1个单位的“三公”经费")
    page.get_by_role("link", name="人均").click()
    page.wait_for_url("**show=head**")
    page.go_back()
    page.get_by_role("link", name="去掉松岭县农业农村局").press("Enter")
    page.get_by_text("还没有选单位").wait_for()
    assert visit.errors == []
    page.close()


def test_graph_expands_and_is_saved(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    page = visit.open("/graph?node=unit/990121/松岭县农业农村局")
    assert page.locator(".stage canvas").count() > 0
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    picture = saved.value.path().read_text(encoding="utf-8")
    assert "松岭县农业农村局" in picture and "实施项目" in picture
    page.screenshot(path=SHOTS / "graph-view.png")
    assert visit.errors == []
    page.close()
