"""The reading report: what of a file became facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ingest import samples
from ingest.document import DOUBT
from ingest.formats import read_document
from ingest.pipeline import facts
from kg.facts import Reading, ReportFacts


def text(sample: str) -> str:
    return next(samples.folder().glob(f"{sample}_*")).read_text(encoding="utf-8")


def read(printed: str) -> Reading:
    found = facts(read_document(printed.encode(), "a.txt"), "0").reading
    assert found is not None
    return found


@pytest.mark.parametrize("path", sorted(samples.folder().glob("*.txt")), ids=lambda path: path.name[:3])
def test_of_a_sample_every_number_becomes_a_fact(path: object) -> None:
    found = read(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert found.numbers == found.numbers_read > 100
    assert found.confidence == 1 and not found.tables_missing and not found.doubtful


def test_a_missing_table_lowers_the_confidence_and_is_named() -> None:
    printed = text("s02")
    part = read(printed[: len(printed) // 3])
    assert part.tables_found and part.tables_missing and 0 < part.confidence < Decimal("0.9")
    none = read("".join(line for line in printed.splitlines(keepends=True) if "\t" not in line and "|" not in line))
    assert "收入支出决算总表" in none.tables_missing and none.confidence == 0


def test_numbers_that_become_no_facts_lower_it() -> None:
    extra = "\n附表\n\n名目\t数量\n甲\t12.50\n乙\t13.75\n"
    plain, more = read(text("s02")), read(text("s02") + extra)
    assert more.numbers == plain.numbers + 2
    assert Decimal("0.9") < more.confidence < 1


def test_doubtful_numbers_are_counted_and_are_no_facts() -> None:
    found = facts(read_document(text("s02").encode(), "a.txt"), "0")
    fact = next(o for o in found.observations if "." in o.quantity.printed)
    spoilt = read(text("s02").replace(fact.quantity.printed, fact.quantity.printed + DOUBT))
    assert spoilt.doubtful > 0 and spoilt.confidence < 1


def test_a_self_evaluation_without_its_form_lacks_it() -> None:
    from ingest.reading import reading

    found = facts(read_document(text("s11").encode(), "a.txt"), "0")
    bare: ReportFacts = replace(found, evaluations=(), indicators=())
    assert reading(bare).tables_missing == ("绩效自评表",)
