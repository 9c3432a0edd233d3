"""IRIs: Chinese readable, RFC 3987, one name one node."""

from __future__ import annotations

import pickle

import pytest
from rdflib import URIRef

from kg.iris import Iris, display_name, project_name, segment
from tests.kg.example import account

IRIS = Iris("https://data.example/id/")


def test_chinese_stays_readable() -> None:
    assert IRIS.unit("990102", "云溪区产业服务中心").value == "https://data.example/id/unit/990102/云溪区产业服务中心"
    assert IRIS.functional(2023, "2010303").value == "https://data.example/id/subject/functional/2023/2010303"
    assert IRIS.indicator("数量指标", "走访企业").value == "https://data.example/id/indicator/数量指标/走访企业"


def test_report_and_its_parts() -> None:
    report = IRIS.report(account(2023).info)
    assert report.value == "https://data.example/id/report/990102/云溪区产业服务中心/2023/部门决算"
    assert IRIS.part(report, "t05r12c4").value == report.value + "#t05r12c4"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("办公厅（室） 机关", "办公厅(室)机关"),
        ("Ａ B\u200b\u3000Ｃ", "ABC"),
        ("a/b#c?d%e", "a%2Fb%23c%3Fd%25e"),
        ('<>"{}|\\^`[]', "%3C%3E%22%7B%7D%7C%5C%5E%60%5B%5D"),
        ("", "-"),
        ("..", "%2E%2E"),
        ("\ue000", "%EE%80%80"),
        ("𠮷", "𠮷"),
    ],
)
def test_segment(name: str, expected: str) -> None:
    assert segment(name) == expected


@pytest.mark.parametrize("code", [*range(0x20, 0x7F), 0xA0, 0x3002, 0xFDD0, 0xFFFE, 0xE001, 0x1F600])
def test_every_segment_makes_a_valid_iri(code: int) -> None:
    """An independent reader takes the IRI as it is."""
    iri = IRIS.unit("990102", f"甲{chr(code)}乙").value
    assert URIRef(iri).n3() == f"<{iri}>"


def test_full_and_half_width_are_one_node_with_one_label() -> None:
    assert IRIS.unit("1", "办公室（机关）") == IRIS.unit("1", "办公室(机 关)")
    assert display_name("办公室(机关)") == display_name("办公室（机 关）") == "办公室（机关）"
    assert display_name("IT(2)") == "IT(2)"


def test_project_iri_drops_the_word_project_alone() -> None:
    assert IRIS.project("1", "某局", "企业服务经费项目") == IRIS.project("1", "某局", "企业服务经费")
    assert project_name("项目") == "项目"
    assert project_name("项目评审经费") == "项目评审经费"


def test_same_name_elsewhere_is_another_unit() -> None:
    assert IRIS.unit("990102", "产业服务中心") != IRIS.unit("990103", "产业服务中心")


def test_base_gets_its_slash_and_travels_to_other_processes() -> None:
    assert Iris("https://data.example/id").base == "https://data.example/id/"
    assert pickle.loads(pickle.dumps(IRIS)).reference_graph == IRIS.reference_graph  # noqa: S301
