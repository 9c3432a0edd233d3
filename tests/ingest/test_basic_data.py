"""The table 绩效评价基础数据表 in its layouts. All figures are made up."""

from __future__ import annotations

from ingest.basic_data import basic_data, is_basic_data
from kg.facts import Observation, Table, Unresolved
from tests.ingest.test_performance import grid

USUAL = """
财政供养人员情况（人）|编制数|2023年实际在职人数|控制率
|40|38|95%
经费控制情况（万元）|2022年决算数|2023年预算数|2023年决算数
三公经费|3.2|4|2.9
1.公务用车购置和维护经费|3.2|4|2.9
其中：公车购置|||
公车运行维护|3.2|4|2.9
2.出国经费|-||
3、公务接待|——|无|0.00
项目支出：|1,259.5|310|298.6
1.业务工作经费|215|310|298.6
公用经费|61|64|60.5
其中：办公经费|6.5|5|4.2
楼堂馆所控制情况|批复规模（㎡）|实际规模（㎡）|规模控制率|预算投资（万元）|实际投资（万元）|投资概算控制率
（2023年完工项目）|1200|1180|98.33%|350|342.6|97.89
厉行节约保障措施|控制公务接待预算，压减会议3场。
"""


def read(text: str, year: int = 2023, unit: str = "") -> tuple[tuple[Observation, ...], tuple[Unresolved, ...]]:
    rows = grid(text)
    assert is_basic_data(rows)
    return basic_data(Table(4, "basicData", "部门整体支出绩效评价基础数据表", rows, tuple(range(11, 11 + len(rows))), unit=unit), year)


def test_every_number_with_its_row_column_and_unit() -> None:
    found, unresolved = read(USUAL)
    values = {(o.row, o.column[0]): (o.quantity.text, o.quantity.unit, o.phase) for o in found}
    assert unresolved == ()
    assert len(found) == 31 == len(values)
    assert values["财政供养人员情况（人）", "2023年实际在职人数"] == ("38", "人", "")
    assert values["财政供养人员情况（人）", "控制率"] == ("95", "%", "")
    assert values["公务用车购置和维护经费", "2022年决算数"] == ("3.2", "万元", "previous")
    assert values["公务接待", "2023年决算数"] == ("0.00", "万元", "executed")
    assert values["项目支出：", "2022年决算数"] == ("1259.5", "万元", "previous")
    assert values["业务工作经费", "2023年预算数"] == ("310", "万元", "approved")
    assert values["其中：办公经费", "2023年决算数"] == ("4.2", "万元", "executed")
    assert values["（2023年完工项目）", "批复规模（㎡）"] == ("1200", "㎡", "")
    assert values["（2023年完工项目）", "实际投资（万元）"] == ("342.6", "万元", "")
    assert values["（2023年完工项目）", "投资概算控制率"] == ("97.89", "%", "")


def test_places_and_parts() -> None:
    found, _ = read(USUAL)
    office = next(o for o in found if o.row == "其中：办公经费")
    assert (office.place.fragment, office.place.line, office.level, office.is_leaf) == ("t04r13c2", 23, "ofWhich", True)
    leaves = {o.row: o.is_leaf for o in found}
    assert [leaves[row] for row in ("三公经费", "公务用车购置和维护经费", "公车运行维护", "项目支出：", "公用经费")] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_headers_without_years_and_a_unit_above_the_table() -> None:
    found, _ = read(
        """
财政供养人员情况|编制数|实际在职人数|控制率
|143人|136人|0.951
经费控制情况|上年决算数|本年预算数|本年决算数
三公经费|29.1|63.5|44.3
部门整体支出预算调整||1922.8|2690.6
""",
        unit="万元",
    )
    assert [(o.quantity.text, o.quantity.unit, o.phase) for o in found[:6]] == [
        ("143", "人", ""),
        ("136", "人", ""),
        ("0.951", "", ""),
        ("29.1", "万元", "previous"),
        ("63.5", "万元", "approved"),
        ("44.3", "万元", "executed"),
    ]
    assert [(o.row, o.column[0]) for o in found[6:]] == [("部门整体支出预算调整", "本年预算数"), ("部门整体支出预算调整", "本年决算数")]


def test_a_year_that_is_not_the_reports() -> None:
    found, _ = read("财政供养人员情况|编制数|控制率\n|40|95%\n经费控制情况|2022年决算数|2023年决算数\n三公经费|3|2", year=2022)
    assert [o.phase for o in found[2:]] == ["executed", "executed"]


def test_rows_in_wider_grids_and_shortened_rows() -> None:
    found, unresolved = read("""
财政供养人员情况（人）||编制数||2023年实际在职人数||控制率
||40||38||95%
经费控制情况（万元）|2022年决算数||2023年预算数||2023年决算数|
三公经费|3.2||4||2.9|
""")
    assert [(o.column[0], o.quantity.text) for o in found] == [
        ("编制数", "40"),
        ("2023年实际在职人数", "38"),
        ("控制率", "95"),
        ("2022年决算数", "3.2"),
        ("2023年预算数", "4"),
        ("2023年决算数", "2.9"),
    ]
    assert unresolved == ()
    shortened, _ = read("财政供养人员情况（人）|编制数|2023年实际在职人数|控制率\n40|38|95%\n公用经费|1|2|3")
    assert [o.quantity.text for o in shortened if o.row.startswith("财政供养")] == ["40", "38", "95"]


def test_what_cannot_be_read_is_named() -> None:
    _, unresolved = read(USUAL.replace("|61|64|60.5", "|约61|64（调整后60）|60.5|9"))
    assert [(note.where, note.printed) for note in unresolved] == [("t04r12c2", "约61"), ("t04r12c3", "64（调整后60）"), ("t04r12c5", "9")]


def test_other_tables_are_no_basic_data() -> None:
    assert not is_basic_data(grid("项目|2022年决算数|2023年决算数\n三公经费|3|2\n公用经费|61|60"))
    assert not is_basic_data(
        grid("三级指标|指标说明|得分\n在职人员控制率|编制数：机构编制部门核定的人员编制数|5\n政府采购执行率|政府采购预算数|5")
    )
