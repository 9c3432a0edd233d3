"""A report in two files: pages, search and answers name the file in which each thing stands."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from ingest.limits import Limits
from ingest.pipeline import extract_together
from kg import bundle, release, settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.builders import builders
from search_app.sparql.pool import Pool
from tests.samples.halves import CENTRE, put, text, workbook

FORM = [["项目支出绩效自评表", "", "", "", "", ""], ["项目名称", "企业服务专项", "", "主管部门", CENTRE, ""]]
FORM += [
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["", "年度资金总额", "50.00", "50.00", "49.50", "99%"],
]
FORM += [["年度总体目标", "走访全区中小微企业并办理其反映的问题", "", "全年完成情况", "已走访九十六家企业，问题全部办结", ""]]
FORM += [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"],
    ["产出指标", "数量指标", "走访企业", "≥80家", "96家", "10"],
]
INCOME = [["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"], ["合计", "", "30.50", "30.00", "0.50"]]
INCOME += [["201", "一般公共服务支出", "30.50", "30.00", "0.50"]]
SHEETS = {"收入决算表": INCOME, "项目支出绩效自评表": FORM}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A release with one report in two files, whose tables came anew."""
    files, folder = tmp_path_factory.mktemp("files"), DataFolder(tmp_path_factory.mktemp("annex") / "data")
    for sheets in ({"收入决算表": INCOME}, SHEETS):
        found = put(files, 正文_txt=text(CENTRE, 2023), 附表_xlsx=workbook(CENTRE, 2023, sheets))
        folder.put(bundle.dump(extract_together(found, Limits()), folder.iris))
    with release.build(folder, builders()):
        pass
    made = create_app(settings.load(data=folder.path, environment={}))
    yield made.test_client()
    pool: Pool = made.extensions["pool"]
    pool.close()


def test_the_report_names_its_files(client: FlaskClient) -> None:
    page = client.get(f"/report/990102/{CENTRE}/2023/部门决算").text
    assert page.count("附表文件") == 1 and page.count("换下的旧文件") == 1 and page.count("以下出自") == 1
    own, annexed = page.split("以下出自")
    assert "附表.xlsx" not in own and "<table" not in own and annexed.count("附表.xlsx") >= 3
    assert "负责全区中小微企业" in own


@pytest.mark.parametrize(("words", "file"), [("走访中小微企业 问题全部办结", "附表.xlsx"), ("负责全区中小微企业的日常联系", "正文.txt")])
def test_a_hit_names_its_file(client: FlaskClient, words: str, file: str) -> None:
    assert client.get("/api/search", query_string={"q": words}).get_json()["hits"][0]["file"] == file
    page = client.get("/search", query_string={"q": words}, headers={"Accept": "text/html"}).text
    assert ("附表.xlsx" in page.split("hit-item")[1]) == (file == "附表.xlsx")


@pytest.mark.parametrize(
    ("question", "file"), [("企业服务中心2023年其他收入是多少", "附表.xlsx"), ("企业服务中心2023年的部门职责", "正文.txt")]
)
def test_an_answer_names_the_file_of_its_source(client: FlaskClient, question: str, file: str) -> None:
    body = client.get("/api/ask", query_string={"q": question}).get_json()
    assert {source["file"] for source in body["sources"]} == {file}, body


def test_text_and_tables_are_one_draft(client: FlaskClient) -> None:
    files = [(io.BytesIO(workbook()), "附表.xlsx"), (io.BytesIO(text(CENTRE, 2023)), "正文.txt")]
    said = client.post("/check", data={"file": files}, headers={"Accept": "application/json"}).get_json()
    assert said["file"] == "正文.txt" and [one["file"] for one in said["annexes"]] == ["附表.xlsx"] and said["reading"]["numbers"] == 12
    files = [(io.BytesIO(b"a"), "a.txt"), (io.BytesIO(b"b"), "x/a.txt")]
    refused = client.post("/check", data={"file": files}, headers={"Accept": "application/json"})
    assert refused.status_code == 400 and refused.get_json()["error"]["code"] == "same_name"
