"""Writes `chosen.parquet` of a release: what counts for every unit and year, of all that words for measures and headcounts may mean."""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.columnar import FOLDER, Tables
from kg.columnar.session import copy, literal, open_session
from search_app.aggregates import FOLDER as AGGREGATES
from search_app.ask.building import FILE
from search_app.ask.candidates import PER_MEANING, Choice, Found, choose
from search_app.ask.chosen import COLUMNS, NAME, digest, is_chosen, of_year
from search_app.ask.columns import can_find, places
from search_app.ask.lexicon import Lexicon, load
from search_app.ask.look import parts_of
from search_app.ask.plan import Asked, Meaning, meanings

_MEMORY_MB = 512
_SECONDS = 600.0
_ROW_GROUP = 4096
_FEWEST = 50
_REPORTS_AT_ONCE = 2000
_NULL = r"\N"
_Line = tuple[object, ...]


class ChosenBuilder:
    """`tables/aggregates/chosen.parquet`, after the lexicon and the aggregates. The version changes with how is chosen.

    A release of few reports does without: all their places are read in a few milliseconds.
    """

    name = "chosen-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the file."""
        if len(bundles) < _FEWEST:
            return
        lexicon = load((release_dir / FILE).read_bytes())
        tables = Tables(release_dir / FOLDER, memory_mb=_MEMORY_MB, seconds=_SECONDS)
        try:
            with tempfile.TemporaryDirectory(dir=release_dir) as scratch:
                written = Path(scratch) / f"{NAME}.csv"
                with written.open("w", encoding="utf-8", newline="") as out:
                    lines = csv.writer(out)
                    slices = list(_slices(lexicon))
                    for number, years in enumerate(slices):
                        progress("chosen", number, len(slices))
                        lines.writerows([_NULL if one is None else one for one in line] for line in of_years(tables, lexicon, years))
                _packed(written, release_dir / AGGREGATES / f"{NAME}.parquet", Path(scratch))
        finally:
            tables.close()
        progress("chosen", len(slices), len(slices))


def of_years(tables: Tables, lexicon: Lexicon, years: Sequence[int]) -> Iterator[_Line]:
    """The rows of all units of these years."""
    targets = [(unit.iri, year) for unit in lexicon.units for year in unit.years if year in years]
    for meaning in _meant(lexicon, years):
        parts = parts_of({"": [meaning]})
        if can_find(tables, parts) and len(meaning.places) < PER_MEANING:
            found = list(places(tables, lexicon, targets, parts))
            for year in years:
                yield from _of_year(meaning, year, [one for one in found if one.year == year])


def _slices(lexicon: Lexicon) -> Iterator[list[int]]:
    """The years, as many together as fit into the memory."""
    held: list[int] = []
    count = 0
    for year in lexicon.years:
        more = sum(year in unit.years for unit in lexicon.units)
        if held and count + more > _REPORTS_AT_ONCE:
            yield held
            held, count = [], 0
        held, count = [*held, year], count + more
    yield held


def _meant(lexicon: Lexicon, years: Sequence[int]) -> list[Meaning]:
    """Whatever words that may mean a measure or headcount stand for, each once."""
    asked = [one for one in (Asked("", terms) for terms in dict.fromkeys(lexicon.terms.values())) if is_chosen(one)]
    found = (meaning for one in asked for meaning in meanings(one, lexicon, [], frozenset(map(str, years))))
    return list({digest(meaning.places): meaning for meaning in found}.values())


def _of_year(meaning: Meaning, year: int, found: Sequence[Found]) -> Iterator[_Line]:
    """The first row says that the others are all that is printed; then those of each unit."""
    own = of_year(meaning.places, year)
    key, numbers = digest([meaning.places[at] for at in own]), {at: number for number, at in enumerate(own)}
    yield key, year, "", -1, *[None] * (len(COLUMNS) - 4)
    printed: dict[str, list[Found]] = defaultdict(list)
    for place in found:
        rank = numbers[place.rank]
        printed[place.unit].append(place if rank == place.rank else replace(place, rank=rank))
    for unit, places_of in printed.items():
        (choice,) = choose(places_of, [(unit, year)]).values() if len(places_of) > 1 else [Choice(places_of[0])]
        yield from _of_unit(key, year, choice, places_of)


def _of_unit(key: int, year: int, choice: Choice, printed: Iterable[Found]) -> Iterator[_Line]:
    """A row for what counts and for each that prints otherwise; the first names all places that have no row."""
    told = (choice.best, *choice.disagreeing)
    beside = [place for place in printed if not any(place is one for one in told)]
    for standing, place in enumerate(told):
        others = beside if not standing else []
        numbers, iris = " ".join(str(one.rank) for one in others), " ".join(one.source.place for one in others)
        source = place.source
        yield (
            *(key, year, place.unit, standing, place.rank, place.printed, place.printed_unit, place.amount, place.qualifier, place.what),
            *(place.subject_name, source.statement, source.row, source.column, source.quote, source.place, numbers, iris),
        )


def _packed(source: Path, target: Path, scratch: Path) -> None:
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in COLUMNS.items())
    read = (
        f"read_csv({literal(str(source))}, columns = {{{columns}}}, header = false, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = {literal(_NULL)}, parallel = false)"
    )
    with open_session(_MEMORY_MB, scratch / "spill") as session:
        copy(session, f"SELECT * FROM {read} ORDER BY meaning, year, organization_iri, standing", target, _ROW_GROUP)  # noqa: S608
