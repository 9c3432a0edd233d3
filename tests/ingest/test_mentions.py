"""Names of companies, projects, policies, platforms, awards, events and organizations; never of persons."""

from __future__ import annotations

import pytest

from ingest.narrative.mentions import mentions
from kg.facts import Passage

SECTION = ("第三部分", "十、预算绩效情况说明")


def read(text: str, kind: str) -> list[str]:
    return [m.text for m in mentions([Passage(1, SECTION, text)], "云溪区水务局") if m.type == kind]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "policy",
            "出台了《云溪区节约用水管理办法》，落实“河长责任”制度，推进“一网通办”改革。",
            "《云溪区节约用水管理办法》 “河长责任”制度 一网通办",
        ),
        (
            "platform",
            "建设云溪区智慧水务管理平台，通过区政府门户网站公开，“云上河长”平台上线。",
            "云溪区智慧水务管理平台 区政府门户网站 “云上河长”平台",
        ),
        ("award", "荣获示例省节水工作先进集体，单位获得“节水先锋”称号。", "示例省节水工作先进集体 “节水先锋”称号"),
        ("event", "组织企业参加第三届示例国际水展博览会，举办云溪区供水企业对接会。", "第三届示例国际水展博览会 云溪区供水企业对接会"),
        ("event", "开展“清河护岸”志愿活动，组织“春雨行动”、“金秋送水”等专场活动4场。", "“清河护岸”志愿活动 春雨行动 金秋送水"),
        ("organization", "按照区委、区政府部署，会同云溪区财政局和示例市水利协会开展调研。", "区委 区政府 云溪区财政局 示例市水利协会"),
        ("company", "协调云溪供水有限公司完成改造，走访了清源水务、蓝泉科技等企业。", "云溪供水有限公司 清源水务 蓝泉科技"),
        ("project", "为南渠改造、北塘除险、东湾泵站等24个项目提供服务。", "南渠改造 北塘除险 东湾泵站"),
    ],
)
def test_names_by_type(kind: str, text: str, expected: str) -> None:
    assert read(text, kind) == expected.split()


def test_the_unit_and_its_divisions_are_named() -> None:
    rows = [Passage(1, ("第一部分概况", "二、机构设置"), "云溪区水务局内设机构包括：河湖科、财务科。")]
    assert [m.text for m in mentions(rows, "云溪区水务局")] == ["云溪区水务局", "河湖科", "财务科"]


def test_a_name_is_given_once_with_its_first_place() -> None:
    text = "《云溪区节约用水管理办法》印发后，各单位学习《云溪区节约用水管理办法》。"
    (found,) = mentions([Passage(3, SECTION, text)], "")
    assert found.place.passage == 3 and text[found.place.start : found.place.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "王建国、李小红荣获突出贡献个人奖。",
        "区长王建国带队走访，李小红、赵志强等企业家参会。",
        "张伟同志任主任，刘洋任副局长。",
    ],
)
def test_persons_are_never_named(text: str) -> None:
    found = mentions([Passage(1, SECTION, text)], "云溪区水务局")
    assert not [m.text for m in found if any(name in m.text for name in ("王建国", "李小红", "赵志强", "张伟", "刘洋"))]


def test_terms_explained_name_nothing() -> None:
    assert mentions([Passage(1, ("第四部分名词解释",), "一、《预算法》：指基本法律。")], "云溪区水务局") == ()
