"""Which subject carries an amount that the question gives: 有一笔902.46万元，记在哪个科目."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Store

from kg.literals import decimal
from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.printed import listed, plain, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows

_FIRST = ("expenditure", "generalPublic", "basicItems")  # kinds of tables, in the order in which they count


def carried(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The finest subjects of which the tables print just this amount as spent, the functional ones before the economic ones."""
    amounts = [part.text for part in reading.parts if part.kind == "money"]
    if not amounts or not reading.money:
        return refused(reading, refusals.NOTHING_ASKED)
    query = fill("carried", {"unit": target_rows(reading.targets), "amount": [(decimal(reading.money),)]})
    found = list(rows(store, query))
    if not found:
        return refused(reading, refusals.no_such("记为", f"{amounts[0]}的科目", _where(reading)), query)
    first = _finest(found, reading)
    said = listed(f"{row['value']}（{row['code']}）" for row in first)
    head = f"{first[0]['unit_name']}{first[0]['year']}年{shown(first[0]['printed'], first[0]['printed_unit'])}"
    values = tuple(Given(row["value"], "", row["code"]) for row in first)
    return Answer(reading, f"{head}记在{said}。{year_note(reading)}", values, None, query, tuple(map(_source, first)))


def _finest(found: Sequence[Row], reading: Reading) -> list[Row]:
    """Each subject once, without those that another one is a part of."""
    economic = any("经济" in part.text for part in reading.parts)
    ordered = sorted(found, key=lambda row: (_rank(row), row["code"]))
    by_code = {row["code"]: row for row in reversed(ordered)}
    kinds = [code for code in by_code if (code[0] == "3") == economic] or list(by_code)
    finest = [code for code in kinds if not any(other != code and other.startswith(code) for other in kinds)]
    functional = [code for code in finest if code[0] == "2"]
    return [by_code[code] for code in sorted(functional if functional and not economic else finest)]


def _rank(row: Row) -> int:
    kind = row["kind"].rpartition("-")[2]
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _where(reading: Reading) -> str:
    return f"{listed(unit.name for unit in reading.units[:3])}{listed(map(str, reading.years))}年的报告里"


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row["statement"], int(row["row"]), int(row["column"]), plain(row["printed"]), row["place"])
