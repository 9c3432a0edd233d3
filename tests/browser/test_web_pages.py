"""The pages in a real browser: each kind is accessible and fits, light and dark, wide and narrow, Chinese and English; charts, graph."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.visit import QUESTION, REPORT, SMALL, UNIT

KINDS = {
    "home": "/",
    "answer": f"/search?q={QUESTION}",
    "passages": "/search?q=支出减少的原因",
    "similar": f"/similar?iri=https://w3id.org/juesuan/id{REPORT}%23p1",
    "thing": "/doc/year/2024",
    "unit": f"/unit/{UNIT}",
    "report": REPORT,
    "project": f"/project/{UNIT}/茶叶产业集群建设资金",
    "subject": "/subject/functional/2024/2080505",
    "region": "/region/990121",
    "indicator": "/indicator/经济效益/茶叶综合产值增长",
    "compare": f"/compare?unit={UNIT}&measure=threePublic",
    "graph": f"/graph?node=unit/{UNIT}",
    "checks": "/checks",
    "rules": "/checks/rules",
    "check": "/check",
    "sparql": "/sparql",
    "queries": "/queries",
    "query": "/queries/three-public",
    "ontology": "/ontology",
    "catalog": "/catalog",
    "downloads": "/downloads",
    "changes": "/changes",
    "limits": "/limits",
    "missing": "/unit/990121/松岭县农业局",
}
# The rules of axe-core that depend on the colours; all others hold in the light as in the dark.
OF_COLOUR = ("color-contrast", "link-in-text-block")
# Pages that look different in Chinese on a wide screen: charts beside each other, a margin, a graph.
WIDE = ("home", "answer", "unit", "report", "compare", "graph", "checks", "sparql")

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", KINDS)
def test_page_in_english_on_a_small_phone_in_the_dark_and_in_the_light(tab: Open, kind: str) -> None:
    visit = tab(SMALL, "dark")
    path = KINDS[kind]
    visit.open(f"{path}{'&' if '?' in path else '?'}lang=en")
    assert visit.status == (404 if kind == "missing" else 200)
    visit.draw()
    visit.shot(f"{kind}-dark-en")
    visit.is_sound()
    visit.is_accessible()
    visit.look("light")
    visit.is_accessible(*OF_COLOUR)


@pytest.mark.parametrize("kind", WIDE)
def test_page_on_a_wide_screen(tab: Open, kind: str) -> None:
    visit = tab()
    visit.open(KINDS[kind])
    visit.draw()
    visit.shot(f"{kind}-light")
    visit.is_sound()
    visit.is_accessible()


@pytest.mark.parametrize(("unit", "year"), [("松岭县农业农村局", "2024"), ("示例市云溪区企业服务中心", "2022")])
def test_three_clicks_from_home_to_a_number_its_cell_and_its_csv(tab: Open, unit: str, year: str) -> None:
    """Home, unit, CSV of the chart; and the cell from the unit's table. Of the newest and of the oldest year."""
    page = tab().open("/")
    page.locator(".cov").get_by_role("link", name=unit, exact=True).click()
    with page.expect_download() as saved:
        page.locator("#money").get_by_role("link", name="CSV", exact=True).click()
    rows = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    row = next(row for row in rows if f",{year},threePublic," in row)
    label = page.get_by_text("“三公”经费决算", exact=True)
    column = page.locator("#money table", has=label).locator("thead th").all_inner_texts().index(year)
    number = page.locator("#money tr", has=label).locator("td").nth(column - 1)
    assert f",{number.inner_text()}," in row
    said = number.inner_text()
    number.locator("a").click()
    assert page.locator(":target").inner_text() == said


def test_chart_can_be_taken_along(tab: Open) -> None:
    visit = tab()
    visit.open(f"/unit/{UNIT}")
    figure = visit.draw().locator("#chart-function")
    for kind, begin in (("CSV", "\ufeff科目".encode()), ("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with visit.page.expect_download() as saved:
            figure.get_by_role("button", name=kind).click()
        assert saved.value.path().read_bytes().startswith(begin)
    visit.is_sound()


def test_comparison_grows_by_the_form(tab: Open) -> None:
    visit = tab()
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
    visit.is_sound()


def test_graph_expands_by_keyboard_and_is_saved(tab: Open) -> None:
    visit = tab()
    page = visit.open(f"/graph?node=unit/{UNIT}")
    assert page.locator(".stage canvas").count() > 0
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    picture = saved.value.path().read_text(encoding="utf-8")
    assert "松岭县农业农村局" in picture and "实施项目" in picture
    page.locator("#projects a").first.press("Enter")
    page.wait_for_url("**node=**project**")
    visit.is_sound()
