"""Which subject of one unit grew or fell most, on the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pyoxigraph import Store

from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.printed import listed, plain, rounded
from search_app.ask.reading import Reading
from search_app.ask.subject_amounts import amounts_query, tables_for, within

_RATES = ("最快", "最慢", "增速")


def subject_growth(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The first subjects by the change between two years that both reports print; one unit alone."""
    units = {unit for unit, _ in reading.targets}
    codes = within(lexicon, reading)
    if len(units) != 1 or codes is None or "budgeted" in reading.operation.cues:
        return refused(reading, refusals.cannot("这样的科目变化，请写一个单位"))
    new = max(year for _, year in reading.targets)
    old = min(reading.period.years) if len(reading.period.years) == 2 else new - 1
    (unit,) = units
    if old not in lexicon.unit_of[unit].years:
        return refused(reading, refusals.year_not_loaded((old,), (lexicon.unit_of[unit],), lexicon))
    for table in tables_for(reading, codes):
        query = amounts_query(reading, table, codes, [(unit, new), (unit, old)])
        found = list(rows(store, query))
        by_year = {year: {row["code"]: row for row in reversed(found) if int(row["year"]) == year} for year in (new, old)}
        if by_year[new] and by_year[old]:
            return _answer(reading, by_year[new], by_year[old], query)
    return refused(reading, refusals.no_earlier("按科目分的支出"), query)


def _answer(reading: Reading, now: Mapping[str, Row], before: Mapping[str, Row], query: str) -> Answer:
    rate = reading.operation.rate or any(part.text in _RATES for part in reading.parts)
    changes = [(code, _change(now[code], before[code], rate=rate)) for code in sorted(now.keys() & before.keys())]
    falling = "less" in reading.operation.cues or any(part.text in ("降幅", "下降率") for part in reading.parts)
    lowest = falling != (reading.operation.order == "lowest")
    ordered = sorted(changes, key=lambda one: (one[1] if lowest else -one[1], one[0]))
    first = ordered[: reading.operation.first or len(ordered)]
    unit = "%" if rate else "万元"
    head = next(iter(now.values()))
    said = [f"{now[code]['value']}（{_signed(number)}{unit}）" for code, number in first]
    verb = "减少" if falling else "增加"
    text = f"{head['unit_name']}{head['year']}年支出比上年{verb}最多的科目：{listed(said)}（本站计算）。{year_note(reading)}"
    table = Table(("科目编码", "科目", f"比上年（{unit}）"), tuple((code, now[code]["value"], rounded(number)) for code, number in ordered))
    values = tuple(Given(now[code]["value"], "", f"{code}：{_signed(number)}{unit}") for code, number in first)
    return Answer(reading, text, values, table, query, tuple(_sources(now, before, [code for code, _ in first])))


def _change(now: Row, before: Row, *, rate: bool) -> Decimal:
    new, old = Decimal(now["number"]), Decimal(before["number"])
    return (new / old - 1) * 100 if rate else new - old


def _signed(number: Decimal) -> str:
    return f"{'+' if number > 0 else ''}{rounded(number)}"


def _sources(now: Mapping[str, Row], before: Mapping[str, Row], codes: Sequence[str]) -> list[Source]:
    printed = [row for code in codes for row in (now[code], before[code])]
    return [
        Source(row["report"], row["file"], row["statement"], int(row["row"]), int(row["column"]), plain(row["printed"]), row["place"])
        for row in printed
    ]
