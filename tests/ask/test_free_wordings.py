"""How people really ask: what frames a question, several questions in one, parts of one report ranked, compared and added up."""

from __future__ import annotations

import pytest

from search_app.ask import ask
from search_app.ask.characters import fold
from search_app.ask.clauses import in_turn
from search_app.ask.lexicon import Lexicon, Subject, Unit
from search_app.ask.phrasing import usual
from tests.ask.test_sample_questions import Asked, asked
from tests.ask.test_wide_questions import is_given

__all__ = ["asked"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        # what frames the question, and where a number stands on the page
        ("写论文要用：松岭县农业农村局2024年的三公经费决算数，麻烦给个数", ["9.80"]),
        ("领导问2024年松岭县云岭中学人员经费和公用经费各多少", ["3808.11", "501.96"]),
        ("产业服务中心（云溪区）截至2024年12月31日的年末结转和结余那一栏填的是多少", ["17.52"]),
        ("松岭县云岭中学2024年电费砸进去多少钱", ["68.92"]),
        ("云岭中学 2024 30201 30206", ["28.64", "68.92"]),
        # several questions in one
        ("松岭县农业农村局2024年三公经费预算多少？决算呢？", ["12.00", "9.80"]),
        ("松岭县云岭中学2024年水费是多少？电费又是多少？", ["22.45", "68.92"]),
        ("松岭县农业农村局2024年三公经费各分项决算", ["0.00", "0.00", "7.94", "1.86"]),
        # parts of one report
        ("松岭县云岭中学2024年公用经费花得最多的头三项是什么", ["电费", "劳务费", "维修（护）费"]),
        ("松岭县云岭中学2024年工资福利支出里哪一项开销居首", ["基本工资"]),
        ("除教育支出外，松岭县云岭中学2024年支出最多的功能大类是什么", ["社会保障和就业支出"]),
        ("松岭县云岭中学2024年水费加电费比差旅费多多少", ["78.79"]),
        ("松岭县云岭中学2024年差旅费是培训费的百分之几", ["32.46"]),
        ("松岭县云岭中学2024年有一笔68.92万元，记在哪个经济科目", ["电费"]),
        ("松岭县云岭中学2024年平均每个在校生摊到多少支出", ["1.70"]),
        ("松岭县云岭中学2024年更新软件网络花了多少", ["0.00"]),
        ("云溪区产业服务中心2024年有几个科目的决算高于年初预算", ["5"]),
        ("云溪区产业服务中心2024年哪个科目比年初预算多花的钱最多，多了多少", ["事业运行", "20.81"]),
        ("松岭县农业农村局2023年公务接待费和三公经费比上年各变了多少", ["0.63", "18.39"]),
        # all that is loaded
        ("六份决算放在一起看，2024年三公经费花得最凶的是谁", ["示例市疾病预防控制中心"]),
    ],
)
def test_values(asked: Asked, question: str, values: list[str]) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert [value["value"] for value in body["answer"]["values"]] == values
    assert is_given(asked[0], body)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("松岭县云岭中学2024年培训费大过差旅费了吗", "是"),
        ("云岭中学2024年水费超过电费没有", "不是"),
        ("松岭县农业农村局2024年的政府采购是不是全都给了中小企业", "不是"),
        ("云溪区产业服务中心2024年有没有超编", "不是"),
        ("松岭县云岭中学2024年电费是不是68.92万元", "是"),
    ],
)
def test_yes_or_no(asked: Asked, question: str, begins: str) -> None:
    assert (ask(*asked, question).text or "").startswith(f"{begins}。")


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("松岭县中医院2024年收入", "没有载入松岭县中医院"),
        ("松岭县农业农村局2024年6月支出", "只有全年的数"),
        ("三家单位的公务接待费一共多少", "没有写“三家单位”是哪几个"),
        ("松岭县云岭中学2024年三公经费是多少？外星研究经费呢？", "“外星研究经费呢”答不出"),
    ],
)
def test_what_cannot_be_answered_is_refused(asked: Asked, question: str, why: str) -> None:
    answer = ask(*asked, question)
    assert answer.text is None
    assert why in answer.reason


def test_every_character_knows_where_it_was_typed() -> None:
    question = usual(Lexicon(), fold("审计底稿需要：电费砸进去多少钱"))
    assert question.text.endswith("电费花了多少钱")
    start = question.text.index("电费")
    assert question.typed[slice(*question.span(start, start + 2))] == "电费"


def test_a_name_is_never_put_in_other_words() -> None:
    lexicon = Lexicon(
        units=(Unit("https://example.org/u", "头三项街道办事处", "990102", (2024,)),),
        subjects=(Subject("functional", "2999999", ("节余调剂支出",), ("https://example.org/s",)),),
    )
    assert usual(lexicon, fold("头三项街道办事处的节余调剂支出")).text == "头三项街道办事处的节余调剂支出"


def test_one_question_is_not_taken_apart(asked: Asked) -> None:
    whole = ask(*asked, "松岭县云岭中学2024年水费和电费各多少")
    assert in_turn(whole, lambda clause: ask(*asked, clause)) is None


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("松岭县云岭中学2024年培训费账面花过多少", "38.75", "“账面”"),
        ("拿在职人员做分母，松岭县云岭中学2024年人均培训费是多少", "0.18", "做分母"),
        ("据松岭县云岭中学的报告，2024年培训费是多少", "38.75", ""),
    ],
)
def test_words_that_only_frame_a_question_are_left_out_and_named(asked: Asked, question: str, value: str, said: str) -> None:
    body = ask(*asked, question).body()
    assert body["answer"], body["reason"]
    assert value in [one["value"] for one in body["answer"]["values"]]
    assert said in body["answer"]["text"]
    assert is_given(asked[0], body)


@pytest.mark.parametrize(
    "question",
    [
        "松岭县云岭中学2024年罚没收入是多少",
        "松岭县云岭中学2024年食堂收入是多少",
        "松岭县云岭中学2024年拖欠的培训费是多少",
        "松岭县云岭中学2024年挪用的培训费是多少",
        "松岭县云岭中学2024年退还的培训费是多少",
    ],
)
def test_words_that_change_what_is_asked_are_never_left_out(asked: Asked, question: str) -> None:
    assert ask(*asked, question).text is None
