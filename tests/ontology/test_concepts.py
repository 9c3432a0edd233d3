"""Wordings to concepts."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pyoxigraph import Literal, NamedNode

from ontology.concepts import core, find, fold, headcount_kind, names, wordings
from ontology.terms import FA, SCHEMES, SKOS, concept


@pytest.mark.parametrize(
    ("kind", "printed", "name"),
    [
        ("measure", "三公经费", "threePublic"),
        ("measure", "“三公”经费支出决算", "threePublicFinal"),
        ("measure", "政府采购支出总额", "procurement"),
        ("measure", "机关运行经费支出", "agencyRunningCosts"),
        ("indicatorLevel", "经济效益", "economicBenefit"),
        ("indicatorLevel", "服务对象满意度指标", "servedSatisfaction"),
        ("indicatorLevel", "生态成本", "ecologicalCost"),
        ("tableKind", "公开05表", "generalPublic"),
        ("fund", "政府性基金预算财政拨款", "governmentFund"),
        ("phase", "年初预算数", "approved"),
    ],
)
def test_a_label_finds_its_concept(kind: str, printed: str, name: str) -> None:
    assert find(kind, printed) == concept(kind, name)


def test_other_wordings_find_nothing() -> None:
    assert find("measure", "没有这个度量") is None
    with pytest.raises(KeyError):
        find("colour", "红")


@pytest.mark.parametrize("kind", SCHEMES)
def test_a_wording_means_one_concept(kind: str) -> None:
    members = {concept(kind, name) for name in names(kind)}
    meanings: dict[str, set[NamedNode]] = defaultdict(set)
    for quad in core():
        if quad.subject in members and quad.predicate in (SKOS.prefLabel, SKOS.altLabel) and isinstance(quad.object, Literal):
            assert isinstance(quad.subject, NamedNode)
            meanings[f"{quad.object.language}:{fold(quad.object.value)}"].add(quad.subject)
    assert not {label: found for label, found in meanings.items() if len(found) > 1}
    assert set(wordings(kind).values()) == set(names(kind))


def test_level_2_stands_below_level_1() -> None:
    broader = {(q.subject, q.object) for q in core() if q.predicate == SKOS.broader}
    assert (FA["indicatorLevel-quantity"], FA["indicatorLevel-output"]) in broader
    assert (FA["indicatorLevel-servedSatisfaction"], FA["indicatorLevel-satisfaction"]) in broader


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("编制数", "establishment"),
        ("年末实有人数", "actual"),
        ("在职员工", "active"),
        ("政府高级雇员", "hired"),
        ("退休人员", "retired"),
        ("编制数增加", "change"),
        ("在职人员控制率", "controlRate"),
        ("志愿者", "other"),
    ],
)
def test_headcounts_by_the_longest_label_they_hold(what: str, kind: str) -> None:
    assert headcount_kind(what) == concept("headcount", kind)
