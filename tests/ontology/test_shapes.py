"""The shapes on a good example and on ways to break it; the good example as a well-formed data cube."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyshacl import validate
from rdflib import RDF, SH, Graph, Literal

from ontology.terms import CORE_FILE, PREFIXES, SHAPES_FILE

GOOD = Path(__file__).with_name("good.ttl")
HEADER = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**PREFIXES, "id": "https://example.org/id/"}.items())
HERE = "PREFIX : <https://example.org/id/report/990102/u/2023/r#>\n"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES_FILE)


def good() -> Graph:
    return Graph().parse(GOOD)


def messages(data: Graph, shapes: Graph) -> list[str]:
    conforms, report, _ = validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = [str(message) for message in report.objects(None, SH.resultMessage)]
    assert conforms is (found == [])
    return found


def test_the_good_example_conforms(shapes: Graph) -> None:
    assert messages(good(), shapes) == []


def test_every_shape_has_a_target_in_the_good_example(shapes: Graph) -> None:
    data = good()
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        classes = list(shapes.objects(shape, SH.targetClass))
        properties = list(shapes.objects(shape, SH.targetObjectsOf))
        assert any((None, RDF.type, c) in data for c in classes) or any((None, p, None) in data for p in properties), shape


def test_messages_are_chinese(shapes: Graph) -> None:
    found = list(shapes.objects(None, SH.message))
    assert found
    assert all(isinstance(message, Literal) and message.language == "zh" for message in found)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("DELETE WHERE { ?r fa:reportOf ?u }", "报告应属于一个单位"),
        ("DELETE WHERE { ?r a fa:DepartmentAccount }", "报告应是部门决算、单位决算、绩效自评报告之一"),
        ('INSERT DATA { id:report fa:fileHash "abc" }', "报告应有一个 SHA-256 文件哈希"),
        ("DELETE WHERE { id:unit fa:region ?r }", "单位应有一个行政区划"),
        ("DELETE WHERE { :t05r5c2 obeu-measure:amount ?a }", "应有一个金额，以元计"),
        ('INSERT DATA { :t05r5c2 obeu-measure:amount "5" }', "应有一个金额，以元计"),
        ("DELETE WHERE { :t05 fa:printedUnit ?u }", "金额应有原文单位：元、千元、万元、百万元或亿元"),
        ("DELETE WHERE { :t05 obeu-attribute:currency ?c }", "金额应有币种"),
        ("DELETE WHERE { :t05 obeu-dimension:organization ?o }", "单元格应属于一个单位"),
        ("DELETE WHERE { :t05r5c2 fa:rowIndex ?i }", "应有一个行序"),
        ('INSERT DATA { :t05r5c2 fa:side "其他" }', "收支方只能是收入或支出"),
        ("INSERT DATA { :t05r5c2 fa:level fa:phase-executed }", "层级应为合计、类、款、项、其中之一"),
        ("INSERT DATA { :t05r5c2 fa:functionalSubject id:other }", "所用科目应在参考图中"),
        ("DELETE WHERE { :t05r9c2 fa:valueUnit ?u }", "应有一个数值单位（可以是空字符串）"),
        ("DELETE WHERE { :p1 fa:text ?t }", "段落应有文字"),
        ('INSERT DATA { :p2 a fa:Passage ; dct:isPartOf id:report ; fa:position 2 ; fa:text "联系电话：无" }', "段落不合要求"),
        ("DELETE WHERE { :p1o0-9 fa:statedIn ?p }", "文字中的数字应出自一个段落"),
        ("INSERT DATA { :p1o0-9 fa:measure fa:phase-executed , fa:measure-share }", "度量应取自度量概念表，至多一个"),
        ("DELETE WHERE { :p1o0-20-line fa:path ?p }", "应有类款项路径或项目名称"),
        ("DELETE WHERE { id:project fa:carriedOutBy ?u }", "项目应有一个实施单位"),
        ("DELETE WHERE { :t12-evaluation fa:evaluates ?p }", "绩效自评应有一个评价对象"),
        ("DELETE WHERE { :t12r8 fa:partOfEvaluation ?e }", "指标应属于一份绩效自评"),
        ('INSERT DATA { :t12r8 fa:score "满分" }', "得分至多一个"),
        ("INSERT DATA { :t12r9 fa:met true }", "绩效指标不合要求"),
        ("DELETE WHERE { ?l fa:linkBasis ?b }", "推导的关系应有一个依据"),
        ("DELETE WHERE { ?c fa:changeKind ?k }", "机构变动应有一个类型"),
        ("DELETE WHERE { ?d fa:dutyOf ?u }", "职责应属于一个单位"),
        ("INSERT DATA { :p1o1-4-affiliation fa:parent id:unit }", "隶属关系应有一个下级单位，且与上级不同"),
        ("DELETE WHERE { :unresolved1 fa:why ?w }", "未能读出之处应有原因"),
        ("INSERT DATA { :check1 fa:outcome fa:outcome-passed }", "图中只写不符、无法读出和运行出错"),
    ],
)
def test_a_broken_example_is_told_in_chinese(change: str, message: str, shapes: Graph) -> None:
    data = good()
    data.update(HEADER + HERE + change)
    assert any(text.startswith(message) for text in messages(data, shapes))


# Integrity constraints of the Data Cube recommendation (https://www.w3.org/TR/vocab-data-cube/#wf-rules) that the structures can break.
CONSTRAINTS = {
    "IC-1 one data set": "?o a qb:Observation . FILTER NOT EXISTS { ?o qb:dataSet ?d }",
    "IC-2 one structure": "?d a qb:DataSet . FILTER NOT EXISTS { ?d qb:structure ?s }",
    "IC-3 a measure": "?s a qb:DataStructureDefinition . FILTER NOT EXISTS { ?s qb:component/qb:measure ?m }",
    "IC-4 dimensions have a range": "?c qb:dimension ?p . FILTER NOT EXISTS { ?p rdfs:range ?r }",
    "IC-6 only attributes are optional": "?c qb:componentRequired false . FILTER NOT EXISTS { ?c qb:attribute ?p }",
    "IC-11 all dimensions": "?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p . FILTER NOT EXISTS { ?o ?p ?v }",
    "IC-12 no duplicates": (
        "?a qb:dataSet ?d ; fa:rowIndex ?r ; fa:columnIndex ?c . ?b qb:dataSet ?d ; fa:rowIndex ?r ; fa:columnIndex ?c . FILTER(?a != ?b)"
    ),
    "IC-13 required attributes": (
        "?o qb:dataSet/qb:structure/qb:component ?c . ?c qb:componentRequired true ; qb:attribute ?p . FILTER NOT EXISTS { ?o ?p ?v }"
    ),
    "IC-14 all measures": "?o qb:dataSet/qb:structure/qb:component/qb:measure ?p . FILTER NOT EXISTS { ?o ?p ?v }",
}


@pytest.fixture(scope="module")
def cube() -> Graph:
    """The good example with `core.ttl`, normalised: types closed, attachments of the data set pushed down, the unit too."""
    graph = good().parse(CORE_FILE)
    graph.update(HEADER + "INSERT { ?o a qb:Observation } WHERE { ?o qb:dataSet ?d }")
    graph.update(
        HEADER
        + """INSERT { ?o ?p ?v } WHERE {
            ?c qb:componentAttachment qb:DataSet ; (qb:dimension|qb:attribute) ?p .
            ?d qb:structure/qb:component ?c ; ?p ?v . ?o qb:dataSet ?d }"""
    )
    graph.update(HEADER + "INSERT { ?o fa:printedUnit ?v } WHERE { ?o a fa:BudgetFact ; qb:dataSet/fa:printedUnit ?v }")
    return graph


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_cube_is_well_formed(constraint: str, cube: Graph) -> None:
    assert len(cube.query(HEADER + "SELECT * { " + CONSTRAINTS[constraint] + " }")) == 0


def test_the_constraints_see_a_broken_cube(cube: Graph) -> None:
    broken = rdflib.Graph()
    broken += cube
    broken.update(HEADER + HERE + "DELETE WHERE { :t05r5c2 obeu-measure:amount ?a }")
    assert len(broken.query(HEADER + "SELECT * { " + CONSTRAINTS["IC-14 all measures"] + " }")) == 1
