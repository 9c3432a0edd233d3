"""What the checks (勾稽) found: which reports do not add up, in how many places, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import NamedNode, Store

from kg.literals import year
from kg.store import Row, rows
from ontology.terms import FA, RDF, concept
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.periods import Period, targets
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows

_ERROR, _WARNING = concept("severity", "error"), concept("severity", "warning")
_SHOWN = 10
_NAMED = 60  # units and years that the query names one by one
_UNCHECKED = "这个数据发布版没有勾稽检查的结果，答不出。"


def findings(store: Store, _lexicon: Lexicon, reading: Reading) -> Answer:
    """The reports with errors, or those of the units named: how many, or which."""
    if next(iter(store.quads_for_pattern(None, RDF.type, FA.CheckRule, None)), None) is None:
        return refused(reading, _UNCHECKED)
    asked = reading if reading.period.years else _of_all_years(reading)
    severity = _WARNING if "warnings" in reading.operation.cues else _ERROR
    query, wanted = _query(asked, severity), set(asked.targets)
    found = [row for row in rows(store, query) if (row["unit"], int(row["year"])) in wanted]
    kind = "提示" if severity == _WARNING else "不一致"
    return _of_reports(asked, found, query, kind) if reading.every_unit else _of_units(asked, found, query, kind)


def _query(reading: Reading, severity: NamedNode) -> str:
    of = {"severity": [(severity,)]}
    if reading.every_unit and len(reading.targets) > _NAMED:
        return fill("findings-of-years", {"year": [(year(one),) for one in reading.years], **of})
    return fill("findings", {"unit": target_rows(reading.targets), **of})


def _of_all_years(reading: Reading) -> Reading:
    period = Period(every=True)
    return replace(reading, period=period, targets=targets(period, reading.units, together=False))


def _of_reports(reading: Reading, found: Sequence[Row], query: str, kind: str) -> Answer:
    numbers: dict[str, int] = {}
    for row in found:
        numbers[_report(row)] = numbers.get(_report(row), 0) + 1
    if _is_counted(reading):
        text = f"{_years(reading)}各单位的报告里，勾稽检查发现{len(found)}处{kind}，在{len(numbers)}份报告里。"
        return Answer(reading, text, (Given(str(len(found)), "处", kind),), _table(found), query, _sources(found))
    names = [f"{name}（{number}处）" for name, number in numbers.items()]
    text = f"勾稽检查发现{kind}的报告有{len(numbers)}份：{listed(names)}。" if names else f"勾稽检查没有发现{kind}。"
    return Answer(reading, text, tuple(Given(name, "", f"{n}处") for name, n in numbers.items()), _table(found), query, _sources(found))


def _of_units(reading: Reading, found: Sequence[Row], query: str, kind: str) -> Answer:
    head = f"{listed(unit.name for unit in reading.units)}{_years(reading)}的报告"
    if not found:
        return Answer(reading, f"{head}，勾稽检查没有发现{kind}。", (Given("0", "处", kind),), None, query, ())
    said = listed((f"{row['year']}年{row['where']}：{row['value']}" for row in found[:_SHOWN]), "；")
    text = f"{head}，勾稽检查发现{len(found)}处{kind}：{said}{'等' if len(found) > _SHOWN else ''}。"
    counted = (Given(str(len(found)), "处", kind),)
    values = counted if _is_counted(reading) else tuple(Given(row["value"], "", row["rule"]) for row in found)
    return Answer(reading, text, values, _table(found), query, _sources(found))


def _is_counted(reading: Reading) -> bool:
    return bool(reading.operation.cues & {"count", "amount"}) and "listing" not in reading.operation.cues


def _report(row: Row) -> str:
    return f"{row['unit_name']}{row['year']}年{row['type']}"


def _years(reading: Reading) -> str:
    return f"{listed(map(str, reading.years))}年"


def _table(found: Sequence[Row]) -> Table | None:
    if not found:
        return None
    cells = tuple((_report(row), row["rule"], row["where"], row["value"]) for row in found)
    return Table(("报告", "规则", "位置", "发现"), cells)


def _sources(found: Sequence[Row]) -> tuple[Source, ...]:
    return tuple(Source(row["report"], row["file"], row["where"], None, None, row["value"], row["place"]) for row in found)
