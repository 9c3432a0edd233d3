"""A report published as its text and its tables apart becomes one report, in which every fact names its own file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.halves import TABLES, TEXT, claim_of
from ingest.identity import Given
from ingest.limits import Limits
from ingest.loading import FAILED, LOADED, REPLACED, UNCHANGED, Loading, Plan, load
from ingest.pipeline import extract, extract_together
from ingest.sources import Source, find_files
from ingest.uploads import facts_of_uploads
from kg import bundle
from kg.errors import SameReport, Unidentified
from kg.folder import DataFolder
from kg.iris import Iris
from tests.samples.halves import BUREAU, CENTRE, INCOME, put, table, text, workbook


def states(loading: Loading) -> dict[str, str]:
    return {outcome.path: outcome.state for outcome in loading.outcomes}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four reports in halves (with names and years, without, with a year in the file's name, in a ZIP), and one held twice."""
    root = tmp_path_factory.mktemp("halves")
    put(root / "a", z_txt=text(CENTRE, 2023), 附表_xlsx=workbook(CENTRE, 2023))
    put(root / "b", 说明_txt=text(BUREAU, 2023), 公开表_xlsx=workbook())
    put(root / "c", **{f"{BUREAU}2022年度部门决算附表_xlsx": workbook()})
    put(root / "d", 正文_txt=text(CENTRE, 2021, *table(INCOME, "收入决算表")), 附表_xlsx=workbook(CENTRE, 2021))
    put(root / "f", 不知_xlsx=workbook())
    with zipfile.ZipFile(root / "e.zip", "w") as archive:
        archive.writestr("2024/正文.txt", text(BUREAU, 2024))
        archive.writestr("2024/附表.xlsx", workbook())
    return root


@pytest.fixture(scope="module")
def loaded(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, Loading]:
    folder = DataFolder(tmp_path_factory.mktemp("data"))
    return folder, load(folder, find_files([root]), Plan())


def test_halves_become_one_report_each(loaded: tuple[DataFolder, Loading]) -> None:
    folder, loading = loaded
    held = {(header.unit, header.year): sorted(header.files) for header in folder.headers()}
    assert held == {
        (CENTRE, 2023): ["a/z.txt", "a/附表.xlsx"],
        (BUREAU, 2023): ["b/公开表.xlsx", "b/说明.txt"],
        (BUREAU, 2022): [f"c/{BUREAU}2022年度部门决算附表.xlsx"],
        (CENTRE, 2021): ["d/正文.txt"],
        (BUREAU, 2024): ["e.zip/2024/正文.txt", "e.zip/2024/附表.xlsx"],
    }
    assert loading.reports == 5 and [o.path for o in loading.outcomes] == sorted(o.path for o in loading.outcomes)
    assert {path: state for path, state in states(loading).items() if state != LOADED} == {"d/附表.xlsx": FAILED, "f/不知.xlsx": FAILED}


def test_files_that_hold_the_same_table_are_refused_with_both_named(loaded: tuple[DataFolder, Loading]) -> None:
    errors = {outcome.path: outcome.error for outcome in loaded[1].outcomes}
    error = errors["d/附表.xlsx"]
    assert isinstance(error, SameReport) and "d/正文.txt" in str(error) and "d/附表.xlsx" in str(error) and "收入决算表" in str(error)
    assert isinstance(errors["f/不知.xlsx"], Unidentified) and "--unit" in str(errors["f/不知.xlsx"])


def test_every_fact_names_its_own_file(root: Path) -> None:
    facts = extract_together([Source(root / "a/z.txt", "a/z.txt"), Source(root / "a/附表.xlsx", "a/附表.xlsx")], Limits())
    assert facts.info.path == "a/z.txt" and [annex.path for annex in facts.info.annexes] == ["a/附表.xlsx"]
    assert {table.file for table in facts.tables} == {"a/附表.xlsx"} and {passage.file for passage in facts.passages} == {""}
    assert len(facts.observations) == 12 and {o.place.page for o in facts.observations} == {1, 2} and len(facts.figures) >= 4
    said = bundle.dump(facts, Iris()).decode()

    assert said.count("fa:inFile") == 2 and 'fa:filePath "a/附表.xlsx"' in said


def test_the_order_of_the_files_changes_nothing(root: Path) -> None:
    sources = [Source(root / "b/公开表.xlsx", "b/公开表.xlsx"), Source(root / "b/说明.txt", "b/说明.txt")]
    one, other = extract_together(sources, Limits()), extract_together(sources[::-1], Limits())
    assert bundle.dump(one, Iris()) == bundle.dump(other, Iris()) and one.info.unit == BUREAU


def test_what_a_file_says_of_its_report(root: Path) -> None:
    assert claim_of(extract(Source(root / "a/z.txt", "z.txt"))).half == TEXT
    assert claim_of(extract(Source(root / "a/附表.xlsx", "t.xlsx"))).half == TABLES
    assert claim_of(extract(Source(root / "d/正文.txt", "t.txt"))).half == ""


def test_unit_and_year_can_be_given_and_what_is_printed_counts_more(root: Path) -> None:
    given = Given("示例市松岭县教育局", 2020)
    alone = extract(Source(root / "f/不知.xlsx", "不知.xlsx"), given=given).info
    assert (alone.unit, alone.year) == ("示例市松岭县教育局", 2020)
    printed = extract(Source(root / "a/z.txt", "z.txt"), given=given).info
    assert (printed.unit, printed.year) == (CENTRE, 2023)


def test_half_that_changes_keeps_the_other(tmp_path: Path) -> None:
    folder, files = DataFolder(tmp_path / "data"), tmp_path / "in"
    put(files, 附表_xlsx=workbook(CENTRE, 2023))
    assert states(load(folder, find_files([files]), Plan())) == {"附表.xlsx": LOADED}
    put(files, 正文_txt=text(CENTRE, 2023))
    load(folder, find_files([files / "正文.txt"]), Plan())
    (header,) = folder.headers()
    assert header.file_path == "正文.txt" and set(header.annexes) == {"附表.xlsx"}
    put(files, 附表_xlsx=workbook(CENTRE, 2023, {"收入决算表": INCOME}))
    assert states(load(folder, find_files([files]), Plan())) == {"正文.txt": UNCHANGED, "附表.xlsx": REPLACED}
    (header,) = folder.headers()
    assert set(header.files) == {"正文.txt", "附表.xlsx"} and header.counts["Table"] == 1 and header.counts["Passage"] >= 3
    (files / "附表.xlsx").unlink()
    put(files, 正文_txt=text(CENTRE, 2023, "三、其他情况说明", "本年度没有其他需要说明的情况。"))
    alone = load(folder, find_files([files]), Plan())
    assert states(alone) == {"正文.txt": FAILED} and "附表.xlsx" in str(alone.outcomes[0].error)
    assert folder.headers() == [header]


def test_uploads_of_one_report_are_one_and_others_are_refused() -> None:
    said = ("正文.txt", text(CENTRE, 2023))
    found = facts_of_uploads([("附表.xlsx", workbook()), said], Limits())
    assert (found.info.path, [annex.path for annex in found.info.annexes], len(found.observations)) == ("正文.txt", ["附表.xlsx"], 12)
    with pytest.raises(SameReport, match="different units or years"):
        facts_of_uploads([("附表.xlsx", workbook(BUREAU, 2022)), said], Limits())
    with pytest.raises(SameReport, match="already holds"):
        facts_of_uploads([("附表.txt", text(CENTRE, 2023, "三、其他情况")), said], Limits())
