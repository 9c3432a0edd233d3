"""Subjects of one report against their budgets: how many spent more than it, which of them, and which by most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pyoxigraph import NamedNode, Store

from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.operations import RANKS
from search_app.ask.printed import listed, rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows

_LESS = re.compile("[低小少]于|[低小少]过|不及|没有?[花用超]|未超|少[花支用了]|结余|节约|省")
_EQUAL = re.compile("等于|持平|一致|相等|一样|100%")
_RATES = re.compile("百分|比例|幅度|增幅|降幅|完成率|倍|%")
_COUNTS = frozenset({"count", "count_projects", "count_units"})


def subject_budgets(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The finest subjects whose budget and expenditure the narrative states, by the comparison that the question makes."""
    if len(reading.targets) != 1:
        return refused(reading, refusals.cannot("几个单位或几年一起的科目预算比较，请写一个单位和一个年度"))
    query = fill("subject-budgets", {"unit": target_rows(reading.targets)})
    found = _finest(list(rows(store, query)))
    if not found:
        return refused(reading, refusals.no_such("", "按科目写明的年初预算", f"{reading.units[0].name}{reading.years[0]}年的报告里"), query)
    return _ranked(reading, found, query) if _is_ranked(reading) else _compared(reading, found, query)


def _is_ranked(reading: Reading) -> bool:
    return bool(reading.operation.cues & RANKS) or any(part.kind == "first" for part in reading.parts)


def _finest(found: Sequence[Row]) -> list[Row]:
    """The lines that no other line is a part of."""
    paths = [row["path"] for row in found]
    return [row for row in found if not any(other.startswith(f"{row['path']} > ") for other in paths)]


def _ranked(reading: Reading, found: Sequence[Row], query: str) -> Answer:
    """The first by how far it went over its budget, or stayed below it; in percent where the question asks for that."""
    rate = bool(_RATES.search(reading.typed))
    changes = [(number, row) for row in found if (number := _change(row, rate=rate)) is not None]
    falling = bool(_LESS.search(reading.typed)) != (reading.operation.order == "lowest")
    ordered = sorted(changes, key=lambda one: one[0] if falling else -one[0])
    first = ordered[: reading.operation.first or len(ordered)]
    if not first:
        return refused(reading, refusals.no_earlier("各科目的年初预算"), query)
    unit = "%" if rate else "万元"
    said = listed(f"{row['value']}（{_signed(number)}{unit}）" for number, row in first)
    text = f"{_head(found)}决算比年初预算{'少' if falling else '多'}得最多的科目：{said}（本站计算）。{year_note(reading)}"
    values = tuple(Given(row["value"], "", f"{_signed(number)}{unit}") for number, row in first)
    if len(first) == 1 and any("多少" in part.text or "几" in part.text for part in reading.parts):
        values = (*values, Given(rounded(abs(first[0][0])), unit, first[0][1]["value"]))
    return Answer(reading, text, values, _table(found), _of(query, [row for _, row in first]), tuple(map(_source, (r for _, r in first))))


def _compared(reading: Reading, found: Sequence[Row], query: str) -> Answer:
    """Those above the budget, below it or equal to it; how many where the question counts."""
    word, having = _having(reading, found)
    said = listed(f"{row['value']}（{_number(row, 'planned')}→{_number(row, 'spent')}万元）" for row in having)
    text = f"{_head(found)}写明年初预算和决算的{len(found)}个科目里，决算{word}年初预算的有{len(having)}个{f'：{said}' if having else ''}。"
    values = tuple(Given(row["value"], "", f"{_signed(Decimal(row['number']))}万元") for row in having)
    if reading.operation.cues & _COUNTS and "listing" not in reading.operation.cues:
        values = (Given(str(len(having)), "个", "科目数"),)
    exact = _of(query, having) if having else query
    return Answer(reading, text + year_note(reading), values, _table(having or found), exact, tuple(map(_source, having)))


def _having(reading: Reading, found: Sequence[Row]) -> tuple[str, list[Row]]:
    if _EQUAL.search(reading.typed):
        return "等于", [row for row in found if not Decimal(row["number"])]
    if _LESS.search(reading.typed):
        return "低于", [row for row in found if Decimal(row["number"]) < 0]
    return "高于", [row for row in found if Decimal(row["number"]) > 0]


def _change(row: Row, *, rate: bool) -> Decimal | None:
    planned = Decimal(row["planned"])
    if rate:
        return Decimal(row["number"]) / planned * 100 if planned else None
    return Decimal(row["number"])


def _of(query: str, found: Sequence[Row]) -> str:
    """The query that gives these lines alone."""
    return f"{query.rstrip()}\nVALUES ?place {{ {' '.join(str(NamedNode(row['place'])) for row in found)} }}\n"


def _head(found: Sequence[Row]) -> str:
    return f"{found[0]['unit_name']}{found[0]['year']}年"


def _signed(number: Decimal) -> str:
    return f"{'+' if number > 0 else ''}{rounded(number)}"


def _number(row: Row, name: str) -> str:
    return shown(rounded(Decimal(row[name])))


def _table(found: Sequence[Row]) -> Table:
    return Table(("科目", "年初预算（万元）", "决算（万元）", "相差（万元）"), tuple(tuple(_cells(row)) for row in found))


def _cells(row: Row) -> Iterator[str]:
    yield row["value"]
    yield from (rounded(Decimal(row[name])) for name in ("planned", "spent", "number"))


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row["statement"], None, None, row["quote"], row["place"])
