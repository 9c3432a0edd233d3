"""What counts for every unit, worked out when the release is made: `tables/aggregates/chosen.parquet`, a few rows a unit and year.

A question about all units would else read all places that may print its measure and choose among them, unit by unit. Rows are found by a
digest of the places that a meaning stands for, so that of a release made with other `measures.yaml` they are not found, and chosen anew.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.columnar import Tables
from search_app.ask.answer import Source
from search_app.ask.candidates import PER_MEANING, Choice, Found, Key, decimal
from search_app.ask.lexicon import Lexicon
from search_app.ask.places import Place
from search_app.ask.plan import Asked, Meaning
from search_app.ask.printed import plain

NAME = "chosen"
COLUMNS: Final[Mapping[str, str]] = {
    "meaning": "BIGINT",
    "year": "SMALLINT",
    "organization_iri": "VARCHAR",
    "standing": "SMALLINT",
    "number": "SMALLINT",
    "printed": "VARCHAR",
    "unit": "VARCHAR",
    "amount": "DECIMAL(18, 4)",
    "qualifier": "VARCHAR",
    "what": "VARCHAR",
    "name": "VARCHAR",
    "statement": "VARCHAR",
    "row_index": "INTEGER",
    "column_index": "INTEGER",
    "quote": "VARCHAR",
    "source": "VARCHAR",
    "beside": "VARCHAR",
    "others": "VARCHAR",
}
"""`standing`: 0 what counts, 1 … places that print otherwise; −1 begins a meaning and year, so that one without rows is known to have none.
`number`: which place of the meaning it is. `beside`: the numbers of the other places of the unit, `others` their IRIs, by blanks."""
_READ = ", ".join(f'"{name}"' for name in COLUMNS if name not in ("meaning", "others"))
_FEW_UNITS = 100

_Row = dict[str, Any]
_Target = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows of one meaning by unit and year, and which of its places each number of theirs is."""

    rows: Mapping[_Target, Sequence[_Row]]
    ranks: Mapping[int, Sequence[int]]


class Ready:
    """What the table holds of one thing asked, for these units and years."""

    def __init__(self, tables: Tables, lexicon: Lexicon, label: str, meant: Sequence[Meaning], targets: Sequence[_Target]) -> None:
        self._tables, self._lexicon, self._label, self._meant = tables, lexicon, label, meant
        self._targets = set(targets)
        self._units = list(dict.fromkeys(unit for unit, _ in targets))
        self._years = sorted({year for _, year in targets})
        self._taken: list[tuple[int, _Target]] = []
        self._read: dict[int, _Read | None] = {}

    def choices(self) -> dict[Key, Choice] | None:
        """The choice of every unit and year, as `choose` makes it of all places; None where the table lacks a meaning."""
        held: list[_Read] = []
        for number in range(len(self._meant)):
            read = self._of_meaning(number)
            if read is None:
                return None
            held.append(read)
            if not number and len(read.rows) == len(self._targets):
                break  # what is printed for all of them counts, whatever else is
        printed = {target: [number for number, read in enumerate(held) if target in read.rows] for read in held for target in read.rows}
        shared = set.intersection(*map(set, printed.values())) if printed else set()
        self._taken = [(min(shared or numbers), target) for target, numbers in printed.items()]
        return {(self._label, *target): self._choice(number, target) for number, target in self._taken}

    def given(self, rank: int) -> Iterator[str]:
        """The IRIs of all places of that rank, those too that do not count, of meanings that were looked at."""
        number = rank // PER_MEANING
        read = self._of_meaning(number) if number < len(self._meant) else None
        if read is None:
            return
        meant = {year: {at for at, one in enumerate(ranks) if number * PER_MEANING + one == rank} for year, ranks in read.ranks.items()}
        for (_, year), rows in read.rows.items():
            yield from (row["source"] for row in rows if row["number"] in meant[year])
        beside = [target for target, rows in read.rows.items() if not meant[target[1]].isdisjoint(_numbers(rows[0]["beside"]))]
        for (_, year), numbers, places in self._others(number, beside):
            yield from (place for one, place in zip(numbers, places, strict=True) if one in meant[year])

    def _of_meaning(self, number: int) -> _Read | None:
        if number not in self._read:
            self._read[number] = self._looked_up(number)
        return self._read[number]

    def _looked_up(self, number: int) -> _Read | None:
        rows: dict[_Target, list[_Row]] = defaultdict(list)
        known: set[int] = set()
        for key, years in _keys(self._meant[number].places, self._years).items():
            for row in self._selected(_READ, key, years, self._units):
                target = row["organization_iri"], row["year"]
                if row["standing"] < 0:
                    known.add(row["year"])
                elif target in self._targets:
                    rows[target].append(row)
        ranks = {year: _ranks(self._meant[number].places, year) for year in self._years}
        return _Read(rows, ranks) if known >= set(self._years) else None

    def _selected(self, columns: str, key: int, years: Sequence[int], units: Sequence[str]) -> list[_Row]:
        said, named = (" AND organization_iri IN (SELECT unnest(?))", [[*units, ""]]) if len(units) <= _FEW_UNITS else ("", [])
        statement = f"SELECT {columns} FROM {NAME} WHERE meaning = ? AND year BETWEEN ? AND ?{said}"  # noqa: S608  # names of this program
        return self._tables.rows(statement, [key, min(years), max(years), *named])

    def _others(self, number: int, targets: Sequence[_Target]) -> Iterator[tuple[_Target, Sequence[int], Sequence[str]]]:
        """The numbers and IRIs of the other places of these units and years."""
        if not targets:
            return
        years, units = sorted({year for _, year in targets}), sorted({unit for unit, _ in targets})
        for key, of_years in _keys(self._meant[number].places, years).items():
            for row in self._selected("organization_iri, year, standing, beside, others", key, of_years, units):
                if row["standing"] == 0 and (target := (row["organization_iri"], row["year"])) in targets:
                    yield target, _numbers(row["beside"]), row["others"].split(" ")

    def _choice(self, number: int, target: _Target) -> Choice:
        read = self._read[number]
        if read is None:
            raise KeyError(target)
        ranks = read.ranks[target[1]]
        best, *others = (self._found(row, number * PER_MEANING + ranks[row["number"]]) for row in read.rows[target])
        return Choice(best, tuple(others))

    def _found(self, row: _Row, rank: int) -> Found:
        place, unit = row["source"], row["organization_iri"]
        report = place.partition("#")[0]
        source = Source(report, "", row["statement"], row["row_index"], row["column_index"], row["quote"], place)
        return Found(
            self._label,
            rank,
            unit,
            self._lexicon.unit_of[unit].name,
            row["year"],
            row["printed"],
            row["unit"],
            decimal(plain(row["printed"])),
            row["amount"],
            row["qualifier"],
            row["what"],
            row["name"],
            source,
        )


def is_chosen(asked: Asked) -> bool:
    """True where the table may hold what is asked: a measure or headcount, whatever else its word may mean but projects."""
    kinds = {term.kind for term in asked.terms}
    return not asked.part and not kinds.isdisjoint({"measure", "headcount"}) and "project" not in kinds


def digest(places: Sequence[Place]) -> int:
    """A number for places in their order: 64 bits of a hash of their terms."""
    terms = [[one.part, *map(str, one.values), *(f"{name} {term}" for name, term in one.fixed)] for one in places]
    return int.from_bytes(hashlib.sha256(repr(terms).encode()).digest()[:8], signed=True)


def of_year(places: Sequence[Place], year: int) -> list[int]:
    """Which of the places are of that year or of any: the subjects of other years' reports have other IRIs."""
    return [at for at, one in enumerate(places) if all(_is_of(value.value, year) for value in one.values if isinstance(value, NamedNode))]


def _is_of(iri: str, year: int) -> bool:
    return "/subject/" not in iri or iri.split("/")[-2] == str(year)


def _keys(places: Sequence[Place], years: Sequence[int]) -> dict[int, list[int]]:
    """The digests of the places of these years, with the years of each."""
    found: dict[int, list[int]] = {}
    for year in years:
        found.setdefault(digest([places[at] for at in of_year(places, year)]), []).append(year)
    return found


def _ranks(places: Sequence[Place], year: int) -> list[int]:
    """The rank within the meaning of each place of the year."""
    return [min(at, PER_MEANING - 1) for at in of_year(places, year)]


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split()]
