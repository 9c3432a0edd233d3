"""Forms of self-evaluations as further provinces print them: heads over both rows, labels in the middle, lists, other columns."""

from __future__ import annotations

from ingest.limits import Limits
from ingest.performance import is_project_list, self_evaluations
from ingest.pipeline import facts_in
from kg.facts import Table
from tests.ingest.test_performance import grid, levels, money, points, read, text

LIST = """
序号|项目名称|主管部门|资金情况|||自评情况|
|||预算数（万元）|执行数（万元）|执行率|自评得分|等级
1|河湖管护经费|水务局|52.00|51.48|99%|97.9|优
2|防汛物资储备|水务局|30.00|21.00|70%|85|良
合计|||82.00|72.48|||
"""


def test_a_label_of_the_upper_row_reaches_over_both() -> None:
    found = read("""
绩效指标|||年度指标值|||实际完成值|偏差原因分析及改进措施
一级指标|二级指标|三级指标|指标性质|指标值|度量单位||
产出指标|数量指标|巡河次数|≥|200|次|230次|
|时效指标|整改时限|≤|15|天|16天|汛期
效益指标|社会效益指标|水环境|定性|改善||改善|
""")
    assert [(target, actual, reason) for target, actual, _, _, reason in points(found)] == [
        ("≥200次", "230次", None),
        ("≤15天", "16天", "汛期"),
        ("改善", "改善", None),
    ]


def test_the_score_beside_the_grade_is_that_of_the_whole() -> None:
    found = read(
        """
部门名称|示例市云溪区水务局|||||
部门预算执行情况（元）|全年预算数|全年执行数|执行率|自评得分|自评等级
|1000.00|995.00|99.5%|95.6|优
年度目标|目标||实际完成情况||
|完成河道治理。||已完成。||
一级指标|二级指标|三级指标|年度指标值|实际完成值|
产出指标|数量指标|治理河道|12公里|12公里|
""",
        "部门整体支出绩效自评表",
    ).evaluation
    assert (text(found.executed), text(found.score), found.grade, found.execution_score) == ("995.00元", "95.6", "优", None)


def test_the_unit_may_stand_in_the_label_of_the_row() -> None:
    found = read(
        """
部门名称|示例市云溪区水务局|||||
|全年预算数|全年执行数|执行率|自评得分|评价等级
年度预算申请（万元）|193.77|192.45|99.3%|97.5|优秀
一级指标|二级指标|三级指标|年度指标值|实际完成值|
产出指标|数量指标|治理河道|12公里|12公里|
""",
        "部门整体支出绩效自评表",
    ).evaluation
    assert (text(found.full_budget), text(found.executed)) == ("193.77万元", "192.45万元")


def test_scores_may_stand_before_weights() -> None:
    found = read("""
一级指标|二级指标|三级指标|年度指标值|全年完成值|得分|分值
产出指标|数量指标|抽检批次|≥400批次|412批次|18|20
总分|||||97.75|100
""")
    assert points(found)[0][2:4] == ("20", "18")
    assert (text(found.evaluation.score), text(found.evaluation.total_weight)) == ("97.75", "100")


def test_the_score_of_a_second_judge_is_left_out() -> None:
    found = read("""
一级指标|二级指标|三级指标|分值|年初目标值|全年实际值|单位自评得分|财政复核得分|备注
产出指标|数量指标|巡河次数|60|200次|230次|60|60|
效益指标|生态效益指标|水质达标率|40|≥95%|94%|39|38|枯水期
合计|||100|||99|98|
""")
    assert [p[3] for p in points(found)] == ["60", "39"]
    assert text(found.evaluation.score) == "99"


def test_labels_in_the_middle_of_their_rows_belong_to_the_first() -> None:
    found = read("""
一级指标|二级指标|三级指标|分值|目标值|完成值|得分
||目标合理性|5|合理|合理|5
投入（15）|目标设定|指标明确性|5|明确|明确|5
|预算配置|在职人员控制率|5|≤100%|90%|5
||预算完成率|10|100%|98%|9
过程（20）|预算执行|三公控制率|10|≤100%|80%|10
||宣传场次|10|12场|14场|10
产出（30）|职责履行|新建个数|10|12个|12个|10
||社会效益|10|提升意识|有效提升|10
""")
    assert levels(found) == [
        ("投入", "目标设定", "目标合理性"),
        ("投入", "目标设定", "指标明确性"),
        ("投入", "预算配置", "在职人员控制率"),
        ("过程", "预算执行", "预算完成率"),
        ("过程", "预算执行", "三公控制率"),
        ("产出", "职责履行", "宣传场次"),
        ("产出", "职责履行", "新建个数"),
        ("产出", "职责履行", "社会效益"),
    ]


def test_where_labels_fit_two_divisions_they_stay() -> None:
    found = read("""
一级指标|二级指标|三级指标|分值|目标值|完成值|得分
||编制控制率|5|≤100%|95%|5
投入|预算配置|变动率|5|≤0|-5%|5
||预算完成率|10|100%|98%|9
|预算执行|调整率|10|≤5%|3%|10
过程||支付进度|10|100%|98%|9
|预算管理|制度健全|10|健全|健全|10
||治理长度|25|12公里|12公里|25
产出|职责履行|合格率|25|100%|100%|25
""")
    assert levels(found)[0] == (None, None, "编制控制率")


def test_the_second_level_of_two_is_the_name() -> None:
    found = read("""
一级指标|二级指标|目标值|实际完成值|分值|得分
产出指标|巡河次数|200次|230次|50|50
|清淤长度|12公里|12公里|20|20
效益指标|水质达标率|≥95%|96%|30|30
""")
    assert levels(found) == [("产出指标", None, "巡河次数"), ("产出指标", None, "清淤长度"), ("效益指标", None, "水质达标率")]


def test_a_list_of_projects_is_an_evaluation_of_each() -> None:
    rows = grid(LIST)
    assert is_project_list(rows)
    found = self_evaluations([Table(7, "selfEvaluation", "项目绩效自评情况汇总表", rows, tuple(range(1, 6)))])
    assert [(e.evaluation.project, e.evaluation.responsible, text(e.evaluation.score), e.evaluation.grade) for e in found] == [
        ("河湖管护经费", "水务局", "97.9", "优"),
        ("防汛物资储备", "水务局", "85", "良"),
    ]
    assert money(found[0])[1:4] == ("52.00万元", "51.48万元", "99%")
    assert [e.evaluation.fragment for e in found] == ["t07r3-evaluation", "t07r4-evaluation"]


def test_a_listed_project_with_a_form_of_its_own_counts_once() -> None:
    form = grid("""
项目名称|河湖管护经费项目||||
项目资金（万元）|全年预算数|全年执行数|分值|执行率|得分
年度资金总额|52|51.48|10|99%|9.9
一级指标|二级指标|三级指标|目标值|完成值|得分
产出指标|数量指标|巡河次数|200次|230次|90
""")
    found = self_evaluations([Table(1, "", "", grid(LIST)), Table(2, "", "项目支出绩效自评表", form)])
    assert [(e.evaluation.table, e.evaluation.project) for e in found] == [(1, "防汛物资储备"), (2, "河湖管护经费项目")]


def test_a_code_before_the_name_is_no_telephone() -> None:
    page = """示例市云溪区水务局2022年度部门决算

部门预算项目支出绩效自评表（2022年度）

| 项目名称 | | 99010222R000000019951-河湖管护经费 | | | | | |
|---|---|---|---|---|---|---|---|
| 预算执行情况（10分） | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 |
| | 总额 | 238.93 | 251.89 | 251.89 | 100.00% | 10 | 10 |
| | 其中：财政资金 | 238.93 | 251.89 | 251.89 | 100.00% | / | / |
| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 得分 |
| 产出指标 | 数量指标 | 巡河次数 | ≥ | 200 | 次 | 230 | 90 |
"""
    (found,) = facts_in(page.encode(), "x.md", Limits()).evaluations
    assert (found.project, text(found.full_budget)) == ("河湖管护经费", "251.89万元")
