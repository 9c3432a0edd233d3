"""Texts that are passed over hold none of what the patterns look for."""

from __future__ import annotations

import pytest

from ingest.narrative.sieve import Sieve, sign_of, sought
from ingest.narrative.wordings import wordings

_TEXTS = (
    "2023年，原云溪区招商局更名为云溪区投资促进局，加挂“外商服务中心”牌子。",
    "经批准组建青禾区数据中心，由青禾区信息中心和青禾区档案馆合并而成；撤销原综合科。",
    "荣获全国先进集体称号，“云溪好礼”获得省级一等奖，举办第三届云溪文化节和“春风行动”招聘会。",
    "《云溪区管理办法》印发，“互联网+监管”平台上线，青禾建设银行、松岭水泥厂等企业入驻产业园。",
    "松岭县人民医院、第一小学、税务局，12345便民热线，推进“放管服”改革和河长制，道路改造工程完工。",
)


def _patterns() -> list[str]:
    named = [find for entry in wordings("mentions")["types"] for key in ("finds", "ends") for find in entry.get(key, ())]
    listed = [entry["find"] for entry in wordings("mentions")["listed"]]
    return [*named, *listed, *(find for entry in wordings("changes")["changes"] for find in entry["patterns"])]


@pytest.mark.parametrize("text", _TEXTS)
def test_nothing_that_is_found_is_passed_over(text: str) -> None:
    for one in map(sought, _patterns()):
        assert [m.span() for m in one.finditer(text)] == [m.span() for m in one.pattern.finditer(text)]


@pytest.mark.parametrize("text", _TEXTS)
def test_a_sieve_lets_through_what_a_text_can_hold(text: str) -> None:
    every = list(map(sought, _patterns()))
    assert Sieve(every).holdable(text) == {one for one in every if one.can_be_in(text)}


@pytest.mark.parametrize(
    ("pattern", "telltales"),
    [
        ("(?:升格|提升)(?:更名)?为", ({"升格", "提升"}, {"为"})),
        ("[一二三]等奖(?!励)", ({"等奖"}, {"一", "二", "三"})),
        (r"\d{5}[\u4e00-\u9fa5]{0,10}?热线", ({"热线"},)),
        ("(?:局|[^厅])(?=。)", ({"。"},)),
        (r"(?:加挂)?\d+", ()),
    ],
)
def test_the_telltales_of_a_pattern_are_what_every_match_holds(pattern: str, telltales: tuple[set[str], ...]) -> None:
    found = sought(pattern).telltales
    assert sorted(map(sorted, found)) == sorted(map(sorted, telltales))


def test_a_sign_is_in_every_text_that_holds_one_of_several_patterns() -> None:
    sign = sign_of(map(sought, ("(?:升格|升级)为", "撤销.{2,4}局")))
    assert sign.search("升级为局") and sign.search("撤销某某局") and not sign.search("设立某某局")
    assert sign_of([sought(r"\d+")]).search("")
