"""Which unit's report speaks of something that the question names: an award, an event, a platform. 某奖被哪家单位拿到了."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import Literal, Store

from kg.store import Row, rows
from search_app.ask.answer import Answer, Given, Source, without_repeats
from search_app.ask.characters import folded
from search_app.ask.leftover import meaningful
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.spans import gaps, scan
from search_app.ask.templates import Rows, fill, target_rows, year_rows

_ASKS_WHO = re.compile("谁|哪[家个些几一]")
_MOST_TARGETS = 300
# What `queries/ask/mentioned.rq` says, from the tables: the names first, since there are few of them, then who speaks of these.
_NAMES = """
SELECT DISTINCT named FROM mentioned
WHERE length(folded) >= 4 AND (contains(?, folded) OR (length(?) >= 4 AND contains(folded, ?))) ORDER BY named
"""
_MENTIONED = """
SELECT unit_name, year, named, unit, report, file, place FROM mentioned
WHERE named BETWEEN ? AND ? AND named IN (SELECT unnest(?)) ORDER BY ALL
"""


def asks_who(reading: Reading) -> bool:
    """True where a unit is asked for: 谁, 哪家."""
    return bool(_ASKS_WHO.search(folded(reading.typed)))


def credited(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The units whose reports speak of the one thing named; None where nothing that is named is mentioned, or not in whole."""
    said = folded(reading.typed)
    if not (reading.every_unit and reading.left and asks_who(reading)):
        return None
    part = max(reading.left, key=len)
    values: dict[str, Rows] = {"said": [(Literal(said), Literal(part))]}
    if reading.period.years:
        few = len(reading.targets) <= _MOST_TARGETS
        values["unit"] = target_rows(reading.targets) if few else year_rows(reading.years)
    held = lexicon.tables is not None and "mentioned" in lexicon.tables.names
    found = _of_tables(lexicon, reading, said, part) if held else list(rows(store, fill("mentioned", values)))
    names = dict.fromkeys(row["named"] for row in found)
    query = fill("mentioned", values | {"named": [(Literal(name, language="zh"),) for name in names]} if names else values)
    named = max((name for row in found if (name := folded(row["named"])) in said), key=len, default=part)
    if not found or not _is_all(lexicon, said.replace(named, "", 1)):
        return None
    return _answer(reading, [row for row in found if named in folded(row["named"])], query)


def _of_tables(lexicon: Lexicon, reading: Reading, said: str, part: str) -> list[Row]:
    """The same rows from the tables of the release, whose quotes are read for those that are told."""
    tables, wanted = lexicon.tables, set(reading.targets) if reading.period.years else None
    names = [row["named"] for row in tables.rows(_NAMES, [said, part, part])] if tables else []
    found = tables.rows(_MENTIONED, [names[0], names[-1], names]) if tables and names else []
    return [row | {"year": str(row["year"])} for row in found if wanted is None or (row["unit"], row["year"]) in wanted]


def _is_all(lexicon: Lexicon, rest: str) -> bool:
    """True where the question says nothing unknown beside the thing."""
    return not meaningful(gaps(rest, scan(lexicon, rest)))


def _answer(reading: Reading, found: Sequence[Row], query: str) -> Answer:
    units = list(dict.fromkeys(row["unit_name"] for row in found))
    years = listed(f"{year}年" for year in sorted({row["year"] for row in found}))
    text = f"{found[0]['named']}写在{listed(units)}{years}的报告里。"
    given = tuple(Given(unit) for unit in units)
    return Answer(replace(reading, refusal=""), text, given, None, query, without_repeats(map(_source, found)))


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], "", None, None, row.get("quote"), row["place"])
