"""Figures of the narrative: which numbers count, what they measure, their sign, unit and reason."""

from __future__ import annotations

import pytest

from ingest.narrative.budget_lines import budget_lines
from ingest.narrative.figures import figures
from ingest.narrative.projects import projects
from ingest.narrative.stated_numbers import numbers
from ingest.narrative.wordings import plain
from kg.facts import Passage, StatedFigure

ACCOUNT = "第三部分2022年度部门决算情况说明"


def stated(text: str, heading: str = "一、收入支出决算总体情况说明") -> tuple[StatedFigure, ...]:
    return figures([Passage(1, (ACCOUNT, heading), text)], ())


def told(text: str, heading: str = "一、收入支出决算总体情况说明") -> list[str]:
    return [f"{f.what} {f.quantity.text}{f.quantity.unit}" for f in stated(text, heading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("培训3,200人次，覆盖率达98.5%，提高2.3个百分点。", "3,200 人次|98.5 %|2.3 个百分点"),
        ("企业3400余家，现场近20000人，条款40多条，不少于4次，30家以上。", "3400 家 余|20000 人 近|40 条 多|4 次 不少于|30 家 以上"),
        ("受益4.7万余人次，面积1.2万亩，签约15.14亿元，销售10万余元。", "4.7万 人次 余|1.2万 亩|15.14 亿元|10 万元 余"),
        ("设备0台（套），7个工作日，得分98.5分，车辆2辆。", "0 台（套）|7 个工作日|98.5 分|2 辆"),
        ("变动率为-8.76%，比重0.00%。", "-8.76 %|0.00 %"),
        ("决算数大于年初预算数1.52的主要原因是增人。", "1.52 "),
    ],
)
def test_numbers_with_unit_and_approximation(text: str, expected: str) -> None:
    found = [" ".join(filter(None, (n.quantity.printed, n.quantity.unit, n.quantity.qualifier))) for n in numbers(plain(text))]
    assert found == [row.strip() for row in expected.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        "2022年5月20日至12月31日，第3次会议，云水发〔2022〕15号，热线12345，附表3-1，近3年文件。",
        "单位价值100万元以上设备。工业4.0，GB/T19001，国务院令第738号。",
        "落实“惠企30条”，印发《2022年10件实事方案》，入围100强，第二届大赛。",
        "1、检查。（2）巡查。3.保洁。开展3-4次，5～8人。",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert [n.quantity.printed for n in numbers(plain(text))] in ([], ["30"][:0])


def test_a_scaled_count_is_exact_and_a_scaled_amount_keeps_its_unit() -> None:
    count, amount = stated("受益1.5万余名，投资1.2亿元。")
    assert (count.quantity.printed, str(count.quantity.number), count.quantity.unit) == ("1.5万", "15000.0", "名")
    assert amount.quantity.yuan == 120_000_000


def test_shares_and_changes_name_their_subject() -> None:
    text = "2022年度总收入654.40万元，其中，本年收入575.90万元。与2021年相比，减少45.70万元，减少6.53%，主要是因为结转减少。"
    assert told(text) == [
        "总收入 654.40万元",
        "本年收入 575.90万元",
        "总收入与2021年相比减少 -45.70万元",
        "总收入与2021年相比减少 -6.53%",
    ]
    assert told("本年支出合计980万元，其中：基本支出680万元，占69.39%；项目支出300万元，占30.61%。", "三、支出决算情况说明") == [
        "本年支出合计 980万元",
        "基本支出 680万元",
        "基本支出占 69.39%",
        "项目支出 300万元",
        "项目支出占 30.61%",
    ]


def test_budget_and_final_share_one_subject() -> None:
    text = "公务接待费支出预算为2万元，支出决算为1.5万元，完成预算的75%，与上年相比增加0.2万元，增长15.38%。"
    assert told(text, "七、“三公”经费支出决算情况说明") == [
        "公务接待费支出预算 2万元",
        "公务接待费支出决算 1.5万元",
        "公务接待费支出完成预算 75%",
        "公务接待费支出与上年相比增加 0.2万元",
        "公务接待费支出与上年相比增长 15.38%",
    ]
    report = "部门整体支出年初预算230万元，年内调增49万元。全年预算数279万元，决算支出212万元，预算执行率75.99%，其中基本支出97万元。"
    assert told(report)[2:] == [
        "部门整体支出全年预算数 279万元",
        "部门整体支出决算支出 212万元",
        "部门整体支出预算执行率 75.99%",
        "基本支出 97万元",
    ]


def test_counts_keep_the_words_on_both_sides() -> None:
    assert told("帮助13家企业、56名人才获得政策资金63万元，发放许可证书52件。", "（二）绩效情况") == [
        "帮助企业 13家",
        "人才获得政策资金 56名",
        "人才获得政策资金 63万元",
        "发放许可证书 52件",
    ]
    assert told("包括局本级和3个所属单位；包括本级决算、下属2个单位决算；修缮南楼、北楼2处。", "二、机构设置") == [
        "所属单位 3个",
        "下属单位决算 2个",
        "修缮南楼、北楼 2处",
    ]
    assert told("共有编制168名（行政编制126名，事业编制42名）。", "三、人员情况")[1:] == ["行政编制 126名", "事业编制 42名"]
    assert told("住房公积金10万元、对个人和家庭的补助40万元、其他商品和服务支出6万元。")[1:] == [
        "对个人和家庭的补助 40万元",
        "其他商品和服务支出 6万元",
    ]


@pytest.mark.parametrize(
    ("heading", "text", "measures"),
    [
        ("一、总体情况", "收、支总计100万元，与上年相比，减少2万元，降低1.96%。", "totalBoth yearOnYearChange yearOnYearRate"),
        ("二、收入决算情况说明", "其他收入5万元，占5%。", "otherIncome incomeShare"),
        (
            "六、基本支出决算情况说明",
            "人员经费90万元，占基本支出的90%，包括基本工资40万元。",
            "personnelExpenditure expenditureShare economicSubjectExpenditure",
        ),
        ("七、政府性基金预算收入支出决算情况", "支出0万元；年末结转和结余0万元。", "governmentFundExpenditure closingBalance"),
        (
            "八、“三公”经费",
            "“三公”经费财政拨款支出预算为2万元，支出决算为1万元，完成预算的50%。",
            "threePublicBudget threePublicFinal completionRate",
        ),
        ("八、“三公”经费", "全年国内公务接待35批次，300人次；团组0个。", "receptionBatches receptionPersons "),
        ("八、“三公”经费", "全年安排因公出国（境）团组0个，累计0人次；公务用车保有量为1辆。", "abroadGroups abroadPersons vehiclesKept"),
        (
            "十、机关运行经费",
            "机关运行经费支出20万元，比年初预算数增加2万元，增长11.11%。",
            "agencyRunningCosts budgetChange budgetChangeRate",
        ),
        (
            "十一、政府采购",
            "政府采购支出总额30万元；授予中小企业合同金额20万元，占66.67%。",
            "procurement procurementSme procurementSmeShare",
        ),
        (
            "十三、国有资产占用情况",
            "共有车辆5辆，其中，主要领导干部用车0辆、机要通信用车1辆。",
            "vehicleCount vehiclesHead vehiclesConfidential",
        ),
        ("一、总体情况", "收入总计、支出总计均为100万元。财政拨款收入总计、支出总计均为90万元。", "totalBoth fiscalTotalBoth"),
        (
            "（二）决算结构情况",
            "一般公共预算财政拨款支出90万元，其中：教育支出（类）支出80万元。",
            "generalBudgetExpenditure subjectExpenditure",
        ),
        (
            "七、政府性基金预算收入支出决算情况",
            "政府性基金年初结转和结余1万元，本年收入9万元，本年支出8万元。",
            "openingBalance governmentFundIncome governmentFundExpenditure",
        ),
        ("八、“三公”经费", "增加的原因是更新执法执勤用车1辆；公务用车保有量5辆。", "vehiclesBought vehiclesKept"),
        ("四、资产管理情况", "固定资产153万元，较上年减少16%；净资产150万元。", "fixedAssets yearOnYearRate netAssets"),
    ],
)
def test_measures(heading: str, text: str, measures: str) -> None:
    assert [f.measure for f in stated(text, heading)] == measures.split(" ")


def test_reasons_by_what_is_compared() -> None:
    text = (
        "“三公”经费支出预算为2万元，支出决算为1.6万元；与上年相比增加0.8万元，增长100%。决算数小于预算数的主要原因是：厉行节约。"
        "决算数大于上年数的主要原因是：车辆维修增加。截止2022年12月31日，公务用车保有量为1辆。"
    )
    found = {f.what: f.reason for f in stated(text)}
    assert found["“三公”经费支出与上年相比增加"] == "车辆维修增加"
    assert found["“三公”经费支出决算"] is None
    (change,) = (f for f in stated("机关运行经费比上年增加3万元，主要原因是：一是增人；二是维修办公楼。") if f.reason)
    assert change.reason == "一是增人；二是维修办公楼"


def test_budget_lines_and_projects_are_not_repeated() -> None:
    section = (ACCOUNT, "（三）财政拨款支出决算具体情况")
    rows = [
        Passage(
            1,
            section,
            "教育支出（类）普通教育（款）小学教育（项）。年初预算为50万元，支出决算为60万元，完成年初预算的120%，"
            "决算数大于年初预算数10万元的主要原因是：增加2名教师。",
        ),
        Passage(
            2,
            ("自评报告", "（二）项目支出绩效情况", "（1）操场维修经费"),
            "项目支出30万元，主要用于翻修跑道2条。绩效自评分为99分，为优等。",
        ),
    ]
    lines = budget_lines(rows, 2022)
    found = figures(rows, lines, projects(rows, (), lines))
    assert [f"{f.what} {f.quantity.text}{f.quantity.unit}" for f in found] == [
        "小学教育决算数大于年初预算数 10万元",
        "增加教师 2名",
        "主要用于翻修跑道 2条",
    ]


def test_a_long_passage_printed_twice_states_its_figures_once() -> None:
    text = (
        "全年巡河120次，清理河道35公里，发动志愿者2300人次。"
        + "在此基础上，持续健全河湖长制工作机制，压实各级责任，推动河湖面貌不断改善。" * 3
    )
    twice = figures([Passage(1, (ACCOUNT, "绩效"), text), Passage(2, ("自评报告", "成效"), "（1）" + text)], ())
    assert [f.place.passage for f in twice] == [1, 1, 1]
    short = "总收入100万元。"
    assert len(figures([Passage(1, (ACCOUNT, "一"), short), Passage(2, ("自评报告", "一"), short)], ())) == 2


def test_terms_explained_and_notes_state_nothing() -> None:
    rows = [
        Passage(1, ("第四部分名词解释",), "一、机关运行经费：指公用经费，包括单价50万元以下设备购置费。"),
        Passage(2, ("第二部分部门决算表", "收入决算表"), "注：本表金额转换时可能有0.01万元尾差。"),
    ]
    assert figures(rows, ()) == ()


def test_place_and_sentence() -> None:
    text = "总体平稳。车辆保有量为2,000辆。"
    (figure,) = stated(text)
    assert text[figure.place.start : figure.place.end] == "2,000辆"
    assert (figure.text, figure.section) == ("车辆保有量为2,000辆。", (ACCOUNT, "一、收入支出决算总体情况说明"))
