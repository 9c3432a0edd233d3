"""The lexicon of a release is made of its store, its tables and the parts of its reports; the store alone says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from ingest.pipeline import extract
from ingest.sources import find_files
from kg import release
from kg.content import draft
from kg.facts import ReportFacts
from kg.folder import DataFolder
from kg.iris import Iris
from kg.mapper import quads
from kg.parts import part_of
from kg.parts.names import together
from kg.parts.part import names_of, pack
from search_app.ask import build_lexicon
from search_app.ask.building import FILE
from search_app.ask.lexicon import Lexicon
from tests.kg.example import account

IRIS = Iris()


def test_tables_and_store_give_one_lexicon(data: DataFolder) -> None:
    with release.current(data) as opened:
        assert (opened.directory / FILE).read_bytes() == build_lexicon(opened.open_store()).dump()


def both_ways(reports: Iterable[ReportFacts]) -> list[Lexicon]:
    """What the store says alone, and with the projects and divisions from the parts of the reports."""
    stated = [quads(facts, IRIS) for facts in reports]
    store = draft(IRIS, stated)
    parts = (part_of(_report(one), one, IRIS) for one in stated)
    return [build_lexicon(store), build_lexicon(store, together(names_of(pack(part)) for part in parts))]


def _report(stated: Iterable[Quad]) -> str:
    (report,) = {quad.graph_name.value for quad in stated if isinstance(quad.graph_name, NamedNode)}
    return report


def test_parts_and_store_give_one_lexicon(samples: Path) -> None:
    asked, told = both_ways(extract(source) for source in find_files([samples]))
    assert asked.projects and asked.divisions
    assert asked.dump() == told.dump()


def test_a_project_has_the_names_of_all_its_reports() -> None:
    (project, *_), before = account(2023).projects, account(2022)
    other = replace(project, name="企业服务经费", also_named=("园区企业服务经费",))
    asked, told = both_ways([account(2023), replace(before, projects=(other,))])
    found = {name: one for one in told.projects for name in one.names}
    assert found["企业服务经费项目"] == found["园区企业服务经费"] == found["企业服务专项经费"]
    assert found["企业服务经费项目"].years == (2022, 2023)
    assert asked.dump() == told.dump()
