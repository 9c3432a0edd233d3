"""Parts of questions: bounds, superlatives, slips, choices, completion; new units without new code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal

from kg.content import draft
from kg.errors import ReleaseError
from kg.iris import Iris
from kg.mapper import quads
from ontology.terms import FA
from queries import library
from search_app.ask import Lexicon, ask, build_lexicon
from search_app.ask.completion import completions
from search_app.ask.lexicon import Unit
from search_app.ask.limits import Limit, limit, limits_in
from search_app.ask.reader import read
from search_app.ask.templates import Branch, fill
from search_app.ask.vocabulary import check, unknown_terms
from tests.ask.test_sample_questions import Asked, asked
from tests.kg.example import account

__all__ = ["asked"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("执行率低于80%的项目", Limit("under", Decimal(80), "%")),
        ("三公经费超过5万元的单位", Limit("over", Decimal(5), "万元")),
        ("支出在1000万元以上", Limit("atLeast", Decimal(1000), "万元")),
        ("不超过三十人", Limit("atMost", Decimal(30), "人")),
        ("支出不到1.5亿元", Limit("under", Decimal("1.5"), "亿元")),
        ("得分不低于九十分", Limit("atLeast", Decimal(90), "分")),
    ],
)
def test_bound(text: str, expected: Limit) -> None:
    (found,) = limits_in(text)
    assert limit(found[2]) == expected


@pytest.mark.parametrize("text", ["超过2023年", "比2024年高", "达到8月31日", "以上单位"])
def test_no_bound(text: str) -> None:
    assert not list(limits_in(text))


def test_bound_fits_the_unit_of_the_number() -> None:
    assert Limit("over", Decimal(5), "万元").bound(of_money=True) == 50_000
    assert Limit("over", Decimal(5), "").bound(of_money=True) == 50_000
    assert Limit("over", Decimal(5), "人").bound(of_money=True) is None
    assert Limit("under", Decimal(8), "成").bound(of_money=False) == 80
    assert Limit("under", Decimal(8), "万元").bound(of_money=False) is None


@pytest.mark.parametrize(
    ("text", "first", "order"), [("最多的三个单位", 3, "highest"), ("最少的2个", 2, "lowest"), ("前两名", 2, "highest")]
)
def test_first_of_a_ranking(asked: Asked, text: str, first: int, order: str) -> None:
    found = read(asked[1], f"2024年支出{text}").operation
    assert (found.first, found.order) == (first, order)


def test_slip_is_said(asked: Asked) -> None:
    answer = ask(*asked, "松岭县云玲中学2024年三公经费")
    assert answer.values[0].value == "3.40"
    assert "按“松岭县云岭中学”理解" in (answer.text or "")


def test_name_that_only_looks_alike_is_no_slip(asked: Asked) -> None:
    assert ask(*asked, "松岭县云山中学2024年三公经费").text is None


def test_other_years_are_offered(asked: Asked) -> None:
    body = ask(*asked, "松岭县云岭中学2021年三公经费").body()
    assert body["answer"] is None
    assert body["choices"] == [
        {"label": "2024年", "question": "松岭县云岭中学2024年三公经费"},
        {"label": "2023年", "question": "松岭县云岭中学2023年三公经费"},
    ]


def test_unclear_name_is_asked_back(asked: Asked) -> None:
    store, _ = asked
    units = tuple(Unit(f"urn:{code}", f"{place}水利局", code, (2024,)) for code, place in (("990102", "云溪区"), ("990103", "青禾区")))
    body = ask(
        store,
        Lexicon(units=units, wordings={"三公经费": "measure-threePublic"}, labels={"measure-threePublic": "三公经费"}),
        "水利局三公经费",
    ).body()
    assert body["answer"] is None
    assert [choice["question"] for choice in body["choices"]] == ["云溪区水利局三公经费", "青禾区水利局三公经费"]


def test_new_unit_needs_no_code() -> None:
    iris = Iris()
    store = draft(iris, [quads(account(2023, "青禾区古籍保护所", "990103"), iris)])
    answer = ask(store, build_lexicon(store), "古籍保护所2023年执行数")
    assert answer.values, answer.reason


def test_completion(asked: Asked) -> None:
    lexicon = asked[1]
    assert completions(lexicon, "云岭中")[0].text == "松岭县云岭中学"
    assert "公务接待费" in {one.name for one in completions(lexicon, "松岭县云岭中学2024年公务接")}
    assert all(one.text.startswith("松岭县云岭中学") for one in completions(lexicon, "松岭县云岭中学"))
    assert completions(lexicon, "") == []


def test_unclear_name_shows_the_answer_of_the_likeliest() -> None:
    iris = Iris()
    accounts = (account(2022, "青禾区水利局", "990103"), account(2023, "青禾区水利局", "990103"), account(2023, "云溪区水利局"))
    store = draft(iris, [quads(one, iris) for one in accounts])
    body = ask(store, build_lexicon(store), "水利局2023年执行数").body()
    assert body["answer"] is None
    assert [choice["label"] for choice in body["choices"]] == ["青禾区水利局", "云溪区水利局"]
    assert body["likeliest"]["question"] == "青禾区水利局2023年执行数"
    assert body["likeliest"]["answer"]["values"]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("2022年底还剩多少", "2022"),
        ("2020年初结转和结余", "2020"),
        ("二三年接待费", "二三年"),
        ("中小企业的采购合同", "中小企业的采购合同"),
    ],
)
def test_words_that_overlap(asked: Asked, typed: str, part: str) -> None:
    assert part in {one.text for one in read(asked[1], f"云岭中学{typed}").parts}


@pytest.mark.parametrize("text", sorted(path.stem for path in (Path(library.__file__).parent / "ask").glob("*.rq")))
def test_templates_use_terms_of_the_ontology_alone(text: str) -> None:
    assert unknown_terms(library.get("ask", text).text) == ()


def test_plan_with_a_term_that_the_ontology_lacks_does_not_run() -> None:
    with pytest.raises(ReleaseError, match="measure-luck"):
        check(fill("values", {}, {Branch("cells"): [(Literal("x"), Literal(1), FA["measure-luck"])]}))
    assert unknown_terms('SELECT * { ?s fa:amount "fa:nothing" ; <https://w3id.org/juesuan/ontology#nothing> ?o }')[-1] == "nothing"
