"""Units by the short names that people write, in a city that no list of divisions has: near pairs are kept apart."""

from __future__ import annotations

import pytest

from search_app.ask.completion import completions
from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.reader import read

UNITS = (
    "云岚市教育局 云岚市教育考试中心 云岚市教育体育局 云岚市文化广电和旅游局 云岚市文化馆 云岚市人民医院 云岚市中医医院 "
    "云岚市城市管理局 云岚市石桥区城市管理局 云岚市石桥区第一中学 云岚市石桥区第二中学 云岚市石桥区企业服务中心 "
    "云岚市石桥区企业服务局 云岚市发展和改革委员会 云岚市石桥区发展和改革局 云岚市人力资源和社会保障局 云岚市社会保险服务中心 "
    "云岚市石桥区卫生健康局 云岚市疾病预防控制中心 云岚市妇幼保健院 中共云岚市委组织部 中共云岚市石桥区委员会组织部 "
    "共青团云岚市石桥区委员会 中国人民政治协商会议云岚市委员会 云岚市人民代表大会常务委员会 云岚市石桥区和平街道办事处 "
    "云岚市公安局交通警察支队 云岚市农业农村局 云岚市农业综合行政执法支队 云岚市机关事务管理局 云岚市机关事务服务中心 "
    "云岚市石桥区城东市场监督管理所 云岚市石桥区数据和政务服务局 云岚市石桥区政务服务中心 云岚市退役军人事务局 "
    "云岚市退役军人服务中心 云岚市民族宗教事务局 云岚市商务粮食局 云岚市石桥区残疾人联合会 云岚市科学技术协会 "
    "云岚市科学技术和工业信息化局 云岚市水利和湖泊局 云岚市农产品质量安全检验检测中心 云岚经济技术开发区管理委员会"
)

NAMED = (
    "云岚教育局=云岚市教育局 市教育局=云岚市教育局 市教考中心=云岚市教育考试中心 云岚市教体局=云岚市教育体育局 "
    "云岚市文旅局=云岚市文化广电和旅游局 云岚市文广旅局=云岚市文化广电和旅游局 云岚市中医院=云岚市中医医院 "
    "市人民医院=云岚市人民医院 市城管局=云岚市城市管理局 石桥区城市管理局=云岚市石桥区城市管理局 区城管局=云岚市石桥区城市管理局 "
    "石桥城管局=云岚市石桥区城市管理局 石桥區城管局=云岚市石桥区城市管理局 石桥区一中=云岚市石桥区第一中学 "
    "石桥二中=云岚市石桥区第二中学 石桥区企服中心=云岚市石桥区企业服务中心 石桥区企服局=云岚市石桥区企业服务局 "
    "市发改委=云岚市发展和改革委员会 石桥区发改局=云岚市石桥区发展和改革局 市人社局=云岚市人力资源和社会保障局 "
    "云岚市社保中心=云岚市社会保险服务中心 石桥区卫健局=云岚市石桥区卫生健康局 云岚市疾控=云岚市疾病预防控制中心 "
    "云岚市妇保院=云岚市妇幼保健院 云岚市委组织部=中共云岚市委组织部 市委组织部=中共云岚市委组织部 "
    "石桥区委组织部=中共云岚市石桥区委员会组织部 团区委=共青团云岚市石桥区委员会 石桥团区委=共青团云岚市石桥区委员会 "
    "市政协=中国人民政治协商会议云岚市委员会 市人大=云岚市人民代表大会常务委员会 和平街道办=云岚市石桥区和平街道办事处 "
    "云岚市交警支队=云岚市公安局交通警察支队 云岚市农业局=云岚市农业农村局 云岚市农业执法支队=云岚市农业综合行政执法支队 "
    "云岚市机关事务局=云岚市机关事务管理局 云岚市机关事务中心=云岚市机关事务服务中心 "
    "石桥区城东市监所=云岚市石桥区城东市场监督管理所 石桥区数据局=云岚市石桥区数据和政务服务局 "
    "石桥区政务中心=云岚市石桥区政务服务中心 云岚市退役军人局=云岚市退役军人事务局 云岚市退役军人中心=云岚市退役军人服务中心 "
    "市民宗局=云岚市民族宗教事务局 市商粮局=云岚市商务粮食局 石桥区残联=云岚市石桥区残疾人联合会 市科协=云岚市科学技术协会 "
    "市科工局=云岚市科学技术和工业信息化局 市水利局=云岚市水利和湖泊局 云岚市农产品质检中心=云岚市农产品质量安全检验检测中心 "
    "云岚农质检中心=云岚市农产品质量安全检验检测中心 云岚经开区管委会=云岚经济技术开发区管理委员会 "
    "云岚市人设局=云岚市人力资源和社会保障局 云岚市教育考中心=云岚市教育考试中心"
)

# Other units of the same place, the same kind of unit elsewhere, units above, units that were there before.
OTHERS = (
    "云岚市考试中心 云岚市旅游局 云岚市文化局 云岚市文广局 石桥区文旅局 云岚市文化中心 云岚市第二人民医院 云岚市儿童医院 "
    "南桥区城管局 云岚市南桥区城管局 石桥三中 石桥区第三中学 石桥区发改委 市发改局 云岚市社保局 石桥区卫健委 云岚市疾控局 "
    "市委宣传部 团市委 区政协 解放街道办 市公安局 云岚市农村局 石桥区城西市监所 石桥区市监局 市商务局 市粮食局 市残联 市科技局 "
    "市工信局 市档案局 石桥区审计局 石桥区教体局 云岚市质检中心 云岚市农产品质检站"
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(units=tuple(Unit(f"https://example.org/{name}", name, "100000", (2023,)) for name in UNITS.split()))


@pytest.mark.parametrize("pair", NAMED.split())
def test_a_short_name_is_its_unit(lexicon: Lexicon, pair: str) -> None:
    short, _, unit = pair.partition("=")
    reading = read(lexicon, f"{short}2023年三公经费是多少")
    assert ([one.name for one in reading.units], reading.refusal) == ([unit], "")


@pytest.mark.parametrize("name", OTHERS.split())
def test_another_unit_is_not_taken_for_one(lexicon: Lexicon, name: str) -> None:
    assert read(lexicon, f"{name}2023年三公经费是多少").refusal


def test_a_short_name_of_two_is_asked_back(lexicon: Lexicon) -> None:
    candidates = read(lexicon, "城管局2023年三公经费是多少").candidates
    assert [unit.name for unit in candidates] == ["云岚市城市管理局", "云岚市石桥区城市管理局"]


def test_several_units_by_short_names(lexicon: Lexicon) -> None:
    units = read(lexicon, "石桥区城管局和云岚市文旅局2023年哪家的三公经费高").units
    assert [unit.name for unit in units] == ["云岚市石桥区城市管理局", "云岚市文化广电和旅游局"]


def test_what_follows_a_rule_is_said_and_what_is_customary_is_not(lexicon: Lexicon) -> None:
    assert [one.meant for one in read(lexicon, "云岚农质检中心2023年三公经费").heard] == ["云岚市农产品质量安全检验检测中心"]
    assert not read(lexicon, "云岚市人社局2023年三公经费").heard


def test_the_end_of_one_name_is_asked_back() -> None:
    lexicon = Lexicon(units=(Unit("https://example.org/u", "云岚实验小学", "100000", (2023,)),))
    assert "云岚实验小学" in read(lexicon, "实验小学2023年三公经费").refusal


@pytest.mark.parametrize("typed", ["云岚市科工", "云岚科工信", "石桥区城管", "农质检"])
def test_short_names_are_completed(lexicon: Lexicon, typed: str) -> None:
    assert [one.kind for one in completions(lexicon, typed)][:1] == ["单位"]


def test_a_name_is_not_completed_behind_another_place(lexicon: Lexicon) -> None:
    assert not [one for one in completions(lexicon, "南桥区城管") if one.kind == "单位"]
