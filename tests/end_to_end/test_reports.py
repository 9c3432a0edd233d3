"""Whole reports, from file to exported tables: the samples, and real reports where they are at hand."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph

from ingest import samples
from ingest.loading import Plan, load
from ingest.sources import Source, find_files
from kg import bundle, export, release
from kg.content import draft
from kg.folder import DataFolder
from ontology.terms import SHAPES_FILE

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "reports"))
SETS = [pytest.param(samples.folder(), id="samples"), pytest.param(REPORTS, id="real", marks=pytest.mark.real)]

# Labels of contact and signature lines, and numbers that can only be telephones.
CONTACT = re.compile(r"(联系人|接洽人|填表人|联系电话|咨询电话|电话|邮箱)[:：]|(?<![\w.])(0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?![\w.])")
PERSON = re.compile(r"(?:联系人|接洽人|填表人)[:：]\s*([\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff])")
NUMBER = re.compile(r"电话[:：]\s*([\d-]{7,13})")


def sources(reports: Path) -> list[Source]:
    if not reports.is_dir():
        pytest.skip(f"no reports in {reports}: set JUESUAN_REPORTS")
    return find_files([str(reports / "*.txt")])


def loaded(data: Path, files: list[Source], jobs: int = 1) -> DataFolder:
    folder = DataFolder(data)
    loading = load(folder, files, Plan(jobs=jobs))
    assert [str(o.error) for o in loading.outcomes if o.error] == []
    return folder


def exported(folder: DataFolder, out: Path) -> dict[str, bytes]:
    with release.current(folder) as current:
        store = current.open_store()
        export.export_tables(store, out)
        export.export_rdf(store, out / "all.nq")
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def bundles(folder: DataFolder) -> dict[str, bytes]:
    return {p.relative_to(folder.bundle_root).as_posix(): p.read_bytes() for p in sorted(folder.bundle_root.rglob("*.trig"))}


@pytest.fixture(scope="module", params=SETS)
def files(request: pytest.FixtureRequest) -> list[Source]:
    """The reports of one set."""
    return sources(request.param)


@pytest.fixture(scope="module")
def folder(files: list[Source], tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """They, loaded one after the other."""
    return loaded(tmp_path_factory.mktemp("reports") / "data", files)


@pytest.fixture(scope="module")
def tables(folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is exported of them."""
    return exported(folder, tmp_path_factory.mktemp("exported"))


def test_any_order_any_number_of_jobs_once_or_twice_gives_the_same_bytes(
    files: list[Source], folder: DataFolder, tables: dict[str, bytes], tmp_path: Path
) -> None:
    other = loaded(tmp_path / "b", files[::-1][: len(files) // 2], jobs=2)
    other = loaded(tmp_path / "b", files, jobs=2)
    assert bundles(folder) == bundles(other)
    assert tables == exported(other, tmp_path / "tb")
    release.build(other, anew=True).close()
    assert tables == exported(other, tmp_path / "tc"), "rebuilt from the bundles alone"


def test_no_contact_line_leaves_the_reader(files: list[Source], folder: DataFolder, tables: dict[str, bytes]) -> None:
    texts = {name: data.decode() for name, data in {**tables, **bundles(folder)}.items()}
    found = {name: CONTACT.search(text) for name, text in texts.items()}
    assert {name: match[0] for name, match in found.items() if match} == {}
    for raw in (source.path.read_text(encoding="utf-8") for source in files):
        printed = {*NUMBER.findall(raw), *(name for name in PERSON.findall(raw) if raw.count(name) == 1)}
        assert [word for word in printed for text in texts.values() if word in text] == []


def graphs(folder: DataFolder, out: Path) -> Iterator[tuple[str, Graph]]:
    """Every third report, one of each kind among them, as a release of it alone: with the concepts and places that it uses."""
    for info in folder.bundles()[::3]:
        path = out / "report.nt"
        export.export_rdf(draft(folder.iris, [bundle.load(info.path)]), path)
        yield info.file_path, Graph().parse(path)


def test_reports_fit_the_shapes(folder: DataFolder, tmp_path: Path) -> None:
    shapes = Graph().parse(SHAPES_FILE)
    for name, graph in graphs(folder, tmp_path):
        conforms, _, text = validate(graph, shacl_graph=shapes)
        assert conforms, f"{name}: {text[:1500]}"
