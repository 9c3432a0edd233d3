"""DOCX: what a Word file prints, in the order of its body."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.document import Document, Grid, Paragraph
from ingest.formats import docx, read_document
from ingest.limits import Limits
from ingest.pipeline import facts
from kg.errors import FileUnreadable
from kg.facts import ReportFacts
from tests.samples.drawn import drawn
from tests.samples.word import package, paragraph, table

COVER = paragraph("示例市青禾区水利局") + paragraph("2023年度部门决算")
CAPTION = paragraph("公开02表") + paragraph("部门：示例市青禾区水利局\t\t金额单位：万元")


def read(body: str, numbering: str = "", limits: Limits | None = None) -> Document:
    return docx.read(package(body, numbering), "x.docx", limits or Limits())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in document.blocks if isinstance(block, Grid)]


def stated(body: str) -> ReportFacts:
    return facts(read_document(package(COVER + body), "x.docx"), "0")


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def laid_out(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows) + "</w:tbl>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


# text ----------------------------------------------------------------------------------------------------------------------


def test_runs_tabs_and_breaks() -> None:
    body = f"<w:p>{run('一、部门')}{run('职责')}</w:p>" + paragraph("第一行\n第二行") + paragraph("公开01表\t\t单位：万元")
    assert texts(read(body)) == ["一、部门职责", "第一行", "第二行", "公开01表", "单位：万元"]


def test_deleted_and_hidden_text_is_out() -> None:
    body = f"<w:p>{run('支出')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins>{run('34万元')}</w:ins>{run('密', '<w:vanish/>')}"
    shown = run("。", '<w:vanish w:val="0"/>')
    moved = f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>"
    assert texts(read(f"{body}{shown}{moved}</w:p>")) == ["支出34万元。新"]


def test_deleted_rows_are_out() -> None:
    row = "<w:tr>{}" + cell(paragraph("{}")) + cell(paragraph("1")) + "</w:tr>"
    body = "<w:tbl>" + row.format("", "甲") + row.format("<w:trPr><w:del/></w:trPr>", "乙") + "</w:tbl>"
    assert grids(read(body)) == [(("甲", "1"),)]


def test_page_numbers_of_the_contents_are_out() -> None:
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF _Toc1 \\h </w:instrText></w:r>'
    page = f'{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    line = f"<w:p>{run('一、部门职责')}<w:r><w:tab/></w:r>{page}</w:p>"
    title = '<w:p><w:fldSimple w:instr=" TITLE ">' + run("部门决算") + "</w:fldSimple></w:p>"
    body = f"<w:sdt><w:sdtContent>{line}</w:sdtContent></w:sdt>{title}"
    assert texts(read(body)) == ["目录", "一、部门职责", "部门决算"]


def test_text_boxes_print_once_and_in_place() -> None:
    box = f"<w:txbxContent>{paragraph('公开01表')}{table(drawn(['甲', '乙'], ['丙', '1']))}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    found = read(f"<w:p><w:r>{both}</w:r>{run('图注')}</w:p>")
    assert texts(found) == ["图注", "公开01表"]
    assert grids(found) == [(("甲", "乙"), ("丙", "1"))]


def test_check_marks() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    assert texts(read(f"<w:p>{symbol}{run('是')}</w:p>")) == ["☑是"]


# automatic numbers ---------------------------------------------------------------------------------------------------------


def level(number: int, shape: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def item(text: str, list_id: int, depth: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_are_printed() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "chineseCountingThousand", "（%2）") + level(2, "decimal", "%3.")
    numbering = f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering += f'<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="3"/>{again}</w:num>'
    rows = [("概况", 1, 0), ("职责", 1, 1), ("甲", 1, 2), ("乙", 1, 2), ("机构", 1, 1), ("丙", 1, 2), ("说明", 1, 0), ("另起", 2, 0)]
    body = "".join(item(*row) for row in rows) + item("", 1, 0)
    assert texts(read(body, numbering)) == [
        "一、概况", "（一）职责", "1.甲", "2.乙", "（二）机构", "1.丙", "二、说明", "一、另起",
    ]  # fmt: skip


def test_numbers_by_style_and_parts() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="标题 1"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    based = '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="x"/><w:basedOn w:val="a"/></w:style>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "第%1部分")}</w:abstractNum>'
    numbering += '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    body = paragraph("概况", '<w:pStyle w:val="a"/>') + paragraph("决算表", '<w:pStyle w:val="b"/>')
    found = docx.read(package(body, numbering, style + based), "x.docx", Limits())
    assert [(b.text, b.level) for b in found.blocks if isinstance(b, Paragraph)] == [("第一部分概况", 1), ("第二部分决算表", 1)]


@pytest.mark.parametrize(
    ("shape", "third"),
    [("decimalEnclosedCircle", "③"), ("ideographTraditional", "丙"), ("upperRoman", "III"), ("lowerLetter", "c"), ("bullet", "")],
)
def test_shapes_of_numbers(shape: str, third: str) -> None:
    numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, shape, "%1")}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert texts(read("".join(item("项", 1, 0) for _ in range(3)), numbering))[2] == f"{third}项"


def test_a_numbered_heading_opens_its_section() -> None:
    numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = COVER + paragraph("第一部分 概况") + item("部门职责", 1, 0) + paragraph("（一）负责全区水利工程的建设管理工作。")
    found = facts(read_document(package(body, numbering), "x.docx"), "0")
    assert [duty.text for duty in found.duties] == ["负责全区水利工程的建设管理工作。"]
    assert found.passages[0].section == ("第一部分\u3000概况", "一、部门职责")


def test_a_heading_by_style_alone() -> None:
    body = COVER + paragraph("第一部分 概况", '<w:pStyle w:val="1"/>') + paragraph("水利工程基本概貌", '<w:pStyle w:val="2"/>')
    body += paragraph("全区共有水库十二座，均已完成除险加固。", '<w:pStyle w:val="2"/>')
    found = facts(read_document(package(body), "x.docx"), "0")
    assert [(p.section[-1], p.text) for p in found.passages] == [("水利工程基本概貌", "全区共有水库十二座，均已完成除险加固。")]


# tables --------------------------------------------------------------------------------------------------------------------


def test_merged_cells_are_printed_once() -> None:
    body = table(drawn(["收入|c2", "支出|r2"], ["项目", "金额"], ["甲|r2", "1.00", "2.00"], ["3.00", "4.00"]))
    assert grids(read(body)) == [(("收入", "", "支出"), ("项目", "金额", ""), ("甲", "1.00", "2.00"), ("", "3.00", "4.00"))]


def test_head_of_three_rows_and_codes_in_three_columns() -> None:
    head = [
        ["项目|c4", "本年收入合计|r2", "财政拨款收入|r2", "事业收入|c2", "其他收入|r2"],
        ["功能分类科目编码|c3", "科目名称", "小计", "其中：教育收费"],
        ["类", "款", "项", "栏次", "1", "2", "3", "4", "5"],
    ]
    rows = [
        ["合计|c4", "100.00", "90.00", "8.00", "3.00", "2.00"],
        ["213", "", "", "农林水支出", "100.00", "90.00", "8.00", "3.00", "2.00"],
        ["213", "03", "", "水利", "100.00", "90.00", "8.00", "3.00", "2.00"],
        ["213", "03", "01", "行政运行", "100.00", "90.00", "8.00", "3.00", "2.00"],
    ]
    found = stated(paragraph("收入决算表") + CAPTION + table(drawn(*head, *rows)))
    assert found.tables[0].kind == "income"
    assert {o.code for o in found.observations} == {"", "213", "21303", "2130301"}
    last = [("/".join(o.column), o.quantity.printed) for o in found.observations if o.code == "2130301"]
    columns = ("本年收入合计", "财政拨款收入", "事业收入/小计", "事业收入/其中：教育收费", "其他收入")
    assert last == list(zip(columns, ("100.00", "90.00", "8.00", "3.00", "2.00"), strict=True))


def test_rows_drawn_by_hand_stand_below_each_other() -> None:
    """Word keeps a column for every edge: a row whose edges are a hair off would have columns of its own."""
    wide = '<w:gridSpan w:val="2"/>'
    first = f"<w:tr>{cell(paragraph('科目'), wide)}{cell(paragraph('金额'))}</w:tr>"
    second = f"<w:tr>{cell(paragraph('水费'))}{cell(paragraph('1.00'), wide)}</w:tr>"
    assert grids(read(f"<w:tbl>{first}{second}</w:tbl>")) == [(("科目", "金额"), ("水费", "1.00"))]


def test_rows_that_begin_further_right() -> None:
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(paragraph("1.00"))}{cell(paragraph("2.00"))}</w:tr>'
    body = "<w:tbl><w:tr>" + "".join(cell(paragraph(x)) for x in ("甲", "乙", "丙")) + f"</w:tr>{late}</w:tbl>"
    assert grids(read(body)) == [(("甲", "乙", "丙"), ("", "1.00", "2.00"))]


def test_a_wrapped_number_is_one_and_two_numbers_stay_two() -> None:
    body = laid_out([paragraph("2,128.8") + paragraph("5"), paragraph("12") + paragraph("34"), paragraph("公务用车") + paragraph("购置费")])
    assert grids(read(body)) == [(("2,128.85", "12；34", "公务用车购置费"),)]


def test_a_minus_is_no_dash_of_a_list() -> None:
    assert grids(read(laid_out([paragraph("增减额"), paragraph("- 5.20")]))) == [(("增减额", "-5.20"),)]


def test_caption_and_note_inside_the_table() -> None:
    rows = [["支出决算表|c3"], ["公开03表|c3"], ["部门：示例市青禾区水利局|c2", "单位：万元"], ["科目编码", "科目名称", "本年支出合计"]]
    rows += [["213", "农林水支出", "5.00"], ["注：本表反映支出。|c3"]]
    found = read(table(drawn(*rows)))
    assert texts(found) == ["支出决算表", "公开03表", "部门：示例市青禾区水利局", "单位：万元", "注：本表反映支出。"]
    assert grids(found) == [(("科目编码", "科目名称", "本年支出合计"), ("213", "农林水支出", "5.00"))]


def test_a_frame_around_text_is_no_table() -> None:
    body = laid_out([paragraph("一、部门职责") + paragraph("（一）负责水利工作。")], [paragraph("二、机构设置")])
    assert texts(read(body)) == ["一、部门职责", "（一）负责水利工作。", "二、机构设置"]


def _spending(amount: str) -> str:
    head = [["项目|c2", "本年支出|c3"], ["科目编码", "科目名称", "小计", "基本支出", "项目支出"], ["栏次|c2", "1", "2", "3"]]
    return table(drawn(*head, ["合计|c2", amount, amount, "0.00"], ["2130301", "行政运行", amount, amount, "0.00"]))


def test_two_tables_side_by_side() -> None:
    titles = [paragraph("一般公共预算财政拨款支出决算表"), paragraph("国有资本经营预算财政拨款支出决算表")]
    captions = [paragraph("公开05表") + paragraph("单位：万元"), paragraph("公开08表") + paragraph("单位：元")]
    found = stated(laid_out(titles, captions, [_spending("5.00"), _spending("6.00")]))
    assert [(t.kind, t.printed_number, t.unit) for t in found.tables] == [
        ("generalPublic", "公开05表", "万元"),
        ("stateCapital", "公开08表", "元"),
    ]
    assert [o.quantity.printed for o in found.observations if o.column[-1] == "小计"] == ["5.00", "5.00", "6.00", "6.00"]
    assert found.info.unit == "示例市青禾区水利局"


def test_tables_inside_of_a_form_are_rows_of_it() -> None:
    funds = drawn(
        ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "10.00", "12.00", "12.00", "10", "100%", "10"],
    )
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    rows = [
        ["产出指标|r2", "数量指标", "修复堤防", "≥3公里", "3.2公里", "25", "25", ""],
        ["质量指标", "验收合格率", "100%", "100%", "25", "24", "个别返工"],
    ]
    form = [
        [paragraph("项目名称"), paragraph("堤防维修项目")],
        [paragraph("主管部门"), paragraph("示例市青禾区水利局")],
        [paragraph("项目资金（万元）"), table(funds)],
        [paragraph("绩效指标"), table(drawn(head, *rows))],
        [paragraph("总分"), paragraph("99")],
    ]
    found = stated(paragraph("项目支出绩效自评表") + laid_out(*form))
    assert [(e.project, e.full_budget and e.full_budget.printed) for e in found.evaluations] == [("堤防维修项目", "12.00")]
    assert [(i.level1, i.level3, i.actual) for i in found.indicators] == [
        ("产出指标", "修复堤防", "3.2公里"), ("产出指标", "验收合格率", "100%"),
    ]  # fmt: skip


def test_tables_in_content_controls() -> None:
    body = f"<w:sdt><w:sdtContent>{table(drawn(['甲', '1'], ['乙', '2']))}</w:sdtContent></w:sdt>"
    assert grids(read(body)) == [(("甲", "1"), ("乙", "2"))]


# what is refused -----------------------------------------------------------------------------------------------------------


def test_too_many_cells() -> None:
    with pytest.raises(FileUnreadable, match="max_cells"):
        read(table(drawn(["1", "2"], ["3", "4"])), limits=Limits(cells=3))


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]><w:document xmlns:w="w">&a;&b;</w:document>'
    with pytest.raises(FileUnreadable, match="entities"):
        docx.read(_changed("word/document.xml", bomb.encode()), "x.docx", Limits())


@pytest.mark.parametrize("part", [b"<w:document", b"", b"\xff\xfe\x00"])
def test_damaged_parts(part: bytes) -> None:
    with pytest.raises(FileUnreadable, match=r"x\.docx"):
        docx.read(_changed("word/document.xml", part), "x.docx", Limits())


def test_parts_larger_than_allowed() -> None:
    with pytest.raises(FileUnreadable, match="max_file_mb"):
        docx.read(_changed("word/document.xml", b" " * 5000), "x.docx", Limits(file_bytes=4000))


def test_no_word_document() -> None:
    with pytest.raises(FileUnreadable, match="no Word document"):
        docx.read(_changed("word/document.xml", None), "x.docx", Limits())
    with pytest.raises(FileUnreadable, match="damaged"):
        docx.read(b"PK\x03\x04 cut off", "x.docx", Limits())


def _changed(part: str, data: bytes | None) -> bytes:
    """A DOCX with one part replaced, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(""))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        if data is not None:
            new.writestr(part, data)
    return out.getvalue()


def test_strict_office_xml() -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = zipfile.ZipFile(io.BytesIO(package(paragraph("示例市")))).read("word/document.xml").replace(usual, strict)
    assert texts(docx.read(_changed("word/document.xml", body), "x.docx", Limits())) == ["示例市"]
