from __future__ import annotations

import pytest

from search_app.search.scope import Scopes, names_of

UNITS = {
    "示例市云溪区产业服务中心": "990102",
    "示例市青禾区数据和政务服务局": "990103",
    "松岭县农业农村局": "990121",
    "示例高新技术产业开发区企业服务局": "990100",
}


@pytest.fixture
def scopes() -> Scopes:
    return Scopes(UNITS, frozenset({2022, 2023}))


@pytest.mark.parametrize("asked", ["云溪区培训费", "云溪培训费", "产业服务中心培训费", "示例市云溪区产业服务中心培训费"])
def test_a_unit_is_named_by_its_place_or_its_office(scopes: Scopes, asked: str) -> None:
    scope = scopes.read(asked)
    assert max(scope.units, key=lambda unit: scope.units[unit]) == "示例市云溪区产业服务中心"
    assert max(scope.units.values()) == 1
    assert scope.rest == "培训费"


def test_the_short_name_of_a_zone_is_known(scopes: Scopes) -> None:
    assert scopes.read("高新区的培训费").units == {"示例高新技术产业开发区企业服务局": 1}
    assert "高新区" in names_of("示例高新技术产业开发区企业服务局", "990100")


def test_years_of_the_release_leave_the_question(scopes: Scopes) -> None:
    scope = scopes.read("2023年度培训费，与2019年相比")
    assert scope.years == {2023}
    assert scope.rest == "培训费,与2019年相比"


def test_a_place_that_all_share_says_nothing() -> None:
    units = {"示例市云溪区产业服务中心": "990102", "示例市云溪区企业服务中心": "990102"}
    scope = Scopes(units, frozenset()).read("云溪区培训费")
    assert (scope.units, scope.rest) == ({}, "云溪区培训费")


def test_where_nothing_else_is_asked_the_question_stays(scopes: Scopes) -> None:
    scope = scopes.read("松岭县农业农村局 2023年")
    assert scope.units == {"松岭县农业农村局": 1}
    assert scope.rest == "松岭县农业农村局 2023年"


def test_words_inside_numbers_are_no_years(scopes: Scopes) -> None:
    assert scopes.read("120230元").years == frozenset()


def test_no_units_no_scope() -> None:
    assert Scopes({}, frozenset()).read("培训费").units == {}


@pytest.mark.parametrize(
    ("asked", "years", "rest"),
    [
        ("22年培训费", {2022}, "培训费"),
        ("2022-2023年培训费", {2022, 2023}, "培训费"),
        ("2019年到2022年的培训费", {2022}, "培训费"),
        ("近22年培训费", set(), "近22年培训费"),
        ("22年来培训费", set(), "22年来培训费"),
        ("19年培训费", set(), "19年培训费"),
    ],
)
def test_short_years_and_ranges(scopes: Scopes, asked: str, years: set[int], rest: str) -> None:
    scope = scopes.read(asked)
    assert (set(scope.years), scope.rest) == (years, rest)


def test_traditional_names_are_known(scopes: Scopes) -> None:
    assert scopes.read("雲溪區培訓費").units == {"示例市云溪区产业服务中心": 1}


def test_a_question_about_a_term(scopes: Scopes) -> None:
    assert scopes.read("机关运行经费是什么意思").definition
    assert not scopes.read("机关运行经费为什么增加").definition
