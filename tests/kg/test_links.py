"""Links inside a report and over the reports of a unit; everything in them is fictional."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.amounts import Quantity
from kg.content import draft
from kg.facts import (
    CellPlace,
    Duty,
    Evaluation,
    Observation,
    Passage,
    Project,
    ReportFacts,
    StatedFigure,
    Table,
    TextPlace,
    UnitChange,
)
from kg.iris import Iris
from kg.links.across import unit_links
from kg.links.agreement import core, same_amount, telling
from kg.links.duties import runs, served
from kg.links.rows import DutyRow, Record, Stated, UnitRows
from kg.links.same_projects import possibly_same
from kg.links.within import agreements, fundings, named_projects
from kg.mapper import quads
from kg.parts import part_of
from ontology.terms import FA, ORG, RDF, concept
from tests.kg.example import UNIT, account, number, wan

IRIS = Iris()


def yuan(printed: str) -> Quantity:
    return Quantity(printed, Decimal(printed.replace(",", "")), "元")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (wan("17.76"), wan("17.76"), True),
        (wan("95"), wan("95.00"), True),
        (wan("17.76"), wan("17.77"), False),
        (wan("17.76"), yuan("177,612.34"), True),
        (wan("17.76"), yuan("177,651.00"), False),
        (wan("0"), wan("0.00"), False),
        (wan("4"), wan("4.32"), False),
        (wan("4"), number("4", "人"), False),
        (wan("4"), None, False),
    ],
)
def test_amounts_agree(one: Quantity, other: Quantity | None, same: bool) -> None:
    assert same_amount(one, other) is same


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("企业服务专项经费", "企业服务"),
        ("企业服务经费项目", "企业服务"),
        ("2024年度企业服务经费（二次）", "企业服务"),
        ("云溪区产业服务中心平台运维经费", "平台运维"),
        ("“一件事”改革经费", "一件事改革"),
        ("专项经费", "专项经费"),
    ],
)
def test_what_is_left_of_a_name(name: str, left: str) -> None:
    assert core(name, UNIT) == left


def test_years_do_not_tell_projects_apart_but_phases_do() -> None:
    assert telling("2023年平台建设经费") == telling("2024年平台建设经费")
    assert telling("平台建设一期经费") != telling("平台建设二期经费")


def spent(name: str, amount: str, functional: str = "", place: int = 1) -> Project:
    return Project(name, TextPlace(place, 0, 4), spent=wan(amount), functional=functional)


def cell(row: int, code: str, amount: str) -> Observation:
    where = CellPlace(3, row, 5)
    return Observation(where, "科目", ("项目支出",), wan(amount), code=code, level="item", functional=code, expenditure="project")


def facts(projects: tuple[Project, ...], cells: tuple[Observation, ...]) -> ReportFacts:
    return ReportFacts(account().info, tables=(Table(3, "expenditure", "支出决算表", ()),), projects=projects, observations=cells)


def test_a_project_is_paid_under_what_the_report_says_or_the_one_subject_of_its_amount() -> None:
    projects = (spent("甲经费", "5", "2010302"), spent("乙经费", "7.5"), spent("丙经费", "9"))
    cells = (cell(4, "2010302", "5.00"), cell(5, "2150805", "7.50"), cell(6, "2150899", "20.00"))
    assert [(one.project.name, one.functional, one.basis) for one in fundings(facts(projects, cells))] == [
        ("甲经费", "2010302", "printed"),
        ("乙经费", "2150805", "amount"),
    ]


def test_the_projects_that_are_left_are_paid_under_the_one_subject_that_is_their_sum() -> None:
    projects = (spent("甲经费", "5"), spent("乙经费", "7.5"), spent("丙经费", "9.01"))
    cells = (cell(4, "2010302", "5.00"), cell(5, "2150805", "16.52"))
    assert [(one.project.name, one.basis) for one in fundings(facts(projects, cells))] == [
        ("甲经费", "amount"),
        ("乙经费", "sum"),
        ("丙经费", "sum"),
    ]
    assert [one.basis for one in fundings(facts(projects, (cells[0], cell(5, "2150805", "17.00"))))] == ["amount"]


def test_two_projects_or_two_subjects_of_one_amount_are_not_told_apart() -> None:
    twice = (spent("甲经费", "5"), spent("乙经费", "5"))
    assert fundings(facts(twice, (cell(4, "2010302", "5.00"), cell(5, "2150805", "8.00")))) == ()
    assert fundings(facts(twice[:1], (cell(4, "2010302", "5.00"), cell(5, "2150805", "5.00")))) == ()


def test_an_evaluation_agrees_with_the_one_cell_of_its_amount() -> None:
    total = Observation(CellPlace(3, 3, 3), "合计", ("本年支出合计",), wan("12.50"), level="total", is_leaf=False)
    found = replace(
        facts((), (total, cell(4, "2010302", "5.00"), cell(5, "2150805", "7.50"))),
        evaluations=(Evaluation(12, "项目", "甲经费", executed=wan("5")), Evaluation(13, "整体支出", executed=wan("12.5"))),
    )
    assert [(one.cell.place.fragment, one.basis) for one in agreements(found)] == [("t03r4c5", "amount"), ("t03r3c3", "amount")]


def test_a_row_that_bears_a_projects_name_is_the_projects() -> None:
    row = Observation(CellPlace(9, 4, 2), "企业服务专项经费", ("决算数",), wan("17.76"))
    other = Observation(CellPlace(9, 4, 3), "企业服务专项经费", ("上年决算数",), wan("12.00"))
    subject = replace(row, code="2150805", functional="2150805")
    found = agreements(facts((spent("企业服务经费", "17.76"),), (row, other, subject)))
    assert [(one.cell.place.fragment, one.basis) for one in found] == [("t09r4c2", "nameAndAmount"), ("t09r4c3", "name")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("企业服务经费执行率98.67%。", ["企业服务经费"]),
        ("企业服务经费（项）支出98.67%。", []),
        ("企业服务经费、平台运维经费执行率98.67%。", []),
        ("企业服务经费等项目执行率98.67%。", []),
        ("企业服务经费已付清。执行率98.67%。", []),
        ("执行率98.67%的是企业服务经费。", []),
    ],
)
def test_a_figure_belongs_to_the_project_that_its_sentence_names_alone(text: str, named: list[str]) -> None:
    start = text.index("98.67")
    figure = StatedFigure(TextPlace(1, start, start + 5), (), "执行率", number("98.67", "%"))
    projects = (Project("企业服务经费", TextPlace(1, 0, 2)), Project("平台运维经费", TextPlace(1, 0, 2)))
    found = named_projects(replace(facts(projects, ()), passages=(Passage(1, (), text),), figures=(figure,)))
    assert [project.name for _, project in found] == named


def test_links_stand_in_the_reports_graph_with_their_basis() -> None:
    found = quads(facts((spent("甲经费", "5"),), (cell(4, "2010302", "5.00"),)), IRIS)
    link = next(quad.subject for quad in found if quad.predicate == RDF.type and quad.object == FA.Link)
    said = {quad.predicate: quad.object for quad in found if quad.subject == link}
    assert said[FA.linkBasis] == concept("linkBasis", "amount")
    assert Quad(said[FA.linkFrom], FA.fundedUnder, said[FA.linkTo], found[0].graph_name) in found  # type: ignore[arg-type]
    assert str(link).endswith("#p1o0-4-fundedUnder-2010302>")


def test_a_change_is_an_event_between_two_units() -> None:
    change = UnitChange(
        "renamed", ("云溪区企业局",), (UNIT,), TextPlace(1, 0, 9), "云溪区企业局更名。", "2023年", ("云溪区企业局",), (UNIT,)
    )
    found = quads(replace(facts((), ()), changes=(change,), passages=(Passage(1, (), "云溪区企业局更名。"),)), IRIS)
    said = {quad.predicate: quad.object for quad in found if str(quad.subject).endswith("-change>")}
    assert said[RDF.type] == ORG.ChangeEvent
    assert said[ORG.originalOrganization] == IRIS.unit("990102", "云溪区企业局")
    assert said[ORG.resultingOrganization] == IRIS.unit("990102", UNIT)
    assert said[FA.changeKind] == concept("changeKind", "renamed")


def record(name: str, year: int = 2023, amount: str = "", purpose: str = "") -> Record:
    iri = IRIS.project("990102", UNIT, name).value
    return Record(iri, f"x:report{year}", year, (name,), purpose, Decimal(amount) if amount else None)


DUTIES = [
    DutyRow(f"x:duty{number}", "x:report2023", 2023, text)
    for number, text in enumerate(
        (
            "（一）负责农业科技推广、良种示范和农业机械化。",
            "（二）牵头农村人居环境整治和宅基地管理。",
            "（三）负责农产品质量安全监管，优化营商环境。",
            "（四）完成区委、区政府交办的其他任务。",
        ),
        1,
    )
]


@pytest.mark.parametrize(
    ("name", "purpose", "duties", "words"),
    [
        ("农业科技推广经费", "新品种示范。", ["x:duty1"], ("农业科技推广",)),
        ("农村环境整治补助", "", ["x:duty2"], ("环境整治",)),
        ("雇员经费", "提高质量，优化营商环境。", ["x:duty3"], ("优化营商环境",)),
        ("办公用房租赁费", "保障正常运转。", [], ()),
        ("其他任务经费", "完成区委、区政府交办的其他任务。", [], ()),
    ],
)
def test_a_project_serves_the_duty_whose_words_it_shares(name: str, purpose: str, duties: list[str], words: tuple[str, ...]) -> None:
    found = list(served([record(name, purpose=purpose)], DUTIES))
    assert [one.duty.duty for one in found] == duties
    assert all(0 < one.score <= 1 and one.words == words for one in found)


def test_without_duties_in_the_report_those_of_the_nearest_year_count() -> None:
    (found,) = served([record("农业科技推广经费", 2025)], DUTIES)
    assert found.duty.report == "x:report2023"


def test_stop_words_make_no_run() -> None:
    assert runs("企业服务工作经费", "负责企业服务工作。", 3) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (record("企业服务经费", 2023, "100"), record("企业服务专项资金", 2024, "95"), True),
        (record("企业服务经费", 2023), record("2024年企业服务专项经费", 2024), True),
        (record("中小企业公共服务平台运维经费", 2023, "100"), record("中小企业公共服务平台运行维护经费", 2024, "98"), True),
        (record("平台建设一期经费", 2023, "100"), record("平台建设二期经费", 2024, "100"), False),
        (record("企业服务经费", 2023, "100"), record("企业服务专项资金", 2023, "100"), False),
        (record("企业服务经费", 2023, "100"), record("人才引进经费", 2024, "100"), False),
        (record("省级奖补资金", 2023, "100"), record("市级奖补资金", 2024, "100"), False),
    ],
)
def test_projects_that_may_be_one(one: Record, other: Record, same: bool) -> None:
    found = list(possibly_same(UNIT, [one, other]))
    assert [{pair.one, pair.other} for pair in found] == ([{one.project, other.project}] if same else [])


def test_links_of_a_unit_are_the_same_whatever_the_order_and_have_no_blank_nodes() -> None:
    records = [record("农业科技推广经费"), record("农业科技推广专项资金", 2024, "5")]
    one = unit_links(UnitRows(IRIS.unit("990102", UNIT).value, UNIT, records, DUTIES), IRIS)
    other = unit_links(UnitRows(IRIS.unit("990102", UNIT).value, UNIT, records[::-1], DUTIES[::-1]), IRIS)
    assert sorted(map(str, one)) == sorted(map(str, other))
    assert {quad.graph_name for quad in one} == {IRIS.derived_graph}
    assert all(isinstance(quad.subject, NamedNode) for quad in one)
    assert {quad.predicate for quad in one} >= {FA.servesDuty, FA.possiblySame, FA.confidence, FA.basis, FA.linkBasis}


@pytest.fixture(scope="module")
def reports() -> list[ReportFacts]:
    """Two units; the first under two names of one project, with a duty that it serves."""
    years = [account(year) for year in (2022, 2023)]
    duty = Duty("主要职能", 1, "牵头人才公寓改造和管理。", TextPlace(1, 0, 7))
    first, second = (replace(one, duties=(duty,), evaluations=(), indicators=(), budget_lines=()) for one in years)
    first = replace(first, projects=(Project("人才公寓改造经费", TextPlace(10, 0, 30), spent=wan("20")),))
    second = replace(second, projects=(Project("人才公寓改造专项资金", TextPlace(10, 0, 30), spent=wan("21")),))
    return [first, second, account(2023, "青禾区企业服务局", "990103")]


@pytest.fixture(scope="module")
def store(reports: list[ReportFacts]) -> Store:
    return draft(IRIS, [quads(one, IRIS) for one in reports])


def test_rows_of_a_unit_come_together_year_by_year(reports: list[ReportFacts]) -> None:
    stated = Stated()
    for one in reversed(reports):
        stated.add(part_of(IRIS.report(one.info).value, quads(one, IRIS), IRIS).uses)
    first, other = stated.units()
    assert (first.name, other.name) == (UNIT, "青禾区企业服务局")
    assert [record.year for record in first.records] == [duty.year for duty in first.duties] == [2022, 2023]


def test_a_release_holds_the_links(store: Store) -> None:
    derived = set(store.quads_for_pattern(None, None, None, IRIS.derived_graph))
    one, other = (IRIS.project("990102", UNIT, name) for name in ("人才公寓改造经费", "人才公寓改造专项资金"))
    assert Quad(one, FA.possiblySame, other, IRIS.derived_graph) in derived
    assert Quad(other, FA.possiblySame, one, IRIS.derived_graph) in derived
    assert len({quad.subject for quad in derived if quad.predicate == FA.servesDuty}) == 2
    for link in (quad.subject for quad in derived if quad.predicate == RDF.type and quad.object == FA.Link):
        said = {quad.predicate for quad in derived if quad.subject == link}
        assert said >= {FA.linkFrom, FA.linkProperty, FA.linkTo, FA.linkBasis, FA.confidence, FA.basis}
