"""The data folder: bundles in their places, one writer, nothing half done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import bundle
from kg.errors import BundleError, BusyError, SameReport, UsageError
from kg.folder import DataFolder
from kg.iris import Iris
from tests.kg.example import account


def test_bundles_lie_by_place_unit_and_year(folder: DataFolder) -> None:
    found = [info.path.relative_to(folder.path).as_posix() for info in folder.bundles()]
    assert found == [f"bundles/990102/云溪区产业服务中心/{year}-部门决算.trig" for year in (2022, 2023)]


def test_bundles_tell_what_they_hold(folder: DataFolder) -> None:
    info = folder.bundles()[1]
    assert info.report_iri == folder.iris.report(account(2023).info).value
    assert (info.file_path, info.file_hash) == (account(2023).info.path, account(2023).info.sha256)
    assert info.triples == len(bundle.load(info.path))


def test_the_same_report_from_another_file_is_refused_with_both_named(folder: DataFolder) -> None:
    copy = bundle.dump(account(2023, path="copy.txt"), folder.iris)
    with pytest.raises(SameReport) as caught:
        folder.put(copy)
    assert "copy.txt" in str(caught.value)
    assert account(2023).info.path in str(caught.value)
    folder.put(copy, replace=True)
    assert folder.by_file()["copy.txt"].year == 2023
    assert len(folder.bundles()) == 2


def test_a_changed_file_replaces_its_report_even_where_it_is_another_one_now(folder: DataFolder) -> None:
    folder.put(bundle.dump(account(2021, path=account(2023).info.path), folder.iris))
    assert [header.year for header in folder.headers()] == [2021, 2022]


def test_remove_and_gone(folder: DataFolder) -> None:
    iri = folder.iris.report(account(2022).info).value
    folder.remove(iri, gone=True)
    assert folder.gone() == [iri]
    assert [header.year for header in folder.headers()] == [2023]
    folder.put(bundle.dump(account(2022), folder.iris))
    assert folder.gone() == []


def test_removing_the_last_report_of_a_unit_removes_its_folders(folder: DataFolder) -> None:
    for header in folder.headers():
        folder.remove(header.report_iri)
    assert list(folder.bundle_root.iterdir()) == []


def test_remove_what_is_not_there(folder: DataFolder) -> None:
    with pytest.raises(UsageError, match="there is no report"):
        folder.remove("https://w3id.org/juesuan/id/report/none")


def test_base_iri_is_fixed(folder: DataFolder) -> None:
    assert DataFolder(folder.path).base_iri == folder.base_iri
    with pytest.raises(UsageError, match="was made with base_iri"):
        DataFolder(folder.path, "https://data.example/id/")


def test_a_bundle_of_another_base_iri_is_refused(folder: DataFolder) -> None:
    with pytest.raises(BundleError, match="base_iri"):
        folder.put(bundle.dump(account(2020), Iris("https://data.example/id/")))


def test_names_too_long_for_a_file_system(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    one, two = ("云溪区" + "示例" * 60 + end for end in ("甲", "乙"))
    for unit in (one, two):
        folder.put(bundle.dump(account(2023, unit), folder.iris))
    assert sorted(header.unit for header in folder.headers()) == sorted([one, two])


def test_the_lock_names_its_holder(folder: DataFolder) -> None:
    code = f"""
import sys, pathlib
from kg.folder import DataFolder
with DataFolder(pathlib.Path({str(folder.path)!r})).lock():
    print("held", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"process {other.pid}"), folder.lock():
            pass
        other.kill()
    with folder.lock(), folder.lock():
        pass
