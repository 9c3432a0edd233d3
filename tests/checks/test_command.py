"""`juesuan check`: files, the release, the catalogue; exit status of the contract."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from ingest.samples import reports
from search_app.cli import main
from tests.samples.halves import BUREAU, CENTRE, INCOME, put, table, text, workbook


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and stdout."""
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.stdout


def sample(name: str) -> str:
    """The path of a sample report."""
    return str(next(path for path in reports() if path.name.startswith(name)))


def test_errors_are_exit_1_and_no_error_is_0() -> None:
    status, text = run("check", sample("s05"))
    assert status == 1
    assert "应为212.72万元" in text
    assert "[错误]" in text
    assert run("check", sample("s10"))[0] == 0


def test_a_file_that_cannot_be_checked_wins(tmp_path: Path) -> None:
    junk = tmp_path / "junk.txt"
    junk.write_text("买菜清单", encoding="utf-8")
    assert run("check", sample("s05"), str(junk))[0] == 3


@pytest.mark.parametrize("arguments", [[], ["--all", "x.txt"]])
def test_a_wrong_call_is_2(arguments: list[str]) -> None:
    assert run("check", *arguments)[0] == 2


def test_forms_of_the_findings(tmp_path: Path) -> None:
    book = tmp_path / "found.xlsx"
    found = json.loads(run("check", sample("s05"), "--json", "--xlsx", str(book))[1])["files"][0]
    rows = list(csv.DictReader(io.StringIO(run("check", sample("s05"), "--csv")[1])))
    assert [row["rule"] for row in rows] == [finding["rule"] for finding in found["findings"]]
    assert found["outcomes"]["passed"] > 100
    sheet = openpyxl.load_workbook(book)["勾稽发现"]
    assert sheet.max_row == len(rows) + 1


def test_the_catalogue_prints_itself() -> None:
    status, text = run("check", "--rules")
    assert status == 0
    assert "本年收入合计 = Σ各项收入" in text
    assert len(json.loads(run("check", "--rules", "--json")[1])) > 100


def test_the_release_has_its_findings(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    assert CliRunner().invoke(main, ["--data", data, "ingest", sample("s05"), "--no-vectors"]).exit_code == 0
    status, text = run("--data", data, "check", "--all", "--csv")
    assert status == 1
    exported = tmp_path / "tables"
    CliRunner().invoke(main, ["--data", data, "export", "--tables", str(exported)])
    listed = list(csv.DictReader(io.StringIO((exported / "findings.csv").read_text(encoding="utf-8"))))
    said = list(csv.DictReader(io.StringIO(text)))
    assert sorted(row["message"] for row in listed) == sorted(row["message"] for row in said)


def test_text_and_tables_in_two_files_are_checked_as_one(tmp_path: Path) -> None:
    put(tmp_path, 附表_xlsx=workbook(CENTRE, 2023), 正文_txt=text(CENTRE, 2023), 别的_txt=text(BUREAU, 2022))
    found = json.loads(run("check", str(tmp_path), "--json")[1])["files"]
    assert [(one["path"], one.get("annexes")) for one in found] == [("别的.txt", None), ("正文.txt", ["附表.xlsx"])]
    apart = json.loads(run("check", str(tmp_path / "正文.txt"), "--json")[1])["files"][0]["outcomes"]
    assert found[1]["outcomes"]["passed"] > apart["passed"] + 5


def test_a_table_file_without_names_is_checked_with_its_text(tmp_path: Path) -> None:
    put(tmp_path, 附表_xlsx=workbook(), 正文_txt=text(CENTRE, 2023))
    assert run("check", str(tmp_path / "附表.xlsx"))[0] == 3
    assert run("check", str(tmp_path))[1].startswith("正文.txt、附表.xlsx：")


def test_files_with_the_same_table_stay_apart(tmp_path: Path) -> None:
    put(tmp_path, 附表_xlsx=workbook(CENTRE, 2023), 正文_txt=text(CENTRE, 2023, *table(INCOME, "收入决算表")))
    found = json.loads(run("check", str(tmp_path), "--json")[1])["files"]
    assert [(one["path"], one.get("annexes")) for one in found] == [("正文.txt", None), ("附表.xlsx", None)]
