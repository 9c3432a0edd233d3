"""HTML: the report on a government site's page, without the site."""

from __future__ import annotations

import pytest

from ingest.document import Document, Grid, Paragraph
from ingest.formats import html, read_document
from ingest.limits import Limits
from ingest.pipeline import facts
from kg.errors import FileUnreadable

TABLE = (
    "<table><tr><td colspan=2>项目</td><td colspan=3>本年支出</td></tr>"
    "<tr><td>科目编码</td><td>科目名称</td><td>小计</td><td>基本支出</td><td>项目支出</td></tr>"
    "<tr><td colspan=2>栏次</td><td>1</td><td>2</td><td>3</td></tr><tr><td colspan=2>合计</td><td>5.00</td><td>5.00</td><td>0.00</td></tr>"
    "<tr><td>2130301</td><td>行政运行</td><td>5.00</td><td>5.00</td><td>0.00</td></tr></table>"
)
REPORT = (
    "<p>第一部分 概况</p><p>一、部门职责</p><p>（一）负责全区水利工程的建设和管理，组织编制水资源规划，指导节约用水。</p>"
    f"<p>一般公共预算财政拨款支出决算表</p><p>公开05表</p><p>部门：示例市青禾区水利局&nbsp;&nbsp;&nbsp;单位：万元</p>{TABLE}<p>注：本表反映支出。</p>"
)
TITLE = "示例市青禾区水利局2023年度部门决算"


def read(page: str, limits: Limits | None = None) -> Document:
    return html.read(page.encode(), "x.html", limits or Limits())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in document.blocks if isinstance(block, Grid)]


def body(inner: str) -> Document:
    return read(f"<html><body>{inner}</body></html>")


# sites ---------------------------------------------------------------------------------------------------------------------

SITES = {
    "trs": f"""<html><head><title>{TITLE}_示例市青禾区人民政府</title></head><body>
<div class="top"><a href="/">首页</a><a href="/a">机构</a></div>
<div class="dqwz">当前位置：<a href="/">首页</a>&gt;<a href="/b">财政</a></div><div class="main"><h1>{TITLE}</h1>
<div class="xx"><span>发布时间：2024-08-21 10:30</span><span>来源：区水利局</span><span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span></div>
<div class="TRS_Editor"><style>p{{x:1}}</style>{REPORT}</div><p class="fj">附件：<a href="/a/b.xlsx">公开表.xlsx</a></p></div>
<div class="footer">主办：青禾区人民政府 ICP备00000000号</div></body></html>""",
    "tables": f"""<html><head><title>青禾区政务公开</title></head><body>
<table width=1000><tr><td colspan=2><img src=x></td></tr><tr><td width=200>
<table><tr><td><a href=1>概况</a></td></tr><tr><td><a href=2>财政</a></td></tr><tr><td><a href=3>人事</a></td></tr></table></td>
<td><table><tr><td align=center><b>{TITLE}</b></td></tr><tr><td>日期：2024年8月21日 浏览次数：33</td></tr><tr><td>{REPORT}</td></tr>
<tr><td>【<a href=#>打印</a>】【<a href=#>关闭</a>】</td></tr></table></td></tr></table>
<table><tr><td>版权所有：青禾区人民政府 技术支持：示例公司</td></tr></table></body></html>""",
    "word": f"""<html xmlns:o="urn:o"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>无标题</title>
<!--[if gte mso 9]><xml><o:x>1</o:x></xml><![endif]--></head><body lang=ZH-CN><div class=WordSection1>
<p class=MsoTitle><b><span>{TITLE}<o:p></o:p></span></b></p>{REPORT}<p style='display:none'>隐藏</p></div></body></html>""",
    "index": f"""<html><body><table class="info"><tr><td>索引号：</td><td>000/2024-00012</td>
<td>主题分类：</td><td>财政</td></tr>
<tr><td>发布机构：</td><td>区水利局</td><td>发布日期：</td><td>2024年8月21日</td></tr>
<tr><td>名称：</td><td colspan=3>{TITLE}</td></tr></table>
<div class="content">{REPORT}</div><div class="foot-box"><p>地址：青禾区大道1号　邮编：000000</p></div></body></html>""",
    "detail": f"""<html><head><title>{TITLE}-青禾区人民政府网</title></head><body>
<ul class="menu"><li><a href=1>首页</a></li></ul><div class="sidebar">
通知公告</div><div class="detail"><div class="detail-title"><h2>{TITLE}</h2></div>
<div class="meta">2024-08-21 11:20 &nbsp;来源： 区水利局 【字体：<a>大</a>】
</div><div id="vsb_content">{REPORT}</div><ul><li><a href="x.pdf">{TITLE}.pdf</a></li></ul></div></body></html>""",
    "meta": f"""<html><head><meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-08-21 08:00:00"></head>
<body><nav>首页 要闻</nav><div class="share">分享</div><ucapcontent><div id="UCAP-CONTENT">{REPORT}</div></ucapcontent>
<div class="prev-next">上一篇：<a href=1>甲</a> 下一篇：<a href=2>乙</a></div><script>var a="决算"</script></body></html>""",
}


@pytest.mark.parametrize("site", SITES)
def test_the_report_and_nothing_else(site: str) -> None:
    found = read(SITES[site])
    expected = [
        "第一部分概况", "一、部门职责", "（一）负责全区水利工程的建设和管理，组织编制水资源规划，指导节约用水。",
        "一般公共预算财政拨款支出决算表", "公开05表", "部门：示例市青禾区水利局", "单位：万元", "注：本表反映支出。",
    ]  # fmt: skip
    assert [text for text in texts(found) if not text.startswith("发布日期")] == [TITLE, *expected]
    assert [grid[-1] for grid in grids(found)] == [("2130301", "行政运行", "5.00", "5.00", "0.00")]


@pytest.mark.parametrize("site", SITES)
def test_facts_of_the_page(site: str) -> None:
    found = facts(read_document(SITES[site].encode(), "x.html"), "0")
    assert (found.info.unit, found.info.year, found.info.published) == (
        "示例市青禾区水利局",
        2023,
        None if site == "word" else "2024-08-21",
    )
    assert len(found.observations) == 6
    assert [p.text[:3] for p in found.passages if p.section] == ["（一）", "注：本"]


def test_a_table_alone_on_a_page() -> None:
    page = read(f"<html><head><title>{TITLE}</title></head><body><div><table>{TABLE[7:]}</div></body></html>")
    assert texts(page) == [TITLE]
    assert len(grids(page)) == 1


def test_links_inside_the_report_stay() -> None:
    page = body(f'<p><a href="#_Toc1">一、部门职责</a></p><p>依据<a href="/law.html">《水法》</a>开展工作，全年检查十二次。</p>{REPORT}')
    assert texts(page)[:2] == ["一、部门职责", "依据《水法》开展工作，全年检查十二次。"]


# text and tables -----------------------------------------------------------------------------------------------------------


def test_breaks_and_blanks() -> None:
    assert texts(body("<p>&emsp;&emsp;一、部门<br/>职责</p><div>甲<p>乙</p>丙</div>全\n  区")) == [
        "一、部门",
        "职责",
        "甲",
        "乙",
        "丙",
        "全区",
    ]


def test_levels_of_headings() -> None:
    found = body("<h1>第一部分</h1><h2><span>一、职责</span></h2><p>文</p><h3></h3><p>字</p>")
    assert [block.level for block in found.blocks if isinstance(block, Paragraph)] == [1, 2, 0, 0]


def test_numbers_of_lists() -> None:
    lists = "<ol><li>甲</li><li>乙</li></ol><ol start=3 style='list-style-type:cjk-ideographic'><li>丙</li></ol><ul><li>丁</li></ul>"
    assert texts(body(lists)) == ["1.甲", "2.乙", "三、丙", "丁"]


def test_merged_cells() -> None:
    table = (
        "<table><tr><th rowspan=2>项目</th><th colspan=2>决算数</th></tr><tr><th>合计</th><th>其中</th></tr>"
        "<tr><td rowspan=2>甲<br>乙</td><td>1.00</td><td>&nbsp;</td></tr><tr><td>2.00</td><td>3.00</td></tr></table>"
    )
    assert grids(body(table)) == [(("项目", "决算数", ""), ("", "合计", "其中"), ("甲乙", "1.00", ""), ("", "2.00", "3.00"))]


def test_spans_beyond_the_table() -> None:
    table = "<table><tr><td rowspan=999999>甲</td><td colspan=999999>1</td></tr><tr><td>2</td></tr><tr><td colspan=x>3</td></tr></table>"
    assert grids(body(table)) == [(("甲", "1"), ("", "2"), ("", "3"))]


def test_the_row_that_fixes_widths_is_no_row() -> None:
    table = "<tr><td colspan=2>水费</td><td>1.00</td></tr><tr><td colspan=2>电费</td><td>2.00</td></tr>"
    table = f"<table><tr height=0><td></td><td></td><td></td></tr>{table}</table>"
    assert grids(body(table)) == [(("水费", "1.00"), ("电费", "2.00"))]


def test_lines_of_the_file() -> None:
    found = body("\n<p>甲</p>\n<table>\n<tr><td>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr></table>")
    grid = next(block for block in found.blocks if isinstance(block, Grid))
    assert (found.blocks[0].line, grid.line, grid.lines) == (2, 4, (4, 5))


# bytes ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gbk", "GBK"),
        ("utf-8", "utf-8"),
        ("gb18030", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-8-sig", "gb2312"),
        ("gbk", ""),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = f"<html><head>{meta}</head><body><p>示例市青禾区水利局决算</p></body></html>"
    assert texts(html.read(page.encode(encoding), "x.html", Limits())) == ["示例市青禾区水利局决算"]


def test_xhtml_with_a_declaration() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html><body><p>决算</p></body></html>'
    assert texts(html.read(page.encode("gb18030"), "x.html", Limits())) == ["决算"]


@pytest.mark.parametrize("data", [b"<html></html>", b"   ", b"<!-- only a comment -->", b"\x00\x01"])
def test_nothing_on_the_page(data: bytes) -> None:
    try:
        assert grids(html.read(data, "x.html", Limits())) == []
    except FileUnreadable as error:
        assert "x.html" in str(error)


def test_too_many_cells() -> None:
    with pytest.raises(FileUnreadable, match="max_cells"):
        read(f"<html><body>{TABLE}</body></html>", Limits(cells=5))


def test_tags_nested_deep() -> None:
    assert "决算" in texts(body("<div>" * 240 + "决算" + "</div>" * 240))
    html.read(b"<div>" * 100_000 + b"x", "x.html", Limits())


def test_entities_are_not_followed() -> None:
    page = '<!DOCTYPE html [<!ENTITY b SYSTEM "file:///etc/hostname">]><html><body><p>决算&b;。</p></body></html>'
    assert texts(read(page))[-1].startswith("决算")
    assert all("localhost" not in text for text in texts(read(page)))
