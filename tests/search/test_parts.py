from __future__ import annotations

import pytest

from search_app.search.parts import OTHER, is_boilerplate, part_of


@pytest.mark.parametrize(
    ("section", "part"),
    [
        (("第三部分", "九、关于“三公”经费支出说明"), "“三公”经费"),
        (("第三部分", "十二、关于政府采购支出说明"), "政府采购"),
        (("第五部分 绩效", "五、下一步改进措施"), "问题与改进"),
        (("第一部分 概况", "一、部门职责"), "职能与机构"),
        (("第四部分 名词解释", "一、"), "名词解释"),
        (("什么也不是",), OTHER),
        ((), OTHER),
    ],
)
def test_the_innermost_heading_that_says_something_counts(section: tuple[str, ...], part: str) -> None:
    assert part_of(section) == part


@pytest.mark.parametrize(
    ("section", "text", "is_so"),
    [
        (("第四部分 名词解释",), "一般公共预算财政拨款收入：指…", True),
        ((), "注：本表反映部门本年度“三公”经费支出预决算情况。", True),
        ((), "第一部分 部门概况…………… 3", True),
        (("第三部分",), "公务接待费减少。", False),
    ],
)
def test_boilerplate(section: tuple[str, ...], text: str, is_so: bool) -> None:
    assert is_boilerplate(section, text) is is_so
