"""Self-evaluations that a conversion has damaged: shifted rows, lost heads, labels beside the wrong row. All figures are made up."""

from __future__ import annotations

import pytest

from tests.ingest.test_performance import levels, money, named, points, read, text

HEAD = "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施"


def test_rows_shifted_by_the_loss_of_a_merged_cell() -> None:
    found = read(f"""
{HEAD}
|数量指标|巡护里程|1200公里|1260公里|15|15||
||| 300人次|310人次|5|5||
|产出指标（40分）|质量指标|隐患整改率|100%|96%|20|19|
生态效益指标|林木蓄积|增长|增长|20|20|||
|满意度指标（10分）|服务对象满意度指标|林农满意度|≥90%|94%|10|9.5|个别林农未接受回访
总分|||||100|98.5||
""")
    assert levels(found)[:3] == [
        ("产出指标", "数量指标", "巡护里程"),
        ("产出指标", "数量指标", None),
        ("产出指标", "质量指标", "隐患整改率"),
    ]
    assert points(found)[1] == ("300人次", "310人次", "5", "5", None)
    assert points(found)[4] == ("≥90%", "94%", "10", "9.5", "个别林农未接受回访")
    assert (text(found.evaluation.total_weight), text(found.evaluation.score)) == ("100", "98.5")


def test_a_level_1_label_that_is_lost_follows_from_level_2() -> None:
    found = read(f"""
{HEAD}
|产出指标（40分）|数量指标|巡护里程|1200公里|1260公里|40|40|
||经济效益指标|带动就业|20人|22人|8|8|
||可持续影响指标|管护机制|长效|长效|12|12|
|满意度指标|服务对象满意度指标|林农满意度|≥90%|94%|10|10|
|成本指标（20分）|经济成本指标|总成本|≤50万|49万|20|20|
""")
    lost = named(found, "管护机制")
    assert (lost.level1, text(lost.level1_weight), lost.inferred) == ("效益指标", "20", ("level1", "level1_weight"))
    assert named(found, "林农满意度").level1_weight is None
    assert (named(found, "总成本").level1, named(found, "总成本").inferred) == ("成本指标", ())


def test_labels_beside_the_wrong_row() -> None:
    found = read("""
绩效指标|产出指标（40分）|一级指标|二级指标|三级指标|年度|实际|分值|得分|偏差原因分析及改进措施
|||||指标值|完成值|||
||数量指标|补植苗木|2万株|2.1万株|20||20|
|效益指标（20分）|质量指标|成活率|≥90%|92%|20||20|
|满意度指标（10分）|社会效益指标|受益村数|12个|12个|20||19.5|两个村进度偏慢
||服务对象满意度指标|村民满意度|≥90%|95%|10||10|
""")
    assert [i.level1 for i in found.indicators] == ["产出指标", "产出指标", "效益指标", "满意度指标"]
    assert [text(i.level1_weight) for i in found.indicators] == ["40", "40", "20", "10"]
    assert points(found)[2] == ("12个", "12个", "20", "19.5", "两个村进度偏慢")


def test_a_level_2_label_printed_one_row_too_low() -> None:
    found = read(f"""
{HEAD}
|产出指标（50分）||养护里程|30公里|30公里|20|20|
||数量指标|补植乔木|200株|200株|30|30|
|效益指标（30分）||日均客流|≥2000人次|2300人次|15|15|
||社会效益指标|新增停留点|8处|8处|15|15|
""")
    assert [(i.level1, i.level2) for i in found.indicators] == [("产出指标", "数量指标")] * 2 + [("效益指标", "社会效益指标")] * 2
    assert found.indicators[0].inferred == ("level2",)


def test_the_end_of_a_header_in_the_first_row() -> None:
    found = read("""
绩效指标|一级指标|二级指标|三级指标|年度|实际|分值|得分|偏差原因分析及改进措施
产出指标(40分)|数量指标|发放补贴户数|指标值 1530|完成值 1530户|20|20|施|
|质量指标|发放准确率|100%|100%|20|20||
""")
    assert points(found)[0] == ("1530", "1530户", "20", "20", None)


def test_points_whose_headers_are_lost_and_a_reason_on_the_next_line() -> None:
    found = read("""
绩效指标|产出指标(40分)|一级指标|二级指标|三级指标|年度|实际|偏差原因分析及改进措施
|||||指标值|完成值|
||数量指标|检测批次|≥85批|99|20|20
|成本指标(20分)|经济成本指标|单批成本|≤1万元|0.98万元|20|18.5
|||||||有待压减
||社会成本指标|投诉件数|0件|0件|20|20|
总分|||||60|58.5||
""")
    assert points(found) == [
        ("≥85批", "99", "20", "20", None),
        ("≤1万元", "0.98万元", "20", "18.5", "有待压减"),
        ("0件", "0件", "20", "20", None),
    ]


def test_a_score_that_is_not_printed_stays_unknown() -> None:
    found = read(f"""
{HEAD}
|产出指标（50分）|数量指标|巡河次数|52次|52次|50|
|满意度指标（10分）|服务对象满意度指标|居民满意度|≥85%|≥85%||
总分||||||100|
""")
    assert points(found) == [("52次", "52次", "50", None, None), ("≥85%", "≥85%", None, None, None)]
    assert (text(found.evaluation.total_weight), found.evaluation.score) == ("100", None)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        pytest.param("|年度资金总额|25|23.4|23.4|10|100%|10|", ("25", "23.4", "23.4", "100%", "10", "10"), id="as the head has it"),
        pytest.param("年度资金总额||25|23.4|23.4|10|100%|10||", ("25", "23.4", "23.4", "100%", "10", "10"), id="label one column left"),
        pytest.param("年度资金总额|25|23.4|23.4|10|100%|10||", ("25", "23.4", "23.4", "100%", "10", "10"), id="shifted by a column"),
        pytest.param("|年度资金总额||7|7|10|100%|10", (None, "7", "7", "100%", "10", "10"), id="no initial budget"),
        pytest.param("|年度资金总额|0|4.2|0|10|0|0", ("0", "4.2", "0", "0", "10", "0"), id="a printed 0 is an amount"),
        pytest.param(
            "|其中：当年财政拨款|12.6|12.6|9.9|||\n|上年结转资金|0|0||||\n||年度资金总额|||10|100%|10",
            ("12.6", "12.6", "9.9", "100%", "10", "10"),
            id="amounts in the row of their part alone",
        ),
        pytest.param(
            "|其中：当年财政拨款|6|6|6|||\n|上年结转资金|4|4|4|||\n|年度资金总额||||10|100%|10",
            (None, None, None, "100%", "10", "10"),
            id="no total and two parts: not added up",
        ),
    ],
)
def test_money(rows: str, wanted: tuple[str | None, ...]) -> None:
    found = read(f"""
项目名称|河道清淤|||||||
项目资金||年初预算数|全年预算数|全年执行数|分值|执行率|得分|
{rows}
年度总体目标|预期目标||||实际完成情况|||
|清淤3公里||||完成|||
""")
    assert money(found) == wanted


def test_money_by_nature_of_the_whole_unit() -> None:
    found = read(
        """
预算部门（单位）名称||云溪区审计局||||||
年度预算申请（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分|
|年度资金总额|412.6|436.5|436.5|10|100%|10|
|按收入性质分：|||按支出性质分：||||
|其中：一般公共预算：436.5|||其中：基本支出：301.2||||
|政府性基金拨款：|||项目支出：135.3||||
年度总体目标|预期目标|||实际完成情况||||
|完成审计项目30个。|||完成32个。||||
""",
        "部门整体支出绩效自评表",
    )
    assert (found.evaluation.scope, found.evaluation.project) == ("整体支出", None)
    assert found.evaluation.funds[1:] == (("一般公共预算", "", "436.5", ""), ("基本支出", "", "", "301.2"), ("项目支出", "", "", "135.3"))


def test_a_grid_stretched_by_the_lines_of_another_table() -> None:
    found = read("""
项目资金(万元)||||年初预算数|全年预算数|||全年执行数|分值|||执行率|||得分
||其中：当年财政拨款||96|88.4|||88.4|||||||
年度资金总额||||96|88.4|||88.4|10|||100%|||10
绩效指标|产出指标(40分)||一级指标|二级指标||三级指标|年度指标值|||实际完成值|分值||得分|偏差原因|
|||数量指标|聘用协管员||16名|15名|||20|20||||
|效益指标(20分)||社会效益指标|服务覆盖面||更广|更广|||20|18||尚有三个社区未覆盖||
合计||||||||||100|98||||
""")
    assert money(found) == ("96万元", "88.4万元", "88.4万元", "100%", "10", "10")
    assert points(found) == [("16名", "15名", "20", "20", None), ("更广", "更广", "20", "18", "尚有三个社区未覆盖")]


def test_what_cannot_be_read_is_named() -> None:
    found = read(f"""
项目名称|河道巡查|||||||
{HEAD}
|产出指标（50分）|数量指标|巡河次数|52次|52次|20|满分|汛期减少
||质量指标|整改率|100%|100%|30|30|
|||及时率||||||
""")
    assert [(note.where, note.printed) for note in found.unresolved] == [("t05r3c8", "满分"), ("t05r5c4", "及时率")]
    assert text(named(found, "整改率").score) == "30"
