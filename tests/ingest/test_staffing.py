"""Headcounts in the wordings of different reports."""

from __future__ import annotations

import pytest

from ingest.narrative.staffing import headcounts
from kg.facts import Passage, TextPlace


def read(text: str, section: str = "三、人员情况") -> list[str]:
    return [f"{h.what} {h.quantity.text}" for h in headcounts([Passage(1, ("第一部分", section), text)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "核定编制30名，其中行政编制10名、事业编制20名。年末实有在职人员26人，离休人员1人，退休人员12人。",
            "编制数 30|行政编制 10|事业编制 20|实有人数 26|离休人员 1|退休人员 12",
        ),
        ("编制数：45，年末实有人数：43人，其中在编人员40人，编外聘用人员3人。", "编制数 45|实有人数 43|在编人员 40|编外聘用人员 3"),
        ("本校现有教职工126人，在校学生1,890人，离退休教师88人。", "教职工 126|学生数 1890|离退休人员 88"),
        ("共有在职员工21人，其中编制人数15人，政府高级雇员6人。", "在职人数 21|编制数 15|政府雇员 6"),
        ("有事业编制数33个，实际在编在职人员31人，离退休人员8人。", "事业编制 33|实有人数 31|离退休人员 8"),
        ("现有12名在编人员，3名退休人员；劳务派遣人员5人。", "在编人员 12|退休人员 3|劳务派遣人员 5"),
        ("人员总数35人，其中在职20人，离退休15人。", "人员总数 35|在职人数 20|离退休人员 15"),
        ("行政编制86人，实际82人；事业编制54人，实际49人。", "行政编制 86|实有人数 82|事业编制 54|实有人数 49"),
        ("核定政法专项编制612名，实有在职民警598人，辅警823人。", "编制数 612|实有人数 598|辅警 823"),
        ("事业编制由14名增加到20名。", "事业编制 20"),
        ("年末在职人数比上年减少2人，新增编制3个，招聘人员12名。", ""),
        ("档案员1名，局长1名。", ""),
        ("在编在岗19人，另有购买服务的代办专员8人；外聘教师9人。", "在职人数 19|购买服务的代办专员 8|外聘教师 9"),
        ("临聘采样和流调人员25人，临聘人员3名，2名编外聘用人员。", "临聘采样和流调人员 25|临聘人员 3|编外聘用人员 2"),
        ("外聘专家120人次，外聘教师比上年增加3人，购买服务支出12万元，购买服务项目3个。", ""),
    ],
)
def test_headcounts(text: str, expected: str) -> None:
    assert read(text) == [row for row in expected.split("|") if row]


def test_time_place_and_repetition() -> None:
    text = "截至2023年12月31日，我单位编制人数33人，年末实有人数31人。"
    found = headcounts([Passage(4, ("一、部门概况",), text), Passage(5, ("一、部门概况",), text)])
    assert [(h.what, h.when) for h in found] == [("编制数", "2023年12月31日"), ("实有人数", "2023年12月31日")]
    place = found[0].place
    assert isinstance(place, TextPlace) and text[place.start : place.end] == "编制人数33人"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年末在职人员36人，离退休人员41人。", "2024年末|2024年末"),
        ("核定行政编制38名，2024年末在职人员36人。", "2024年末|2024年末"),
        ("截至2024年12月31日，人员情况如下。在职人员3人，退休人员4人。", "2024年12月31日|2024年12月31日"),
        ("2023年8月机构调整。行政编制38名，在职人员36人。", "|"),
    ],
)
def test_when(text: str, expected: str) -> None:
    assert [h.when for h in headcounts([Passage(1, ("三、人员情况",), text)])] == expected.split("|")


def test_a_paragraph_that_opens_a_list_gives_its_time() -> None:
    texts = ("截至2024年末，我单位人员情况如下：", "在职人员36人。")
    found = headcounts([Passage(i, ("三、人员情况",), text) for i, text in enumerate(texts, 1)])
    assert [(h.what, h.when) for h in found] == [("在职人数", "2024年末")]


def test_people_that_were_served_are_no_staff() -> None:
    assert read("全年培训在职人员300人。", section="（二）绩效目标完成情况") == []
