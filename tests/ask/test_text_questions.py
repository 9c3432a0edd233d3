"""Questions whose answer stands in the text alone: reasons, places, plans and results, terms; and what it nearly says."""

from __future__ import annotations

import pytest

from search_app.ask import ask
from search_app.ask.characters import fold
from search_app.ask.sentences import Sentence
from search_app.ask.sought import Slot
from search_app.ask.spotting import spot
from search_app.ask.told_reasons import told_reasons
from tests.ask.test_extracting import sentence, words
from tests.ask.test_sample_questions import Asked, asked
from tests.ask.test_wide_questions import is_given

__all__ = ["asked"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松岭县农业农村局2024年三公经费为什么下降", "本年没有购置车辆"),
        ("云溪区企业服务中心2022年三公经费怎么比上年低了", "从严控制公务接待批次"),
        ("云溪区产业服务中心2023年收入怎么涨了那么多", "机构升格后人员和公用经费增加"),
        ("疾控中心2022年收支总额上升是什么缘故", "疫情防控任务加重"),
        ("云溪区产业服务中心2023年代办专员到岗人数为什么没完成", "招聘到岗时间较晚"),
        ("农业农村局2024年茶叶产业集群建设资金为什么没用完", "未通过验收"),
        ("云溪区企业服务中心什么时候升格为产业服务中心", "2023年3月"),
        ("云岭中学2024年计划建几间实验室，实际建了几间", "4间"),
        ("农业农村局2024年查处了多少起农资违法案件，罚没款多少万元", "18.36"),
    ],
)
def test_answered_from_the_text(asked: Asked, question: str, said: str) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert any(said in value["value"] for value in body["answer"]["values"])
    assert is_given(asked[0], body)


@pytest.mark.parametrize(
    "question",
    [
        "松岭县农业农村局2024年三公经费为什么上涨了",  # it fell
        "云溪区产业服务中心2023年财政拨款支出为什么减少",
        "农业农村局2024年茶叶产业集群建设资金为什么超预算",
        "云岭中学2024年三公经费为什么没有下降",
        "云溪区产业服务中心2023年三公经费为什么没超",
        "云岭中学2024年支出为什么增加",  # of the grand total alone
        "云溪区产业服务中心2024年代办专员到岗人数为什么没完成",  # of another year
        "云岭中学2024年的决算在哪里公开",
        "云岭中学2024年决算什么时候批复的",
        "云岭中学2024年换了多少块黑板",
        "农业农村局2024年全省粮食产量多少",
        "云岭中学2024年计划建几栋楼，实际建成几栋",
        "什么是核酸检测",
        "什么是区块链资金",
    ],
)
def test_what_the_text_nearly_says_is_refused(asked: Asked, question: str) -> None:
    answer = ask(*asked, question)
    assert answer.text is None
    assert answer.reason


def test_a_former_name_of_no_unit_is_refused(asked: Asked) -> None:
    assert ask(*asked, "青禾区企业服务中心什么时候升格为产业服务中心").text is None


def paragraph(*texts: str) -> list[Sentence]:
    """Sentences of one paragraph."""
    found, before = [], ""
    for text in texts:
        found.append(Sentence("https://example.org/r#p1", sentence("", text).column, 1, fold(text), "", before, "".join(texts), ""))
        before += fold(text).text
    return found


@pytest.mark.parametrize(
    ("texts", "what", "reason"),
    [
        (["“三公”经费支出决算为3万元,与上年相比减少2万元,下降40%,主要是没有购车。"], "三公经费与上年相比减少2万元下降40%", "没有购车"),
        (
            ["“三公”经费支出决算为3万元。", "其中:公务接待费支出决算为1万元。", "决算数比预算数减少1万元,原因是接待减少。"],
            "三公经费决算数比预算数减少1万元",
            "接待减少",
        ),
        (["净资产153万元,较上年减少16.2%,原因为没有购置固定资产。"], "净资产较上年减少16.2%", "没有购置固定资产"),
    ],
)
def test_reason_of_what_the_paragraph_is_about(texts: list[str], what: str, reason: str) -> None:
    (told,) = told_reasons(paragraph(*texts))
    assert (told.what, told.row["reason"]) == (what, reason)


@pytest.mark.parametrize(
    "text",
    [
        "公务接待费支出1万元,接待来宾58人次,主要是接待省市调研。",
        "其中:基本支出增加3万元,项目支出减少2万元,主要是因为厉行节约。",
        "三公经费比上年减少2万元,主要变动原因同上。",
    ],
)
def test_what_gives_no_reason_of_a_change(text: str) -> None:
    assert not list(told_reasons(paragraph(text)))


def test_where_it_is_made_public() -> None:
    text = "本单位决算在某区政府门户网站信息公开平台上集中公开。"
    (found,) = spot(Slot("place", "", "决算在哪里公开"), words("决算"), text, "")
    assert text[found.start : found.end] == "某区政府门户网站信息公开平台"
    assert spot(Slot("place", "", "培训在哪里举办"), words("培训"), text, "") == ()


def test_a_part_is_not_asked_for_by_the_name_of_its_whole() -> None:
    (found,) = spot(Slot("money", "", "三公经费里过路费多少钱"), words("过路费"), "过路费0.17万元;", "三公经费里过路费多少钱")
    assert found.unit == "万元"
