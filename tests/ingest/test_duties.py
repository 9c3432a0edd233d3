"""Duties under the headings and in the wordings of different reports."""

from __future__ import annotations

from ingest.narrative.duties import duties
from kg.facts import Duty, Passage

UNIT = "第一部分云溪区水务局概况"


def told(*rows: tuple[str | tuple[str, ...], str]) -> list[Passage]:
    paths = [(path,) if isinstance(path, str) else path for path, _ in rows]
    return [Passage(i, path, text) for i, (path, (_, text)) in enumerate(zip(paths, rows, strict=True), 1)]


def read(*rows: tuple[str | tuple[str, ...], str]) -> list[tuple[int, str]]:
    return [(d.number, d.text) for d in duties(told(*rows))]


def test_numbered_paragraphs_after_an_introduction() -> None:
    path = (UNIT, "一、部门职责")
    found = duties(told((path, "云溪区水务局实行“一窗受理”。"), (path, "（一）编制规划。"), (path, "（二）负责防汛。")))
    assert [(d.section, d.number, d.text) for d in found] == [
        ("部门职责", 0, "云溪区水务局实行“一窗受理”。"),
        ("部门职责", 1, "编制规划。"),
        ("部门职责", 2, "负责防汛。"),
    ]
    assert found[1].place.fragment == "p2o3-8"


def test_words_that_only_announce_the_list_are_no_duty() -> None:
    path = (UNIT, "一、主要职能")
    assert read((path, "根据有关规定，云溪区水务局的主要职责如下："), (path, "1．编制规划。"), (path, "2．负责防汛。")) == [
        (1, "编制规划。"),
        (2, "负责防汛。"),
    ]
    assert read((path, "无")) == []


def test_duties_inside_one_paragraph() -> None:
    path = (UNIT, "一、主要职责")
    assert read((path, "云溪区水务局的主要职责是：（一）编制规划；（二）负责防汛；（三）承办交办事项。")) == [
        (1, "编制规划；"),
        (2, "负责防汛；"),
        (3, "承办交办事项。"),
    ]
    assert read((path, "负责农村饮水工程的建设与管理，指导节水灌溉。")) == [(0, "负责农村饮水工程的建设与管理，指导节水灌溉。")]
    assert read((path, "①编制规划。②负责防汛。")) == [(1, "编制规划。"), (2, "负责防汛。")]


def test_a_duty_with_a_heading_of_its_own() -> None:
    path = (UNIT, "一、部门职责", "（二）统筹好两项服务")
    assert read((path, "管好水源。"), (path, "管好管网。")) == [(2, "（二）统筹好两项服务\n管好水源。\n管好管网。")]


def test_numbered_duties_under_a_heading_keep_their_own_numbers() -> None:
    path = (UNIT, "一、主要职能", "（一）综合协调职责")
    assert read((path, "1.统筹规划。"), (path, "2.协调河长制。")) == [(1, "统筹规划。"), (2, "协调河长制。")]


def test_the_next_topic_printed_as_a_paragraph_ends_the_duties() -> None:
    path = ("自评报告", "一、单位基本情况", "（一）本单位主要职能", "2.服务用水户")
    found = read((path, "受理报装。"), (path, "（二）机构设置。本单位是公益一类事业单位。"), (path, "（三）人员情况。在职17人。"))
    assert found == [(2, "2.服务用水户\n受理报装。")]


def test_a_heading_printed_inside_the_paragraph() -> None:
    path = "一、部门基本情况"
    assert read((path, "（一）主要职能。负责河道管理。"), (path, "1.起草规章。"), (path, "（二）机构情况。内设2个股室。")) == [
        (0, "负责河道管理。"),
        (1, "起草规章。"),
    ]


def test_the_overview_that_begins_to_list_duties() -> None:
    path = "一、单位概况"
    assert read(
        (path, "云溪区水文站隶属云溪区水务局，主要职责有："), (path, "1、水文监测；"), (path, "2、水质分析。"), (path, "编制10名。")
    ) == [
        (1, "水文监测；"),
        (2, "水质分析。"),
    ]
    assert read((path, "云溪区水文站为公益一类事业单位，主要职责是：承担水文监测。")) == [(0, "承担水文监测。")]


def test_a_heading_shared_with_the_divisions() -> None:
    path = (UNIT, "一、部门职责及机构设置情况")
    assert read((path, "贯彻教育方针；组织教学。"), (path, "内设教务处、总务处。")) == [(0, "贯彻教育方针；组织教学。")]


def test_work_done_is_no_duty() -> None:
    assert read(("（二）履行职责情况", "全年巡河20次。"), ("（一）强化主体职责", "全年巡河20次。"), ("三、部门履职情况", "较好。")) == []


def test_every_printing_is_a_duty() -> None:
    found: tuple[Duty, ...] = duties(told(((UNIT, "一、部门职责"), "（一）编制规划。"), (("自评报告", "2.主要职能"), "（1）编制规划。")))
    assert [d.text for d in found] == ["编制规划。", "编制规划。"]
