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
from search_app.ask.templates import Rows, fill, target_rows

_ASKS_WHO = re.compile("谁|哪[家个些几一]")
_MOST_TARGETS = 300


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
    if reading.period.years and len(reading.targets) <= _MOST_TARGETS:
        values["unit"] = target_rows(reading.targets)
    query = fill("mentioned", values)
    found = list(rows(store, query))
    named = max((name for row in found if (name := folded(row["named"])) in said), key=len, default=part)
    if not found or not _is_all(lexicon, said.replace(named, "", 1)):
        return None
    return _answer(reading, [row for row in found if named in folded(row["named"])], query)


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
    return Source(row["report"], row["file"], "", None, None, row["quote"], row["place"])
