"""Headings printed in one line with their text are headings again; headings that only name a year stay as they are."""

from __future__ import annotations

import pytest

from ingest.document import Document, Paragraph
from ingest.glued_headings import with_headings_apart
from ingest.passages import passages
from ingest.sections import outline


def parts(text: str) -> list[str]:
    document = Document("a.txt", "tabbed", (Paragraph(text, line=3, page=2),))
    return [b.text for b in with_headings_apart(document).blocks if isinstance(b, Paragraph) and (b.line, b.page) == (3, 2)]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("一、收入支出决算总体情况说明2023年度收、支总计100万元。与上年持平。", "一、收入支出决算总体情况说明"),
        ("（一）机关运行经费支出情况2023年，本单位机关运行经费支出6万元。", "（一）机关运行经费支出情况"),
        ("（三）国有资产占用情况截至2023年12月31日，共有车辆5辆。", "（三）国有资产占用情况"),
    ],
)
def test_heading_and_text_are_two_paragraphs(text: str, heading: str) -> None:
    assert parts(text) == [heading, text.removeprefix(heading)]


@pytest.mark.parametrize(
    "text",
    [
        "一、收入支出决算总体情况说明",
        "关于2023年度预算绩效情况的说明",
        "一、关于2023年度预算绩效管理工作开展情况的说明",
        "2023年度收、支总计100万元，情况说明2023年如下。",
        "（一）2022年绩效情况2023年绩效情况说明",
    ],
)
def test_other_lines_stay_whole(text: str) -> None:
    assert parts(text) == [text]


def test_the_section_of_the_text_is_its_heading() -> None:
    rows = ("一、收入决算情况说明2023年度收入合计100万元。", "二、支出决算情况说明2023年度支出合计90万元。")
    document = Document("a.txt", "tabbed", tuple(Paragraph(row) for row in rows))
    found = passages(outline(with_headings_apart(document)))
    assert [(p.section, p.text) for p in found] == [
        (("一、收入决算情况说明",), "2023年度收入合计100万元。"),
        (("二、支出决算情况说明",), "2023年度支出合计90万元。"),
    ]
