"""The comparison of units and the graph view: numbers, ratios, CSV, neighbours and the query behind them."""

from __future__ import annotations

import csv
import io

from flask import Flask
from flask.testing import FlaskClient

from kg.store import rows
from search_app.shelf import Shelf
from tests.search_app.conftest import HTML
from tests.search_app.test_web import SAMPLE_UNIT

UNIT = SAMPLE_UNIT.removeprefix("/unit/")
OTHER = "990102/云溪区产业服务中心"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_units_are_named_by_path_iri_or_name(client: FlaskClient) -> None:
    for name in (UNIT, f"unit/{UNIT}", f"https://w3id.org/juesuan/id/unit/{UNIT}", "示例市云溪区产业服务中心"):
        text = client.get("/compare", query_string={"unit": [name, OTHER]}, headers=HTML).text
        assert "2个单位的本年支出" in text and ">516.64</a>" in text


def test_unknown_unit_is_said_beside_its_field(client: FlaskClient) -> None:
    text = client.get("/compare", query_string={"unit": "没有的单位"}, headers=HTML).text
    assert "没有“没有的单位”这个单位" in text and 'aria-invalid="true"' in text


def test_csv_has_every_number_with_its_place(client: FlaskClient) -> None:
    response = client.get("/compare", query_string={"unit": [UNIT], "measure": "all", "format": "csv"})
    found = {(row["year"], row["measure"]): row for row in table(response.text)}
    assert response.mimetype == "text/csv"
    row = found["2024", "threePublic"]
    assert (row["value"], row["value_unit"], row["printed"]) == ("3.16", "万元", "3.16")
    assert row["source"].endswith("#t09r5c7")
    assert found["2024", "threePublicBudget"]["value"] == "3.8"
    assert found["2024", "fiscalBudget"]["value"] == "485.7"


def test_per_head_share_and_index(client: FlaskClient) -> None:
    def shown(**asked: str) -> str:
        return client.get("/compare", query_string={"unit": UNIT, **asked}, headers=HTML).text

    assert ">27.19</a>" in shown(show="head")  # 516.64 / 19
    assert ">60.57</a>" in shown(measure="basic", show="share")  # 312.92 / 516.64
    assert ">100.00</a>" in shown(show="index")
    assert "原值" in shown(show="nonsense") and ">516.64</a>" in shown(show="nonsense")
    assert ">97.59</a>" in shown(measure="executionRate", show="head")  # a rate has no share of a person


def test_values_are_followed_by_what_each_person_comes_to(client: FlaskClient) -> None:
    text = client.get("/compare", query_string={"unit": [UNIT, OTHER], "measure": "expenditure"}, headers=HTML).text
    each = text.partition("按人员看（2024年）")[2].partition("</table>")[0]
    assert ">516.64</a>" in each and ">19</a>" in each and "<b>27.19</b>" in each
    assert "measure=executionRate" in text.partition("想比做得怎样？")[2]
    for asked in ({"measure": "executionRate"}, {"show": "head"}, {"measure": "all"}):
        assert "按人员看" not in client.get("/compare", query_string={"unit": UNIT, **asked}, headers=HTML).text


def test_years_can_be_chosen_and_the_address_stays(client: FlaskClient) -> None:
    text = client.get("/compare", query_string={"unit": OTHER, "year": ["2022", "2023"]}, headers=HTML).text
    assert "2022、2023年" in text
    text = client.get("/compare", query_string={"unit": OTHER, "from": "2023", "to": "2023"}, headers=HTML).text
    assert "from=2023&amp;to=2023" in text and "，2023年</h1>" in text
    for odd in ("x", "99999", "-1"):
        assert client.get("/compare", query_string={"unit": OTHER, "from": odd, "year": odd}, headers=HTML).status_code == 200


def test_neighbours_come_with_names_and_the_query_that_gives_them(app: Flask, client: FlaskClient) -> None:
    found = client.get("/graph.json", query_string={"node": f"unit/{UNIT}"}).get_json()
    branches = {branch["name"]: branch for branch in found["branches"]}
    assert found["node"]["label"] == "示例市云溪区产业服务中心" and found["node"]["href"] == SAMPLE_UNIT
    assert {"region", "superior", "duties", "projects", "reports"} <= set(branches)
    assert branches["region"]["others"][0]["label"] == "云溪区"
    assert branches["projects"]["others"][0]["kind"] == "project"
    assert not branches["projects"]["inward"] and branches["subunits"]["inward"] if "subunits" in branches else True
    shelf: Shelf = app.extensions["shelf"]
    reading = shelf.borrow()
    answered = {row["other"] for row in rows(reading.store, found["sparql"])}
    shelf.give_back(reading)
    assert {other["iri"] for branch in branches.values() for other in branch["others"]} <= answered


def test_way_from_unit_to_indicator_leads_through_the_graph(client: FlaskClient) -> None:
    """Unit, project, indicator, back to the project."""

    def branch(node: str, name: str) -> str:
        found = client.get("/graph.json", query_string={"node": node}).get_json()
        first: str = next(one for one in found["branches"] if one["name"] == name)["others"][0]["iri"]
        return first

    project = branch("unit/990100/示例市疾病预防控制中心", "projects")
    indicator = branch(project, "measured")
    assert "/indicator/" in indicator
    assert branch(indicator, "uses")


def test_unit_of_a_name_opens_in_the_graph(client: FlaskClient) -> None:
    text = client.get("/graph", query_string={"node": "示例市云溪区产业服务中心"}, headers=HTML).text
    assert "<h1>示例市云溪区产业服务中心</h1>" in text and 'href="/graph?node=' in text
