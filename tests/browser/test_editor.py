"""The editor of queries in a real browser: examples, completion by Chinese labels, and no request to another host while typing."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.test_browser import CHROMIUM, DESK, PHONE, SAMPLES, Visit, app, browser, host

__all__ = ["app", "browser", "host"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample reports are not there"),
]
TEXT = "window.juesuanEditor.getValue()"
VALUE = "text => { window.juesuanEditor.setValue(text); window.juesuanEditor.focus(); window.juesuanEditor.execCommand('goDocEnd'); }"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_example_runs(browser: Browser, host: str, size: tuple[int, int]) -> None:
    visit = Visit(browser, host, size)
    page = visit.open("/sparql?example=three-public")
    page.locator(".editor .CodeMirror").wait_for()
    assert "fa:tableKind-threePublic" in page.evaluate(TEXT)
    page.get_by_role("button", name="查询", exact=True).last.click()
    page.locator("#res").wait_for()
    assert page.locator("table tbody tr").count() > 3
    page.locator(".editor .CodeMirror").wait_for()
    visit.shot("editor")
    assert visit.overflow() <= 0
    assert (visit.errors, visit.hosts) == ([], {urlsplit(host).netloc})


def test_completion_finds_a_subject_by_its_label(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    page = visit.open("/sparql")
    page.locator(".editor .CodeMirror").wait_for()
    page.evaluate(VALUE, "SELECT * WHERE { ?fact fa:functionalSubject ")
    page.keyboard.insert_text("社会保障")
    hint = page.locator(".CodeMirror-hints li", has_text="社会保障和就业支出").first
    hint.wait_for()
    page.screenshot(path="tests/screenshots/completion-1280.png")
    hint.click()
    assert "/subject/functional/2024/208> " in page.evaluate(TEXT) + " "
    assert page.evaluate(TEXT).startswith("PREFIX fa:") or "fa:functionalSubject" in page.evaluate(TEXT)
    assert (visit.errors, visit.hosts) == ([], {urlsplit(host).netloc})


def test_typing_asks_no_other_host_and_declares_our_prefixes(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    page = visit.open("/sparql")
    page.locator(".editor .CodeMirror").wait_for()
    page.evaluate(VALUE, "")
    page.keyboard.type("SELECT * WHERE { ?s a fa:Report ; rdfs:label ?l . ?s foaf:na", delay=15)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert "PREFIX fa: <https://w3id.org/juesuan/ontology#>" in page.evaluate(TEXT)
    assert (visit.errors, visit.hosts) == ([], {urlsplit(host).netloc})


def test_link_of_a_query_holds_it(browser: Browser, host: str) -> None:
    visit = Visit(browser, host, DESK)
    page = visit.open("/sparql?query=ASK%20%7B%20%3Fs%20a%20fa%3AReport%20%7D")
    assert page.evaluate(TEXT) == "ASK { ?s a fa:Report }"
    page.get_by_role("link", name="这个查询的链接").click()
    assert page.locator(".big").inner_text() == "是"


def test_page_works_without_script(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}/sparql")
    page.locator("#query").fill("ASK { ?s a fa:Report }")
    page.locator("main button.main").click()
    assert page.locator(".big").inner_text() == "是"
    context.close()
