"""The tidy tables: what was stated comes back as printed, in the order of print, the same from any order of ingest."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import bundle, release
from kg.content import draft
from kg.export import TABLES, export_tables
from kg.folder import DataFolder
from kg.iris import Iris
from kg.mapper import quads
from ontology.terms import FA, RDF, concept
from tests.kg.example import PROJECT, UNIT, account

Read = Callable[[str], list[dict[str, str]]]

# The columns after `report`; the last one is always `source`.
COLUMNS = {
    "reports": "iri unit year type region published",
    "observations": "statement table_kind title side row code column value unit level is_leaf",
    "budget_lines": "path initial_budget final rate reason",
    "statements": "section what measure value qualifier unit text",
    "evaluations": "scope project responsible initial_budget full_budget executed execution_rate score grade goal result",
    "indicators": "scope project level1 level1_weight level2 level3 target actual weight score reason",
    "projects": "name also_named initial_budget full_budget spent execution_rate score grade purpose",
    "duties": "unit section n text",
    "divisions": "name relation status",
    "staffing": "what value when",
    "mentions": "type text",
    "passages": "section text",
    "findings": "rule severity outcome where stated expected message group",
}


@pytest.fixture(scope="module")
def read(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("tables")
    counts = export_tables(store, folder)

    def rows_of(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
            found = list(csv.DictReader(opened))
        assert len(found) == counts[name]
        return [row for row in found if row["report"] == account(2023).info.path]

    return rows_of


def test_names_and_order_of_the_columns(store: Store, tmp_path: Path) -> None:
    export_tables(store, tmp_path)
    assert sorted(path.stem for path in tmp_path.glob("*.csv")) == sorted(COLUMNS) == sorted(TABLES)
    for name, columns in COLUMNS.items():
        first = (tmp_path / f"{name}.csv").read_text(encoding="utf-8").split("\n")[0]
        assert first.split(",") == ["report", *columns.split(), "source"]


def test_reports(read: Read) -> None:
    (row,) = read("reports")
    assert row["iri"] == Iris().report(account(2023).info).value == row["source"]
    assert [row[name] for name in ("unit", "year", "type", "region", "published")] == [UNIT, "2023", "部门决算", "云溪区", "2024-09-01"]


def test_observations(read: Read) -> None:
    facts, rows = account(2023), read("observations")
    tables = {table.number: table for table in facts.tables}
    expected = [
        (
            tables[o.place.table].statement,
            tables[o.place.table].kind,
            o.side,
            o.row,
            o.code,
            "/".join(o.column),
            o.quantity.text,
            o.quantity.unit,
        )
        for o in facts.observations
    ]
    names = ("statement", "table_kind", "side", "row", "code", "column", "value", "unit")
    assert [tuple(row[name] for name in names) for row in rows] == expected
    assert [row["source"].rpartition("#")[2] for row in rows] == [o.place.fragment for o in facts.observations]
    assert [(row["level"], row["is_leaf"]) for row in rows] == [(o.level, str(o.is_leaf).lower()) for o in facts.observations]


def test_rows_are_in_the_order_of_print_not_of_their_digits(read: Read) -> None:
    assert [row["row"] for row in read("observations") if row["table_kind"] == "generalPublic"] == ["合计", "合计", "机关服务", "机关服务"]
    assert [row["source"].rpartition("#")[2] for row in read("passages")] == ["p1", "p2", "p3", "p10"]
    assert [row["source"].rpartition("#")[2] for row in read("indicators")] == ["t12r9", "t12r10", "t13r8", "t13r12"]


def test_budget_lines(read: Read) -> None:
    path = "一般公共服务 > 政府办公厅（室）及相关机构事务 > 机关服务"
    names = ("path", "initial_budget", "final", "rate", "reason")
    assert [tuple(row[name] for name in names) for row in read("budget_lines")] == [
        (path, "980", "1000.50", "102.09", "人员增加"),
        (path, "980", "1000.50", "102.09", ""),
        ("企业服务经费", "0", "17.76", "", ""),
    ]


def test_statements(read: Read) -> None:
    names = ("section", "what", "measure", "value", "qualifier", "unit")
    section = "第三部分 > 收入决算"
    rows = read("statements")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (section, "收入", "incomeOfYear", "1240.50", "近", "万元"),
        (section, "收入比上年", "", "-45.77", "", "万元"),
        (section, "占比", "", "95.70", "", "%"),
    ]
    sentence = "青禾科技有限公司和企业帮扶办法：青禾园收入近1,240.50万元，比上年减少45.77万元，因政策调整。"
    assert [row["text"] for row in rows] == [sentence, sentence, "占95.70%。"]


def test_evaluations(read: Read) -> None:
    project, whole = read("evaluations")
    assert (project["scope"], project["project"], project["responsible"]) == ("项目", PROJECT, UNIT)
    amounts = ("initial_budget", "full_budget", "executed", "execution_rate", "score", "grade", "goal", "result")
    assert [project[name] for name in amounts] == ["20", "18.00", "17.76", "98.67", "98.5", "优", "服务企业", "已完成"]
    assert (whole["scope"], whole["project"], whole["initial_budget"], whole["score"]) == ("整体支出", "", "", "96.08")


def test_indicators(read: Read) -> None:
    names = ("scope", "project", "level1", "level1_weight", "level2", "level3", "target", "actual", "weight", "score", "reason")
    assert [tuple(row[name] for name in names) for row in read("indicators")] == [
        ("项目", PROJECT, "产出指标", "", "质量指标", "办结率", "≥95%", "90%", "10", "8.5", "企业外迁"),
        ("项目", PROJECT, "产出指标", "50", "数量指标", "走访企业", "≥20家", "25家", "20", "20.0", ""),
        ("整体支出", "", "成本指标", "", "经济成本", "项目支出", "≤1311.67万元", "1153.40万元", "10", "8.79", ""),
        ("整体支出", "", "", "", "", "服务效能", "提升", "提升", "10", "10", ""),
    ]


def test_projects(read: Read) -> None:
    (row,) = read("projects")
    assert (row["name"], row["also_named"], row["purpose"]) == ("企业服务经费项目", PROJECT, "做好企业服务工作")
    names = ("initial_budget", "full_budget", "spent", "execution_rate", "score", "grade")
    assert [row[name] for name in names] == ["20", "18.00", "17.76", "98.67", "98.5", "优"]


def test_organisation(read: Read) -> None:
    assert [(row["unit"], row["section"], row["n"], row["text"]) for row in read("duties")] == [
        (UNIT, "主要职能", "1", "服务辖区企业。"),
        (UNIT, "主要职能", "2", "优化营商环境。"),
    ]
    assert [(row["name"], row["relation"], row["status"]) for row in read("divisions")] == [
        ("综合办公室", "division", "current"),
        ("科技股（原）", "division", "former"),
        (f"{UNIT}本级", "subunit", "current"),
        ("示例市工业和信息化局", "parent", "current"),
    ]
    assert [(row["what"], row["value"], row["when"]) for row in read("staffing")] == [("编制数", "12", "2023年底")]


def test_mentions_and_passages(read: Read) -> None:
    assert [(row["type"], row["text"]) for row in read("mentions")] == [("company", "青禾科技有限公司"), ("policy", "企业帮扶办法")]
    assert [row["text"] for row in read("passages")] == [passage.text for passage in account().passages]


def test_findings_come_from_the_check_results(tmp_path: Path) -> None:
    iris = Iris()
    store = draft(iris, [quads(account(), iris)])
    report = iris.report(account().info)
    result = iris.part(report, "check1")
    said: dict[NamedNode, NamedNode | Literal] = {
        RDF.type: FA.CheckResult,
        FA.rule: NamedNode(f"{iris.base}rule/S01"),
        FA.checks: report,
        FA.outcome: concept("outcome", "failed"),
        FA.severity: concept("severity", "error"),
        FA.where: Literal("公开01表"),
        FA.stated: Literal("10"),
        FA.expected: Literal("11"),
        FA.message: Literal("应为11"),
        FA.group: Literal("表内"),
    }
    store.extend(Quad(result, predicate, value, iris.derived_graph) for predicate, value in said.items())
    store.extend(Quad(result, FA.at, iris.part(report, place), iris.derived_graph) for place in ("t05r3c3", "t01r3c2"))
    assert export_tables(store, tmp_path)["findings"] == 1
    (row,) = csv.DictReader((tmp_path / "findings.csv").read_text(encoding="utf-8").splitlines())
    assert list(row.values()) == [
        account().info.path,
        "S01",
        "error",
        "failed",
        "公开01表",
        "10",
        "11",
        "应为11",
        "表内",
        f"{report.value}#t01r3c2",
    ]


def _bytes(folder: DataFolder, directory: Path) -> dict[str, bytes]:
    with release.build(folder) as built:
        export_tables(built.open_store(), directory)
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


def test_order_of_ingest_and_rebuild_change_nothing(folder: DataFolder, tmp_path: Path) -> None:
    first = _bytes(folder, tmp_path / "one")
    other = DataFolder(tmp_path / "other")
    for year in (2023, 2021, 2022):
        other.put(bundle.dump(account(year), other.iris))
    release.build(other).close()
    other.remove(other.iris.report(account(2021).info).value)
    assert _bytes(other, tmp_path / "two") == first
    release.build(folder, anew=True).close()
    assert _bytes(folder, tmp_path / "three") == first


def test_two_reports_of_one_name_in_two_places_stay_apart(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    for region in ("990102", "990103"):
        folder.put(bundle.dump(account(2023, "产业服务中心", region, path=f"{region}.txt"), folder.iris))
    with release.build(folder) as built:
        assert export_tables(built.open_store(), tmp_path / "tables")["reports"] == 2
