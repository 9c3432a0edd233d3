"""A sample report as a page of a government site: chrome around it, merged cells, a layout table or Word's own HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.samples.scribe import Block, Table, Text
from tests.samples.spans import placed

_BEFORE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_示例市人民政府门户网站</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2025-08-20 09:30"></head><body>
<div class="header"><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/hd">互动交流</a> 今天是2025年9月1日 星期一</div>
<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 财政信息</div>
<table width="1000" border="0"><tr><td class="left"><ul><li><a href="/1">部门预算</a></li><li><a href="/2">部门决算</a></li></ul></td><td>
<h1>{title}</h1><div class="info">发布时间：2025-08-20 &nbsp; 来源：本站 &nbsp; 浏览次数：<script>show()</script>12 &nbsp;
<a href="javascript:print()">打印</a></div><div class="TRS_Editor">"""
_AFTER = """</div><p>附件：<a href="/upload/1.xls">{title}公开表.xls</a></p><div class="share">分享到：<a href="#">微信</a></div>
<p>【打印本页】 【关闭窗口】</p><div class="prevnext"><a href="/9.html">上一篇：示例市概况</a></div></td></tr></table>
<div class="foot">主办：示例市人民政府办公室 备案号：示ICP备00000000号 网站标识码：0000000000</div>
<script>document.write("决算")</script></body></html>"""


def page(title: str, blocks: Sequence[Block], charset: str = "utf-8") -> bytes:
    """The report as the bytes of a page."""
    body = "".join(_text(b) if isinstance(b, Text) else _statement(b) for b in blocks)
    whole = _BEFORE.format(title=title, charset=charset) + body + _AFTER.format(title=title)
    return whole.encode("gb18030" if charset == "gb2312" else charset)


def _text(block: Text) -> str:
    if block.lines:
        return "".join(f"<p>{escape(line)}</p>" for line in block.lines)
    tag = f"h{block.level + 1}" if block.level else "p"
    said = escape(block.text).replace("\n", "<br>")
    return f"<{tag}><span style='font-family:仿宋'>&emsp;&emsp;{said}</span></{tag}>\n"


def _statement(block: Table) -> str:
    around = [block.title, *([block.number, f"单位：{block.owner}&nbsp;&nbsp;&nbsp;&nbsp;单位：{block.unit}"] if block.number else [])]
    notes = [*block.notes, *([block.sentence] if block.sentence else [])]
    above, below = ("".join(f"<p align=center>{line}</p>\n" for line in lines) for lines in (around, notes))
    return f"{above}{html_table(block)}{below}"


def html_table(block: Table) -> str:
    """A table with its cells merged."""
    rows: dict[int, str] = {}
    for cell in placed(block):
        spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (f' colspan="{cell.columns}"' if cell.columns > 1 else "")
        rows[cell.row] = rows.get(cell.row, "") + f"<td{spans}>{escape(cell.text) or '&nbsp;'}</td>\n"
    lines = "".join(f"<tr>{rows.get(row, '')}</tr>\n" for row in range(len(block.rows)))
    return f"<table class=MsoNormalTable><tbody>{lines}</tbody></table>\n"
