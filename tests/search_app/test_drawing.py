"""Printed tables and passages as the pages draw them."""

from __future__ import annotations

from markupsafe import Markup

from search_app.sparql.syntax import syntax_fault
from search_app.views.cells import Cell, Drawn, Fact
from search_app.views.grid import draw
from search_app.views.marks import Mark, mark_of, marked
from search_app.wording import grouped, spans

THREE_PUBLIC = (
    ("预算数", "", "", "", "", "", "决算数", "", "", "", "", ""),
    ("合计", "出国", "用车", "", "", "接待", "合计", "出国", "用车", "", "", "接待"),
    ("", "", "小计", "购置", "运行", "", "", "", "小计", "购置", "运行", ""),
    ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"),
    ("3.80", "0.00", "2.50", "", "2.50", "1.30", "3.16", "0.00", "2.41", "0.00", "2.41", "0.75"),
)
SUBJECTS = (
    ("项目", "", "本年支出", "", ""),
    ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
    ("栏次", "", "1", "2", "3"),
    ("合计", "", "1,061.99", "600.20", "461.79"),
    ("201", "一般公共服务支出", "885.30", "448.01", "0.00"),
    ("20103", "政府办公厅", "885.30", "448.01", ""),
)


def facts(rows: tuple[tuple[str, ...], ...], first: int, columns: range, codes: bool = False) -> list[Fact]:
    found = []
    for row in range(first, len(rows) + 1):
        code = rows[row - 1][0] if codes and rows[row - 1][0].isdigit() else ""
        found += [Fact(row, column, codes and not code, code) for column in columns if rows[row - 1][column - 1]]
    return found


def spans_of(drawn: Drawn, row: int) -> list[tuple[str, int, int]]:
    return [(cell.text, cell.columns, cell.rows) for cell in drawn.head[row].cells]


def test_head_of_three_rows_has_its_spans() -> None:
    drawn = draw(9, THREE_PUBLIC, facts(THREE_PUBLIC, 5, range(1, 13)))
    assert spans_of(drawn, 0) == [("预算数", 6, 1), ("决算数", 6, 1)]
    half = [("合计", 1, 2), ("出国", 1, 2), ("用车", 3, 1), ("接待", 1, 2)]
    assert spans_of(drawn, 1) == half * 2
    assert spans_of(drawn, 2) == [("小计", 1, 1), ("购置", 1, 1), ("运行", 1, 1)] * 2
    assert [cell.style for cell in drawn.head[3].cells] == ["ord"] * 12
    assert drawn.body[0].cells[6].anchor == "t09r5c7"


def test_code_stands_before_the_name_in_one_column() -> None:
    drawn = draw(5, SUBJECTS, facts(SUBJECTS, 4, range(3, 6), codes=True))
    assert spans_of(drawn, 0) == [("项目", 1, 1), ("本年支出", 3, 1)]
    label = drawn.body[1].cells[0]
    assert (label.code, label.text, label.anchor, label.code_anchor, label.is_label) == (
        "201",
        "一般公共服务支出",
        "t05r5c2",
        "t05r5c1",
        True,
    )
    assert drawn.body[0].cells[0].text == "合计"
    assert [row.style for row in drawn.body] == ["sum", "l1", "l2"]


def test_zero_is_grey_and_blank_is_marked() -> None:
    drawn = draw(5, SUBJECTS, facts(SUBJECTS, 4, range(3, 6), codes=True))
    assert drawn.body[1].cells[-1] == Cell("0.00", "t05r5c5", "z")
    assert drawn.body[2].cells[-1] == Cell("", "t05r6c5")


def test_every_cell_keeps_its_coordinate_once() -> None:
    for number, rows, columns in ((9, THREE_PUBLIC, range(1, 13)), (5, SUBJECTS, range(3, 6))):
        drawn = draw(number, rows, facts(rows, 5, columns, codes=number == 5))
        anchors = [anchor for row in drawn.body for cell in row.cells for anchor in (cell.anchor, cell.code_anchor) if anchor]
        assert len(anchors) == len(set(anchors)) == len(drawn.body) * len(rows[0])


def test_rows_without_their_blanks_stand_under_their_columns() -> None:
    """One cell a line loses blank cells; the facts know their columns and the heads over them."""
    ragged = (
        ("项目", "本年支出"),
        ("代码", "名称", "小计", "基本"),
        ("栏次", "1", "2"),
        ("合计", "9.00", "5.00"),
        ("208", "社保", "9.00", "5.00"),
    )
    labels = ("本年支出/小计", "本年支出/基本")
    known = [
        Fact(row, column + 3, total, code, printed, labels[column])
        for row, total, code in ((4, True, ""), (5, False, "208"))
        for column, printed in enumerate(("9.00", "5.00"))
    ]
    drawn = draw(5, ragged, known)
    assert [spans_of(drawn, row) for row in range(2)] == [[("代码　名称", 1, 2), ("本年支出", 2, 1)], [("小计", 1, 1), ("基本", 1, 1)]]
    assert [(cell.text, cell.anchor) for cell in drawn.body[0].cells] == [("合计", "t05r4c2"), ("9.00", "t05r4c3"), ("5.00", "t05r4c4")]
    assert drawn.body[1].cells[0].code == "208"


def test_row_with_columns_of_its_own_fills_the_width() -> None:
    rows = (
        ("编码", "名称", "数", "编码", "名称", "数"),
        ("301", "工资", "9.00", "302", "商品", "5.00"),
        ("人员合计", "9.00", "公用合计", "5.00", "", ""),
    )
    known = [Fact(2, 3, False, "301", "9.00"), Fact(2, 6, False, "302", "5.00"), Fact(3, 2, True, "", "9.00"), Fact(3, 4, True, "", "5.00")]
    drawn = draw(6, rows, known)
    last = [(cell.text, cell.anchor, cell.columns) for cell in drawn.body[1].cells]
    assert last == [("人员合计", "t06r3c1", 1), ("9.00", "t06r3c2", 1), ("公用合计", "t06r3c3", 1), ("5.00", "t06r3c4", 1)]


def test_blank_column_of_numbers_is_marked_as_not_filled_in() -> None:
    rows = (("项目", "合计", "事业收入"), ("甲", "1.00", ""), ("乙", "2.00", ""))
    drawn = draw(2, rows, [Fact(2, 2), Fact(3, 2)])
    assert [(cell.text, cell.style) for cell in drawn.body[0].cells] == [("甲", "x"), ("1.00", ""), ("", "")]


def test_form_gives_running_text_room() -> None:
    drawn = draw(12, (("项目名称", "热线", "", ""), ("", "预期目标", "", ""), ("一", "二", "三", "四", "五")), ())
    assert [(cell.text, cell.columns) for cell in drawn.body[0].cells] == [("项目名称", 1), ("热线", 4)]
    assert [(cell.text, cell.columns) for cell in drawn.body[1].cells] == [("", 1), ("预期目标", 4)]
    assert len(drawn.body[2].cells) == 5


def test_facts_outside_the_grid_do_no_harm() -> None:
    assert draw(1, (("a", "b"), ("c", "1")), [Fact(9, 9), Fact(2, 2)]).body[0].cells[1].text == "1"
    assert draw(1, (), ()) == Drawn((), (), is_form=True)


def test_marks_nest_and_escape() -> None:
    marks = [Mark(1, 0, 6, "p1o0-6-line"), Mark(1, 2, 4, "p1o2-4"), Mark(1, 3, 6, "p1o3-6")]
    assert marked("a<bcd>f", marks) == Markup("<span id=p1o0-6-line>a&lt;<span id=p1o2-4>b<span id=p1o3-6>c</span></span>d&gt;</span>f")


def test_mark_beyond_the_text_ends_with_it() -> None:
    assert marked("ab", [Mark(1, 1, 9, "x"), Mark(1, 7, 9, "y")]).count("</span>") == 2


def test_fragments_that_are_marks() -> None:
    assert mark_of("p37o120-168-line") == Mark(37, 120, 168, "p37o120-168-line")
    assert mark_of("t05r12c4") is None and mark_of("p37") is None


def test_numbers_and_years_in_words() -> None:
    assert (
        grouped("1153.40") == "1,153.40" and grouped("-45.77") == "−45.77" and grouped("1,240.50") == "1,240.50" and grouped("约3") == "约3"
    )
    assert spans([2024, 2019, 2022, 2023, 2020]) == "2019、2020、2022–2024"


def test_engines_sentence_is_kept_and_its_token_list_is_not() -> None:
    fault = syntax_fault(
        'error at 1:9: expected one of "$", The SELECT contains an expression with a variable that is unbound, [_]', "SELECT (?x)"
    )
    assert (fault.where, fault.hint) == (
        "第1行第9列",
        "读到“SELECT (”为止都对；The SELECT contains an expression with a variable that is unbound",
    )
    assert "odd" in syntax_fault("odd", "").message
