"""A report that is cut off, or holds a table nobody described, says so."""

from __future__ import annotations

from ingest import samples
from ingest.formats import read_document
from ingest.pipeline import facts


def text(start: str) -> str:
    return next(path for path in samples.reports() if path.name.startswith(start)).read_text(encoding="utf-8")


def test_whole_samples_have_no_gaps() -> None:
    for path in samples.reports():
        found = facts(read_document(path.read_bytes(), path.name), "0").unresolved
        assert [u for u in found if "not found" in u.why or "lacks" in u.why or "no form" in u.why] == [], path.name


def test_a_truncated_report_names_what_it_lacks() -> None:
    whole = text("s01")
    found = facts(read_document(whole[: len(whole) // 4].encode(), "cut.txt"), "0")
    assert found.observations
    assert any("三公" in u.printed and "cut off" in u.why for u in found.unresolved)


def test_a_truncated_report_without_contents_page_too() -> None:
    whole = text("s03")
    found = facts(read_document(whole[: whole.index("支出决算表\n")].encode(), "cut.txt"), "0")
    assert any(u.printed == "支出决算表" for u in found.unresolved)


def test_an_unknown_table_is_read_and_named() -> None:
    head = "\n财政专户管理资金收支决算表\n公开10表\n单位：万元\n\n项目\t金额\t备注\n"
    extra = head + "一、上年结余\t12.00\t\n二、本年收入\t3.00\t\n三、本年支出\t5.00\t\n"
    found = facts(read_document((text("s02") + extra).encode(), "x.txt"), "0")
    assert [(u.printed, u.why[:13]) for u in found.unresolved] == [("财政专户管理资金收支决算表", "no form descr")]
    assert [o.quantity.text for o in found.observations if o.row == "本年收入"][-1:] == ["3.00"]
