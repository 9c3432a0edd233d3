"""Functional and economic subjects by year."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ontology.subjects import Level, Scheme, ancestors, code_of, code_of_path, level, name

LISTS = Path(__file__).parents[2] / "ontology" / "codelists"


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("215", 2012, "资源勘探电力信息等事务"),
        ("215", 2019, "资源勘探信息等支出"),
        ("215", 2020, "资源勘探工业信息等支出"),
        ("215", 2030, "资源勘探工业信息等支出"),
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2020, "行政事业单位养老支出"),
        ("30307", 2017, "医疗费"),
        ("30307", 2024, "医疗费补助"),
        ("30108", 2024, "机关事业单位基本养老保险缴费"),
        ("2019877", 2024, None),
        ("50101", 2024, None),
    ],
)
def test_a_code_has_the_name_of_the_nearest_year(code: str, year: int, expected: str | None) -> None:
    assert name(code, year) == expected


@pytest.mark.parametrize(
    ("printed", "year", "code"),
    [
        ("一般公共服务支出", 2024, "201"),
        ("一般公共服务", 2024, "201"),
        ("资源勘探信息等支出", 2019, "215"),
        ("资源勘探信息等支出", 2023, "215"),
        ("资源勘探信息（类）支出", 2019, "215"),
        ("资源勘探工业信息等支出", 2024, "215"),
        ("社 会保障和\n就业支出", 2024, "208"),
        ("医疗卫生与计划生育支出", 2017, "210"),
        ("卫生健康支出", 2024, "210"),
        ("机关事业单位基本养老保险缴费支出", 2024, "2080505"),
        ("行政运行", 2024, None),
        ("行政运行", 2026, None),
        ("没有这个科目", 2024, None),
        ("", 2024, None),
    ],
)
def test_a_name_alone_gives_its_code(printed: str, year: int, code: str | None) -> None:
    assert code_of(printed, year) == code


@pytest.mark.parametrize(
    ("printed", "level_hint", "parent", "scheme", "code"),
    [
        ("住房公积金", None, None, "functional", "2210201"),
        ("住房公积金", None, None, "economic", "30113"),
        ("办公费", None, "302", "functional", "30201"),
        ("行政运行", None, "20103", "functional", "2010301"),
        ("其他支出", "class", None, "economic", "399"),
        ("其他支出", "group", None, "economic", "39999"),
        ("其他支出", "class", None, "functional", "229"),
        ("其他商品和服务支", None, None, "economic", "30299"),
        ("机关事业单位基本养老保险缴", None, None, "economic", "30108"),
    ],
)
def test_level_parent_and_scheme_narrow_it(printed: str, level_hint: Level | None, parent: str | None, scheme: Scheme, code: str) -> None:
    assert code_of(printed, 2024, level_hint, parent, scheme) == code


@pytest.mark.parametrize(
    ("path", "year", "code"),
    [
        (("一般公共服务", "政府办公厅（室）及相关机构事务", "机关服务"), 2019, "2010303"),
        (("一般公共服务支出", "其他一般公共服务支出", "其他一般公共服务支出"), 2019, "2019999"),
        (("科学技术", "技术研究与开发", "产业技术研究与开发"), 2019, "2060403"),
        (("社会保障和就业支出", "行政事业单位养老支出", "机关事业单位基本养老保险缴费支出"), 2024, "2080505"),
        (("社会保障和就业支出", "没有这个款", "机关事业单位基本养老保险缴费支出"), 2024, "2080505"),
        (("社会保障和就业支出", "行政事业单位养老支出", ""), 2024, "20805"),
        (("卫生健康支出", "", ""), 2024, "210"),
        (("没有这个类", "财政事务", "行政运行"), 2024, None),
        (("一般公共服务支出", "没有这个款", "行政运行"), 2024, None),
        (("商业服务业等支出", "没有这个款", "行政运行"), 2024, None),
    ],
)
def test_a_path_gives_the_code_of_its_finest_name(path: tuple[str, str, str], year: int, code: str | None) -> None:
    assert code_of_path(*path, year) == code


def test_of_two_codes_with_one_name_the_one_in_force_counts() -> None:
    assert code_of("医疗费", 2017, scheme="economic") == "30307"
    assert code_of("医疗费", 2024, scheme="economic") == "30114"


def test_wider_subjects_and_levels() -> None:
    assert ancestors("2010303") == ("20103", "201")
    assert ancestors("30201") == ("302",)
    assert ancestors("201") == ()
    assert [level(code) for code in ("201", "20103", "2010303", "1")] == ["class", "group", "item", None]


@pytest.mark.parametrize(("file", "first", "lengths"), [("functional", "2", {3, 5, 7}), ("economic", "3", {3, 5})])
def test_lists_are_sorted_and_closed_upwards(file: str, first: str, lengths: set[int]) -> None:
    with (LISTS / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
        entries = [(row["code"], row["name"], row["years"]) for row in csv.DictReader(rows)]
    codes = {code for code, _, _ in entries}
    assert entries == sorted(entries)
    assert all(code[0] == first and len(code) in lengths for code in codes)
    assert not [code for code in codes if not set(ancestors(code)) <= codes]


def test_every_class_of_the_public_classification_is_there() -> None:
    assert all(name(str(code), 2024) for code in range(201, 235) if code not in (225, 226))
    assert all(name(code, 2024) for code in ("301", "302", "303", "307", "309", "310", "311", "312", "313", "399"))
