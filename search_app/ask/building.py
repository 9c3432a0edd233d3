"""The lexicon of a store, in one pass of a few queries, and as a part of a release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Store

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.columnar import FOLDER, Tables
from kg.files import write_atomic
from kg.parts import parts_of
from kg.parts.names import together
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
# What some of `queries/ask/lexicon-*.rq` ask about cells and rows, from the tables: in milliseconds, where the store takes as long as for
# all other names. Where a query gives units, these give the reports' files.
_ROWS = """
SELECT DISTINCT table_kind AS kind, row AS item FROM facts
WHERE table_kind IN ('incomeExpenditure', 'basicData', 'basicItems') AND row IS NOT NULL ORDER BY ALL
"""
_INDICATORS = "SELECT DISTINCT level3 AS name, report FROM indicators WHERE level3 IS NOT NULL"
_ROW_UNITS = """
SELECT DISTINCT "row" AS name, report FROM facts
WHERE table_kind IN ('income', 'expenditure') AND amount IS NOT NULL AND "row" IN (SELECT unnest(?))
"""

Asked = Callable[[str], Iterable[Row]]
"""The rows of the query `queries/ask/lexicon-<name>.rq`."""


class LexiconBuilder:
    """`lexicon.json`: the names that a question may use, of the store, of the tables, and of the parts of the reports; after the tables."""

    name = "lexicon-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the lexicon of the store that lies in `release_dir`."""
        progress("lexicon", 0, 1)
        store = Store.read_only(str(release_dir / "store"))
        known = _of_tables(store, release_dir / FOLDER) | together(parts_of(release_dir).names(bundles))
        write_atomic(release_dir / FILE, build_lexicon(store, known).dump())
        progress("lexicon", 1, 1)


def read_lexicon(release_dir: Path, tables: Callable[[], Tables] | None = None) -> Lexicon:
    """The lexicon of a release; raises FileNotFoundError where it has none. `tables` opens those of the release, where they are open."""
    opened = tables or cache(partial(Tables, release_dir / FOLDER, derived=aggregates()))
    return load((release_dir / FILE).read_bytes()).with_tables(opened)


def _of_tables(store: Store, folder: Path) -> dict[str, list[Row]]:
    """What the tables answer, by the query's name."""
    units = {row["report"]: row["unit"] for row in _ask(store, "reports")}
    others = [row["name"] for row in _ask(store, "other-units")]
    tables = Tables(folder, seconds=_SECONDS)
    try:
        found = {"indicators": tables.rows(_INDICATORS), "row-units": tables.rows(_ROW_UNITS, [others]), "rows": tables.rows(_ROWS)}
    finally:
        tables.close()
    for name in ("indicators", "row-units"):
        found[name] = [{"name": row["name"], "unit": units[row["report"]]} for row in found[name]]
    return found


def build_lexicon(store: Store, known: Mapping[str, Iterable[Row]] = MappingProxyType({})) -> Lexicon:
    """The names of all that `store` holds; `known`: what queries give, by their names, where it is known already."""

    def asked(name: str) -> Iterable[Row]:
        return known[name] if name in known else _ask(store, name)

    units = tuple(_units(asked))
    concepts = list(asked("concepts"))
    with_rows = _holders(asked, "row-units")
    return Lexicon(
        units=units,
        others=tuple(row["name"] for row in asked("other-units") if row["name"] not in with_rows),
        regions=_regions(units),
        subjects=tuple(_subjects(asked)),
        projects=tuple(_projects(asked)),
        indicators=_holders(asked, "indicators"),
        divisions=_holders(asked, "divisions") | with_rows,
        labels={_local(row["concept"]): row["label"] for row in concepts},
        wordings=_wordings(concepts),
        rows={
            folded(row["item"]): f"tableKind-{row['kind']}/{row['item']}"
            for row in asked("rows")
            if len(row["item"]) > 2 and not set("、，") & set(row["item"])
        },
    )


def _ask(store: Store, name: str) -> Iterator[Row]:
    return rows(store, library.get("ask", f"lexicon-{name}").text)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _units(asked: Asked) -> Iterator[Unit]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in asked("units"):
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


def _subjects(asked: Asked) -> Iterator[Subject]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in asked("subjects"):
        found[_local(row["scheme"]).removesuffix("Subjects"), row["code"]].append(row)
    for (scheme, code), printed in sorted(found.items()):
        newest_first = sorted(printed, key=lambda row: row["year"], reverse=True)
        names = tuple(dict.fromkeys(row["name"] for row in newest_first if row["name"] != code))
        yield Subject(scheme, code, names, tuple(sorted({row["subject"] for row in printed})))


def _projects(asked: Asked) -> Iterator[Project]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in asked("projects"):
        found[row["project"]].append(row)
    for iri, printed in sorted(found.items()):
        names = tuple(sorted({row["name"] for row in printed}))
        years = tuple(sorted({int(row["year"]) for row in printed}))
        label = printed[0]["label"]
        yield Project(iri, f"{label}{SUFFIX}" if f"{label}{SUFFIX}" in names else label, names, printed[0]["unit"], years)


def _holders(asked: Asked, name: str) -> dict[str, tuple[str, ...]]:
    """Every name with the units that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in asked(name):
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
