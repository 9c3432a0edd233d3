"""Wordings and titles of further provinces, each in a few lines of a made-up report."""

from __future__ import annotations

import pytest

from ingest.forms import form_of_title
from ingest.limits import Limits
from ingest.pipeline import facts_in
from kg.facts import ReportFacts

ABOUT = "第一部分 部门概况\n\n二、机构设置\n\n"
TOLD = "第三部分 2022年度部门决算情况说明\n\n五、一般公共预算财政拨款支出决算情况说明\n\n（三）一般公共预算财政拨款支出决算具体情况\n\n"


def report(text: str) -> ReportFacts:
    return facts_in(f"示例市云溪区水务局2022年度部门决算\n\n{text}\n".encode(), "report.txt", Limits())


@pytest.mark.parametrize(
    ("title", "words", "kind"),
    [
        ("收入支出决算表", "", "incomeExpenditure"),
        ("2021年度收支决算情况表", "", "incomeExpenditure"),
        ("财政拨款收入支出决算表", "", "fiscalSummary"),
        ("公共预算财政拨款收入支出决算表", "", "generalPublic"),
        ("一般公共预算财政拨款支出决算明细表", "", "generalPublic"),
        ("一般公共预算财政拨款支出决算明细表", "科目编码/科目名称/合计/工资福利支出", "other"),
        ("财政拨款支出决算明细表", "项目/合计/301/工资福利支出", "other"),
    ],
)
def test_titles(title: str, words: str, kind: str) -> None:
    form = form_of_title(title, words)
    assert form is not None
    assert form.kind == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("部门决算由纳入独立核算的单位本级决算组成。", ["示例市云溪区水务局本级"]),
        ("部门决算包括：区水务局本级决算和下属事业单位云溪区河湖中心决算。", ["区水务局本级", "云溪区河湖中心"]),
        ("纳入编报的单位共1个。其中：行政单位1个。即：示例市云溪区水务局（本级）。", ["示例市云溪区水务局（本级）"]),
        ("代管云溪区抗旱服务队、云溪区水利工程站2个事业单位。", ["云溪区抗旱服务队", "云溪区水利工程站"]),
        ("本院是区卫健局所属公益一类事业单位，为三级综合医院。", []),
    ],
)
def test_subunits(text: str, names: list[str]) -> None:
    assert [d.name for d in report(ABOUT + text).divisions if d.relation == "subunit"] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本局设办公室、权益股、河湖股三个职能股（室），另设机关党委。", ["办公室", "权益股", "河湖股", "机关党委"]),
        ("本局内设办公室、河湖股等2个股室，另设机关党委。", ["办公室", "河湖股", "机关党委"]),
    ],
)
def test_divisions(text: str, names: list[str]) -> None:
    assert [d.name for d in report(ABOUT + text).divisions if d.relation == "division"] == names


def test_a_count_of_people_before_a_colon_is_no_contact() -> None:
    found = report(ABOUT + "编制数55名。实有人数52人：在职50人、退休2人。")
    assert [(h.what, h.quantity.text) for h in found.headcounts][1:] == [("实有人数", "52"), ("在职人数", "50"), ("退休人员", "2")]


def test_lines_with_a_code_of_their_own() -> None:
    found = report(
        TOLD + "1.农林水支出（类）水利（款）行政运行（项）。年初预算为300万元，支出决算为310万元，完成年初预算的103.33%。\n\n"
        "2.住房公积金（2210201）年初预算数20万元，决算数20万元，完成100%，与预算持平。\n\n"
        "2101101-行政单位医疗年初预算15万元，决算数15.2万元，完成年初预算的101.33%。"
    )
    assert [(line.path[-1], len(line.path), line.functional) for line in found.budget_lines] == [
        ("行政运行", 3, "2130301"),
        ("住房公积金", 1, "2210201"),
        ("行政单位医疗", 1, "2101101"),
    ]


def test_what_an_item_before_a_colon_spent() -> None:
    found = report("第三部分 情况说明\n\n七、“三公”经费支出决算情况说明\n\n公务接待费：预算1.00万元，决算0.84万元，完成预算的84.00%。")
    assert [(f.measure, f.what) for f in found.figures] == [
        ("receptionBudget", "公务接待费预算"),
        ("receptionFinal", "公务接待费决算"),
        ("completionRate", "公务接待费完成预算"),
    ]


def test_scores_that_part_classes_are_no_figures() -> None:
    text = "自评项目4个，其中90分以上的项目3个，80分至90分的项目1个；平均住院日较上年缩短0.5天。"
    found = report("第三部分 情况说明\n\n十、预算绩效情况说明\n\n" + text)
    assert [(f.quantity.text, f.quantity.unit) for f in found.figures] == [("4", "个"), ("3", "个"), ("1", "个"), ("-0.5", "天")]


def test_spending_called_by_its_purpose_is_a_figure() -> None:
    text = "用于专项业务工作的经费支出300.00万元。社区治理项目支出180.00万元，主要用于岗位补贴；“三公”经费支出预算为7.50万元。"
    found = report("第三部分 情况说明\n\n二、支出决算情况说明\n\n（二）项目支出情况\n\n" + text)
    assert found.projects == ()
    assert "180.00" in [f.quantity.text for f in found.figures]
