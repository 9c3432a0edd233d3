"""Pages of PDF files made for one trap each: what a person reads on them, and nothing else, comes out."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Document, Grid, Paragraph
from ingest.formats.pdf import read
from ingest.limits import Limits
from ingest.pipeline import facts
from kg.errors import FileUnreadable

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
HEIGHT = 842.0
BODY = "云溪区教育局主管全区教育工作，负责拟订全区教育事业发展规划并组织实施。"

Draw = Callable[[Canvas], None]


def made(*pages: Draw, **options: object) -> bytes:
    """A PDF with one page a function."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, HEIGHT), **options)
    for page in pages:
        canvas.setFont(FONT, 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def document(*pages: Draw) -> Document:
    return read(made(*pages), "test.pdf", Limits())


def paragraphs(*pages: Draw) -> list[str]:
    return [block.text for block in document(*pages).blocks if isinstance(block, Paragraph)]


def grids(*pages: Draw) -> list[list[list[str]]]:
    return [[list(row) for row in block.rows] for block in document(*pages).blocks if isinstance(block, Grid)]


def text(canvas: Canvas, x: float, y: float, line: str, size: float = 10) -> None:
    """A line of text; `y` counts from the top."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - y, line)


def table(canvas: Canvas, top: float, rows: Sequence[Sequence[str]], xs: Sequence[float], height: float = 20) -> float:
    """A table with all its rules; `\\n` in a cell is a wrapped line. Returns where it ends."""
    for i, row in enumerate(rows):
        y = top + i * height
        for k, cell in enumerate(row):
            canvas.rect(xs[k], HEIGHT - y - height, xs[k + 1] - xs[k], height)
            for n, line in enumerate(cell.split("\n")):
                text(canvas, xs[k] + 3, y + 9 + n * 9, line, 8)
    return top + len(rows) * height


HEAD = ["科目编码", "科目名称", "本年收入合计", "财政拨款收入"]
XS = [60, 130, 270, 350, 430]
ROWS = [["205", "教育支出", "120.50", "100.00"], ["20502", "普通教育", "120.50", "100.00"]]


# cells ---------------------------------------------------------------------------------------------------------------------


def test_a_wrapped_number_and_a_wrapped_label_are_whole_again() -> None:
    def page(canvas: Canvas) -> None:
        head = ["科目编码", "科目\n名称", "本年\n收入", "财政拨款收入"]
        table(canvas, 100, [head, ["205", "教育\n支出", "2,128.8\n5", "100.00"]], [60, 130, 160, 192, 260])

    assert grids(page) == [[["科目编码", "科目名称", "本年收入", "财政拨款收入"], ["205", "教育支出", "2,128.85", "100.00"]]]


def test_a_blank_cell_stays_in_its_column() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, 100, [HEAD, ["205", "教育支出", "", "100.00"]], XS)

    assert grids(page)[0][1] == ["205", "教育支出", "", "100.00"]


def test_a_merged_cell_stands_once_in_its_first_row_and_column() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(60, HEIGHT - 140, 210, 20)
        text(canvas, 63, 134, "项目", 8)
        canvas.rect(270, HEIGHT - 160, 80, 40)
        text(canvas, 273, 134, "合计", 8)
        canvas.rect(60, HEIGHT - 160, 70, 20)
        canvas.rect(130, HEIGHT - 160, 140, 20)
        text(canvas, 63, 154, "科目编码", 8)
        text(canvas, 133, 154, "科目名称", 8)
        table(canvas, 160, [["205", "教育支出", "1.00"]], XS[:4])

    assert grids(page) == [[["项目", "", "合计"], ["科目编码", "科目名称", ""], ["205", "教育支出", "1.00"]]]


def test_rows_without_rules_between_them_are_rows() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, 100, [HEAD], XS)
        table(canvas, 120, [["205\n20502\n206", "教育支出\n普通教育\n科学技术支出", "12.50\n12.00\n3.10", "10.00\n9.50\n3.10"]], XS, 34)

    assert grids(page)[0][1:] == [
        ["205", "教育支出", "12.50", "10.00"],
        ["20502", "普通教育", "12.00", "9.50"],
        ["206", "科学技术支出", "3.10", "3.10"],
    ]


def test_numbers_beside_each_other_in_one_cell_stay_two() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, 100, [["科目名称", "金额"], ["教育支出", ""]], [60, 200, 400])
        text(canvas, 210, 130, "12.50", 8)
        text(canvas, 300, 130, "13.75", 8)

    assert grids(page)[0][1][1] == "12.50；13.75"


def test_a_word_that_hangs_over_a_border_stays_in_its_cell() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, 100, [["科目编码", "科目名称", "金额"], ["人员经费合计", "", "12.50"]], [60, 104, 200, 260])

    assert grids(page)[0][1] == ["人员经费合计", "", "12.50"]


def test_rules_may_be_thin_bars_and_the_sides_may_be_open() -> None:
    def page(canvas: Canvas) -> None:
        for y in (100, 120, 140):
            canvas.rect(60, HEIGHT - y, 370, 0.8, stroke=0, fill=1)
        for x in (130, 270, 350):
            canvas.rect(x, HEIGHT - 140, 0.8, 40, stroke=0, fill=1)
        for k, (head, cell) in enumerate(zip(HEAD, ROWS[0], strict=True)):
            text(canvas, XS[k] + 4, 113, head, 8)
            text(canvas, XS[k] + 4, 133, cell, 8)

    assert grids(page) == [[HEAD, ROWS[0]]]


def test_two_tables_side_by_side_in_one_frame_keep_their_columns() -> None:
    def page(canvas: Canvas) -> None:
        rows = [
            ["收入", "", "支出", ""],
            ["项目", "金额", "项目", "金额"],
            ["一、财政拨款", "5.00", "一、教育支出", "4.00"],
            ["", "", "二、其他支出", "1.00"],
        ]
        table(canvas, 100, rows, XS)

    assert grids(page)[0][2:] == [["一、财政拨款", "5.00", "一、教育支出", "4.00"], ["", "", "二、其他支出", "1.00"]]


# tables without upright rules ----------------------------------------------------------------------------------------------

OPEN = [HEAD, ["205", "教育支出", "120.50", "100.00"], ["20502", "普通教育", "120.50", "100.00"], ["206", "科学技术支出", "7.25", "7.25"]]


def bare(canvas: Canvas, rows: Sequence[Sequence[str]], xs: Sequence[float] = XS, rules: bool = False) -> None:
    """The rows without upright rules, with a rule below each where `rules`."""
    for i, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            text(canvas, x, 113 + 20 * i, cell, 8)
    for i in range(len(rows) + 1 if rules else 0):
        canvas.line(55, HEIGHT - 100 - 20 * i, 480, HEIGHT - 100 - 20 * i)


@pytest.mark.parametrize("rules", [True, False])
def test_columns_are_found_by_the_white_between_them(rules: bool) -> None:
    assert grids(lambda c: bare(c, OPEN, rules=rules)) == [OPEN]


def test_a_blank_stays_in_its_column_without_rules() -> None:
    rows = [*OPEN[:3], ["206", "科学技术支出", "", "7.25"], ["207", "文化支出", "1.00", "1.00"]]
    assert grids(lambda c: bare(c, rows, rules=True)) == [rows]


def test_a_label_over_two_columns_is_merged() -> None:
    rows = [["", "", "\u3000\u3000\u3000\u3000其中财政拨款的支出明细", ""], *OPEN]
    assert grids(lambda c: bare(c, rows, rules=True))[0][0] == ["", "", "其中财政拨款的支出明细", ""]


@pytest.mark.parametrize("rules", [True, False])
def test_columns_that_are_not_certain_are_named_and_not_read(rules: bool) -> None:
    rows = [HEAD, *[[code, "教育支出", "1,120.50", "100.00"] for code in ("205", "20502", "20503", "20504")]]
    found = document(lambda c: bare(c, rows, [60, 130, 270, 312], rules))
    assert not [block for block in found.blocks if isinstance(block, Grid)]
    assert not any("120" in block.text for block in found.blocks if isinstance(block, Paragraph))
    assert [note.where for note in found.unread] == ["page 1"]


TWO_SIDED = [
    ["项目", "行次", "金额", "项目", "行次", "金额"],
    ["栏次", "", "1", "栏次", "", "2"],
    ["一、一般公共预算", "1", "1,234.56", "一、一般公共服务", "31", "1,000.56"],
    ["二、政府性基金", "2", "", "八、社会保障", "38", "234.00"],
    ["本年收入合计", "27", "1,234.56", "本年支出合计", "57", "1,234.56"],
]


@pytest.mark.parametrize("rules", [True, False])
@pytest.mark.parametrize("shift", [0, 26], ids=["under the label", "beside the label"])
def test_numbers_go_to_the_label_that_leaves_one_way_to_share_them_out(rules: bool, shift: int) -> None:
    def draw(canvas: Canvas) -> None:
        for i, row in enumerate(TWO_SIDED):
            for j, (x, cell) in enumerate(zip((60, 140, 170, 260, 350, 380), row, strict=True)):
                text(canvas, x + (shift if j in (2, 5) and "." in cell else 0), 113 + 20 * i, cell, 8)
            if rules:
                canvas.line(55, HEIGHT - 100 - 20 * i, 480, HEIGHT - 100 - 20 * i)
        if rules:
            canvas.line(55, HEIGHT - 200, 480, HEIGHT - 200)

    assert grids(draw) == [TWO_SIDED]


@pytest.mark.parametrize(("rules", "wrong", "notes"), [(True, "", 0), (False, "", 0), (True, "8.25", 1), (False, "8.25", 1)])
def test_a_table_that_is_read_by_its_labels_is_doubtful_where_its_sums_do_not_hold(rules: bool, wrong: str, notes: int) -> None:
    rows = [["合计", "", "127.75", "107.25"], *OPEN[1:3], ["206", "科学技术支出", "7.25", wrong or "7.25"]]

    def page(canvas: Canvas) -> None:
        for y, line in ((40, "云溪区教育局2024年度部门决算"), (60, "收入决算表"), (80, "部门：云溪区教育局"), (94, "单位：万元")):
            text(canvas, 60, y, line, 8)
        bare(canvas, [HEAD, *rows], rules=rules)

    found = facts(document(page), "0" * 64)
    said = [place for place in found.unresolved if place.why.startswith("doubtful")]
    assert len(found.observations) == 8 and len(said) == notes
    assert not said or (said[0].where == "t01r2c4" and "1 of 4 sums" in said[0].why)


# pages ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("repeated", [[HEAD, ["栏次", "", "1", "2"]], [["栏次", "", "1", "2"]], []], ids=["all", "part", "lost"])
def test_a_table_cut_by_the_page_is_one(repeated: list[list[str]]) -> None:
    head = [HEAD, ["栏次", "", "1", "2"]]
    rest = [["20503", "职业教育", "7.00", "6.00"], ["20599", "其他教育支出", "", "5.00"]]
    found = grids(
        lambda canvas: None if table(canvas, 700, [*head, *ROWS], XS) else None,
        lambda canvas: None if table(canvas, 64, [*repeated, *rest], XS) else None,
    )
    assert found == [[*head, *ROWS, *rest]]


def test_a_row_cut_by_the_page_is_one() -> None:
    found = grids(
        lambda canvas: (
            None if table(canvas, 700, [HEAD, ["205", "其他政府办公厅室及相", "1.00", "1.00"]], [60, 130, 215, 350, 430]) else None
        ),
        lambda canvas: None if table(canvas, 64, [["", "关机构事务支出", "", ""], ROWS[1]], [60, 130, 215, 350, 430]) else None,
    )
    assert found == [[HEAD, ["205", "其他政府办公厅室及相关机构事务支出", "1.00", "1.00"], ROWS[1]]]


def test_a_caption_printed_again_does_not_part_a_table() -> None:
    def page(canvas: Canvas, rows: list[list[str]]) -> None:
        text(canvas, 200, 90, "收入决算表", 14)
        text(canvas, 60, 110, "部门：云溪区教育局")
        text(canvas, 380, 110, "单位：万元")
        table(canvas, 120, [HEAD, *rows], XS)

    found = grids(lambda c: page(c, ROWS), lambda c: page(c, [["206", "科学技术支出", "1.00", "1.00"]]))
    assert found == [[HEAD, *ROWS, ["206", "科学技术支出", "1.00", "1.00"]]]
    assert len(grids(lambda c: page(c, ROWS), lambda c: page(c, ROWS))) == 2  # the table is printed twice


def test_tables_that_touch_are_parted_by_their_heads() -> None:
    other = ["科目编码", "科目名称", "本年支出合计", "基本支出"]

    def page(canvas: Canvas) -> None:
        end = table(canvas, 100, [HEAD, *ROWS], XS)
        table(canvas, end, [other, *ROWS], XS)

    assert grids(page) == [[HEAD, *ROWS], [other, *ROWS]]


def test_tables_that_touch_are_parted_by_their_columns() -> None:
    first = [["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值"], ["产出指标", "数量指标", "培训教师", "200人", "210人", "10"]]
    second = [["效益", "社会效益", "升学率", "≥95%", "96%", "10"], ["满意度", "服务对象", "家长满意度", "≥90%", "92%", "10"]]

    def page(canvas: Canvas) -> None:
        end = table(canvas, 100, first, [60, 140, 220, 300, 380, 460, 520])
        table(canvas, end, second, [60, 120, 195, 275, 350, 430, 520])

    assert grids(page) == [first, second]


def test_page_numbers_and_running_headers_are_dropped() -> None:
    def page(canvas: Canvas, number: int) -> None:
        text(canvas, 60, 40, "云溪区教育局二〇二四年决算公开", 9)
        text(canvas, 60, 120, f"第{number}页的正文说明本年度工作完成情况。")
        text(canvas, 290, 815, f"第 {number} 页 共 4 页", 9)

    assert paragraphs(*(lambda c, n=n: page(c, n) for n in range(1, 5))) == [f"第{n}页的正文说明本年度工作完成情况。" for n in range(1, 5)]


def test_a_page_printed_sideways_is_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.translate(0, 595 - HEIGHT)
        table(canvas, 100, [HEAD, *ROWS], XS)

    assert grids(page) == [[HEAD, *ROWS]]


# paragraphs ----------------------------------------------------------------------------------------------------------------


def test_wrapped_lines_are_one_paragraph_and_an_indent_begins_the_next() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 84, 100, BODY[:26], 12)
        text(canvas, 60, 119, BODY[26:] + "以及全区学校布局调整工作，指导各类学校", 12)
        text(canvas, 60, 138, "改革。", 12)
        text(canvas, 84, 157, "全区现有学校四十二所。", 12)

    assert paragraphs(page) == [BODY + "以及全区学校布局调整工作，指导各类学校改革。", "全区现有学校四十二所。"]


def test_a_paragraph_goes_on_over_the_page_and_its_footnote() -> None:
    def first(canvas: Canvas) -> None:
        text(canvas, 84, 100, "全区教育支出情况如下。", 12)
        text(canvas, 84, 700, "本年度一般公共预算财政拨款支出主要用于保障学校运转①，并", 12)
        text(canvas, 60, 760, "①指义务教育学校。", 8)

    def second(canvas: Canvas) -> None:
        text(canvas, 60, 100, "落实各项资助政策。", 12)

    assert paragraphs(first, second) == [
        "全区教育支出情况如下。",
        "本年度一般公共预算财政拨款支出主要用于保障学校运转①，并落实各项资助政策。",
        "①指义务教育学校。",
    ]


def test_dot_leaders_of_a_contents_page_are_gone() -> None:
    assert paragraphs(lambda c: text(c, 60, 100, "一、部门职责................................3")) == ["一、部门职责"]


def test_what_stands_side_by_side_is_apart() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "部门：云溪区教育局")
        text(canvas, 400, 100, "单位：万元")

    assert paragraphs(page) == ["部门：云溪区教育局", "单位：万元"]


# what is not meant to be read ----------------------------------------------------------------------------------------------


def test_bold_characters_printed_twice_are_one() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "收入1100.11万元")
        text(canvas, 60.3, 100, "收入1100.11万元")

    assert paragraphs(page) == ["收入1100.11万元"]


def test_white_text_and_watermarks_are_not_read() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, BODY)
        canvas.setFillGray(1)
        text(canvas, 60, 130, "看不见的内容")
        canvas.setFillGray(0.8)
        canvas.saveState()
        canvas.translate(150, 500)
        canvas.rotate(45)
        canvas.setFont(FONT, 50)
        canvas.drawString(0, 0, "征求意见稿")
        canvas.restoreState()

    assert paragraphs(page) == [BODY]


def test_white_text_on_a_dark_cell_is_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.2)
        canvas.rect(60, HEIGHT - 110, 200, 20, fill=1)
        canvas.setFillGray(1)
        text(canvas, 64, 104, "收入决算表")

    assert paragraphs(page) == ["收入决算表"]


def test_radicals_become_the_words_they_stand_for() -> None:
    from ingest.formats.pdf.characters import glyphs

    chars = [
        {
            "text": c,
            "x0": 10.0 * i,
            "x1": 10.0 * i + 10,
            "top": 0.0,
            "bottom": 10.0,
            "size": 10.0,
            "matrix": (1, 0, 0, 1, 0, 0),
            "non_stroking_color": (0,),
        }
        for i, c in enumerate(["⼀", "⻔", "⽤", "(cid:12)"])
    ]
    assert [g.text for g in glyphs(chars, [], 500, 500)] == ["一", "门", "用", "\ufffd"]


# files ---------------------------------------------------------------------------------------------------------------------


def test_an_encrypted_file_says_so() -> None:
    data = made(lambda c: text(c, 60, 100, BODY), encrypt=StandardEncryption("secret", canPrint=1))
    with pytest.raises(FileUnreadable, match="encrypted") as error:
        read(data, "a.pdf", Limits())
    assert "password" in error.value.hint


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>", b"%PDF-1.4 \xff\x00 no pdf"])
def test_a_damaged_file_says_so(data: bytes) -> None:
    with pytest.raises(FileUnreadable) as error:
        read(data, "a.pdf", Limits())
    assert error.value.where.startswith("a.pdf")
    assert error.value.hint


def test_a_file_cut_off_is_unreadable_or_read() -> None:
    data = made(*[lambda c: text(c, 60, 100, BODY)] * 3)
    for size in range(200, len(data), 997):
        try:
            read(data[:size], "a.pdf", Limits())
        except FileUnreadable as error:
            assert error.hint


def test_a_file_with_too_many_pages_names_the_setting() -> None:
    data = made(*[lambda c: text(c, 60, 100, BODY)] * 3)
    with pytest.raises(FileUnreadable, match="3 pages, the limit is 2") as error:
        read(data, "a.pdf", Limits(pages=2))
    assert "max_pages" in error.value.hint
