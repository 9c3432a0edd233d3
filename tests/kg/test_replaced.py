"""What a newer file of a report replaced: kept beside the bundles, said in the graph."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg import replaced
from kg.bundle import Header
from kg.iris import Iris
from ontology.terms import DCT, FA

IRI = "https://w3id.org/juesuan/id/report/990102/a/2024/b"


def header(*hashes: str) -> Header:
    files = {f"{number}.txt": digest for number, digest in enumerate(hashes)}
    first, *others = files.items()
    return Header(1, "", IRI, *first, "x", "990102", "a", 2024, "b", 0, {}, "", dict(others))


def test_older_hashes_are_kept_until_they_count_again(tmp_path: Path) -> None:
    replaced.note(tmp_path, None, header("11"))
    assert replaced.read(tmp_path) == {}
    replaced.note(tmp_path, header("11"), header("22"))
    replaced.note(tmp_path, header("22"), header("33", "44"))
    assert replaced.read(tmp_path) == {IRI: ("11", "22")}
    replaced.note(tmp_path, header("33", "44"), header("11", "44"))
    assert replaced.read(tmp_path) == {IRI: ("22", "33")}
    replaced.forget(tmp_path, IRI)
    assert replaced.read(tmp_path) == {}


def test_the_graph_names_the_older_file_by_its_hash() -> None:
    (kind, digest, by, replaces) = replaced.quads({IRI: ("11",), "gone": ("22",)}, [IRI], Iris())
    assert digest.object == Literal("11") and digest.subject == NamedNode(f"{IRI}#replaced-11")
    assert by.predicate == DCT.isReplacedBy and by.object == NamedNode(IRI) and kind.object == FA.SourceFile
    assert replaces.subject == NamedNode(IRI) and {quad.graph_name for quad in (kind, digest, by, replaces)} == {Iris().derived_graph}
