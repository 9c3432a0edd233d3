"""No contact line leaves ingest."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ingest import samples
from ingest.document import Document, Grid, Paragraph
from ingest.formats import read_document
from ingest.pipeline import facts
from ingest.privacy import is_contact, without_contacts
from kg import bundle
from kg.facts import Unresolved
from kg.iris import Iris

# Numbers of persons by their shape, without regard to how the reader finds them.
LEAK = re.compile(
    r"(?<![\d.])(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[- ]?\d{7,8}|400-\d{3}-\d{4}|\d{17}[\dXx])(?![\d.])|[\w.]+@\w+\.\w+"
)


@pytest.mark.parametrize(
    "text",
    [
        "联系人：张示例",
        "接洽人：张示例；联系电话：0990-1234567。",
        "联系电话:12345678",
        "填表人：张示例",
        "单位负责人（签字）：",
        "项目负责人：张示例",
        "咨询电话：0990-1234567",
        "邮箱：zhang@example.org",
        "可拨打13800000000咨询",
        "可拨打138 0000 0000咨询",
        "可拨打138-0000-0000咨询",
        "可拨打(0990)1234567咨询",
        "可拨打09901234567咨询",
        "可拨打400-123-4567咨询",
        "电话0990—1234567",
        "办公室电话1234567",
        "１３８００００００００",
        "请发至zhang@example.org",
        "请发至zhang＠example.org",
        "身份证号码 990102199001011234",
        "990102199001011234，张示例",
        "99010219900101123X",
        "微信号：zhang",
        "填表人张示例",
        "填表人 张示例 审核人 李样本",
        "填表人张示例联系电话1234567",
        "项目负责人 李样本",
        "财务负责人签字 李样本",
        "评价工作组组长：张示例，组员：李样本、王样例",
    ],
)
def test_contact_lines_are_known(text: str) -> None:
    assert is_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "热线办理12345件，按时办结率100%。",
        "全年接听电话1200个。",
        "全年接听12345热线电话12345678件。",
        "企业负责人40余人参加座谈。",
        "本年支出合计1,234,567.89元",
        "支出13812345678.90元",
        "电话费0.30万元",
        "资金来源：财政拨款",
        "单位负责人高度重视",
        "项目负责人培训",
        "建立项目负责人制度，落实责任。",
        "经办人填写报销单，审核人方可签字。",
        "审核人员应当回避。",
        "联系人制度",
        "领导方式",
        "人员安排",
        "成员单位：发展和改革局、财政局",
        "领导小组组长由主要领导担任。",
        "2024年1月1日至2024年12月31日",
        "国办发〔2024〕12345678号",
    ],
)
def test_ordinary_sentences_stay(text: str) -> None:
    assert not is_contact(text)


def texts(*blocks: Paragraph | Grid) -> list[str]:
    return [b.text for b in without_contacts(Document("t", "markdown", blocks)).blocks if isinstance(b, Paragraph)]


def test_only_the_contact_sentence_goes() -> None:
    assert texts(Paragraph("以上信息按要求公开。联系人：张示例，电话：0990-1234567。"), Paragraph("填表人：张示例")) == [
        "以上信息按要求公开。"
    ]


def test_what_stands_in_the_lines_below_a_label_goes_with_it() -> None:
    found = texts(
        *map(
            Paragraph,
            ("联系人：", "张示例", "联系电话", "1234567", "邮箱：", "zhang@example.org", "第三部分", "电话：0990-12", "34567", "附件"),
        )
    )
    assert found == ["第三部分", "附件"]


def test_a_heading_below_a_contact_line_stays() -> None:
    assert texts(*map(Paragraph, ("联系人：张示例", "附件", "联系电话：1234567", "金额单位", "填表人：", "万元以上项目"))) == [
        "附件",
        "金额单位",
        "万元以上项目",
    ]


def rows(*printed: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    (grid,) = without_contacts(Document("t", "markdown", (Grid(printed),))).blocks
    assert isinstance(grid, Grid)
    return grid.rows


def test_cells_behind_a_contact_label_are_blank() -> None:
    found = rows(("项目负责人", "张示例", "联系电话", "12345678"), ("年度资金总额", "12", "12", "12"))
    assert found == (("", "", "", ""), ("年度资金总额", "12", "12", "12"))


def test_merged_cells_behind_a_contact_label_are_blank_too() -> None:
    assert rows(("项目负责人", "", "张示例", "", "主管部门", "某局")) == (("", "", "", "", "主管部门", "某局"),)
    assert rows(("项目负责人", "项目负责人", "张示例", "张示例", "主管部门")) == (("", "", "", "", "主管部门"),)
    assert rows(("联系人及电话", "张示例 1234567", "得分", "98")) == (("", "", "得分", "98"),)


def test_lists_of_persons_keep_their_heads_only() -> None:
    found = rows(
        ("序号", "姓名", "职务", "联系电话", "签字"),
        ("1", "张示例", "局长", "1234567", ""),
        ("2", "阿依·样本", "会计", "无", "李样本"),
        ("评价意见", "基本属实", "", "", ""),
        ("一级指标", "产出指标", "数量", "3", "3"),
    )
    assert found[:3] == (("序号", "姓名", "职务", "联系电话", "签字"), ("1", "", "局长", "", ""), ("2", "", "会计", "", ""))
    assert found[4] == ("一级指标", "产出指标", "数量", "3", "3")


def test_tables_of_figures_stay() -> None:
    printed = (("项目", "单位", "金额"), ("办公费", "万元", "1.20"), ("手机费", "万元", "0.30"), ("13800", "元", "138,000,000.00"))
    assert rows(*printed) == printed


def test_places_that_a_reader_could_not_read_are_cleaned_too() -> None:
    document = Document("t", "pdf", (), (Unresolved("t01r1c1", "电话：1234567", "unclear"), Unresolved("t01r1c2", "12.3", "unclear")))
    assert [place.printed for place in without_contacts(document).unread] == ["", "12.3"]


# whole reports -------------------------------------------------------------------------------------------------------------

SPOILT = (
    "联系人：贾名氏，手机13812345678。",
    "如有疑问请拨打(0990)7654321或发邮件至jia@example.org。",
    "填表人贾名氏　电话 0990 7654321",
    "| 项目负责人 | 贾名氏 | 联系电话 | 7654321 |",
    "| 身份证号 | 990102199001011234 | 备注 | 138-1234-5678 |",
    "经办人：\n贾名氏",
    "服务热线400-765-4321",
)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)


@pytest.mark.parametrize("sample", ["s01", "s04", "s11"])
def test_nothing_personal_is_in_any_fact_wherever_it_is_printed(sample: str) -> None:
    """Contact lines between all lines of a report: headings, tables, narrative, the end."""
    path = next(samples.folder().glob(f"{sample}_*"))
    lines = path.read_text(encoding="utf-8").split("\n")
    spoilt = [extra for i, line in enumerate(lines) for extra in (line, *([SPOILT[i // 7 % len(SPOILT)]] if i % 7 == 3 else []))]
    found = facts(read_document("\n".join(spoilt).encode(), "spoilt.md"), "0" * 64)
    assert found.passages
    leaks = [text for text in strings(found) if text != "0" * 64 and (LEAK.search(text) or "贾名氏" in text or "7654321" in text)]
    assert leaks == []
    body = bundle.dump(found, Iris()).partition(b"\n")[2].decode().replace("0" * 64, "")
    assert not LEAK.search(body) and "贾名氏" not in body and "7654321" not in body
