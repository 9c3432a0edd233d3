"""Goals and results of self-evaluation tables as passages, and the figures that only the results state."""

from __future__ import annotations

from ingest.narrative.figures import figures
from ingest.performance import SelfEvaluation
from ingest.table_passages import GOAL, RESULT, results, table_passages
from kg.facts import Evaluation, Passage, Table

GRID = (
    ("项目名称", "河道清淤"),
    ("年度总体目标", "全年完成清淤20公里，改善水环境。"),
    ("实际完成情况", "全年完成清淤21.5公里，清运淤泥3200吨。"),
)
SECTION = ("第五部分　附件",)


def told(goal: str = GRID[1][1], result: str = GRID[2][1], title: str = "项目支出绩效自评表") -> tuple[Passage, ...]:
    table = Table(12, "selfEvaluation", title, GRID, lines=(40, 41, 42), page=7, line=39, section=SECTION)
    evaluation = Evaluation(12, "项目", "河道清淤", goal=goal, result=result)
    return table_passages([table], [SelfEvaluation(evaluation, (), ())], 31)


def test_goal_and_result_follow_the_text_with_their_table_above_and_their_line() -> None:
    goal, result = told()
    assert (goal.number, goal.section, goal.text) == (31, (*SECTION, "项目支出绩效自评表", "河道清淤", GOAL), GRID[1][1])
    assert (result.number, result.section[-1], result.page, result.line) == (32, RESULT, 7, 42)


def test_a_word_is_no_passage_and_a_title_stands_once() -> None:
    assert told(goal="完成", result="完成") == ()
    assert told(title="第五部分 附件")[0].section == (*SECTION, "河道清淤", GOAL)


def test_results_state_figures_and_goals_do_not() -> None:
    found = figures([], (), (), results(told()))
    assert [(f.place.passage, f.what, f.quantity.text) for f in found] == [(32, "全年完成清淤", "21.5"), (32, "清运淤泥", "3200")]


def test_what_the_text_has_said_is_not_said_again() -> None:
    text = Passage(5, ("（二）绩效情况",), "2023年，全年完成清淤21.5公里，群众满意。")
    found = figures([text], (), (), results(told()))
    assert [(f.place.passage, f.quantity.text) for f in found] == [(5, "21.5"), (32, "3200")]
