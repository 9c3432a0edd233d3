"""The places that print what is asked, and which of them counts: tables before the narrative, that before self-evaluations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Store

from kg.amounts import YUAN_PER_UNIT
from kg.store import Row
from ontology.terms import FA, QB
from search_app.ask.answer import Source
from search_app.ask.printed import agree, decimals, plain

_TYPES = ("部门决算", "单位决算", "绩效自评报告")
PER_MEANING = 100  # ranks of one meaning

Key = tuple[str, str, int]
"""What is asked (its label), the unit's IRI, the year."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place that prints what is asked. `number` is in the printed unit, `amount` in 元 where it is money; None: not a number."""

    asked: str
    rank: int
    unit: str
    unit_name: str
    year: int
    printed: str
    printed_unit: str
    number: Decimal | None
    amount: Decimal | None
    qualifier: str
    what: str
    subject_name: str
    source: Source

    @property
    def key(self) -> Key:
        """What it is the value of."""
        return self.asked, self.unit, self.year

    @property
    def meaning(self) -> int:
        """Which meaning of what is asked it prints."""
        return self.rank // PER_MEANING

    @property
    def in_table(self) -> bool:
        """True for a cell."""
        return self.source.column is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that counts, and others that print the same thing otherwise."""

    best: Found
    disagreeing: tuple[Found, ...] = ()


def found(row: Row) -> Found:
    """A row of `values.rq`."""
    place = row["place"]
    return Found(
        asked=row["asked"],
        rank=int(row["rank"]),
        unit=row["unit"],
        unit_name=row["unit_name"],
        year=int(row["year"]),
        printed=row["printed"],
        printed_unit=row["printed_unit"],
        number=decimal(plain(row["printed"])),
        amount=decimal(row["amount"]),
        qualifier="",
        what=row["what"],
        subject_name=row["subject_name"],
        source=Source(row["report"], row["file"], "", _int(row["row"]), _int(row["column"]), row["quote"], place),
    )


def located(store: Store, place: Found) -> Found:
    """The place with what the store says of it alone: its statement or section of the narrative and its word of approximation."""
    node = NamedNode(place.source.place)
    within = [NamedNode(iri) for part in (FA.statedIn, QB.dataSet) for iri in objects(store, node, part)]
    named = (objects(store, of, said) for of in (node, *within) for said in (FA.statement, FA.section))
    section = next((names[0] for names in named if names), "")
    qualifier = next(iter(objects(store, node, FA.qualifier)), "")
    return replace(place, qualifier=qualifier, source=replace(place.source, statement=section))


def read_again(store: Store, source: Source) -> Source:
    """The source with its file and the words that the report prints there, where the tables left them to be read."""
    files = objects(store, NamedNode(source.report), FA.filePath) if source.report and not source.file else [source.file]
    return replace(source, file=next(iter(files), ""), quote=_printed(store, source) if source.quote is None else source.quote)


def _printed(store: Store, source: Source) -> str:
    """What a cell prints, or the passage that a number stands in."""
    node = NamedNode(source.place)
    passages = [NamedNode(iri) for iri in objects(store, node, FA.statedIn)] if source.column is None else []
    quotes = (quote for of in (*passages, node) for said in (FA.text, FA.printedText) for quote in objects(store, of, said))
    return next(quotes, "")


def objects(store: Store, node: NamedNode, predicate: NamedNode) -> list[str]:
    """The texts of all objects, sorted."""
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None, None))
    return sorted(term.value for term in found if isinstance(term, NamedNode | Literal))


def choose(places: Iterable[Found], wanted: Iterable[tuple[str, int]]) -> dict[Key, Choice]:
    """The choice for everything that is printed for the wanted units and years.

    Units that are compared get the same meaning, where one is printed for all of them.
    """
    grouped: dict[Key, list[Found]] = defaultdict(list)
    pairs = set(wanted)
    for place in places:
        if (place.unit, place.year) in pairs:
            grouped[place.key].append(place)
    shared = _shared_meanings(grouped)
    return {
        key: _choice([place for place in group if place.meaning == shared.get(key[0], place.meaning)])
        for key, group in sorted(grouped.items())
    }


def _shared_meanings(grouped: Mapping[Key, Sequence[Found]]) -> dict[str, int]:
    """The first meaning that is printed for every unit and year, by what is asked."""
    meanings: dict[str, list[set[int]]] = defaultdict(list)
    for (asked, _, _), group in grouped.items():
        meanings[asked].append({place.meaning for place in group})
    common = {asked: set.intersection(*sets) for asked, sets in meanings.items()}
    return {asked: min(shared) for asked, shared in common.items() if shared}


def _choice(group: Sequence[Found]) -> Choice:
    if len(group) == 1:
        return Choice(group[0])
    ordered = sorted(group, key=_order)
    best = ordered[0]
    same = [place for place in ordered if place.meaning == best.meaning and place.source.report == best.source.report]
    finer = [place for place in same if _is_finer(place, best)]
    best = finer[0] if finer else best
    others = {place.printed_unit + plain(place.printed): place for place in reversed(same) if _disagrees(place, best)}
    return Choice(best, tuple(reversed(others.values())))


def _order(place: Found) -> tuple[int, int, bool, bool, list[int]]:
    """Meaning and rank, the type of the report, the narrative before self-evaluations, dated headcounts, the order of the file."""
    kind = place.source.report.rpartition("/")[2]
    evaluated = "自评" in place.source.statement or "评价" in place.source.statement
    return (
        place.rank,
        _TYPES.index(kind) if kind in _TYPES else len(_TYPES),
        evaluated and not place.in_table,
        place.source.quote == "",
        [int(number) for number in re.findall(r"\d+", place.source.place.rpartition("#")[2])],
    )


def _is_finer(place: Found, best: Found) -> bool:
    """True where `place` prints the number of `best` with more decimals: a table that cuts 40.95 off to 40.9."""
    if (
        place.amount is None
        or best.amount is None
        or place.printed_unit != best.printed_unit
        or place.number is None
        or best.number is None
    ):
        return False
    digits = decimals(best.printed)
    return decimals(place.printed) > digits and place.number != best.number and agree(best.number, place.number, digits)


def _disagrees(place: Found, best: Found) -> bool:
    if place.amount is None or best.amount is None:
        return False
    step = min(YUAN_PER_UNIT.get(one.printed_unit, Decimal(1)) * Decimal(1).scaleb(-decimals(one.printed)) for one in (place, best))
    return abs(place.amount - best.amount) >= step


def decimal(text: str) -> Decimal | None:
    """The number that `text` is; None where it is none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _int(text: str) -> int | None:
    return int(text) if text else None
