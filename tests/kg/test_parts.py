"""Parts: what one report gives to a release, the same from facts and from a bundle, and made again where it is damaged or gone."""

from __future__ import annotations

import gzip
import shutil

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import release
from kg.checks.engine import check_facts
from kg.checks.results import result_quads
from kg.folder import DataFolder
from kg.iris import Iris
from kg.mapper import quads
from kg.parts import Part, of_one_report, pack, part_of, parts
from kg.parts.cache import FOLDER
from kg.parts.part import unpack
from kg.stream import stream
from tests.kg.example import account

IRIS = Iris()


def made(year: int = 2023) -> Part:
    facts = account(year)
    checked, stated = check_facts(facts, IRIS), quads(facts, IRIS)
    return part_of(checked.report, stated, IRIS, of_one_report(), result_quads(IRIS, checked))


def test_a_part_holds_what_the_bundle_states_each_once() -> None:
    part = made()
    own = list(parse(gzip.decompress(part.own), RdfFormat.N_QUADS))
    shared = list(parse(part.shared, RdfFormat.N_TRIPLES))
    report = NamedNode(part.report)
    stated = {quad.triple for quad in quads(account(2023), IRIS)}
    assert {quad.triple for quad in own if quad.graph_name == report} | {quad.triple for quad in shared} == stated
    assert len(stated) == part.triples
    derived = [quad for quad in own if quad.graph_name == IRIS.derived_graph]
    assert derived and len(own) + len(shared) == len(stated) + len(derived)
    assert all(str(quad.subject.value).startswith(part.report) for quad in own if isinstance(quad.subject, NamedNode))
    assert not any(str(quad.subject.value).split("#")[0] == part.report for quad in shared if isinstance(quad.subject, NamedNode))


def test_turtle_says_the_same() -> None:
    part = made()
    turtle = {quad.triple for quad in parse(gzip.decompress(part.turtle), RdfFormat.TURTLE)}
    assert turtle == {quad.triple for quad in parse(gzip.decompress(part.own), RdfFormat.N_QUADS)}


def test_census_counts_the_statements() -> None:
    part = made()
    own = list(parse(gzip.decompress(part.own), RdfFormat.N_QUADS))
    assert sum(part.census["properties"].values()) == len(own)
    assert part.census["classes"]["https://w3id.org/juesuan/ontology#Report"] == 1


def test_a_file_comes_back() -> None:
    part = made()
    assert unpack(pack(part)) == part


def test_a_bundle_gives_the_part_of_its_facts(folder: DataFolder) -> None:
    release.build(folder).close()
    (info,) = [info for info in folder.bundles() if info.header.year == 2023]
    assert parts(folder).get(info) == made()


@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_what_is_damaged_or_gone_is_made_again(folder: DataFolder, damage: str) -> None:
    with release.build(folder) as first:
        before = (first.directory / "common.nq.gz").read_bytes()
    files = sorted((folder.path / FOLDER).iterdir())
    assert len(files) == 2
    content = files[0].read_bytes()
    if damage == "gone":
        shutil.rmtree(folder.path / FOLDER)
    else:
        files[0].write_bytes(content[:-100] if damage == "cut" else b"{}")
    with release.build(folder, anew=True) as again:
        assert (again.directory / "common.nq.gz").read_bytes() == before
    assert files[0].read_bytes() == content


def test_parts_of_reports_that_are_gone_go(folder: DataFolder) -> None:
    release.build(folder).close()
    folder.remove(folder.headers()[0].report_iri)
    release.build(folder).close()
    assert len(list((folder.path / FOLDER).iterdir())) == 1


def test_a_stream_is_its_pieces() -> None:
    pieces = [b"one ", b"", b"two " * 100_000, b"three"]
    assert stream(pieces).read() == b"".join(pieces)
    assert stream([]).read() == b""
