"""Status comes from the manifest alone."""

from __future__ import annotations

import shutil

from kg import bundle, release
from kg.folder import DataFolder
from kg.status import status
from tests.kg.example import account


def test_status(folder: DataFolder) -> None:
    with release.build(folder) as built:
        shutil.rmtree(built.store_path)
        found = status(folder)
    assert (found.release, found.bundles, found.waiting) == (built.id, 2, 0)
    assert [report.year for report in found.reports] == [2022, 2023]
    assert found.facts == 18
    assert found.triples == sum(report.triples for report in found.reports)
    assert found.largest == max(report.triples for report in found.reports)
    assert found.over == ()
    assert found.counts["IndicatorResult"] == 8


def test_bundles_that_no_release_holds_are_waiting(folder: DataFolder) -> None:
    release.build(folder).close()
    folder.put(bundle.dump(account(2024), folder.iris))
    assert (status(folder).bundles, status(folder).waiting) == (3, 1)
