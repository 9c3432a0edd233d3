"""The lexicon of a store, in one pass of a few queries, and as a part of a release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from pyoxigraph import Store

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.columnar import FOLDER, Tables
from kg.files import write_atomic
from kg.store import Row, rows
from ontology.regions import COUNTRY, parents
from ontology.regions import name as region_name
from queries import library
from search_app.aggregates import aggregates
from search_app.ask.characters import folded
from search_app.ask.lexicon import SUFFIX, Lexicon, Project, Subject, Unit, load
from search_app.ask.names import stem
from search_app.ask.words import words

FILE = "lexicon.json"
_SECONDS = 600.0
# What `queries/ask/lexicon-rows.rq` says, from the tables: in milliseconds, where the store takes as long as for all other names.
_ROWS = """
SELECT DISTINCT table_kind AS kind, row AS item FROM facts
WHERE table_kind IN ('incomeExpenditure', 'basicData', 'basicItems') AND row IS NOT NULL ORDER BY ALL
"""


class LexiconBuilder:
    """`lexicon.json`: the names that a question may use; after the tables."""

    name = "lexicon-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the lexicon of the store that lies in `release_dir`."""
        progress("lexicon", 0, 1)
        store = Store.read_only(str(release_dir / "store"))
        write_atomic(release_dir / FILE, build_lexicon(store, _rows(release_dir / FOLDER)).dump())
        progress("lexicon", 1, 1)


def read_lexicon(release_dir: Path, tables: Callable[[], Tables] | None = None) -> Lexicon:
    """The lexicon of a release; raises FileNotFoundError where it has none. `tables` opens those of the release, where they are open."""
    opened = tables or cache(partial(Tables, release_dir / FOLDER, derived=aggregates()))
    return load((release_dir / FILE).read_bytes()).with_tables(opened)


def _rows(tables: Path) -> list[Row]:
    """The labels of rows by kind of table."""
    held = Tables(tables, seconds=_SECONDS)
    try:
        return held.rows(_ROWS)
    finally:
        held.close()


def build_lexicon(store: Store, labels: Iterable[Row] | None = None) -> Lexicon:
    """The names of all that `store` holds; `labels`: those of the rows of its tables, where they are known already."""
    units = tuple(_units(store))
    concepts = list(_ask(store, "concepts"))
    with_rows = _holders(store, "row-units")
    return Lexicon(
        units=units,
        others=tuple(row["name"] for row in _ask(store, "other-units") if row["name"] not in with_rows),
        regions=_regions(units),
        subjects=tuple(_subjects(store)),
        projects=tuple(_projects(store)),
        indicators=_holders(store, "indicators"),
        divisions=_holders(store, "divisions") | with_rows,
        labels={_local(row["concept"]): row["label"] for row in concepts},
        wordings=_wordings(concepts),
        rows={
            folded(row["item"]): f"tableKind-{row['kind']}/{row['item']}"
            for row in (_ask(store, "rows") if labels is None else labels)
            if len(row["item"]) > 2 and not set("、，") & set(row["item"])
        },
    )


def _ask(store: Store, name: str) -> Iterator[Row]:
    return rows(store, library.get("ask", f"lexicon-{name}").text)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _units(store: Store) -> Iterator[Unit]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _ask(store, "units"):
        found[row["unit"]].append(row)
    for iri, printed in sorted(found.items()):
        label = printed[0]["label"]
        region = printed[0]["region"].rpartition("/")[2] or COUNTRY
        years = tuple(sorted({int(row["year"]) for row in printed}))
        yield Unit(iri, label, region, years, tuple(sorted({row["name"] for row in printed} - {label})))


def _regions(units: Sequence[Unit]) -> dict[str, str]:
    """The places of the units and those above them, by name with and without rank."""
    codes = sorted({code for unit in units for code in (unit.region, *parents(unit.region))} - {COUNTRY})
    short = {stem(region_name(code)): code for code in reversed(codes)}
    return short | {region_name(code): code for code in codes}


def _subjects(store: Store) -> Iterator[Subject]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _ask(store, "subjects"):
        found[_local(row["scheme"]).removesuffix("Subjects"), row["code"]].append(row)
    for (scheme, code), printed in sorted(found.items()):
        newest_first = sorted(printed, key=lambda row: row["year"], reverse=True)
        names = tuple(dict.fromkeys(row["name"] for row in newest_first if row["name"] != code))
        yield Subject(scheme, code, names, tuple(sorted({row["subject"] for row in printed})))


def _projects(store: Store) -> Iterator[Project]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _ask(store, "projects"):
        found[row["project"]].append(row)
    for iri, printed in sorted(found.items()):
        names = tuple(sorted({row["name"] for row in printed}))
        years = tuple(sorted({int(row["year"]) for row in printed}))
        label = printed[0]["label"]
        yield Project(iri, f"{label}{SUFFIX}" if f"{label}{SUFFIX}" in names else label, names, printed[0]["unit"], years)


def _holders(store: Store, name: str) -> dict[str, tuple[str, ...]]:
    """Every name with the units that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _ask(store, name):
        found[row["name"]].add(row["unit"])
    return {name: tuple(sorted(units)) for name, units in sorted(found.items())}


def _wordings(concepts: Sequence[Row]) -> dict[str, str]:
    """Words of the measures and headcounts: a label wins over another concept's alternative, a headcount over a measure."""
    found: dict[str, str] = {}
    ordered = sorted(concepts, key=lambda row: (row["name"] != row["label"], not _local(row["concept"]).startswith("headcount")))
    for row in ordered:
        concept = _local(row["concept"])
        if concept.partition("-")[2] not in words().unnamed:
            found.setdefault(row["name"], concept)
    return found
