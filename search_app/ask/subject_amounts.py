"""What the money went to: the subjects of one unit by amount, all of them or the first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pyoxigraph import Literal, Store

from kg.store import Row, rows
from ontology.terms import concept
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.printed import listed, plain, rounded, shown
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows
from search_app.ask.words import measures

# Tables to look in, best first. A narrative's order of 类, 款, 项 is that of functional subjects; economic subjects are listed as items.
_FUNCTIONAL = ("expenditure", "generalPublic", "incomeExpenditure")
_ECONOMIC = ("basicItems",)
_LEVELS = {"类": "class", "款": "group", "项": "item"}


def by_subject(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The subjects of one unit and year, the greatest first; as many as the question asks for."""
    if len(reading.targets) != 1:
        return refused(reading, refusals.cannot("几个单位或几年一起的科目排名，请写一个单位和一个年度"))
    within = _within(lexicon, reading)
    economic = bool(within) and within[0] == "3" and len(within) in (3, 5)
    economic = economic or any("经济" in part.text for part in reading.parts)
    level = _level(reading, within)
    for table in _ECONOMIC if economic else _FUNCTIONAL:
        values = {
            "unit": target_rows(reading.targets),
            "kind": [(concept("tableKind", table),)],
            "level": [(None if economic and within else concept("level", level),)],
            "within": [(Literal(within) if within else None,)],
        }
        query = fill("subject-amounts", values)
        found = list({row["code"]: row for row in reversed(list(rows(store, query)))}.values())[::-1]
        if found:
            return _answer(reading, found, query)
    return refused(
        reading, refusals.no_such("", "按科目分的支出", f"{reading.units[0].name}{listed(map(str, reading.years))}年的报告里"), query
    )


def _within(lexicon: Lexicon, reading: Reading) -> str:
    """The code of the subject whose parts are asked for."""
    for asked in reading.asked:
        for term in asked.terms:
            if term.kind == "subject":
                return lexicon.subject_of[term.key].code
            if term.kind == "measure" and (code := measures()[term.key].subject):
                return code
    return ""


def _level(reading: Reading, within: str) -> str:
    said = next((level for word, level in _LEVELS.items() if any(part.text.endswith(word) for part in reading.parts[-3:])), "")
    if within:
        return {3: "group", 5: "item"}.get(len(within), "item")
    return said if said == "group" else "class"


def _answer(reading: Reading, found: Sequence[Row], query: str) -> Answer:
    cues = reading.operation.cues
    lowest = "lowest" in cues
    ordered = sorted(found, key=lambda row: (Decimal(row["number"]) * (1 if lowest else -1), row["code"]))
    first = ordered if "composition" in cues else ordered[: reading.operation.first or len(ordered)]
    said = [f"{row['value']}{shown(row['printed'], row['printed_unit'])}" for row in first]
    head = f"{found[0]['unit_name']}{found[0]['year']}年"
    words = f"支出有{len(first)}类" if "composition" in cues else f"支出{'最少' if lowest else '最多'}的科目"
    text = f"{head}{words}：{listed(said)}。{year_note(reading)}"
    values = tuple(Given(row["value"], "", f"{row['code']}：{rounded(Decimal(row['number']))}万元") for row in first)
    table = Table(("科目编码", "科目", "万元"), tuple((row["code"], row["value"], rounded(Decimal(row["number"]))) for row in ordered))
    return Answer(reading, text, values, table, query, tuple(map(_source, first)))


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row["statement"], int(row["row"]), int(row["column"]), plain(row["printed"]), row["place"])
