"""Projects as the narrative names them, and their self-evaluation tables."""

from __future__ import annotations

import pytest

from ingest.narrative.budget_lines import budget_lines
from ingest.narrative.project_names import is_same
from ingest.narrative.project_statements import project_name
from ingest.narrative.projects import projects
from kg.amounts import Quantity, read_number
from kg.facts import Evaluation, Passage, Project, RowPlace, TextPlace

RESULTS = ("自评报告", "六、资金使用及绩效情况", "（二）项目支出绩效情况")
DETAILS = ("第三部分", "（三）财政拨款支出决算具体情况")


def money(text: str | None) -> Quantity | None:
    return read_number(text, "万元") if text else None


def table(number: int, name: str, executed: str | None = None, full: str | None = None, score: str | None = None) -> Evaluation:
    return Evaluation(number, "项目", name, executed=money(executed), full_budget=money(full), score=read_number(score or "", "分"))


def told(*rows: tuple[tuple[str, ...], str], tables: tuple[Evaluation, ...] = ()) -> tuple[Project, ...]:
    passages = [Passage(i, section, text) for i, (section, text) in enumerate(rows, 1)]
    return projects(passages, tables, budget_lines(passages, 2022))


def shown(*quantities: Quantity | None) -> list[str | None]:
    return [q.text if q else None for q in quantities]


def test_a_paragraph_under_the_projects_heading() -> None:
    text = (
        "项目支出27.30万元，主要用于（按用途分类）做好巡河保洁，落实河长制要求。完成交办任务。项目实施情况优良，绩效自评分为96.5分，为优等。"
        "项目实施及绩效情况见附表2-1河湖长制专项经费表。"
    )
    (found,) = told(((*RESULTS, "（2）河长制巡河经费项目"), text), tables=(table(7, "河湖长制专项经费", "28.30", "30"),))
    assert (found.name, found.also_named, found.evaluations) == ("河长制巡河经费", ("河湖长制专项经费",), (7,))
    assert shown(found.full_budget, found.spent, found.score) == ["30", "27.30", "96.5"]
    assert (found.grade, found.purpose) == ("优", "做好巡河保洁，落实河长制要求。完成交办任务。")


def test_a_paragraph_that_begins_with_the_projects_name_and_a_budget_line() -> None:
    (found,) = told(
        (DETAILS, "老干部工作经费：年初预算为12万元，决算支出为11.40万元，完成年初预算的95%。"),
        (
            (*RESULTS, "项目资金实际使用情况分析"),
            "老干部工作经费：该项目主要是慰问老干部。确保活动开展。年初安排预算12万元，全年预算数12.50万元，决算支出11.40万元，预算执行率91.2%。",
        ),
    )
    assert shown(found.initial_budget, found.full_budget, found.spent, found.execution_rate) == ["12", "12.50", "11.40", "95"]
    assert found.purpose == "该项目主要是慰问老干部。确保活动开展。"
    assert isinstance(found.place, TextPlace) and found.place.passage == 2


def test_the_summary_that_the_ministry_asks_for() -> None:
    (found,) = told(
        (
            ("第三部分", "十、预算绩效情况说明", "（二）项目绩效自评结果"),
            "（1）农村饮水安全专项资金项目绩效自评综述：根据年初设定的绩效目标，该项目绩效自评得分为95.5分，评价等级为“优”。"
            "项目全年预算数为1,200.50万元，执行数为1,180万元，完成预算的98.29%。项目绩效目标完成情况：一是新建水厂2处。",
        )
    )
    assert found.name == "农村饮水安全专项资金" and found.grade == "优"
    assert shown(found.full_budget, found.spent, found.execution_rate, found.score) == ["1200.50", "1180", "98.29", "95.5"]


def test_projects_listed_in_one_sentence() -> None:
    found = told(
        (
            ("自评报告", "（二）项目支出情况"),
            "项目支出300万元，其中：河湖长制经费120万元，主要用于巡河保洁；水库维修养护经费80万元；防汛物资储备专项100万元。",
        )
    )
    assert [(p.name, *shown(p.spent)) for p in found] == [("河湖长制经费", "120"), ("水库维修养护经费", "80"), ("防汛物资储备专项", "100")]
    assert found[0].purpose == "巡河保洁"


def test_tables_that_the_narrative_does_not_name() -> None:
    (found,) = told(tables=(table(9, "山洪灾害防治项目", "80", "90", "97"),))
    assert found.name == "山洪灾害防治项目" and found.place == RowPlace(9, 1)
    assert shown(found.full_budget, found.spent, found.score) == ["90", "80", "97"]


def test_different_projects_stay_apart() -> None:
    found = told(
        (DETAILS, "小学公用补助经费：年初预算为50万元，支出决算为50万元，完成年初预算的100%。"),
        tables=(table(5, "中学公用补助经费", "50"), table(6, "小学公用补助专项经费", "50")),
    )
    assert [(p.name, p.also_named, p.evaluations) for p in found] == [
        ("小学公用补助经费", ("小学公用补助专项经费",), (6,)),
        ("中学公用补助经费", (), (5,)),
    ]


@pytest.mark.parametrize(
    ("one", "other", "spent", "others", "same"),
    [
        ("河长制经费", "河长制经费项目", "1", "2", True),
        ("改善供水环境经费", "改善供水环境专项经费", "21.40", "21.40", True),
        ("改善供水环境经费", "改善供水环境专项经费", None, "21.40", True),
        ("改善供水环境经费", "改善供水环境专项经费", "21.40", "23", False),
        ("水服务经费", "用水服务专项经费", "9.60", "9.60", True),
        ("水服务经费", "用水服务专项经费", None, None, False),
        ("水库档案建设专项经费", "水库档案平台建设专项经费", "44", "44", True),
        ("节水宣传专项活动经费", "节水宣传活动专项经费", "71.50", "71.50", True),
        ("河道治理一期工程", "河道治理二期工程", "30", "30", False),
        ("2021年河道治理", "2022年河道治理", "30", "30", False),
        ("教师培训经费", "水库除险经费", "30", "30", False),
        ("小学公用经费", "中学公用经费", "30", "30", False),
        ("河长制经费", "河长制工作站建设经费", "0", "0", False),
    ],
)
def test_when_two_names_are_one_project(one: str, other: str, spent: str | None, others: str | None, same: bool) -> None:
    assert is_same(one, other, money(spent), money(others)) is same


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("（1）巡河员经费项目", "巡河员经费"),
        ("3.河道整治工程项目", "河道整治工程"),
        ("智慧水务建设项目", "智慧水务建设项目"),
        ("“三公”经费", ""),
        ("（二）项目支出", ""),
        ("1、项目资金安排落实、总投入等情况分析", ""),
        ("公用经费", ""),
    ],
)
def test_project_names_in_headings(heading: str, name: str) -> None:
    assert project_name(heading) == name


def test_a_project_in_quotes_with_budget_and_spending() -> None:
    text = "开展绩效自评。其中“智慧平台建设项目”全年预算数为1,900.00万元，执行数为1,862.40万元，完成预算的98.02%。床位使用率88.5%。"
    (project,) = told((("第三部分", "八、其他重要事项的情况说明"), text))
    assert (project.name, *shown(project.full_budget, project.spent, project.execution_rate)) == (
        "智慧平台建设项目",
        "1900.00",
        "1862.40",
        "98.02",
    )
