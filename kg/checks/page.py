"""The catalogue of rules as a page of documentation: `python -m kg.checks.page > docs/rules.md` writes it again."""

from __future__ import annotations

import sys
from itertools import groupby

from kg.checks.catalogue import TOLERANCES, Rule, rules

_HEAD = """# 勾稽规则目录 (rule catalogue)

每条规则是 `queries/checks/` 里的一个文件；怎样读一条发现、怎样增加规则见 [checks.md](checks.md)。`juesuan check --rules` 打印同样的内容。

程度：error 错误（算术不符或直接矛盾）、warning 疑点（需要人判断）、info 提示。尾数以内的差异一律为提示。"""
_TABLES = {
    "incomeExpenditure": "收支总表",
    "income": "收入表",
    "expenditure": "支出表",
    "fiscalSummary": "财政拨款总表",
    "generalPublic": "一般公共预算支出表",
    "basicItems": "基本支出明细表",
    "threePublic": "“三公”经费表",
    "governmentFund": "政府性基金表",
    "stateCapital": "国有资本经营预算表",
    "basicData": "基础数据表",
    "selfEvaluation": "自评表",
}
_NAMES = {"error": "错误", "warning": "疑点", "info": "提示"}


def markdown() -> str:
    """The whole page; ends with a newline."""
    parts = [_HEAD]
    for family, members in groupby(rules(), key=lambda rule: rule.family):
        lines = [f"## {family}", "", "| 规则 | 名称 | 恒等式或要求 | 适用 | 程度 | 容差 | 依据 |", "|---|---|---|---|---|---|---|"]
        parts.append("\n".join(lines + [_row(rule) for rule in members]))
    return "\n\n".join(parts) + "\n"


def _row(rule: Rule) -> str:
    applies = "、".join([*rule.types, *(_TABLES[kind] for kind in rule.kinds)]) or "凡有此内容的报告"
    cells = (f"`{rule.id}`", rule.title, rule.identity, applies, _NAMES[rule.severity], TOLERANCES[rule.tolerance], rule.source)
    return f"| {' | '.join(cell.replace('|', '、') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(markdown())
