"""The editor of queries in a real browser: examples, completion by Chinese labels, and no request to another host while typing."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.visit import PHONE

pytestmark = pytest.mark.browser
TEXT = "window.juesuanEditor.getValue()"
VALUE = "text => { window.juesuanEditor.setValue(text); window.juesuanEditor.focus(); window.juesuanEditor.execCommand('goDocEnd'); }"


def test_an_example_runs(tab: Open) -> None:
    visit = tab(PHONE)
    page = visit.open("/sparql?example=three-public")
    page.locator(".editor .CodeMirror").wait_for()
    assert "fa:tableKind-threePublic" in page.evaluate(TEXT)
    page.get_by_role("button", name="查询", exact=True).last.click()
    page.locator("#res").wait_for()
    assert page.locator("table tbody tr").count() > 3
    page.locator(".editor .CodeMirror").wait_for()
    visit.shot("editor")
    visit.is_sound()


def test_completion_finds_a_subject_by_its_label(tab: Open) -> None:
    visit = tab()
    page = visit.open("/sparql")
    page.locator(".editor .CodeMirror").wait_for()
    page.evaluate(VALUE, "SELECT * WHERE { ?fact fa:functionalSubject ")
    page.keyboard.insert_text("社会保障")
    hint = page.locator(".CodeMirror-hints li", has_text="社会保障和就业支出").first
    hint.wait_for()
    hint.click()
    assert "/subject/functional/2024/208> " in page.evaluate(TEXT) + " "
    assert page.evaluate(TEXT).startswith("PREFIX fa:") or "fa:functionalSubject" in page.evaluate(TEXT)
    visit.is_sound()


def test_typing_asks_no_other_host_and_declares_our_prefixes(tab: Open) -> None:
    visit = tab()
    page = visit.open("/sparql")
    page.locator(".editor .CodeMirror").wait_for()
    page.evaluate(VALUE, "")
    page.keyboard.type("SELECT * WHERE { ?s a fa:Report ; rdfs:label ?l . ?s foaf:na", delay=15)
    page.keyboard.press("Escape")
    page.wait_for_load_state("networkidle")
    assert "PREFIX fa: <https://w3id.org/juesuan/ontology#>" in page.evaluate(TEXT)
    visit.is_sound()


def test_link_of_a_query_holds_it(tab: Open) -> None:
    visit = tab()
    page = visit.open("/sparql?query=ASK%20%7B%20%3Fs%20a%20fa%3AReport%20%7D")
    assert page.evaluate(TEXT) == "ASK { ?s a fa:Report }"
    page.get_by_role("link", name="这个查询的链接").click()
    assert page.locator(".big").inner_text() == "是"


def test_page_works_without_script(tab: Open) -> None:
    page = tab(has_script=False).open("/sparql")
    page.locator("#query").fill("ASK { ?s a fa:Report }")
    page.locator("main button.main").click()
    assert page.locator(".big").inner_text() == "是"
