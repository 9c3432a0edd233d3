"""The command line: what it prints, what it leaves, how it exits."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from kg import release
from kg.folder import DataFolder
from search_app.cli import VERBS, main
from search_app.commands.progress import Meter
from search_app.commands.table import aligned, width
from search_app.commands.vectors import cache_folder, watch

QUESTION = "示例市云溪区产业服务中心2024年三公经费是多少"
IRI = "https://w3id.org/juesuan/id/report/990102/云溪区产业服务中心/2023/部门决算"
HEAVY = (
    "flask",
    "werkzeug",
    "gunicorn",
    "torch",
    "numpy",
    "rdflib",
    "jieba",
    "yaml",
    "onnxruntime",
    "sentence_transformers",
    "ingest.pipeline",
)


def run(*words: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=text, catch_exceptions=False)


@pytest.fixture
def own(data: DataFolder, tmp_path: Path) -> Path:
    """A copy of the data folder that a test may change."""
    shutil.copytree(data.path, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


def test_help_lists_every_verb() -> None:
    text = run("--help").output
    assert all(f"\n  {verb} " in text for verb in VERBS)
    for verb in VERBS:
        assert run(verb, "--help").exit_code == 0


def test_data_stands_before_or_after_the_verb(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = run("--data", data.path, "status"), run("status", "--data", data.path)
    monkeypatch.setenv("JUESUAN_DATA", str(data.path))
    assert before.output == after.output == run("status").output
    assert run("--data", "/nowhere", "status", "--data", data.path).output == after.output


def test_status_in_words_and_json(data: DataFolder) -> None:
    text = run("status", "--data", data.path).output
    assert "5 reports" in text and "limit 12,000" in text and "云溪区产业服务中心2023.txt" in text
    found = json.loads(run("status", "--data", data.path, "--json").output)
    assert len(found["reports"]) == 5 and found["waiting"] == 0


def test_status_imports_nothing_heavy(data: DataFolder) -> None:
    code = (
        "import sys; from search_app.cli import main\n"
        f"try: main(['status', '--data', {str(data.path)!r}])\n"
        f"except SystemExit: print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_missing_folder_is_a_usage_error_and_is_not_made(tmp_path: Path) -> None:
    for verb in (["status"], ["rebuild"], ["serve"], ["query", "ASK {}"], ["remove", "x"]):
        result = run(*verb, "--data", tmp_path / "none")
        assert result.exit_code == 2 and "juesuan ingest" in result.output
    assert not (tmp_path / "none").exists()


def test_query_of_the_library_with_parameters(data: DataFolder) -> None:
    result = run("query", "reports-loaded", "--param", "year=2024", "--data", data.path)
    assert result.exit_code == 0
    assert result.output.startswith("unit_name,year") and result.output.count("\n") == 3
    wrong = run("query", "reports-loaded", "--param", "year=soon", "--data", data.path)
    assert wrong.exit_code == 2 and "year" in wrong.output
    assert run("query", "reports-loaded", "--param", "year", "--data", data.path).exit_code == 2
    assert "reports-loaded" in run("query", "no-such-query", "--data", data.path).output


def test_query_from_text_stdin_and_file(data: DataFolder, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?r a fa:Report }"
    (tmp_path / "count.rq").write_text(query)
    for words, text in (([query], None), (["-"], query), ([tmp_path / "count.rq"], None)):
        assert run("query", *words, "--data", data.path, text=text).output.split() == ["n", "5"]


def test_query_formats(data: DataFolder) -> None:
    def ask(query: str, name: str) -> str:
        return run("query", query, "--format", name, "--data", data.path).output

    one = "SELECT ?x { VALUES ?x { '值' } }"
    assert json.loads(ask(one, "json"))["results"]["bindings"][0]["x"]["value"] == "值"
    assert ask(one, "table") == "x\n值\n"
    assert ask("ASK {}", "csv") == "true\n"
    assert ask("CONSTRUCT { <urn:s> <urn:p> 1 } {}", "nt").startswith("<urn:s> <urn:p> ")
    assert "@prefix" in run("query", "CONSTRUCT { <urn:s> <urn:p> 1 } {}", "--data", data.path).output


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { ?s ",
        "SELECT (<urn:f>(1) AS ?x) {}",
    ],
)
def test_query_that_fails_says_so_in_a_line(data: DataFolder, query: str) -> None:
    result = run("query", query, "--data", data.path)
    assert result.exit_code == 1 and result.output.startswith("juesuan: ") and result.output.count("\n") == 1


def test_export_of_tables_and_graph(data: DataFolder, tmp_path: Path) -> None:
    result = run("export", "--tables", tmp_path / "tables", "--rdf", tmp_path / "one.nt", "--report", IRI, "--data", data.path)
    assert result.exit_code == 0
    assert (tmp_path / "tables" / "reports.csv").read_text().count("\n") == 6
    assert IRI in (tmp_path / "one.nt").read_text()
    for wrong in ([], ["--report", IRI, "--tables", "x"], ["--rdf", tmp_path / "x.doc"], ["--rdf", tmp_path / "x.nt", "--report", "none"]):
        assert run("export", *wrong, "--data", data.path).exit_code == 2


@pytest.mark.parametrize("name", [IRI, "云溪区产业服务中心2023.txt", "云溪区产业服务中心/2023", "云溪区产业服务中心/2023/部门决算"])
def test_remove_by_any_name(own: Path, name: str) -> None:
    assert run("remove", name, "--gone", "--data", own).exit_code == 0
    found = json.loads(run("status", "--data", own, "--json").output)
    assert IRI not in {report["report"] for report in found["reports"]} and len(found["reports"]) == 4
    assert DataFolder(own).gone() == [IRI]
    assert run("remove", name, "--data", own).exit_code == 2


def test_rebuild_gives_the_same_release(own: Path) -> None:
    before = run("status", "--data", own).output
    assert run("rebuild", "--data", own).exit_code == 0
    assert run("status", "--data", own).output == before


def test_table_counts_a_chinese_character_as_two() -> None:
    assert width("决算a") == 5
    assert aligned(("name", "n"), [("决算", "1"), ("abcde", "22")]) == "name   n\n决算   1\nabcde  22"
    assert aligned(("x",), [("决" * 50,)], longest=11).splitlines()[1] == "决" * 5 + "…"


def test_every_verb_and_option_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    for verb in VERBS:
        command = main.get_command(click.Context(main), verb)
        assert command is not None
        section = text.partition(f"\n## {verb}\n")[2].partition("\n## ")[0]
        assert section, verb
        options = {name for option in command.params for name in option.opts if name.startswith("--")} - {"--data"}
        assert not [name for name in options if name not in section], verb


def test_ask_says_the_answer_and_where_it_stands(data: DataFolder) -> None:
    said = run("ask", QUESTION, "--data", data.path)
    assert said.exit_code == 0 and "万元" in said.output and "s05_" in said.output and "row" in said.output
    refused = run("ask", "示例市云溪区产业服务中心", "2019年三公经费", "--data", data.path)
    assert refused.exit_code == 0 and "没有载入" in refused.output


def test_search_lists_passages(data: DataFolder) -> None:
    said = run("search", "公务接待费", "减少", "-k", "2", "--year", "2024", "--data", data.path)
    assert said.exit_code == 0 and said.stdout.startswith("1. ") and "\n2. " in said.stdout and "passages" in said.stderr
    assert run("search", "？？", "--data", data.path).exit_code == 2


def test_json_of_ask_and_search_is_that_of_the_server(data: DataFolder, client: FlaskClient) -> None:
    asked = json.loads(run("ask", QUESTION, "--json", "--data", data.path).stdout)
    assert asked == client.get("/api/ask", query_string={"q": QUESTION}).get_json()
    options = ["--json", "--unit", "示例市云溪区产业服务中心", "--type", "部门决算", "--sort", "newest", "--page", "2", "-k", "3"]
    found = json.loads(run("search", "支出", *options, "--data", data.path).stdout)
    given = {"q": "支出", "unit": "示例市云溪区产业服务中心", "type": "部门决算", "sort": "newest", "page": 2, "k": 3}
    assert found | {"took_ms": 0} == client.get("/api/search", query_string=given).get_json() | {"took_ms": 0}


def test_new_releases_keep_index_and_lexicon(own: Path) -> None:
    for words in (["rebuild"], ["remove", IRI]):
        assert run(*words, "--data", own).exit_code == 0
        assert run("ask", QUESTION, "--data", own).exit_code == 0
        assert run("search", "支出", "--data", own).exit_code == 0
    assert not (own / "vectors" / "progress.json").exists()  # it had none


def test_release_that_cannot_be_asked_says_so(own: Path) -> None:
    release.build(DataFolder(own)).close()
    assert "juesuan rebuild" in run("ask", QUESTION, "--data", own).output
    assert "juesuan rebuild" in run("search", "支出", "--data", own).output


def test_vectors_begin_unless_they_are_not_wanted(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path] = []
    monkeypatch.setattr("search_app.search.background.start", lambda data: begun.append(data))
    monkeypatch.setenv("JUESUAN_MODEL_DIR", str(tmp_path / "models"))
    sample = next(samples.glob("s11*"))
    assert run("ingest", sample, "--no-vectors", "--data", tmp_path / "data").exit_code == 0 and not begun
    assert run("ingest", sample, "--data", tmp_path / "data").exit_code == 0 and begun == [tmp_path / "data"]


def test_ingest_waits_for_the_vectors_of_a_few_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = tmp_path / "vectors" / "progress.json"
    says = f'import pathlib; pathlib.Path({str(progress)!r}).write_text(\'{{"state": "ready"}}\')'
    progress.parent.mkdir()
    watch(subprocess.Popen([sys.executable, "-c", says]), tmp_path, Meter())
    assert capsys.readouterr().err == "semantic search is ready\n"


def test_ingest_leaves_many_vectors_to_the_background(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    endless = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    watch(endless, tmp_path, Meter(), patience=0.0)
    endless.communicate(b"\n")
    assert "in the background" in capsys.readouterr().err


def test_progress_says_rate_and_time_left_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter(range(0, 1000, 10))
    meter = Meter(lambda: float(next(clock)))
    for done in range(8):
        meter.show("reports", done * 10, 2000)
    said = capsys.readouterr().err.splitlines()
    assert said and re.fullmatch(r"\d0/2000 reports, \d\.\d/s, \d+ min left", said[0])


def test_model_of_the_demo_lies_in_the_user_s_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "juesuan" / "models"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "juesuan" / "models"


def test_a_server_loads_no_threads_before_it_forks() -> None:
    """ONNX Runtime in the process that gunicorn forks from makes every web worker abort at its end."""
    code = "import sys, search_app.server, search_app.commands.vectors, search_app.search.background; print('onnxruntime' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
