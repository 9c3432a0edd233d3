"""Names of persons in running text are masked; units, companies and common words stay."""

from __future__ import annotations

import pytest

from ingest.document import Document, Grid, Paragraph
from ingest.persons import masked
from ingest.pipeline import prepared

NAMED = [
    ("院长李明远、副院长王晓梅带队走访企业15家。", "院长某某、副院长某某带队走访企业15家。"),
    ("张建国同志被评为“全国优秀法官”。", "某某同志被评为“全国优秀法官”。"),
    ("由刘伟同志担任组长，陈静任副组长。", "由某某同志担任组长，某某任副组长。"),
    ("法定代表人为周建国，注册资本500万元。", "法定代表人为某某，注册资本500万元。"),
    ("教师王芳荣获一等奖，学生赵子涵、钱小雨获二等奖。", "教师某某荣获一等奖，学生某某、某某获二等奖。"),
    ("成立以局长张三为组长的领导小组，成员：李四、王五。", "成立以局长某某为组长的领导小组，成员：某某、某某。"),
    ("党组书记、局长 陈 伟 主持会议", "党组书记、局长 某某 主持会议"),
    ("张三丰等5名同志被评为先进工作者", "某某等5名同志被评为先进工作者"),
    ("副县长欧阳明一行到我局调研", "副县长某某一行到我局调研"),
    ("，王晓梅荣获全国三八红旗手。", "，某某荣获全国三八红旗手。"),
]
WORDS = [
    "局长高度重视，书记任组长。",
    "教师安全培训，学生高考成绩，干部任职。",
    "民警深入社区，医生高级职称，居民石油管道。",
    "习近平总书记强调",
    "金牌荣获一等奖，白沙镇荣获称号，我局荣获称号。",
    "会长单位、组长单位、专家组成员单位",
    "华融公司荣获“重合同守信用”称号",
    "周口路街道办事处、金桥村民委员会、王府井集团有限公司",
    "常委会、委员会、管理委员会",
    "在校长期聘用人员12人",
]


@pytest.mark.parametrize(("text", "expected"), NAMED, ids=[text[:10] for text, _ in NAMED])
def test_a_name_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize("text", WORDS, ids=[text[:10] for text in WORDS])
def test_what_is_no_name_stays(text: str) -> None:
    assert masked(text) == text


def test_names_are_gone_from_headings_paragraphs_and_cells() -> None:
    cut = (Paragraph("我单位由局长张建国带队，对全区三百二十七家规模以上企业开展了走访和调研，副局长李明"), Paragraph("远同志全程参加。"))
    grid = Grid((("项目", "完成情况"), ("走访", "局长张建国、副局长李明远带队走访")))
    found = prepared(Document("a.txt", "tabbed", (Paragraph("一、张建国同志先进事迹"), *cut, grid)))
    assert not any(name in repr(found) for name in ("张建国", "李明", "明远"))
