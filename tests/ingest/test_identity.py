"""What a report is, from title, headings and captions."""

from __future__ import annotations

import pytest

from ingest.document import Document, Paragraph
from ingest.identity import identify
from ingest.sections import outline
from kg.errors import NotAReport


def document(*texts: str) -> Document:
    return outline(Document("t.txt", "markdown", tuple(Paragraph(text) for text in texts)))


@pytest.mark.parametrize(
    ("texts", "owners", "unit", "year", "kind"),
    [
        (
            ("示例市云溪区企业服务中心", "2023年度部门决算", "目录"),
            ("示例市云溪区企业服务中心",),
            "示例市云溪区企业服务中心",
            2023,
            "部门决算",
        ),
        (
            ("2022年度示例市青禾区第一小学单位决算", "第一部分 示例市青禾区第一小学概况"),
            ("示例市青禾区第一小学",),
            "示例市青禾区第一小学",
            2022,
            "单位决算",
        ),
        (
            ("2024年度", "示例市高新技术产业开发区企", "业服务局部门决算公开", "第一部分示例市高新技术产业开发区企业服务局概况"),
            ("示例市高新技术产业开发区企", "示例市高新技术产业开发区企业服务局"),
            "示例市高新技术产业开发区企业服务局",
            2024,
            "部门决算",
        ),
        (
            ("第一部分", "松岭县农业农村局部门（单位）概况", "松岭县农业农村局2024年度部门决算情况说明", "2024年度部门决算情况说明"),
            (),
            "松岭县农业农村局",
            2024,
            "部门决算",
        ),
        (
            ("松岭县农业农村局2023年度部门整体支出绩效自评报告", "松岭县农业农村局2023年度整体支出绩效自评情况如下"),
            (),
            "松岭县农业农村局",
            2023,
            "绩效自评报告",
        ),
    ],
)
def test_identity(texts: tuple[str, ...], owners: tuple[str, ...], unit: str, year: int, kind: str) -> None:
    found = identify(document(*texts), owners, has_accounts=kind != "绩效自评报告")
    assert (found.unit, found.year, found.type) == (unit, year, kind)


def test_other_texts_are_no_report() -> None:
    with pytest.raises(NotAReport, match="neither"):
        identify(document("红烧肉的做法", "五花肉一斤，切块。"), (), has_accounts=False)
