"""Tables of 决算公开 in the layouts that provinces, years and converters give them. All figures are made up."""

from __future__ import annotations

import pytest

from ingest.accounts import observations
from ingest.document import Document, Grid
from ingest.formats.text import read_text
from ingest.sections import outline
from ingest.tables import captioned_tables
from kg.facts import Observation


def read(text: str) -> list[Observation]:
    document = outline(read_text(text, "t.txt"))
    found: list[Observation] = []
    for one in captioned_tables(document):
        assert one.form, one.table.title
        found += observations(one.table, one.form, document.style == "cell-a-line")[0]
    return found


def values(found: list[Observation]) -> dict[tuple[str, str, str], str]:
    return {(o.side, o.code or o.row, "/".join(o.column)): o.quantity.text for o in found}


SUMMARY = """收入支出决算总表
公开01表
部门：示例市云溪区企业服务中心
单位：万元

| 收入 | | | 支出 | | |
|---|---|---|---|---|---|
| 项目 | 行次 | 金额 | 项目 | 行次 | 金额 |
| 栏次 | | 1 | 栏次 | | 2 |
| 一、一般公共预算财政拨款收入 | 1 | 1,120.50 | 一、一般公共服务支出 | 31 | 900.00 |
| 二、上级补助收入 | 2 | 0.00 | 二、外交支出 | 32 | |
| 本年收入合计 | 27 | 1,120.50 | 本年支出合计 | 57 | 1,100.00 |

| | | | | | |
|---|---|---|---|---|---|
| 年初结转和结余 | 29 | 10.00 | 年末结转和结余 | 59 | 30.50 |
| 总计 | 30 | 1,130.50 | 总计 | 60 | 1,130.50 |

注：本表反映部门本年度的总收支和年末结转结余情况。
"""


def test_two_sided_table_cut_by_a_page() -> None:
    found = read(SUMMARY)
    assert values(found)["收入", "一般公共预算财政拨款收入", "金额"] == "1120.50"
    assert values(found)["支出", "总计", "金额"] == "1130.50"
    assert ("支出", "外交支出", "金额") not in values(found), "a blank is not 0"
    assert len(found) == 9
    by_row = {(o.side, o.row): o for o in found}
    assert by_row["收入", "一般公共预算财政拨款收入"].fund == "general"
    assert by_row["收入", "上级补助收入"].fund == "superiorSubsidy"
    assert by_row["收入", "年初结转和结余"].balance == "opening"
    assert by_row["收入", "年初结转和结余"].character == ""
    assert by_row["支出", "一般公共服务支出"].level == "class"
    assert by_row["支出", "本年支出合计"].level == "total"
    assert not by_row["支出", "总计"].is_leaf
    assert by_row["支出", "一般公共服务支出"].is_leaf


def test_place_leads_to_the_line_of_the_cell() -> None:
    place = next(o.place for o in read(SUMMARY) if o.row == "总计" and o.side == "收入")
    assert SUMMARY.split("\n")[(place.line or 0) - 1].startswith("| 总计")
    assert place.fragment == "t01r8c3"


CELLS = """收入决算表
	公开02表

	单位：示例市云溪区企业服务中心
	
	单位：万元


	项目
	本年收入合计
	财政拨款收入
	其他收入

	科目代码
	科目名称
	
	
	

	栏次
	1
	2
	3

	合计
	300.00
	250.00
	50.00

	201
	一般公共服务支出
	300.00
	250.00
	50.00

	20103
	政府办公厅（室）及相关机构事务
	300.00
	250.00
	50.00

	2010301
	行政运行
	200.00
	200.00
	

	2010399
	其他政府办公厅（室）及相关机构事务支出
	100.00
	50.00
	50.00

	注：本表反映部门本年度取得的各项收入情况。

"""


def test_cells_on_lines_of_their_own_with_collapsed_merges() -> None:
    found = read(CELLS)
    assert values(found)["", "合计", "本年收入合计"] == "300.00"
    assert values(found)["", "2010399", "其他收入"] == "50.00"
    assert ("", "2010301", "其他收入") not in values(found)
    leaves = {o.code for o in found if o.is_leaf}
    assert leaves == {"2010301", "2010399"}
    assert {o.level for o in found if o.code == "20103"} == {"group"}
    assert {o.fund for o in found if o.column == ("财政拨款收入",)} == {"fiscal"}


def test_a_row_of_the_head_with_a_single_label_reads() -> None:
    with_one_label = CELLS.replace("\t项目\n\t本年收入合计\n", "\t收入\n\n\t项目\n\t本年收入合计\n")
    assert with_one_label != CELLS
    assert {(o.code or o.row, o.quantity.text) for o in read(with_one_label)} == {(o.code or o.row, o.quantity.text) for o in read(CELLS)}


TABBED = """财政拨款“三公”经费支出决算表

公开 09 表
单位：万元

预算数						决算数
合计	因公出国（境）费	公务用车购置及运行维护费			公务接待费	合计	公务用车购置及运行维护费			公务接待费
		小计	公务用车购置费	公务用车运行维护费				小计	公务用车购置费	公务用车运行维护费
1	2	3	4	5	6	7	8	9	10	11	12
5.00		3.00		3.00	2.00	4.16		2.56		2.56	1.60
"""


def test_three_public_with_a_lost_header_cell() -> None:
    found = read(TABBED)
    assert values(found)["", "", "决算数/公务用车购置及运行维护费/小计"] == "2.56"
    assert values(found)["", "", "决算数/公务接待费"] == "1.60"
    assert {o.phase for o in found if o.column[0] == "预算数"} == {"approved"}


def test_codes_in_three_columns_with_the_number_row_of_the_official_form() -> None:
    found = read("""支出决算表
公开03表
金额单位：万元

| 项目 | | | | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|---|---|
| 支出功能分类科目编码 | | | 科目名称 | | | |
| 类 | 款 | 项 | 栏次 | 1 | 2 | 3 |
| | | | 合计 | 12.00 | 7.00 | 5.00 |
| 205 | | | 教育支出 | 12.00 | 7.00 | 5.00 |
| | 02 | | 普通教育 | 12.00 | 7.00 | 5.00 |
| | | 02 | 小学教育 | 7.00 | 7.00 | |
| 205 | 02 | 03 | 初中教育 | 5.00 | | 5.00 |
""")
    assert values(found)["", "2050202", "本年支出合计"] == "7.00"
    assert values(found)["", "2050203", "项目支出"] == "5.00"
    assert values(found)["", "合计", "基本支出"] == "7.00"
    assert {o.code for o in found if o.is_leaf} == {"2050202", "2050203"}


def test_basic_items_in_three_blocks_end_with_pairs_of_totals() -> None:
    found = read("""一般公共预算财政拨款基本支出决算明细表
公开06表
单位：元

| 人员经费 | | | 公用经费 | | | | | |
|---|---|---|---|---|---|---|---|---|
| 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 |
| 301 | 工资福利支出 | 900 | 302 | 商品和服务支出 | 80 | 310 | 资本性支出 | 20 |
| 30101 | 基本工资 | 900 | 30201 | 办公费 | 80 | 31002 | 办公设备购置 | 20 |
| 人员经费合计 | | 900 | 公用经费合计 | | | | | 100 |
""")
    assert values(found)["", "30101", "人员经费/决算数"] == "900"
    assert values(found)["", "31002", "公用经费/决算数"] == "20"
    assert values(found)["", "公用经费合计", "公用经费/决算数"] == "100"
    assert {o.quantity.unit for o in found} == {"元"}
    assert {o.expenditure for o in found if o.code == "30101"} == {"personnel"}


def test_basic_items_in_one_block_with_people_and_office_columns() -> None:
    found = read("""一般公共预算财政拨款基本支出决算表
单位：万元
| 经济分类科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| 合计 | | 30.00 | 20.00 | 10.00 |
| 301 | 工资福利支出 | 20.00 | 20.00 | |
| 30201 | 办公费 | 10.00 | | 10.00 |
""")
    assert values(found)["", "合计", "人员经费"] == "20.00"
    assert values(found)["", "30201", "公用经费"] == "10.00"


def test_budget_and_final_columns_keep_their_phase() -> None:
    found = read("""收入支出决算总表
单位：万元
| 收入 | | | | 支出 | | | |
|---|---|---|---|---|---|---|---|
| 项目 | 行次 | 年初预算数 | 决算数 | 项目 | 行次 | 全年预算数 | 决算数 |
| 一、一般公共预算财政拨款收入 | 1 | 100.00 | 110.00 | 一、教育支出 | 20 | 105.00 | 110.00 |
| 总计 | 2 | 100.00 | 110.00 | 总计 | 21 | 105.00 | 110.00 |
""")
    assert {(o.side, o.column[-1], o.phase) for o in found} == {
        ("收入", "年初预算数", "approved"),
        ("收入", "决算数", "executed"),
        ("支出", "全年预算数", "revised"),
        ("支出", "决算数", "executed"),
    }


def test_balances_repeat_labels_under_the_opening_balance() -> None:
    found = read("""财政拨款收入支出决算总表
单位：万元
| 收入 | | | 支出 | | | |
|---|---|---|---|---|---|---|
| 项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 |
| 一、一般公共预算财政拨款 | 1 | 90.00 | 一、教育支出 | 9 | 95.00 | 95.00 |
| 本年收入合计 | 2 | 90.00 | 本年支出合计 | 10 | 95.00 | 95.00 |
| 年初财政拨款结转和结余 | 3 | 5.00 | 年末财政拨款结转和结余 | 11 | 0.00 | 0.00 |
| 一、一般公共预算财政拨款 | 4 | 5.00 | | 12 | | |
| 总计 | 5 | 95.00 | 总计 | 13 | 95.00 | 95.00 |
""")
    general = [o for o in found if o.row == "一般公共预算财政拨款"]
    assert [(o.under, o.balance, o.is_leaf) for o in general] == [("", "", True), ("年初财政拨款结转和结余", "opening", False)]


def test_a_word_where_a_number_belongs_is_unresolved() -> None:
    document = Document("t", "markdown", (Grid((("科目编码", "科目名称", "本年支出合计"), ("201", "一般公共服务支出", "12.3x4")), (1, 2)),))
    one = captioned_tables(document)[0]
    assert one.form is None
    form_of = captioned_tables(
        outline(
            read_text(
                "支出决算表\n| 科目编码 | 科目名称 | 本年支出合计 |\n| 201 | 一般公共服务支出 | 12.3x4 |\n| 202 | 外交支出 | 1.00 |", "t"
            )
        )
    )[0]
    assert form_of.form
    found, unresolved = observations(form_of.table, form_of.form, collapsed=False)
    assert [(u.where, u.printed) for u in unresolved] == [("t01r2c3", "12.3x4")]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("收入支出决算总表", "incomeExpenditure"),
        ("部门收支决算总表", "incomeExpenditure"),
        ("收入决算表", "income"),
        ("支出决算批复表", "expenditure"),
        ("财政拨款收入支出决算总表", "fiscalSummary"),
        ("一般公共预算财政拨款支出决算表", "generalPublic"),
        ("一般公共预算财政拨款基本支出决算明细表", "basicItems"),
        ("一般公共预算财政拨款“三公”经费支出决算表", "threePublic"),
        ("财政拨款“三公”经费、会议费和培训费支出决算表", "threePublic"),
        ("政府性基金预算财政拨款收入支出决算表", "governmentFund"),
        ("国有资本经营预算财政拨款支出决算表", "stateCapital"),
        ("机关运行经费支出、政府采购支出决算表", "other"),
    ],
)
def test_titles_name_the_kind_of_table(title: str, kind: str) -> None:
    one = captioned_tables(
        outline(read_text(f"{title}\n公开99表\n\n| 科目编码 | 科目名称 | 合计 |\n| 201 | 一般公共服务支出 | 1.00 |", "t"))
    )[0]
    assert one.table.kind == kind
    assert one.table.title == title
    assert one.table.statement == "公开99表"
