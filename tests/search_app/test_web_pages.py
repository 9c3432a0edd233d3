"""Unit, project, subject, region, indicator: what was spent, on what, with which results; every number leads to its place."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.search_app.conftest import HTML
from tests.search_app.test_web import SAMPLE, SAMPLE_UNIT, Page

PROJECT = "/project/990100/示例市疾病预防控制中心/重大传染病防控经费"
EVALUATED = "/unit/990100/示例市疾病预防控制中心"
SUBJECT = "/subject/functional/2024/2080505"
THINGS = [
    (SAMPLE_UNIT, ("花在哪里（2024年）", "来龙去脉（2024年）", "勾稽问题（2024年）", "职责", "主要科目")),
    (EVALUATED, ("项目与绩效自评（2024年）", "指标达标", "没有载入决算表")),
    (PROJECT, ("示例市疾病预防控制中心", "资金与自评得分", "绩效指标")),
    (SUBJECT, ("机关事业单位基本养老保险缴费支出", "功能分类科目", "谁花了多少", "21.30")),
    ("/subject/functional/2024/208", ("下级科目", "行政事业单位养老支出")),
    ("/subject/economic/2024/301", ("工资福利支出", "经济分类科目", "248.37")),
    ("/region/990102", ("云溪区", "示例市云溪区产业服务中心", "516.64")),
    ("/region/990100", ("下级地区", "云溪区")),
    ("/compare", ("还没有选单位",)),
    (f"/compare?unit={SAMPLE_UNIT[6:]}&measure=all", ("年末实有人数", "“三公”经费")),
    ("/graph", ("从一个单位开始",)),
    ("/graph?node=unit/990102/示例市云溪区产业服务中心", ("职责", "内设机构", "实施项目", "SPARQL")),
]


@pytest.mark.parametrize(("path", "words"), THINGS, ids=[unquote(path) for path, _ in THINGS])
def test_page_says_what_it_is_about_and_every_link_leads_somewhere(client: FlaskClient, path: str, words: tuple[str, ...]) -> None:
    response = client.get(path, headers=HTML)
    page = Page(response.text)
    assert response.status_code == 200 and not page.inline and not page.outside
    assert len(page.ids) == len(set(page.ids))
    for word in words:
        assert word in response.text
    assert len(response.data) < 90_000
    anchors: dict[str, set[str]] = {path: set(page.ids)}
    for link in {link for link in page.links if link.startswith(("/", "#")) and not link.startswith(("/sparql?", "/compare?"))}:
        target, _, fragment = link.partition("#")
        if target and target not in anchors:
            answer = client.get(target, headers=HTML, follow_redirects=True)
            assert answer.status_code == 200, link
            anchors[target] = set(Page(answer.text).ids)
        if "云溪区产业服务中心/2022" in target or "云溪区产业服务中心/2023" in target or "青禾区企业服务局" in target:
            continue  # the grids of the examples are shorter than their facts
        if fragment:
            assert unquote(fragment) in anchors[target or path], link


def charts(text: str) -> dict[str, dict[str, object]]:
    """The charts of a page by anchor."""
    found = re.findall(r"id=\"chart-(\w+)\" data-chart='(.*?)'", text)
    return {anchor: json.loads(unescape(spec)) for anchor, spec in found}


def test_treemap_and_flow_hold_what_the_report_prints(client: FlaskClient) -> None:
    found = charts(client.get(SAMPLE_UNIT, headers=HTML).text)
    tree = found["function"]["tree"]
    assert isinstance(tree, list)
    assert round(sum(branch["value"] for branch in tree), 2) == 516.64
    for branch in tree:
        assert round(sum(child["value"] for child in branch["children"]), 2) == branch["value"]
    links = found["flow"]["links"]
    assert isinstance(links, list)
    assert round(sum(link["value"] for link in links if link["target"] == "总计"), 2) == 534.16
    assert round(sum(link["value"] for link in links if link["source"] == "总计"), 2) == 534.16


def test_chart_has_its_table_with_sources(client: FlaskClient) -> None:
    text = client.get(SAMPLE_UNIT, headers=HTML).text
    figure = text.split('id="chart-function"')[1].split("</figure>")[0]
    assert "<details" in figure and " open>" in figure
    assert figure.count(f'href="{SAMPLE}#t03r') >= 10
    assert "单位：万元" in figure


def test_projects_show_money_rate_and_score(client: FlaskClient) -> None:
    text = client.get(EVALUATED, headers=HTML).text
    rows = text.split('id="projects"')[1].split("</section>")[0]
    assert f'href="{PROJECT}"' in rows and "<meter" in rows
    assert re.search(r"\d+(\.\d+)?%", rows)
    assert text.index("未达标</") < text.index('id="findings"') if "未达标</" in text else True


@pytest.mark.parametrize("path", ["/project/1/2/3", "/subject/functional/2024/999", "/region/1", "/indicator/a/b", "/graph?node=nothing"])
def test_unknown_thing_is_404_with_a_next_step(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == 404 and "没有" in response.text
    assert client.get(path).get_json()["error"]["code"] == "not_found"


def test_duty_that_several_reports_print_stands_once(client: FlaskClient) -> None:
    listed = client.get(PROJECT, headers=HTML).text.partition("对应的职责")[2].partition("</dd>")[0]
    duties = re.findall(r'<a href="[^"]*">([^<]*)</a>', listed)
    assert len(duties) == len(set(duties))


def test_tables_of_a_report_are_one_csv(client: FlaskClient) -> None:
    page = client.get(SAMPLE, headers=HTML).text
    response = client.get(f"{SAMPLE}?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert f'href="{SAMPLE}?format=csv"' in page and response.mimetype == "text/csv"
    assert "filename*=UTF-8" in response.headers["Content-Disposition"]
    assert {row["source"].partition("#")[0] for row in rows} == {"https://w3id.org/juesuan/id" + SAMPLE}
    assert rows[0]["statement"] == "公开01表" and any(row["value"] == "516.64" for row in rows)


def test_data_of_a_thing_is_named_on_its_page(client: FlaskClient) -> None:
    for path in (PROJECT, SUBJECT, "/region/990102"):
        response = client.get(path, headers=HTML)
        assert f'href="/doc{path}.ttl"' in response.text
        assert "cite-as" in response.headers["Link"]


def test_home_opens_reports_and_counts_errors(client: FlaskClient) -> None:
    text = client.get("/", headers=HTML).text
    assert 'aria-label="错4：示例市云溪区产业服务中心2024年部门决算的勾稽错误"' in text
    assert 'href="/compare"' in text and 'href="/graph"' in text
