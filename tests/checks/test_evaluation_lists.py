"""Projects that one table lists with their scores are evaluations like those of a form each."""

from __future__ import annotations

from ingest.limits import Limits
from ingest.pipeline import facts_in
from kg.checks.engine import check_facts
from kg.checks.outcomes import EXECUTION_ERROR
from kg.iris import Iris

REPORT = """示例市云溪区水务局2022年度部门决算

项目绩效自评情况汇总表

| 序号 | 项目名称 | 主管部门 | 资金情况 | | | 自评情况 | |
|---|---|---|---|---|---|---|---|
| | | | 预算数（万元） | 执行数（万元） | 执行率 | 自评得分 | 等级 |
| 1 | 河湖管护经费 | 水务局 | 52.00 | 51.48 | 99% | 97.9 | 优 |
| 2 | 防汛物资储备 | 水务局 | 30.00 | 21.00 | 90% | 85 | 良 |
| 合计 | | | 82.00 | 72.48 | | | |
"""


def test_every_rule_reads_a_list_of_projects() -> None:
    facts = facts_in(REPORT.encode(), "x.md", Limits())
    assert [evaluation.is_listed for evaluation in facts.evaluations] == [True, True]
    checked = check_facts(facts, Iris())
    assert [result.rule for result in checked.results if result.outcome == EXECUTION_ERROR] == []
    assert "ev-rate" in {finding.rule for finding in checked.findings}  # 21.00 of 30.00 is no 90 %
