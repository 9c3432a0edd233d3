"""Lists of units and divisions that stand in a table. All names are made up."""

from __future__ import annotations

from dataclasses import replace

from ingest.formats.text import read_text
from ingest.members import listed_members
from ingest.narrative.organisation import together
from ingest.pipeline import prepared
from ingest.tables import captioned_tables
from kg.facts import Division

HEAD = "第一部分 松岭县水利局概况\n\n一、部门职责\n\n管理全县河湖。\n\n二、机构设置及决算单位构成\n\n（二）决算单位构成\n\n"


def members(text: str) -> tuple[Division, ...]:
    return listed_members(captioned_tables(prepared(read_text(text, "t.txt"))), "松岭县水利局")


def test_units_one_a_row() -> None:
    text = HEAD + (
        "纳入2022年度部门决算编制范围的单位如下表：\n\n"
        "| 序号 | 单位名称 | 单位性质 | 人数 |\n|---|---|---|---|\n"
        "| 1 | 松岭县水利局（本级） | 行政单位 | 25 |\n| 2 | 松岭县河湖中心 | 公益一类事业单位 | 12 |\n| | 合计 | | 37 |\n"
    )
    found = members(text)
    assert [(row.name, row.relation, row.status) for row in found] == [
        ("松岭县水利局（本级）", "subunit", "current"),
        ("松岭县河湖中心", "subunit", "current"),
    ]
    assert found[1].place.fragment == "t01r3c2"


def test_the_head_of_the_column_tells_units_from_divisions() -> None:
    head = "第一部分 松岭县水利局概况\n\n一、机构设置及人员情况\n\n"
    units = "| 单位名称 | 性质 |\n|---|---|\n| 局本级 | 行政 |\n| 松岭县河湖中心 | 事业 |\n"
    rooms = "\n下设科室：\n\n| 科室名称 | 职责 |\n|---|---|\n| 办公室 | 综合 |\n| 财务科 | 财务 |\n"
    found = [(row.name, row.relation) for row in members(head + units + rooms)]
    assert found[:2] == [("松岭县水利局本级", "subunit"), ("松岭县河湖中心", "subunit")]
    assert found[2:] == [("办公室", "division"), ("财务科", "division")]


def test_a_table_of_the_unit_alone_lists_no_units() -> None:
    assert members(HEAD + "| 单位名称 | 人数 |\n|---|---|\n| 松岭县水利局 | 25 |\n") == ()


def test_a_unit_that_text_and_table_call_differently_is_one() -> None:
    table = members(HEAD + "| 单位名称 | 人数 |\n|---|---|\n| 松岭县水利局（本级） | 25 |\n| 松岭县河湖中心 | 3 |\n")
    told = [replace(table[0], name="松岭县水利局本级"), replace(table[1], name="县河湖中心")]
    assert [row.name for row in together(told, table)] == ["松岭县水利局本级", "松岭县河湖中心"]


def test_the_same_table_under_another_heading_says_nothing() -> None:
    text = "第三部分 决算情况说明\n\n一、政府采购情况说明\n\n| 序号 | 单位名称 | 金额 |\n|---|---|---|\n| 1 | 甲公司 | 25.00 |\n"
    assert members(text) == ()
