"""The outline: joined lines, headings, section paths, contents page."""

from __future__ import annotations

import pytest

from ingest.document import Paragraph
from ingest.formats.text import read_text
from ingest.passages import passages
from ingest.sections import level_of, outline


def paragraphs(text: str) -> list[Paragraph]:
    return [b for b in outline(read_text(text, "t")).blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("第一部分", 1),
        ("第三部分2024年度部门决算情况说明", 1),
        ("2024年度部门整体支出绩效自评报告", 1),
        ("一、部门职责", 2),
        ("（一）主要职能。", 3),
        ("（二）机构情况，包括当年变动情况及原因。", 3),
        ("1、平台再升级，服务企业做先锋", 4),
        ("（1）政府雇员经费项目", 5),
        ("下一步改进措施", 2),
        ("收入支出决算总表", 2),
        ("（一）贯彻执行国家有关教育工作的法律法规和方针政策。", 0),
        ("1、负责项目登记、建立台账、完善档案。", 0),
        ("（三）内设机构设置。本单位内设机构包括：办公室、业务科。", 0),
        ("1、一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）", 0),
        ("公开01表", 0),
        ("单位：万元", 0),
    ],
)
def test_level_of_headings(text: str, level: int) -> None:
    assert level_of(text) == level


def test_lines_cut_by_a_page_become_one_paragraph() -> None:
    first = "企业需求由服务中心统一受理后交各相关部门限时办理并在五个工作日内统一交"
    (joined,) = paragraphs(f"{first}\n\n办，办事效率由中心跟踪督察。")
    assert joined.text == first + "办，办事效率由中心跟踪督察。"
    assert joined.line == 1


def test_an_ordinal_starts_a_new_paragraph() -> None:
    assert len(paragraphs("（一）贯彻落实有关教育发展的法律法规和方针政策，依法维护师生的合法权益，做好\n（二）组织实施教育督导。")) == 2


def test_budget_line_and_its_amounts_are_one_passage() -> None:
    found = paragraphs("1、教育支出（类）普通教育（款）小学教育（项）。\n\n年初预算为10万元，支出决算为11万元，完成年初预算的110%。")
    assert [p.text[:9] for p in found] == ["1、教育支出（类）"]


def test_contents_page_gives_no_headings_and_no_passages() -> None:
    document = outline(
        read_text(
            "目录\n第一部分概况\n一、部门职责\n第二部分部门决算表\n第一部分\n示例市青禾小学概况\n一、部门职责\n实施小学义务教育，促进基础教育发展。",
            "t",
        )
    )
    (only,) = passages(document)
    assert only.section == ("第一部分\u3000示例市青禾小学概况", "一、部门职责")
    assert only.text == "实施小学义务教育，促进基础教育发展。"


def test_items_of_a_list_are_passages_even_where_they_look_like_headings() -> None:
    document = outline(
        read_text(
            "二、机构设置\n（一）内设机构\n1.办公室\n2.财务审计科\n（二）决算单位构成\n1.示例市水务局本级\n2.示例市水库管理所\n三、其他\n无。",
            "t",
        )
    )
    assert [(p.section[-1], p.text) for p in passages(document)] == [
        ("（一）内设机构", "1.办公室"),
        ("（一）内设机构", "2.财务审计科"),
        ("（二）决算单位构成", "1.示例市水务局本级"),
        ("（二）决算单位构成", "2.示例市水库管理所"),
        ("三、其他", "无。"),
    ]


def test_a_duty_without_full_stop_is_no_heading_of_the_next() -> None:
    document = outline(read_text("一、主要职责\n（一）负责全县农业生产。\n（二）负责全县水资源管理\n（三）负责全县渔业监督。", "t"))
    assert [p.text[:3] for p in passages(document)] == ["（一）", "（二）", "（三）"]


def test_the_title_page_gives_no_passages() -> None:
    document = outline(read_text("示例市青禾区教育局\n2024年度部门决算\n\n本报告依据有关规定公开。\n第一部分\n概况\n无。", "t"))
    assert [p.text for p in passages(document)] == ["本报告依据有关规定公开。", "无。"]


def test_a_contents_page_without_parts_ends_where_its_first_entry_comes_again() -> None:
    text = "目录\n\n一、概况\t1\n\n（一）主要职责\n\n二、决算公开表\n\n一、概况\n\n（一）主要职责\n\n承担全县常见病的诊疗任务。"
    last = paragraphs(text)[-1]
    assert last.section == ("一、概况", "（一）主要职责")
