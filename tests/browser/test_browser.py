"""The way of a visitor in a real browser: question, answer, source, cell; on a phone too; nothing from another host."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from tests.browser.conftest import Open
from tests.browser.visit import DESK, PHONE, QUESTION, UNIT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_question_to_the_marked_cell(tab: Open, size: tuple[int, int]) -> None:
    visit = tab(size)
    page = visit.open("/")
    page.get_by_role("combobox").fill(QUESTION)
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search?**")
    number = page.locator(".answer .big").inner_text().split("万")[0].strip()
    page.locator(".answer .srcs a").first.click()
    page.wait_for_url("**/report/**")
    cell = page.locator(":target")
    assert cell.inner_text().strip() == number
    assert unquote(page.url).endswith(cell.get_attribute("id") or "?") and visit.is_in_sight(":target")
    marked, plain = (locator.evaluate("cell => getComputedStyle(cell).backgroundColor") for locator in (cell, page.locator("td").first))
    assert marked != plain
    visit.shot("cell", is_full=False)
    banner = page.locator("#at")
    assert banner.inner_text().startswith("正在看的出处：") and number in banner.inner_text() and visit.is_in_sight("#at")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible() and not (banner.is_visible() or page.locator("#print").is_visible())
    page.emulate_media(media="screen")
    banner.get_by_role("link", name="回到回答").click()
    page.wait_for_url("**/search?**")
    visit.is_sound()


def test_by_keyboard_alone(tab: Open) -> None:
    """From home to the cell of the answer; the keys are listed, and those of one character can be turned off."""
    visit = tab()
    page = visit.open("/")
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.answer .srcs a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/**")
    assert visit.is_in_sight(":target")
    page.keyboard.press("?")
    assert page.locator("#keys").get_by_text("查询框").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert not page.evaluate("document.activeElement.matches('#q')")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.matches('#q')")
    visit.is_sound()


def test_facets_are_a_sheet_on_the_phone(tab: Open) -> None:
    visit = tab(PHONE)
    page = visit.open("/search?q=支出减少的原因")
    assert not page.locator("#filters").is_visible()
    page.get_by_role("link", name="筛选", exact=True).click()
    assert page.locator("#filters").is_visible()
    visit.shot("filters")
    page.locator("#filters a", has_text="2023").click()
    page.wait_for_url("**year=2023**")
    assert page.get_by_role("link", name="去掉年度2023").is_visible()


def test_query_of_the_answer_opens_in_the_editor(tab: Open) -> None:
    visit = tab()
    page = visit.open(f"/search?q={QUESTION}")
    page.locator(".answer summary", has_text="SPARQL").click()
    page.get_by_text("在编辑器中打开").click()
    page.wait_for_url("**/sparql**")
    assert "SELECT" in page.locator("#query").input_value() and page.locator("#res").is_visible()
    visit.is_sound()


def test_pages_work_without_script(tab: Open) -> None:
    visit = tab(has_script=False)
    page = visit.open(f"/search?q={QUESTION}")
    assert page.locator(".answer .big").is_visible()
    visit.open(f"/unit/{UNIT}")
    assert page.locator("#chart-function table").is_visible() and not page.locator("#chart-function .plot").is_visible()
    visit.open(f"/graph?node=unit/{UNIT}")
    page.locator("#projects").get_by_role("link", name="茶叶产业集群建设资金").click()
    page.wait_for_url("**node=**project**")
    assert page.locator("#measured a").count() > 0


def test_language_is_chosen_and_kept(tab: Open) -> None:
    """The link changes the page in place; the choice holds on the next page; facts stay as printed; the way back is there."""
    visit = tab()
    page = visit.open(f"/unit/{UNIT}?year=2024")
    page.get_by_role("link", name="English").first.click()
    page.wait_for_url("**lang=en**")
    assert "year=2024" in page.url and page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "松岭县农业农村局"
    page.get_by_role("navigation", name="Main navigation").get_by_role("link", name="Checks").click()
    page.get_by_role("heading", name="Checks: what does not add up").wait_for()
    page.get_by_role("link", name="中文").first.click()
    page.get_by_role("heading", name="勾稽：对不上的地方").wait_for()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["lang"]
    visit.is_sound()
