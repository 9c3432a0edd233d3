from __future__ import annotations

from kg.folder import DataFolder
from kg.parts import parts
from search_app.search.passages import EVALUATION, INDICATORS, NARRATIVE, Passage, read_passages, texts
from search_app.search.pieces import pieces, sentences
from tests.search.conftest import passage


def _read(data: DataFolder) -> list[Passage]:
    bundles = data.bundles()
    return read_passages(zip((bundle.header for bundle in bundles), parts(data).texts(bundles), strict=True))


def test_passages_know_their_place(data: DataFolder) -> None:
    found = _read(data)
    first = next(p for p in found if p.year == 2022)
    assert first.text == "服务辖区企业。优化营商环境。"
    assert first.section == ("第一部分 概况", "主要职能")
    assert (first.unit, first.region, first.type) == ("云溪区产业服务中心", "990102", "部门决算")
    assert first.iri == first.report + "#p1"
    assert (first.file, first.line) == ("云溪区产业服务中心2022.txt", 3)


def test_budget_lines_lend_their_subject_and_project(data: DataFolder) -> None:
    made = [p for p in _read(data) if p.region in {"990102", "990103"}]
    assert [(p.year, p.subjects, p.projects) for p in made if p.subjects] == [
        (2022, ("2010303",), ("企业服务经费",)),
        (2023, ("2010303",), ("企业服务经费",)),
        (2023, ("2010303",), ("企业服务经费",)),
    ]


def test_the_prose_of_evaluations_is_found_too(data: DataFolder) -> None:
    found = [p for p in _read(data) if p.year == 2023 and p.region == "990102"]
    goals = [p for p in found if p.kind == EVALUATION]
    assert [p.text for p in goals] == ["服务企业\n已完成"]
    rows = [p for p in found if p.kind == INDICATORS]
    assert any("办结率 | ≥95% | 90% | 企业外迁" in p.text.splitlines() for p in rows)
    assert any("产出指标" in p.section for p in rows)


def test_every_passage_has_its_own_iri(data: DataFolder) -> None:
    found = _read(data)
    assert len({p.iri for p in found}) == len(found) > 100
    assert all(p.text for p in found)
    assert {p.kind for p in found} == {NARRATIVE, EVALUATION, INDICATORS}


def test_a_text_comes_once() -> None:
    groups = texts([passage(1, "甲"), passage(2, "乙"), passage(3, "甲")])
    assert [[p.iri[-2:] for p in group] for group in groups] == [["p1", "p3"], ["p2"]]


def test_pieces_are_the_whole_and_its_sentences() -> None:
    long = "第一句话写得比较长，因为要超过三十个字才不会同下一句接在一起呢。" * 2
    assert pieces(passage(1, "短。", section=())) == ["短。"]
    whole, *rest = pieces(passage(1, long))
    assert whole == "第三部分 > 一、收入情况\n" + long
    assert "".join(rest) == long
    assert len(rest) == 2


def test_short_sentences_are_joined() -> None:
    assert sentences("短。更短。") == ["短。更短。"]
    assert sentences("") == []
    assert sentences("很长的一句话很长的一句话很长的一句话很长的一句话很长的一句话。尾。") == [
        "很长的一句话很长的一句话很长的一句话很长的一句话很长的一句话。尾。"
    ]
