"""The files for download: what they hold, that they are described truly, and that they are served whole and in parts."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from csvw import CSVW
from csvw.metadata import TableGroup
from flask import Flask
from flask.testing import FlaskClient
from frictionless import Package, system
from pyoxigraph import RdfFormat, Store, parse
from werkzeug.test import TestResponse

from kg import bundle, release, settings
from kg.columnar import ColumnarBuilder, tables
from kg.export import export_tables
from kg.folder import DataFolder
from kg.store import rows
from search_app import create_app
from search_app.builders import builders
from search_app.dumps import ChangesBuilder, DumpBuilder, changes, files
from search_app.dumps.fiscal import columns
from search_app.shelf import Shelf
from tests.kg.example import account
from tests.search_app.conftest import HTML

CHANGES = (ChangesBuilder(),)
SAMPLE = "990102/示例市云溪区产业服务中心/2024/部门决算"
# The column types of the budget taxonomy that are in use, as its page lists them.
TAXONOMY = re.compile(
    r"value|value-kind:(code|label)|date:fiscal-year|(functional|economic|administrative)-classification:generic:(code|label)|"
    r"budget-line-id|direction|phase:id|expenditure-type:code|fin-source:generic:code|geo:source:(code|title)"
)


@pytest.fixture(scope="module")
def directory(data: DataFolder) -> Path:
    with release.current(data) as opened:
        return opened.directory


@pytest.fixture(scope="module")
def store(data: DataFolder) -> Store:
    with release.current(data) as opened:
        return opened.open_store()


def test_index_tells_the_truth(directory: Path) -> None:
    found = files(directory)
    assert {file.part for file in found} == {"graph", "tables", "fiscal"}
    for file in found:
        content = (directory / file.file).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.bytes, file.sha256), file.path
    offered = [*(directory / "dumps").rglob("*.*"), *(directory / "tables").glob("*.*")]  # what lies below tables is for pages alone
    assert set(offered) - {directory / "dumps" / "index.json"} == {directory / file.file for file in found}


def test_graph_comes_back_from_its_dump(directory: Path, store: Store) -> None:
    quads = gzip.decompress((directory / "dumps" / "juesuan.nq.gz").read_bytes())
    assert set(parse(quads, format=RdfFormat.N_QUADS)) == set(store)
    turtle = gzip.decompress((directory / "dumps" / "juesuan.ttl.gz").read_bytes())
    assert {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)} == {quad.triple for quad in store}


def test_raptor_reads_the_dumps(directory: Path, tmp_path: Path) -> None:
    if not (rapper := shutil.which("rapper")):
        pytest.skip("rapper is not installed")
    for name, syntax in (("juesuan.nq.gz", "nquads"), ("juesuan.ttl.gz", "turtle")):
        plain = tmp_path / name.removesuffix(".gz")
        plain.write_bytes(gzip.decompress((directory / "dumps" / name).read_bytes()))
        done = subprocess.run([rapper, "-q", "-c", "-i", syntax, str(plain)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[:500]


def test_tidy_tables_are_those_of_the_command(directory: Path, store: Store, tmp_path: Path) -> None:
    export_tables(store, tmp_path)
    for table in tables():
        if table.tidy:
            assert (directory / "dumps" / "tables" / f"{table.name}.csv").read_bytes() == (tmp_path / f"{table.name}.csv").read_bytes()


def test_metadata_describes_every_column(directory: Path) -> None:
    folder = directory / "dumps" / "tables"
    metadata = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    assert {table["url"] for table in metadata["tables"]} == {path.name for path in folder.glob("*.csv")}
    for table in metadata["tables"]:
        described = table["tableSchema"]["columns"]
        with (folder / table["url"]).open(encoding="utf-8", newline="") as opened:
            reader = csv.DictReader(opened)
            assert reader.fieldnames == [column["titles"] for column in described] == [column["name"] for column in described]
            for row in reader:
                assert all(_fits(row[column["name"]], column["datatype"]) for column in described)
        assert all(column["dc:description"] for column in described)


def test_a_reader_of_csvw_finds_nothing_wrong(directory: Path) -> None:
    """Every cell has its datatype, every primary key is one, every report that a row names is there."""
    read = CSVW(str(directory / "dumps" / "tables" / "csv-metadata.json"), validate=True)
    assert [str(warning.message) for warning in read.warnings] == []
    assert read.is_valid
    assert isinstance(read.t, TableGroup)
    _hold_together(read.t)
    assert {table.local_name: len(table.tableSchema.foreignKeys) for table in read.t.tables}["observations.csv"] == 1
    keys = {str(table.local_name): table.tableSchema.primaryKey for table in read.t.tables}
    assert keys["reports.csv"] == ["report"] and keys["observations.csv"] == ["source"]
    assert [name for name, key in keys.items() if not key] == ["findings.csv"], "a place may have several findings"


@pytest.mark.parametrize(
    ("table", "was", "now", "fault"),
    [
        ("observations.csv", ",true,", ",perhaps,", "boolean"),
        ("observations.csv", "s05", "s99", "not found in table reports.csv"),
        ("reports.csv", "\n", "\nagain,,,,,,,\nagain,,,,,,,\n", "duplicate primary key"),
    ],
    ids=["datatype", "foreign key", "primary key"],
)
def test_a_reader_of_csvw_finds_what_is_wrong(directory: Path, tmp_path: Path, table: str, was: str, now: str, fault: str) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    metadata = json.loads((directory / "dumps" / "tables" / "csv-metadata.json").read_text(encoding="utf-8"))
    metadata["tables"] = [one for one in metadata["tables"] if one["url"] in {"reports.csv", table}]
    (folder / "csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    for one in metadata["tables"]:
        shutil.copy(directory / "dumps" / "tables" / one["url"], folder)
    text = (folder / table).read_text(encoding="utf-8")
    assert was in text
    (folder / table).write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        _hold_together(TableGroup.from_file(folder / "csv-metadata.json"))


def _hold_together(group: TableGroup) -> None:
    """Raises ValueError for a key that is none, or that leads nowhere."""
    for table in group.tables:
        table.check_primary_key()
    group.check_referential_integrity()


def _fits(value: str, datatype: object) -> bool:
    patterns = {"integer": r"-?\d+", "boolean": "true|false", "anyURI": r"\S+", "gYear": r"\d{4}"}
    pattern = patterns.get(str(datatype), "(?s).*")
    return not value or re.fullmatch(pattern, value) is not None


def test_fiscal_data_package_is_valid(directory: Path, store: Store) -> None:
    folder = directory / "dumps" / "fiscal"
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:3]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = package["resources"][0]["schema"]["fields"]
    assert all(TAXONOMY.fullmatch(field["columnType"]) for field in fields if "columnType" in field)
    kinds = [field["columnType"] for field in fields if "columnType" in field]
    assert len(kinds) == len(set(kinds)) and {"value", "date:fiscal-year", "phase:id"} <= set(kinds)
    assert [field["name"] for field in fields] == [column["name"] for column in columns()]
    amounts = list(csv.DictReader(io.StringIO((folder / "amounts.csv").read_text(encoding="utf-8"))))
    facts = "PREFIX fa: <https://w3id.org/juesuan/ontology#> SELECT (COUNT(*) AS ?n) { ?f a fa:BudgetFact }"
    assert [str(len(amounts))] == [row["n"] for row in rows(store, facts)]
    assert all(row["unit"] and row["year"] and row["amount"] for row in amounts)
    assert any(row["functional"] for row in amounts)


def test_the_same_reports_give_the_same_files(tmp_path: Path) -> None:
    def made(name: str) -> dict[str, bytes]:
        folder = DataFolder(tmp_path / name)
        for year in (2022, 2023):
            folder.put(bundle.dump(account(year), folder.iris))
        with release.build(folder, (ColumnarBuilder(), DumpBuilder())) as opened:
            found = (path for part in ("dumps", "tables") for path in sorted((opened.directory / part).rglob("*.*")))
            return {path.name: path.read_bytes() for path in found}

    assert made("a") == made("b")


def test_text_is_in_no_file_where_it_is_withheld(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2023), folder.iris))
    chosen = settings.load(data=folder.path, dump_text=False, environment={})
    with release.build(folder, builders(chosen)) as opened:
        store, directory = opened.open_store(), opened.directory
    query = "PREFIX fa: <https://w3id.org/juesuan/ontology#> SELECT ?t { ?p a fa:Passage ; fa:text ?t }"
    texts = [row["t"] for row in rows(store, query)]
    assert texts
    for file in files(directory):
        content = (directory / file.file).read_bytes()
        plain = gzip.decompress(content) if file.packed else content
        assert "passages" not in file.path
        assert not any(text.encode() in plain for text in texts), file.path
    client = create_app(chosen).test_client()
    assert client.get(f"/downloads/bundles{_path()}.trig").status_code == 404


def _path() -> str:
    info = account(2023).info
    return f"/{info.region_code}/{info.unit}/{info.year}/{info.type}"


def test_dumps_can_be_left_out(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2023), folder.iris))
    chosen = settings.load(data=folder.path, dumps=False, environment={})
    with release.build(folder, builders(chosen)) as opened:
        assert files(opened.directory) == () and (opened.directory / "tables").is_dir()
    client = create_app(chosen).test_client()
    assert "没有打包文件" in client.get("/downloads", headers=HTML).text
    assert client.get("/catalog.ttl").status_code == 200


def fetch(client: FlaskClient, path: str, method: str = "GET", **headers: str) -> TestResponse:
    """The answer with its body read and its file closed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.open(path, method=method, headers=named)
    response.get_data()
    response.close()
    return response


def test_files_are_served_whole_in_parts_and_as_they_were(client: FlaskClient, directory: Path) -> None:
    for file in files(directory):
        content = (directory / file.file).read_bytes()
        whole = fetch(client, f"/downloads/{file.path}")
        assert (whole.status_code, whole.data, whole.mimetype) == (200, content, file.packed or file.media_type)
        head = fetch(client, f"/downloads/{file.path}", "HEAD")
        assert (head.status_code, head.data, int(head.headers["Content-Length"])) == (200, b"", file.bytes)
        part = fetch(client, f"/downloads/{file.path}", Range="bytes=5-14")
        assert (part.status_code, part.data) == (206, content[5:15])
        assert part.headers["Content-Range"] == f"bytes 5-14/{file.bytes}"
        kept = fetch(client, f"/downloads/{file.path}", If_None_Match=whole.headers["ETag"])
        assert kept.status_code == 304 and kept.data == b""
        beyond = fetch(client, f"/downloads/{file.path}", Range=f"bytes={file.bytes + 5}-")
        assert beyond.status_code == 416


def test_bundle_is_the_one_of_the_data_folder(client: FlaskClient, data: DataFolder) -> None:
    info = next(info for info in data.bundles() if info.report_iri.endswith(SAMPLE))
    response = fetch(client, f"/downloads/bundles/{SAMPLE}.trig")
    assert response.data == info.path.read_bytes() and response.mimetype == "application/trig"
    assert client.get("/downloads/bundles/990102/没有/2024/部门决算.trig").status_code == 404


@pytest.mark.parametrize(
    "path", ["../manifest.json", "..%2Fmanifest.json", "index.json", "tables/../index.json", "store/CURRENT", "no.csv"]
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/downloads/{path}").status_code == 404


def test_list_of_files_for_programs(client: FlaskClient, directory: Path) -> None:
    body = client.get("/downloads", headers={"Accept": "application/json"}).get_json()
    assert body["rights"] == "来源单位公开信息" and body["licence"] is None
    assert {entry["sha256"] for entry in body["files"]} == {file.sha256 for file in files(directory)}
    for entry in body["files"]:
        assert fetch(client, entry["url"].removeprefix("http://localhost"), "HEAD").status_code == 200


def test_changes_say_what_was_added_replaced_and_removed(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    for year in (2021, 2022):
        folder.put(bundle.dump(account(year), folder.iris))
    first = release.build(folder, CHANGES)
    changed = account(2022)
    folder.put(bundle.dump(replace(changed, info=replace(changed.info, title="改过的标题")), folder.iris))
    folder.put(bundle.dump(account(2023), folder.iris))
    folder.remove(folder.iris.report(account(2021).info).value, gone=True)
    with release.build(folder, CHANGES) as second:
        newest, oldest = changes(second)
        assert (oldest.release, len(oldest.added), newest.release) == (first.id, 2, second.id)
        assert oldest.date.endswith("Z") and newest.date >= oldest.date

        def years(iris: tuple[str, ...]) -> list[str]:
            return [iri.split("/")[-2] for iri in iris]

        assert (years(newest.added), years(newest.replaced), years(newest.removed)) == (["2023"], ["2022"], ["2021"])
    with release.build(folder, CHANGES, anew=True) as again:
        assert [change.release for change in changes(again)] == [newest.release, oldest.release]
    client = create_app(settings.load(data=folder.path, environment={})).test_client()
    page = client.get("/changes", headers=HTML).text
    for words in ("新增1份，重新读取1份，撤下1份", "新增2份"):
        assert words in page
    feed = client.get("/changes", headers={"Accept": "application/json"})
    assert feed.mimetype == "application/feed+json" and feed.get_json()["version"] == "https://jsonfeed.org/version/1.1"
    assert feed.get_json()["items"][0]["_juesuan"]["removed"] == [folder.iris.report(account(2021).info).value]
    atom = client.get("/changes", headers={"Accept": "application/atom+xml"})
    assert atom.mimetype == "application/atom+xml" and atom.text.count("<entry>") == 2


def test_pages_read_the_columnar_tables_of_their_release(app: Flask) -> None:
    shelf: Shelf = app.extensions["shelf"]
    reading = shelf.borrow()
    found = reading.tables.rows("SELECT DISTINCT organization FROM wide WHERE year = ? ORDER BY ALL", [2024])
    assert "示例市云溪区产业服务中心" in [row["organization"] for row in found]
    assert reading.tables is reading.tables
    shelf.give_back(reading)


def test_changes_without_history_are_empty(app: Flask, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.put(bundle.dump(account(2023), folder.iris))
    release.build(folder).close()
    client = create_app(settings.load(data=folder.path, environment={})).test_client()
    assert "还没有变动的记录" in client.get("/changes", headers=HTML).text
    assert client.get("/changes.json").get_json()["items"] == []
    assert client.get("/changes.atom").status_code == 200
