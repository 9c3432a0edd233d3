"""The query library as a page of documentation. `python -m queries.catalogue > docs/queries.md` writes it again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from queries.library import Query, load
from queries.parameters import Parameter

# In the order of the questions that lead from one to the next; a test holds that every query belongs to one of them.
TOPICS = ("单位", "收支", "科目", "三公经费", "预算执行", "项目", "绩效", "比较", "文字中的数字", "全链条", "原文与出处")

_HEAD = """# 查询库 (query library)

每个查询是 `queries/library/` 里的一个 `.rq` 文件：SPARQL 加一段说明。文件不改一字即可在任何 SPARQL 工具里运行；参数为 `UNDEF` 时不作限制。
名称类参数按包含匹配（写一部分即可），科目编码和年度按完整值匹配。
名称以 `_iri` 结尾的列是链接；以 `_yuan` 结尾的列以元为单位，原文数字和单位另列。

- 命令：`juesuan query 名称 --param 参数=值`，`--format csv|json|…`
- 网页和接口：`/queries/名称?参数=值`

示例取自随附的样例报告。"""


def topics() -> Iterator[tuple[str, tuple[Query, ...]]]:
    """Topics in order, each with its queries by name."""
    ordered = sorted(load(), key=lambda query: (TOPICS.index(query.topic), query.name))
    for topic, queries in groupby(ordered, key=lambda query: query.topic):
        yield topic, tuple(queries)


def markdown() -> str:
    """The whole page; ends with a newline."""
    parts = [_HEAD]
    for topic, queries in topics():
        parts.append(f"## {topic}")
        parts += [_section(query) for query in queries]
    return "\n\n".join(parts) + "\n"


def _section(query: Query) -> str:
    lines = [f"### {query.name}", "", f"**{query.title}** ({query.title_en})", "", f"> {query.question}"]
    if "description" in query.header:
        lines += ["", query.header["description"]]
    if query.parameters:
        lines += ["", "| 参数 | 类型 | 说明 | 缺省 | 示例 |", "|---|---|---|---|---|"]
        lines += [_row(parameter) for parameter in query.parameters]
    columns = "，".join(f"`{name}` {label}" for name, label in query.columns.items())
    lines += ["", f"列：{columns}", "", f"`juesuan query {query.name}{_example(query)}`"]
    return "\n".join(lines)


def _row(parameter: Parameter) -> str:
    name = f"`{parameter.name}`" + ("（必填）" if parameter.required else "")
    allowed = f"（{'、'.join(parameter.allowed)}）" if parameter.allowed else ""
    return f"| {name} | {parameter.type} | {parameter.text}{allowed} | {parameter.default} | {parameter.example} |"


def _example(query: Query) -> str:
    return "".join(f" --param {parameter.name}={parameter.example}" for parameter in query.parameters if parameter.example)


if __name__ == "__main__":
    sys.stdout.write(markdown())
