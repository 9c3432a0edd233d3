"""Divisions, subunits and superior units in the wordings of different reports."""

from __future__ import annotations

import pytest

from ingest.narrative.organisation import divisions
from kg.facts import Passage

SECTION = ("第一部分云溪区水务局概况", "二、机构设置及决算单位构成")


def told(*texts: str, section: tuple[str, ...] = SECTION) -> list[Passage]:
    return [Passage(i, section, text) for i, text in enumerate(texts, 1)]


def names(relation: str, *texts: str, section: tuple[str, ...] = SECTION, status: str = "current") -> list[str]:
    found = divisions(told(*texts, section=section), "云溪区水务局")
    return [d.name for d in found if d.relation == relation and d.status == status]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云溪区水务局内设机构包括：办公室、财务科、河湖科。", "办公室 财务科 河湖科"),
        ("内设8个职能科室，分别是：办公室、水资源科（河长制办公室）、机关党委和纪检监察室。", "办公室 水资源科 机关党委 纪检监察室"),
        ("本局下设办公室、财务科、工程科3个科室。", "办公室 财务科 工程科"),
        ("内设机构4个：综合股、业务股、财务股、督查股。", "综合股 业务股 财务股 督查股"),
        ("设置6个内设机构，即：办公室、综合科、信访科。", "办公室 综合科 信访科"),
        ("我局共有行政科室3个，分别为：办公室、人事股、法规股；二级机构1个：云溪区节水中心。", "办公室 人事股 法规股"),
        ("我局设下列内设机构：（一）办公室。（二）人事科。（三）财务科。", "办公室 人事科 财务科"),
        ("本校设有教务处、总务处、团委、工会。", "教务处 总务处 团委 工会"),
        ("行使职能的小组分别为：综合协调办公室，巡查办公室、执法办公室。", "综合协调办公室 巡查办公室 执法办公室"),
        ("院内设内科、外科、妇产科等12个临床科室。", "内科 外科 妇产科"),
        ("内设9个股室及10个司法所：办公室、法制股、南山司法所。", "办公室 法制股 南山司法所"),
        ("内设机构有综合办、业务一科等四个科室，主任王某某，副主任李某某。", "综合办 业务一科"),
    ],
)
def test_divisions(text: str, expected: str) -> None:
    assert names("division", text) == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "本单位无内设机构，无下属单位。",
        "内设机构包括：我单位为云溪区水利局所属公益一类事业单位，核定编制12名，没有内设机构。",
        "内设有出纳1名，档案员1名。",
        "主任张三，办公室主任李四，财务科科长王五。",
        "我单位为独立编制机构数1个，独立核算机构数1个。",
    ],
)
def test_no_divisions(text: str) -> None:
    assert names("division", text) == []


def test_divisions_as_paragraphs_and_as_headings() -> None:
    assert names("division", "（一）办公室。负责日常运转。", "（二）财务审计科：负责财务。") == ["办公室", "财务审计科"]
    assert names("division", "办公室、财务科、业务科。", section=("二、内设机构",)) == ["办公室", "财务科", "业务科"]
    assert names("division", "负责日常运转。", section=("二、内设机构", "（一）办公室")) == ["办公室"]


def test_former_divisions() -> None:
    text = "机构改革前内设综合科、工程科2个科室，改革后调整为：办公室、工程科、财务科。"
    assert names("division", text) == ["工程科", "办公室", "财务科"]
    assert names("division", text, status="former") == ["综合科"]


@pytest.mark.parametrize(
    ("text", "former", "current"),
    [
        ("原综合科、工程科、河湖科3个科室调整为综合部、项目部2个部门。", "综合科 工程科 河湖科", "综合部 项目部"),
        ("改革后，原能源股、农机股的职能分别并入建设股和科教股，人员妥善安置。", "能源股 农机股", ""),
        ("2023年8月机构调整，撤销能源股和农机股，调整后内设机构包括：办公室、财务股。", "能源股 农机股", "办公室 财务股"),
        ("内设办公室、检验一科2个科室，原检验科分设为理化科和微生物科。", "检验科", "办公室 检验一科 理化科 微生物科"),
        ("经批准，将信息科更名为数据科，机构改革后信访科并入办公室。", "信息科 信访科", "数据科"),
        ("不再保留法规科。财务科、人事科撤销，设立综合科。", "法规科 财务科 人事科", "综合科"),
        ("整合法规科和信访科，组建综合科。", "法规科 信访科", "综合科"),
        ("内设办公室、财务科。撤销财务科。", "", "办公室 财务科"),
        ("（一）办公室。原秘书科并入办公室。", "秘书科", "办公室"),
        ("内设科室由原来的6个调整为2个：办公室、财务科。", "", "办公室 财务科"),
        ("原法规科部分职能划入信访科。", "", ""),
        ("撤销法规科牌子，将编制由3个调整为5个。", "", ""),
        ("原办公室主任张三调整为财务科科长。", "", ""),
        ("本局由云溪区水利中心更名为云溪区水务局。2019年水利中心更名为水务局。", "", ""),
        ("将原县农机局的职责划入县农业农村局，原农机局并入水务局。", "", ""),
    ],
)
def test_reshaped_divisions(text: str, former: str, current: str) -> None:
    assert names("division", text, status="former") == former.split()
    assert names("division", text) == current.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年部门决算汇总公开单位构成包括：云溪区水务局本级、云溪区节水中心，没有其它二级预算单位。", "云溪区水务局本级 云溪区节水中心"),
        ("从决算单位构成看，云溪区水务局部门决算包括：局本级决算、局属事业单位云溪区节水中心决算。", "云溪区水务局本级 云溪区节水中心"),
        (
            "纳入云溪区水务局2022年部门汇总决算编制范围的预算单位共计2家，具体包括：云溪区水务局（本级）、云溪区节水中心。",
            "云溪区水务局（本级） 云溪区节水中心",
        ),
        (
            "下属二级预算单位3个，其中行政单位1个，参公事业单位1个，其他事业单位1个，包括：云溪区水务局机关、云溪区节水中心。",
            "云溪区水务局机关 云溪区节水中心",
        ),
        ("部门决算由局本级和2个下属单位决算组成，分别为云溪区节水中心、云溪区河道所。", "云溪区水务局本级 云溪区节水中心 云溪区河道所"),
        ("本局下辖云溪区节水中心，作为二级机构。", "云溪区节水中心"),
        ("下辖参照公务员法管理的事业单位云溪区节水中心。", "云溪区节水中心"),
        ("2022年部门决算公开单位构成包括：本级。", "云溪区水务局本级"),
    ],
)
def test_subunits(text: str, expected: str) -> None:
    assert names("subunit", text) == expected.split()


def test_subunits_as_numbered_paragraphs() -> None:
    texts = ("纳入云溪区水务局2022年度部门决算编制范围的二级预算单位包括：", "1.云溪区水务局本级", "2.云溪区节水中心")
    assert names("subunit", *texts) == ["云溪区水务局本级", "云溪区节水中心"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云溪区节水中心隶属于云溪区水利局，为正科级公益一类事业单位。", "云溪区水利局"),
        ("我单位为云溪区水利局所属公益一类事业单位。", "云溪区水利局"),
        ("云溪区节水中心是云溪区水利局下属的全额拨款事业单位。", "云溪区水利局"),
        ("主管部门：云溪区工业和信息化局。", "云溪区工业和信息化局"),
        ("单位性质为全额拨款事业单位，主管单位为中共云溪区委宣传部。", "中共云溪区委宣传部"),
        ("我中心归口云溪区水利局管理。", "云溪区水利局"),
        ("云溪区水利局是云溪区人民政府工作部门，为正科级。", "云溪区人民政府"),
        ("我中心是区人民政府直属的事业单位。本中心隶属云溪区人民政府。", "云溪区人民政府"),
        ("我单位属于财政全额拨款的事业单位，独立核算。", ""),
        ("本单位是全额拨款事业单位，属区一级预算单位。", ""),
    ],
)
def test_parents(text: str, expected: str) -> None:
    assert names("parent", text) == expected.split()


def test_a_name_has_its_place_and_is_given_once() -> None:
    found = divisions(told("内设机构包括：办公室、财务科。", "内设办公室、财务科2个科室。"), "云溪区水务局")
    assert [(d.name, d.place.fragment) for d in found] == [("办公室", "p1o7-10"), ("财务科", "p1o11-14")]
