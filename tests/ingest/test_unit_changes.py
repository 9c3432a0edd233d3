"""Changes of the unit that its report states; all names are fictional."""

from __future__ import annotations

import pytest

from ingest.narrative.unit_changes import unit_changes
from kg.facts import Passage, UnitChange

UNIT = "示例市云溪区投资服务中心"


def read(text: str, unit: str = UNIT) -> tuple[UnitChange, ...]:
    return unit_changes([Passage(7, ("概况",), text, page=3, line=40)], unit)


@pytest.mark.parametrize(
    ("text", "kind", "original", "resulting", "when"),
    [
        ("2019年5月，招商服务中心升格为投资服务中心。", "upgraded", ("示例市云溪区招商服务中心",), (UNIT,), "2019年5月"),
        (
            "本单位由示例市云溪区招商局于2023年3月升格更名而来，为公益一类事业单位。",
            "upgraded",
            ("示例市云溪区招商局",),
            (UNIT,),
            "2023年3月",
        ),
        ("云溪区投资促进局更名为云溪区投资服务中心。", "renamed", ("云溪区投资促进局",), (UNIT,), ""),
        ("本单位原名示例市云溪区招商中心。", "renamed", ("示例市云溪区招商中心",), (UNIT,), ""),
        (
            "2024年3月，将区招商服务中心、区项目推进中心整合组建区投资服务中心。",
            "merged",
            ("示例市云溪区招商服务中心", "示例市云溪区项目推进中心"),
            (UNIT,),
            "2024年3月",
        ),
        ("根据机构改革方案，云溪区招商服务中心并入区投资服务中心。", "merged", ("云溪区招商服务中心",), (UNIT,), ""),
        ("2022年经批准成立示例市云溪区投资服务中心。", "founded", (), (UNIT,), "2022年"),
        ("我中心于2020年5月成立。", "founded", (), (UNIT,), "2020年5月"),
        ("本中心由云溪区商务局划转至云溪区发展和改革局管理。", "transferred", (UNIT,), (UNIT,), ""),
        ("区投资服务中心加挂区企业服务中心牌子。", "sign", (UNIT,), (UNIT,), ""),
    ],
)
def test_a_change(text: str, kind: str, original: tuple[str, ...], resulting: tuple[str, ...], when: str) -> None:
    (change,) = read(text)
    assert (change.kind, change.original, change.resulting, change.when) == (kind, original, resulting, when)
    assert change.text == text
    assert (change.place.passage, change.place.page, change.place.line) == (7, 3, 40)
    assert 0 <= change.place.start < change.place.end <= len(text)


def test_names_are_kept_as_printed() -> None:
    (transferred,) = read("本中心由云溪区商务局划转至云溪区发展和改革局管理。")
    assert (transferred.former, transferred.current) == (("云溪区商务局",), ("云溪区发展和改革局",))
    (sign,) = read("本单位加挂“示例市云溪区企业服务中心”牌子。")
    assert sign.current == ("示例市云溪区企业服务中心",)


@pytest.mark.parametrize(
    "text",
    [
        "撤销综合科，设立办公室。",
        "将计划科更名为规划科。",
        "积极打造一站式服务中心，整合10个片区服务中心。",
        "组建36名帮办代办员队伍。",
        "协助完成装配式建筑产业链办公室组建和办公室人员借调等工作。",
        "示例市教育局更名为示例市教育委员会。",
        "将营商环境中心的职责划入区投资服务中心。",
        "首批3款数据产品在示例省数据交易服务平台挂牌。",
        "年中本中心机构改革增加2名编制。",
    ],
)
def test_what_is_no_change_of_the_unit(text: str) -> None:
    assert read(text) == ()


def test_a_change_is_given_once_where_it_is_stated_first() -> None:
    text = "云溪区投资促进局更名为云溪区投资服务中心。"
    passages = [Passage(number, (), text) for number in (2, 9)]
    (change,) = unit_changes(passages, UNIT)
    assert change.place.passage == 2


def test_a_sentence_may_state_two() -> None:
    text = "本单位原由示例市商务局管理，2023年12月机构改革后，划归示例市投资促进局管理，加挂“示例市会展中心”牌子。"
    assert [change.kind for change in read(text)] == ["transferred", "sign"]
