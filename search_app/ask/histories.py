"""How a unit was called before, when it was renamed, raised in rank or moved."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode, Store

from kg.store import Row, rows
from ontology.regions import parents
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused
from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.sought import asks_where_or_when
from search_app.ask.templates import fill


def former(store: Store, _lexicon: Lexicon, reading: Reading) -> Answer:
    """The changes that the reports of the units named tell of."""
    if reading.every_unit:
        return refused(reading, refusals.cannot("没有写是哪个单位的更名"))
    query = fill("former-names", {"unit": [(NamedNode(unit.iri),) for unit in reading.units]})
    found = list({row["place"]: row for row in rows(store, query)}.values())
    if not found:
        return refused(
            reading, refusals.no_such("", "更名、升格或划转的记载", f"{listed(unit.name for unit in reading.units)}的报告里"), query
        )
    text = "；".join(dict.fromkeys(map(_said, found)))
    asks_when = asks_where_or_when(reading)
    values = tuple(dict.fromkeys(_given(row, asks_when) for row in found))
    return Answer(reading, f"{text}。", values, None, query, tuple(map(_source, found)))


def of_former_name(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The same where the question calls the unit by its former name; None where no unit had it, or several had."""
    typed = folded(reading.typed)
    places = {term.key for part in reading.parts for term in lexicon.terms.get(folded(part.text), ()) if term.kind == "region"}
    within = [unit for unit in lexicon.units if places <= {unit.region, *parents(unit.region)}]
    query = fill("former-names", {"unit": [(NamedNode(unit.iri),) for unit in within]})
    named = {row["unit"] for row in rows(store, query) if row["former"] and folded(row["former"]) in typed} if within else set()
    units = tuple(unit for unit in within if unit.iri in named)
    return former(store, lexicon, replace(reading, refusal="", units=units, every_unit=False)) if len(units) == 1 else None


def _given(row: Row, asks_when: bool) -> Given:
    """The day where that is asked for, else what it was."""
    if asks_when and row["when"]:
        return Given(row["when"], "", row["kind"])
    return Given(row["former"] or row["text"], "", f"{row['kind']}{row['when']}")


def _said(row: Row) -> str:
    names = f"，原为{row['former']}" if row["former"] else ""
    return f"{row['new'] or row['unit_name']}{row['when']}{row['kind']}{names}"


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], "", None, None, row["text"], row["place"])
