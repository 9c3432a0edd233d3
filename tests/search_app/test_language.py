"""The English of the pages: no phrase without one, the switch by address and cookie, facts as printed, an ETag of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

import search_app
from search_app import translation
from search_app.views.neighbours import _written as relations
from tests.search_app.conftest import HTML

HERE = Path(search_app.__file__).parent
SOURCES = [*sorted((HERE / "templates").glob("*.html")), *sorted((HERE / "static").glob("*.js"))]
# Modules whose messages people read on pages; of the others the Chinese is data, or it never gets onto a page.
MODULES = [path for folder in (".", "pages", "views", "sparql") for path in sorted((HERE / folder).glob("*.py"))]
DATA = {"questions", "schema_org", "openapi", "holdings", "grid", "sheet", "heads", "catalog", "changes", "findings", "model_context"}
NO_CHROME = {"勾稽发现.{1}", "数据发布版", "%"}
UNIT = "/unit/990102/示例市云溪区产业服务中心"
# Pages whose facts are none of our own words.
PAGES = ("/", "/checks", "/compare", "/graph", "/catalog", "/downloads", "/limits", "/check", "/nothing")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_phrase_of_templates_and_scripts_has_its_english(path: Path) -> None:
    missing: list[str] = []

    def words(key: str) -> str:
        if key not in translation.catalogue():
            missing.append(key)
        return translation.look_up(key)

    source = path.read_text(encoding="utf-8")
    english = (translation.template if path.suffix == ".html" else translation.script)(source, words)
    assert missing == []
    assert len(re.findall(r"\{[{%]", english)) >= len(re.findall(r"\{%", source))


def _texts(path: Path) -> Iterator[str]:
    """The Chinese strings of a module; f-strings with their places numbered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            apart |= {id(part) for part in node.values}
            places = iter(range(1, 10))
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in DATA], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_message_has_its_english(path: Path) -> None:
    said = {text for text in _texts(path) if translation.has_chinese(text)} - NO_CHROME
    assert sorted(said - set(translation.catalogue())) == []


def test_names_in_data_files_have_their_english() -> None:
    measures = yaml.safe_load((HERE / "measures.yaml").read_text(encoding="utf-8"))
    names = {one[key] for one in measures.values() for key in ("label", "short", "unit") if key in one}
    names |= set(relations()["kinds"].values()) | {
        one[key] for one in relations()["relations"] for key in ("label", "heading") if key in one
    }
    assert sorted(name for name in names if translation.has_chinese(name) and name not in translation.catalogue()) == []


def test_catalogue_keeps_the_places() -> None:
    """Every place of a phrase stands in the English, and none that the phrase does not have; no Chinese but in quotation marks."""
    for key, said in translation.catalogue().items():
        assert set(re.findall(r"\{\d", said)) == set(re.findall(r"\{\d", key)), key
        assert not translation.has_chinese(re.sub(r"“[^”]*”|（.*?）|\(三公\)|example .*", "", said)), key


def test_messages_with_places() -> None:
    assert translation.english("没有“甲”这个单位") == "There is no unit “甲”"
    assert translation.english("比2023年（4.83）") == "Against 2023 (4.83): "
    assert translation.english("减少0.67万元，下降13.87%") == "down 0.67 ×10,000 yuan, 13.87%"
    assert translation.english("农业农村局的职责") == "农业农村局的职责"


def test_a_template_is_translated_phrase_by_phrase() -> None:
    source = (
        '<p title="去掉{{ a }}{{ b }}">{% if x == "未填" %}{{ n|length }}份报告{% else %}{{ "没有" if y }}　{{ m }}、{{ k }}{% endif %}</p>'
    )
    assert translation.template(source) == (
        '<p title="Remove {{ a }} {{ b }}">{% if x == "未填" %}{{ n|length }} report{{ (n|length)|plural }}'
        '{% else %}{{ "none" if y }}\u2003{{ m }}, {{ k }}{% endif %}</p>'
    )


def test_address_and_cookie_choose_and_no_header_does(app: Flask) -> None:
    client = app.test_client()
    assert '<html lang="zh-CN">' in client.get("/limits", headers={**HTML, "Accept-Language": "en"}).text
    chosen = client.get("/limits?lang=en", headers=HTML)
    assert '<html lang="en">' in chosen.text and chosen.headers["Content-Language"] == "en" and "Cookie" in chosen.headers["Vary"]
    assert re.match(r"lang=en; .*Max-Age=31536000; HttpOnly; Path=/; SameSite=Lax", chosen.headers["Set-Cookie"])
    kept = client.get("/limits", headers=HTML)
    assert '<html lang="en">' in kept.text and "Set-Cookie" not in kept.headers
    assert '<html lang="zh-CN">' in client.get("/limits?lang=zh", headers=HTML).text
    assert "Set-Cookie" not in client.get("/limits?lang=fr", headers=HTML).headers


def test_each_language_has_its_etag_and_links_to_the_other(app: Flask) -> None:
    client = app.test_client()
    chinese = client.get(f"{UNIT}?year=2024", headers=HTML)
    english = client.get(f"{UNIT}?year=2024&lang=en", headers=HTML)
    assert chinese.headers["ETag"] != english.headers["ETag"]
    again = client.get(f"{UNIT}?year=2024", headers={**HTML, "If-None-Match": chinese.headers["ETag"]})
    assert again.status_code == 200 and again.headers["ETag"] == english.headers["ETag"]
    for name, tag in (("zh", "zh-CN"), ("en", "en")):
        assert re.search(rf'<link rel="alternate" hreflang="{tag}" href="[^"]*\?year=2024&amp;lang={name}">', english.text)


@pytest.mark.parametrize("path", PAGES)
def test_no_chinese_word_of_ours_is_left(client: FlaskClient, path: str) -> None:
    """What is left of Chinese on an English page is none of the catalogue's phrases of three characters or more."""
    page = client.get(f"{path}?lang=en", headers=HTML).text
    shown = re.sub(r"<script.*?</script>|(href|value|data-\w+)=(\"[^\"]*\"|'[^']*')|lang=\"zh-CN\"[^>]*>[^<]*", "", page, flags=re.DOTALL)
    texts = {text.strip() for text in re.split(r"<[^>]*>|[:(),]", shown)}
    ours = {key for key, said in translation.catalogue().items() if len(key) > 2 and "{" not in key and said != key}
    assert sorted(texts & ours) == []


def test_ontology_labels_are_english(client: FlaskClient) -> None:
    page = client.get("/ontology?lang=en", headers=HTML).text
    assert re.search(r"<tr id=BudgetFact><th scope=row>[A-Za-z ]+<code>", page)
