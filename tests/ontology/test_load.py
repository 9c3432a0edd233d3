"""The reference graph's quads."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from ontology.concepts import core
from ontology.load import core_quads, region_quads, subject_quads
from ontology.terms import SKOS

BASE = "https://example.org/id/"
GRAPH = NamedNode(BASE + "graph/reference")
USED = [
    ("functional", 2024, "2010301", "行政运行"),
    ("functional", 2024, "2019877", "乙科目"),
    ("functional", 2024, "2019877", "甲科目"),
    ("functional", 2024, "2019877", "乙科目"),
    ("functional", 2024, "2019866", ""),
    ("economic", 2024, "30108", "机关事业单位基本养老保险缴"),
]


def values(quads: list[Quad], path: str, predicate: NamedNode) -> list[str]:
    return [
        str(q.object.value)
        for q in quads
        if q.subject == NamedNode(BASE + path) and q.predicate == predicate and hasattr(q.object, "value")
    ]


def test_the_whole_ontology_stands_in_the_graph() -> None:
    quads = list(core_quads(GRAPH))
    assert len(quads) == len(core())
    assert {q.graph_name for q in quads} == {GRAPH}


def test_a_subject_is_named_by_the_list_else_by_the_printing_else_by_its_code() -> None:
    quads = list(subject_quads(USED, BASE, GRAPH))
    assert values(quads, "subject/functional/2024/2010301", SKOS.prefLabel) == ["行政运行"]
    assert values(quads, "subject/functional/2024/2019877", SKOS.prefLabel) == ["乙科目"]
    assert values(quads, "subject/functional/2024/2019877", SKOS.altLabel) == ["甲科目"]
    assert values(quads, "subject/functional/2024/2019866", SKOS.prefLabel) == ["2019866"]
    assert values(quads, "subject/economic/2024/30108", SKOS.altLabel) == ["机关事业单位基本养老保险缴"]


def test_equally_frequent_printings_go_by_the_alphabet() -> None:
    quads = list(subject_quads([("functional", 2024, "2019877", "乙"), ("functional", 2024, "2019877", "丙")], BASE, GRAPH))
    assert values(quads, "subject/functional/2024/2019877", SKOS.prefLabel) == [min("乙", "丙")]


def test_every_subject_reaches_its_class() -> None:
    quads = list(subject_quads(USED, BASE, GRAPH))
    assert values(quads, "subject/functional/2024/2010301", SKOS.broader) == [BASE + "subject/functional/2024/20103"]
    assert values(quads, "subject/functional/2024/20103", SKOS.broader) == [BASE + "subject/functional/2024/201"]
    assert values(quads, "subject/functional/2024/201", SKOS.notation) == ["201"]


def test_order_of_use_does_not_matter() -> None:
    assert list(subject_quads(USED, BASE, GRAPH)) == list(subject_quads(reversed(USED), BASE, GRAPH))


def test_regions_come_with_all_above_them() -> None:
    quads = list(region_quads(["430104", "430100", "430104"], BASE, GRAPH))
    assert [q.subject.value for q in quads if q.predicate == SKOS.notation and isinstance(q.subject, NamedNode)] == [
        BASE + "region/" + code for code in ("100000", "430000", "430100", "430104")
    ]
    assert values(quads, "region/430104", SKOS.prefLabel) == ["岳麓区"]
    assert values(quads, "region/430104", SKOS.broader) == [BASE + "region/430100"]
