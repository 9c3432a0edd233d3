"""Findings in a real browser: from the list to the marked cell, through the notes by keyboard, and a draft from upload to page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.visit import DESK, PHONE, REPORT, SAMPLES

DRAFT = next(SAMPLES.glob("s03*"), SAMPLES)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_a_finding_to_its_cell_and_its_note(tab: Open, size: tuple[int, int]) -> None:
    visit = tab(size)
    visit.open("/checks?severity=error")
    visit.page.locator(".find-l li", has_text="公开01表").first.locator(".src a").nth(1).click()
    visit.page.wait_for_url("**/report/**")
    cell = visit.page.locator(":target")
    assert visit.is_in_sight(":target") and cell.locator("a.st").is_visible()
    cell.locator("a.st").click()
    assert visit.is_in_sight(":target") and "相差" in visit.page.locator(":target").inner_text()
    visit.is_sound()


def test_notes_by_keyboard(tab: Open) -> None:
    visit = tab()
    visit.open(REPORT)
    for key, expected in (("]", 0), ("]", 1), ("[", 0)):
        visit.page.keyboard.press(key)
        ids = visit.page.eval_on_selector_all(".note[id]", "notes => notes.map(note => note.id)")
        assert visit.page.evaluate("location.hash") == f"#{ids[expected]}" and visit.is_in_sight(".note:target")
    visit.page.locator("#q").fill("]")
    assert visit.page.evaluate("location.hash") == f"#{ids[0]}"


def test_a_draft_from_upload_to_page(tab: Open) -> None:
    visit = tab(PHONE)
    visit.open("/check")
    visit.page.locator("#file").set_input_files(DRAFT)
    visit.page.get_by_role("button", name="检查").click()
    visit.page.locator(".find-l").wait_for()
    visit.shot("draft", is_full=False)
    visit.is_sound()
    visit.is_accessible()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "勾稽发现.csv"
    assert "severity" in download.value.path().read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_file_that_is_too_large_is_not_sent(tab: Open, tmp_path: Path) -> None:
    large = tmp_path / "大.docx"
    with large.open("wb") as opened:
        opened.truncate(21 << 20)
    visit = tab()
    visit.open("/check")
    visit.page.locator("#file").set_input_files(large)
    visit.page.get_by_role("button", name="检查").click()
    assert "MB" in visit.page.eval_on_selector("#file", "input => input.validationMessage")
    assert visit.page.url.endswith("/check") and visit.page.locator("#file").is_visible()


def test_a_draft_without_script_and_a_fault(tab: Open, tmp_path: Path) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    page = tab(has_script=False).open("/check")
    page.locator("#file").set_input_files(empty)
    page.get_by_role("button", name="检查").click()
    assert "文件是空的" in page.get_by_role("alert").inner_text()
