"""Self-evaluation tables in the layouts of several provinces and converters. All units, projects and figures are made up."""

from __future__ import annotations

from ingest.performance import SelfEvaluation, is_self_evaluation, self_evaluation, self_evaluations
from kg.amounts import Quantity
from kg.facts import IndicatorResult, Table

Grid = tuple[tuple[str, ...], ...]


def grid(text: str) -> Grid:
    """A row a line, cells between |."""
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.strip().split("\n"))


def read(text: str, title: str = "项目支出绩效自评表") -> SelfEvaluation:
    rows = grid(text)
    assert is_self_evaluation(rows)
    return self_evaluation(Table(5, "selfEvaluation", title, rows, tuple(range(101, 101 + len(rows)))))


def text(quantity: Quantity | None) -> str | None:
    return None if quantity is None else quantity.printed + quantity.unit


def money(found: SelfEvaluation) -> tuple[str | None, ...]:
    e = found.evaluation
    return tuple(text(q) for q in (e.initial_budget, e.full_budget, e.executed, e.execution_rate, e.execution_weight, e.execution_score))


def levels(found: SelfEvaluation) -> list[tuple[str | None, str | None, str | None]]:
    return [(i.level1, i.level2, i.level3) for i in found.indicators]


def points(found: SelfEvaluation) -> list[tuple[str | None, ...]]:
    return [(i.target, i.actual, text(i.weight), text(i.score), i.reason) for i in found.indicators]


def named(found: SelfEvaluation, name: str) -> IndicatorResult:
    return next(i for i in found.indicators if i.level3 == name)


MINISTRY = """
项目名称|乡村图书室开放经费|||||||
主管部门|示例市文化局|||实施单位|青禾区图书馆|||
项目资金（万元）||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分|
|年度资金总额|30.00|28.50|27.36|10|96.00%|9.60|
|其中：当年财政拨款|30.00|28.50|27.36|—|96.00%|—|
|上年结转资金||||—||—|
|其他资金||||—||—|
年度总体目标|预期目标||||实际完成情况|||
|保障12个乡村图书室开放。||||12个图书室全年开放。|||
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标（50分）|数量指标|开放图书室数量|12个|12个|10|10|
|||新增图书|≥2000册|1850册|10|9.25|采购合同签订较晚
||质量指标|图书完好率|≥95%|98%|10|10|
||时效指标|完成时间|12月底前|12月20日|10|10|
||成本指标|经费控制数|≤28.5万元|27.36万元|10|10|
|效益指标（30分）|经济效益指标|无|无|无|||
||社会效益指标|服务读者人次|≥3万人次|3.2万人次|15|15|
||可持续影响指标|阅读习惯养成|持续提升|持续提升|15|15|
||生态效益指标||||||
|满意度指标（10分）|服务对象满意度指标|读者满意度|≥90%|93%|10|10|
总分||||||100|98.85|
"""


def test_the_form_of_the_ministry_of_finance() -> None:
    found = read(MINISTRY)
    e = found.evaluation
    assert (e.scope, e.project, e.responsible, e.table, e.row) == ("项目", "乡村图书室开放经费", "示例市文化局", 5, 4)
    assert money(found) == ("30.00万元", "28.50万元", "27.36万元", "96.00%", "10", "9.60")
    assert e.funds == (("年度资金总额", "30.00", "28.50", "27.36"), ("当年财政拨款", "30.00", "28.50", "27.36"))
    assert (e.goal, e.result) == ("保障12个乡村图书室开放。", "12个图书室全年开放。")
    assert (text(e.total_weight), text(e.score), e.grade) == ("100", "98.85", None)
    assert found.unresolved == ()


def test_rows_that_nobody_filled_in_are_no_records() -> None:
    found = read(MINISTRY)
    assert [i.level2 for i in found.indicators].count("经济效益指标") == 0
    assert len(found.indicators) == 8
    assert named(found, "新增图书").reason == "采购合同签订较晚"
    assert named(found, "新增图书").place.fragment == "t05r12"
    assert named(found, "新增图书").place.line == 112


def test_cost_belongs_to_output_in_the_older_form() -> None:
    cost = named(read(MINISTRY), "经费控制数")
    assert (cost.level1, cost.level2, text(cost.level1_weight), cost.inferred) == ("产出指标", "成本指标", "50", ())


def test_target_in_three_cells_and_a_code_before_the_name() -> None:
    found = read("""
项目名称|99010022T000000000001-档案数字化加工|||||||||
主管部门|示例市档案局|||||实施单位|示例市档案馆|||
项目基本情况|1.项目年度目标完成情况|项目年度目标||||年度目标完成情况||||
||完成馆藏档案数字化5万页。||||已完成5.2万页。||||
|2.项目实施内容及过程概述|委托加工并验收。||||||||
预算执行情况（10分）|年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因||
|总额|40.00|36.50|36.50|100.00%|10|10|1.预算执行率=预算执行数/调整后预算数||
|其中：财政资金|40.00|36.50|36.50|100.00%|/|/|||
|财政专户管理资金|0.00|0.00|0.00|0.00%|/|/|||
绩效指标（90分）|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析
|产出指标|数量指标|数字化页数|≥|50000|页|52000|30|30|
||质量指标|验收合格率|=|100|%|100|20|20|
|效益指标|社会效益指标|查档效率|定性|提升||提升|20|18|利用平台上线较晚
|满意度指标|服务对象满意度指标|查档群众满意度|≥|90|%|95|20|20|
合计||||||||100|98|
评价结论|项目总体完成较好。|||||||||
""")
    assert found.evaluation.project == "档案数字化加工"
    assert money(found) == ("40.00万元", "36.50万元", "36.50万元", "100.00%", "10", "10")
    assert (found.evaluation.goal, found.evaluation.result) == ("完成馆藏档案数字化5万页。", "已完成5.2万页。")
    assert points(found) == [
        ("≥50000页", "52000", "30", "30", None),
        ("=100%", "100", "20", "20", None),
        ("提升", "提升", "20", "18", "利用平台上线较晚"),
        ("≥90%", "95", "20", "20", None),
    ]
    assert found.unresolved == ()


def test_a_form_without_weights_that_repeats_its_head_for_each_goal() -> None:
    found = read("""
单位名称：示例市林业局||||||填报日期：2024年3月|
项目名称|古树名木保护||||||
预算执行情况（万元）（20分）||预算数（A）||执行数（B）||执行率（B/A）|得分（20分*执行率）
|年度财政资金总额|10万||9.5万||95%|19
年度绩效目标1（40分）|一级指标|二级指标|三级指标|年初目标值（A）||实际完成值（B）|得分
|产出指标|数量指标|复壮古树|20株||20株|20
||质量指标|成活率|≥95%||96%|20
年度绩效目标2（40分）|一级指标|二级指标|三级指标|年初目标值（A）||实际完成值（B）|得分
|效益指标|社会效益指标|科普活动|3场||3场|20
|满意度指标|服务对象满意度指标|居民满意度|90%||92%|20
总分|||||||99
偏差大或目标未完成原因分析|无||||||
""")
    assert money(found) == (None, "10万元", "9.5万元", "95%", None, "19")
    assert levels(found)[2] == ("效益指标", "社会效益指标", "科普活动")
    assert [(w, s) for _, _, w, s, _ in points(found)] == [(None, "20")] * 4
    assert text(found.evaluation.score) == "99"
    assert found.evaluation.total_weight is None


def test_a_scoring_table_with_weights_at_every_level() -> None:
    found = read(
        """
一级指标|分值|二级指标|分值|三级指标|分值|评价标准|指标说明|得分
投入|15|预算配置|15|在职人员控制率|8|以100%为标准，每超过一个百分点扣0.5分。|在职人员控制率=在职人员数/编制数|8
||||“三公经费”变动率|7|≤0计7分，每超过一个百分点扣0.7分。|本年与上年比较|6.5
过程|45|预算执行|20|预算完成率|20|100%计满分，每低5%扣2分。||19
||预算管理|25|管理制度健全性|25|有制度且执行的计满分。||25
产出|20|职责履行|20|重点工作完成率|20|按完成率计分。||20
效果|20|履职效益|20|社会公众满意度|20|90%以上计满分。||19
合计|100||100||100|||97.5
""",
        "部门整体支出绩效评价指标评分表",
    )
    assert found.evaluation.scope == "整体支出"
    assert [text(i.level1_weight) for i in found.indicators] == ["15", "15", "45", "45", "20", "20"]
    assert levels(found)[2:4] == [("过程", "预算执行", "预算完成率"), ("过程", "预算管理", "管理制度健全性")]
    assert [(text(i.weight), text(i.score)) for i in found.indicators][:3] == [("8", "8"), ("7", "6.5"), ("20", "19")]
    assert (text(found.evaluation.total_weight), text(found.evaluation.score)) == ("100", "97.5")


def test_weights_printed_behind_the_names() -> None:
    found = read(
        """
一级指标|二级指标|三级指标|得分
部门决策（25分）|目标任务（15分）|相关性（5分）|5
||明确性（10分）|9
|预算编制（10分）|测算依据（10分）|8
综合管理（65分）|资产管理（65分）|资产报告情况（65分）|65
部门绩效情况（10分）|满意度（10分）|社会公众满意度（10分）|10
总分|||97
""",
        "部门整体支出绩效评价得分表",
    )
    assert levels(found)[1] == ("部门决策", "目标任务", "明确性")
    assert [(text(i.weight), text(i.score)) for i in found.indicators] == [("5", "5"), ("10", "9"), ("10", "8"), ("65", "65"), ("10", "10")]


def test_numbered_indicators_without_levels() -> None:
    found = read("""
主管部门|示例市水利局|项目名称|河道保洁|自评总分（分）|96.8|||||
项目资金（万元）||年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重|执行率得分|||
|年度总金额|120|118|110|93.22|10|9.3|||
年初绩效目标||||||全年目标实际完成情况||||
保洁河道42公里。||||||完成42公里保洁。||||
序号|指标名称|计量单位|指标性质|年初指标值|调整指标值|全年完成值|得分系数|指标权重|指标得分|说明
1|保洁河道长度|公里|≥|42|42|42|100%|30|30|
2|垃圾清运及时率|%|≥|95|95|93|87.5%|20|17.5|汛期受阻
3|沿线居民满意度|%|≥|90|90|91|100%|40|40|
""")
    assert money(found) == ("120万元", "118万元", "110万元", "93.22%", "10", "9.3")
    assert levels(found)[1] == (None, None, "垃圾清运及时率")
    assert points(found)[0][:4] == ("≥42公里", "42", "30", "30")
    assert (found.evaluation.goal, found.evaluation.result) == ("保洁河道42公里。", "完成42公里保洁。")
    assert text(found.evaluation.score) == "96.8"


def test_targets_without_points() -> None:
    found = read(
        """
部门名称|松岭县民政局||||
年度目标|完成养老服务体系建设。||||
绩效指标|一级指标|二级指标|三级指标|目标值|完成情况
|产出指标|数量指标|建设养老服务站|5|6
||质量指标|验收合格率|100%|100%
|效益指标|社会效益|惠及老人|≥500人|620人
||满意度|老人满意度|≥90%|95%
""",
        "部门整体支出绩效目标完成情况自评表",
    )
    assert points(found)[0] == ("5", "6", None, None, None)
    assert found.evaluation.goal == "完成养老服务体系建设。"
    assert levels(found)[3] == ("效益指标", "满意度", "老人满意度")


def test_merged_cells_repeated_by_the_converter() -> None:
    found = read("""
项目名称|会议中心运维||||||||
主管部门|云溪区机关事务局||实施单位|云溪区会议中心|||||
项目资金（万元）|项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分||
项目资金（万元）|年度资金总额|15.00|15.00|14.10|10|94.00|9.40||
年度总体目标|预期目标|预期目标|预期目标|预期目标|实际完成情况|实际完成情况|实际完成情况|实际完成情况|实际完成情况
年度总体目标|保障会议120场。|保障会议120场。|保障会议120场。|保障会议120场。|保障会议126场。|保障会议126场。|保障会议126场。|保障会议126场。|保障会议126场。
绩效指标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|实际完成值|分值|得分
绩效指标|产出指标|数量指标|会议场次|>=|120|场|126|30|30
绩效指标|产出指标|时效指标|响应时间|<=|30|分钟|25|30|30
绩效指标|满意度指标|服务对象满意度指标|参会人员满意度|>=|90|%|96|30|30
其他需要说明事项|||||||||
总分|总分|总分|总分|总分|总分|总分|总分|100|99.4
自评等级|优||||||||
""")
    e = found.evaluation
    assert (e.goal, e.result, e.grade) == ("保障会议120场。", "保障会议126场。", "优")
    assert money(found) == ("15.00万元", "15.00万元", "14.10万元", "94.00%", "10", "9.40")
    assert len(found.indicators) == 3
    assert (text(e.total_weight), text(e.score)) == ("100", "99.4")


def test_merged_cells_left_out_by_the_converter() -> None:
    found = read("""
项目支出名称|应急演练经费
主管部门|松岭县应急局|实施单位|松岭县应急中心
项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分
年度资金总额|8万元|8万元|7.6万元|10|95%%|9.5
年度总体目标|预期目标|实际完成情况
开展演练6次。|开展演练6次。
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
产出指标（50分）|数量指标|演练次数|6次|6次|20|20
参与人数|≥300人|280人|15|14|部分乡镇缺席
质量指标|演练达标率|100%|100%|15|15
效益指标（30分）|社会效益指标|应急能力|提升|提升|30|30
满意度指标（10分）|服务对象满意度|群众满意度|≥90%|95%|10|10
总分|100|98.5
""")
    assert money(found) == ("8万元", "8万元", "7.6万元", "95%", "10", "9.5")
    assert levels(found)[1] == ("产出指标", "数量指标", "参与人数")
    assert points(found)[1] == ("≥300人", "280人", "15", "14", "部分乡镇缺席")
    assert (found.evaluation.goal, found.evaluation.result) == ("开展演练6次。", "开展演练6次。")


def test_weight_before_the_target_and_amounts_in_yuan() -> None:
    found = read("""
项目名称：|青少年科普活动||||||
预算资金(元)：|年初预算数|调整后预算数|执行数|执行率|分值|得分|
|500,000.00|480,000.00|456,000.00|95.00%|10|9.50|
年度总体目标|举办科普活动20场。||||||
完成情况|举办21场。||||||
一级指标|二级指标|三级指标|权重|年度指标值|完成值|得分|偏差原因
产出|数量|科普活动场次|20|20场|21场|20|
|时效|按期完成率|20|100%|95%|19|个别活动延期
效益|社会效益|参与人数|40|≥2000人|2300人|40|
满意度|服务对象满意度|参与者满意度|10|≥90%|97%|10|
合计|||90|||98.5|
自评等级：优|||||||
""")
    assert money(found)[:3] == ("500,000.00元", "480,000.00元", "456,000.00元")
    assert found.evaluation.executed and found.evaluation.executed.yuan == 456000
    assert points(found)[1] == ("100%", "95%", "20", "19", "个别活动延期")
    assert levels(found)[0] == ("产出", "数量", "科普活动场次")
    assert (found.evaluation.grade, found.evaluation.result) == ("优", "举办21场。")


def test_group_row_above_the_head_and_amounts_behind_labels() -> None:
    found = read("""
一级项目名称|智慧停车||||||||
资金使用情况|预算数（万元）|60|执行数（万元）|55|执行率|91.67%|||
绩效指标|绩效指标|绩效指标|绩效指标|指标完成情况|指标完成情况|评分|评分|评分|
一级指标|二级指标|三级指标|指标解释|目标值|完成值|权重|自评得分|扣分原因|
产出指标|数量指标|改造泊位|指当年完成的泊位数|500个|520个|40|40||
产出指标|时效指标|完工及时率|按期完工数/总数|100%|90%|20|18|电力迁改延迟|
满意度指标|满意度指标|车主满意度|抽样调查|≥85%|88%|30|30||
总分||||||90|88||
""")
    assert money(found)[:4] == (None, "60万元", "55万元", "91.67%")
    assert points(found)[1] == ("100%", "90%", "20", "18", "电力迁改延迟")
    assert levels(found)[2] == ("满意度指标", "满意度指标", "车主满意度")


def test_placeholders_of_the_form_are_not_read() -> None:
    found = read("""
项目名称|防汛物资储备|||||||
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分|
|年度资金总额：|88|88|88|10||10|
年度总体目标完成情况|预期目标||||实际完成情况|||
|储备防汛物资。||||完成年度目标。|||
年度绩效指标完成情况|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标（50分）|数量指标|指标1：编织袋|5万条|5万条|50|50|
|||指标2：|||||
|||……|||||
|效益指标（30分）|生态效益指标|指标1：/|/|/|||
||可持续影响指标|指标1：已建仓库良性运行|||30|30|
总分||||||100|100|
注：1.一级指标分值统一设置，产出指标50分。||||||||
""")
    assert [i.level3 for i in found.indicators] == ["指标1：编织袋", "指标1：已建仓库良性运行"]
    assert (found.evaluation.goal, found.evaluation.result) == ("储备防汛物资。", "完成年度目标。")
    assert found.unresolved == ()


def test_a_copy_is_left_out_and_other_tables_are_no_evaluations() -> None:
    rows = grid(MINISTRY)
    tables = (Table(1, "other", "项目支出绩效自评表", rows), Table(2, "other", "项目支出绩效自评表", rows, same_as=1))
    assert [found.evaluation.table for found in self_evaluations(tables)] == [1]
    listed = grid("序号|项目名称|全年预算数|全年执行数|执行率|自评得分\n1|图书室开放|30|28|93%|97\n2|防汛储备|88|88|100%|100")
    targets = grid("项目名称|图书室开放||\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|开放图书室|12个")
    assert not is_self_evaluation(listed)
    assert not is_self_evaluation(targets)


def test_the_project_is_named_by_the_title_where_no_cell_does() -> None:
    rows = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n产出指标|数量指标|养护里程|30公里|30公里|50|50"
    assert read(rows, "2023年度云溪区绿道养护项目支出绩效自评表").evaluation.project == "云溪区绿道养护"
    nameless = read(rows, "2023年度部门项目支出绩效自评表")
    assert nameless.evaluation.project is None
    assert [note.why for note in nameless.unresolved] == ["no project name found"]
