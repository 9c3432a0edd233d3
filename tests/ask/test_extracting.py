"""Questions that no rule reads: the one sentence of the report that says what they ask, or a refusal."""

from __future__ import annotations

import pytest

from ontology.terms import FA
from search_app.ask import ask
from search_app.ask.characters import fold, folded
from search_app.ask.operations import Operation
from search_app.ask.outlines import outlines
from search_app.ask.reading import Reading
from search_app.ask.scoring import Weighed
from search_app.ask.sentences import Sentence
from search_app.ask.sought import Slot, slots
from search_app.ask.spotting import Spot, is_of_another_year, spot
from tests.ask.test_sample_questions import Asked, asked
from tests.ask.test_wide_questions import is_given

__all__ = ["asked"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("青禾区数据和政务服务局2024年免申即享系统给多少家企业发了稳岗补贴，发了多少钱", ["274", "316.70"]),
        ("农业农村局2024年搞积分制的村子有多少个", ["96"]),
        ("松岭农业农村局2024年创了几个省级美丽乡村示范村", ["4"]),
        ("松岭县农业农村局2024年粮食总产量增长百分之几", ["1.8"]),
        ("云溪区企业服务中心2022年平台注册企业年底增加到多少家", ["1965"]),
        ("云岭中学老师备课资源下载了多少次", ["5.7"]),
        ("疾控中心那个预警平台是哪家公司建的", ["平台由示例智卫信息技术有限公司承建"]),
        ("数政局2024年热线按时办结率怎么样", ["97.3"]),
    ],
)
def test_values_are_those_of_the_sentence(asked: Asked, question: str, values: list[str]) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert [value["value"] for value in body["answer"]["values"]] == values
    assert "的报告写：" in body["answer"]["text"]
    assert is_given(asked[0], body)
    assert all(source["quote"] and source["file"] and "#" in source["place"] for source in body["sources"])


@pytest.mark.parametrize(
    "question",
    [
        "疾控中心2024年接种新冠疫苗多少剂次",
        "云岭中学2024年考上清华北大几个人",
        "云岭中学2024年有多少间实验室",
        "农业农村局2024年退耕还林面积多少亩",
        "青禾区数据局2024年大数据平台服务器有多少台",
        "数政局2024年窗口工作人员平均年龄多少岁",
        "云溪区产业服务中心2024年5月三公经费",
        "云岭中学的领导工资是多少",
        "云溪区2024年财政收入",
    ],
)
def test_what_no_sentence_says_is_refused(asked: Asked, question: str) -> None:
    answer = ask(*asked, question)
    assert answer.text is None
    assert answer.reason


def words(*texts: str) -> list[Weighed]:
    return [Weighed(text, 1.0, ()) for text in texts]


@pytest.mark.parametrize(
    ("kind", "counter", "clause", "text", "said", "value"),
    [
        ("count", "家", "帮扶企业多少家", "走访企业120家,帮扶企业33家。", ["帮扶", "企业"], "33"),
        ("count", "个", "2024年创了几个村", "推行的村达到96个,创建示范村4个。", ["示范村"], "4"),
        ("percent", "", "合格率上一年是多少", "合格率由上年的98.9%提高到99.4%。", ["合格率"], "98.9"),
        ("percent", "", "合格率是多少", "合格率由上年的98.9%提高到99.4%。", ["合格率"], "99.4"),
        ("percent", "", "产量增长百分之几", "面积31万亩,产量13万吨,分别比上年增长0.6%和1.8%。", ["产量", "增长"], "1.8"),
        ("count", "人", "编制多少人", "17名职工中编制内8人。", ["编制"], "8"),
        ("day", "", "哪天完工", "工程于9月12日完工。", ["完工"], "9月12日"),
        ("reason", "", "为什么上涨", "增长2.8%,主要原因是物业费上涨。", ["上涨"], "物业费上涨"),
        ("definition", "", "结转资金是怎么说的", "五、结转资金:指没有执行完的预算资金。", ["结转"], "没有执行完的预算资金"),
    ],
)
def test_the_value_of_the_slot(kind: str, counter: str, clause: str, text: str, said: list[str], value: str) -> None:
    (found,) = spot(Slot(kind, counter, clause), words(*said), text, clause)
    assert text[found.start : found.end].removeprefix("指") == value


@pytest.mark.parametrize(
    ("counter", "clause", "text"),
    [
        ("", "物业管理费是多少", "公用经费85.04万元,主要包括办公费、物业管理费。"),
        ("", "收入是多少", "收入比上年增加38.84万元。"),
        ("", "收入是多少", "收入占95.67%。"),
        ("人", "多少学生", "资助学生1376人次。"),
        ("名", "技术人员多少名", "新招聘技术人员6名。"),
    ],
)
def test_a_number_of_something_else_is_none(counter: str, clause: str, text: str) -> None:
    thing = next(word for word in ("物业管理费", "收入", "学生", "技术人员") if word in clause)
    assert spot(Slot("count", counter, clause), words(thing), text, clause) == ()


def test_a_number_of_another_year_is_none() -> None:
    text = "2022年受理诉求900件,2023年受理诉求950件,比2022年增加50件。"
    assert is_of_another_year(text, Spot(10, 13, "件"), 2023)
    assert not is_of_another_year(text, Spot(text.index("950"), text.index("950") + 3, "件"), 2023)
    assert not is_of_another_year(text, Spot(text.index("50件。"), text.index("件。"), "件"), 2023)


def test_items_of_a_list_as_many_as_are_asked_for() -> None:
    text = "行使职能的小组分别为:甲办公室、乙办公室、丙办公室。"
    found = spot(Slot("list", "", "几个小组叫什么", 3), words("小组"), text, "")
    assert [text[one.start : one.end] for one in found] == ["甲办公室", "乙办公室", "丙办公室"]
    assert spot(Slot("list", "", "哪两个小组", 2), words("小组"), text, "") == ()


def sentence(section: str, text: str) -> Sentence:
    return Sentence("https://example.org/r#p1", FA.text, 1, fold(text), folded(section), "", text, section)


def test_headings_below_a_heading_are_a_list() -> None:
    known = [sentence("九、存在的问题 > （一）意识不足", "未树牢理念。"), sentence("九、存在的问题 > （二）业务分离", "归口不清。")]
    (found,) = [outline for outline in outlines(known) if outline.under.text == "九、存在的问题"]
    assert [one.text[start:end] for one, start, end in found.items] == ["意识不足", "业务分离"]
    assert [one.quote[one.start - 1 :] for one, _, _ in found.items] == ["（一）意识不足", "（二）业务分离"]


@pytest.mark.parametrize(
    ("question", "kinds", "size"),
    [
        ("满意度没有达标，给出的原因是什么", ["reason"], 0),
        ("培训面向哪4个行业", ["list"], 4),
        ("培训面向哪三个行业", ["list"], 3),
        ("查办多少件案子，罚没款多少万元", ["count", "money"], 0),
    ],
)
def test_what_is_asked_for(question: str, kinds: list[str], size: int) -> None:
    found = slots(Reading(question, Operation("value")))
    assert [slot.kind for slot in found] == kinds
    assert found[0].size == size


def test_the_reason_of_another_measure_is_none(asked: Asked) -> None:
    assert ask(*asked, "松岭县农业农村局2024年公务用车购置费为什么上升").text is None
