"""No contact line leaves ingest."""

from __future__ import annotations

import pytest

from ingest.document import Document, Grid, Paragraph
from ingest.privacy import is_contact, without_contacts


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
        "请发至zhang@example.org",
    ],
)
def test_contact_lines_are_known(text: str) -> None:
    assert is_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "热线办理12345件，按时办结率100%。",
        "全年接听电话1200个。",
        "企业负责人40余人参加座谈。",
        "本年支出合计1,234,567.89元",
        "电话费0.30万元",
        "资金来源：财政拨款",
    ],
)
def test_ordinary_sentences_stay(text: str) -> None:
    assert not is_contact(text)


def test_only_the_contact_sentence_goes() -> None:
    document = Document(
        "t", "markdown", (Paragraph("以上信息按要求公开。联系人：张示例，电话：0990-1234567。"), Paragraph("填表人：张示例"))
    )
    assert [b.text for b in without_contacts(document).blocks if isinstance(b, Paragraph)] == ["以上信息按要求公开。"]


def test_cells_behind_a_contact_label_are_blank() -> None:
    document = Document("t", "markdown", (Grid((("项目负责人", "张示例", "联系电话", "12345678"), ("年度资金总额", "12", "12", "12"))),))
    (grid,) = without_contacts(document).blocks
    assert isinstance(grid, Grid)
    assert grid.rows == (("", "", "", ""), ("年度资金总额", "12", "12", "12"))
