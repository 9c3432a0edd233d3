"""Every fact's IRI leads to its report's page, to the cell or the characters that print it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html
from pyoxigraph import NamedNode

import search_app
from ingest.pipeline import extract
from ingest.sources import find_files
from kg import bundle, release, settings
from kg.amounts import fold
from kg.bundle import load
from kg.folder import DataFolder
from ontology.terms import FA
from search_app import create_app
from search_app.graph import Statements
from search_app.sparql.pool import Pool
from tests.search_app.conftest import HTML

BASE = "https://w3id.org/juesuan/id/"
STATIC = Path(search_app.__file__).parent / "static"
CHARACTERS = re.compile(r"p(\d+)o(\d+)-(\d+)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> DataFolder:
    """A data folder with all sample reports."""
    made = DataFolder(tmp_path_factory.mktemp("places") / "data")
    for source in find_files([samples]):
        made.put(bundle.dump(extract(source), made.iris))
    release.build(made).close()
    return made


@pytest.fixture(scope="module")
def pages(folder: DataFolder) -> Iterator[FlaskClient]:
    """The application on that folder."""
    app = create_app(settings.load(data=folder.path, environment={}))
    yield app.test_client()
    pool: Pool = app.extensions["pool"]
    pool.close()


def anchors(page: str) -> dict[str, str]:
    """The text of every element that has an id."""
    return {
        str(element.get("id")): "".join(str(text) for text in element.itertext())
        for element in html.fromstring(page).iter()
        if element.get("id")
    }


def facts(said: Statements) -> Iterator[str]:
    """The fragments of all that the report states, but for the notes of what was not read and the second data set of a table."""
    for fragment in said.fragments():
        if not re.fullmatch(r"unresolved\d+|t\d+-quantities", fragment):
            yield fragment


def test_every_fact_has_its_place_on_the_page(folder: DataFolder, pages: FlaskClient) -> None:
    for info in folder.bundles():
        said = Statements(load(info.path))
        found = anchors(pages.get("/" + info.report_iri.removeprefix(BASE), headers=HTML).text)
        missing = [fragment for fragment in facts(said) if fragment not in found]
        assert not missing, (info.report_iri, len(missing), missing[:5])
        assert not list(wrong(said, found, info.report_iri))


def wrong(said: Statements, found: dict[str, str], report: str) -> Iterator[tuple[str, str, str]]:
    """Facts whose place on the page does not print them: fragment, what is there, what should be."""
    for kind in (FA.BudgetFact, FA.QuantityFact):
        for fact in said.each(kind):
            if fold(fact.text(FA.printedText)) not in fold(found[fact.fragment]):
                yield fact.fragment, found[fact.fragment], fact.text(FA.printedText)
    for result in said.each(FA.IndicatorResult):
        for printed in (result.text(FA.targetText), result.text(FA.actualText), result.text(FA.indicatorName)):
            if fold(printed) not in fold(found[result.fragment]):
                yield result.fragment, found[result.fragment], printed
    for fragment in facts(said):
        if place := CHARACTERS.match(fragment):
            text = said.of(NamedNode(f"{report}#p{place[1]}")).text(FA.text)[int(place[2]) : int(place[3])]
            if text.strip() not in found[fragment]:
                yield fragment, found[fragment], text


def test_the_iri_of_a_fact_leads_there(folder: DataFolder, pages: FlaskClient) -> None:
    """A browser keeps the fragment over the redirect (RFC 9110, 10.2.2), and the page marks what it leads to."""
    iri = folder.bundles()[0].report_iri
    answer = pages.get("/id/" + iri.removeprefix(BASE), headers=HTML)
    assert answer.status_code == 303
    assert pages.get(answer.location, headers=HTML).status_code == 200
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("site.css", "app.css"))
    assert all(rule in style for rule in ("td:target", "tr:target", "span:target", "p:target"))
