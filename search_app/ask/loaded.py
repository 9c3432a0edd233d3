"""Which units and years have reports here."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Store

from kg.store import Row, rows
from search_app.ask.answer import Answer, Given, Source, Table
from search_app.ask.lexicon import Lexicon
from search_app.ask.periods import Period, targets
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows, year_rows

# What `queries/ask/loaded.rq` says, from the tables.
_LOADED = """
SELECT organization AS unit_name, year, type, organization_iri AS unit, report_iri AS report, report AS file FROM report_units ORDER BY ALL
"""


def loaded(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The years of the units named, or the units (of the year named)."""
    every = reading if reading.period.years else _of_all_years(reading)
    many = reading.every_unit and lexicon.tables is not None
    query = fill("loaded", {"unit": year_rows(every.years) if many else target_rows(every.targets)})
    found = _of_tables(lexicon, every) if many else list(rows(store, query))
    units = list(dict.fromkeys(row["unit_name"] for row in found))
    years = list(dict.fromkeys(row["year"] for row in sorted(found, key=lambda row: row["year"])))
    names = units if reading.every_unit else years
    whose = f"{listed(f'{year}年' for year in years)}有{len(units)}个单位" if reading.every_unit else f"{listed(units)}有{len(years)}个年度"
    counted = reading.operation.cues & {"count", "count_units"} and "listing" not in reading.operation.cues
    values = (Given(str(len(names)), "个", "单位" if reading.every_unit else "年度"),) if counted else tuple(Given(name) for name in names)
    return Answer(every, f"已载入的报告里，{whose}：{listed(names)}。", values, _table(found), query, tuple(map(_source, found)))


def _of_tables(lexicon: Lexicon, reading: Reading) -> list[Row]:
    """The same rows from the tables of the release."""
    wanted = set(reading.targets)
    found = lexicon.tables.rows(_LOADED) if lexicon.tables else []
    return [row | {"year": str(row["year"])} for row in found if (row["unit"], row["year"]) in wanted]


def _of_all_years(reading: Reading) -> Reading:
    period = Period(every=True)
    return replace(reading, period=period, targets=targets(period, reading.units, together=False))


def _table(found: list[Row]) -> Table:
    return Table(("单位", "年度", "类型"), tuple((row["unit_name"], row["year"], row["type"]) for row in found))


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row["type"], None, None, f"{row['unit_name']}{row['year']}年{row['type']}", row["report"])
