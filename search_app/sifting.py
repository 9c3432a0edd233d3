"""Which findings a request asks for: the filters of its address, and how many findings each other choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from kg.checks.catalogue import by_id
from kg.checks.outcomes import Result
from ontology import regions
from search_app import sql
from search_app.faults import PageFault
from search_app.holdings import Holding, Holdings, holdings
from search_app.ledger import Ledger
from search_app.shelf import Reading
from search_app.views.facets import Choice, Chosen
from search_app.views.facets import Group as Facet
from search_app.views.findings import OUTCOMES, STAMPS, rank

FILTERS = {"severity": "程度", "rule": "规则", "year": "年度", "unit": "单位", "region": "地区", "type": "报告", "outcome": "结果"}
_FIXED = {"severity": {key: stamp[2] for key, stamp in STAMPS.items()}, "outcome": OUTCOMES}
GROUPS_A_PAGE = 20
MOST_ROWS = 1000
_LAST_PAGE = 1_000_000
_SHOWN = 8
# Values of a filter with a link: thousands of units would fill the page.
_MOST = 60
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with the report that it is about."""

    report: Holding
    result: Result

    def value(self, name: str) -> str:
        """What the filter `name` compares."""
        if name == "unit":
            return self.report.unit_href.removeprefix("/unit/")
        if name == "region":
            return self.report.unit_href.split("/")[2]
        return str(getattr(self.report if name in {"year", "type"} else self.result, name))

    def label(self, name: str) -> str:
        """The value as people read it."""
        return self.report.unit if name == "unit" else words(name, self.value(name))

    def fits(self, name: str, wanted: str) -> bool:
        """Whether the filter lets the finding through: a unit by its name too, a region with all below it."""
        own = self.value(name)
        return own == wanted or (name == "unit" and self.report.unit == wanted) or (name == "region" and wanted in regions.parents(own))


@dataclass(frozen=True, slots=True)
class Sieve:
    """The filters that are on, and the page. `size` is for programs; people see some groups a page."""

    on: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    size: int = 0

    def href(self, **more: str) -> str:
        """The address that says so, with other parameters."""
        said = {**self.on, **({"page": str(self.page)} if self.page > 1 else {}), **({"size": str(self.size)} if self.size else {}), **more}
        return f"/checks?{urlencode(said)}" if said else "/checks"

    def put(self, name: str, value: str) -> Sieve:
        """The same with another value of a filter (empty: without it), from the first page on."""
        rest = {key: text for key, text in self.on.items() if key != name}
        return replace(self, on={**rest, name: value} if value else rest, page=1)

    def at(self, page: int) -> Sieve:
        """Another page."""
        return replace(self, page=page)

    def sift(self, entries: Sequence[Entry]) -> list[Entry]:
        """The findings that all filters let through."""
        return [entry for entry in entries if all(entry.fits(name, value) for name, value in self.on.items())]


def read(arguments: Mapping[str, str]) -> Sieve:
    """What the address asks for; raises `PageFault` where it makes no sense."""
    on = {name: value for name in FILTERS if (value := arguments.get(name, "").strip()[:_LONGEST])}
    for name, known in _FIXED.items():
        if name in on and on[name] not in known:
            raise PageFault(400, f"bad_{name}", f"没有“{on[name][:40]}”这种{FILTERS[name]}", f"{name}用{'、'.join(known)}之一")
    if "rule" in on and on["rule"] not in by_id():
        raise PageFault(404, "not_found", f"没有“{on['rule'][:60]}”这条规则", "全部规则列在 /checks/rules")
    return Sieve(on, _number(arguments, "page", 1, _LAST_PAGE), _number(arguments, "size", 0, MOST_ROWS))


def entries(held: Holdings, ledger: Ledger) -> list[Entry]:
    """All findings of the release: the worst first, then the newest report."""
    found = [Entry(report, result) for report in held.reports for result in ledger.findings.get(report.iri, ())]
    return sorted(found, key=lambda entry: (rank(entry.result), -entry.report.year, entry.report.unit_href))


class Findings:
    """The findings of a release with what its pages ask of all of them, counted once."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries

    def sift(self, sieve: Sieve) -> list[Entry]:
        """The findings that all filters let through."""
        return sieve.sift(self.near(sieve))

    def near(self, sieve: Sieve) -> Sequence[Entry]:
        """Those of the unit that is asked for; all where none is."""
        return self._by_unit.get(sieve.on["unit"], ()) if "unit" in sieve.on else self.entries

    @cached_property
    def severities(self) -> Counter[str]:
        """How many there are of each severity."""
        return Counter(entry.result.severity for entry in self.entries)

    @cached_property
    def wrong(self) -> int:
        """How many reports have an error."""
        return len({entry.report.iri for entry in self.entries if entry.result.severity == "error"})

    @cached_property
    def _by_unit(self) -> dict[str, list[Entry]]:
        """The findings of each unit by its path and by its name, which several may have."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for name in dict.fromkeys((entry.value("unit"), entry.report.unit)):
                found.setdefault(name, []).append(entry)
        return found


def facets(sieve: Sieve, reading: Reading) -> list[Facet]:
    """The values of each filter with the findings that they would leave, the other filters staying as they are."""
    found = counts(sieve, reading)
    shown = [name for name in FILTERS if len(found[name]) > 1 or name in sieve.on]
    return [_facet(sieve, name, FILTERS[name], found[name], _labels(name, found[name], reading)) for name in shown]


def counts(sieve: Sieve, reading: Reading) -> dict[str, Counter[str]]:
    """How many findings each value of each filter would leave."""
    found: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
    for row in sql.rows(reading, "finding_facets", *_let_through(sieve, reading)):
        found[row["filter"]][row["value"]] = row["findings"]
    return found


def _labels(name: str, values: Iterable[str], reading: Reading) -> dict[str, str]:
    """What people read for each value."""
    if name == "unit":
        return {unit.href.removeprefix("/unit/"): unit.name for unit in holdings(reading).units}
    return {value: words(name, value) for value in values}


def _let_through(sieve: Sieve, reading: Reading) -> list[list[str]]:
    """The values that each filter lets through, in the order of `FILTERS`; none where it is off. A region stands for all below it."""
    wanted = {name: [value] for name, value in sieve.on.items()}
    if region := sieve.on.get("region"):
        codes = {unit.region for unit in holdings(reading).units}
        wanted["region"] = [region, *sorted(code for code in codes if region in regions.parents(code))]
    return [wanted.get(name, []) for name in FILTERS]


def _facet(sieve: Sieve, name: str, title: str, counts: Counter[str], labels: Mapping[str, str]) -> Facet:
    chosen = sieve.on.get(name, "")
    choices = [
        Choice(labels[value], counts[value], sieve.put(name, "" if is_on else value).href(), is_on)
        for value in _ordered(name, counts)[:_MOST]
        if (is_on := chosen in {value, labels[value]}) or counts[value]
    ]
    return Facet(title, tuple(choices[:_SHOWN]), tuple(choices[_SHOWN:]))


def _ordered(name: str, counts: Counter[str]) -> list[str]:
    if name == "year":
        return sorted(counts, reverse=True)
    known = list(_FIXED.get(name, ()))
    return sorted(counts, key=lambda value: (known.index(value) if value in known else 0, -counts[value], value))


def chosen(sieve: Sieve, every: Sequence[Entry]) -> list[Chosen]:
    """The filters that are on, each with the address without it."""
    on = sieve.on.get("unit", "")
    unit = next((entry.report.unit for entry in every if on and entry.value("unit") == on), on)
    said = {name: unit if name == "unit" else words(name, value) for name, value in sieve.on.items()}
    return [Chosen(FILTERS[name], text, sieve.put(name, "").href()) for name, text in said.items()]


def words(name: str, value: str) -> str:
    """A value of a filter as people read it."""
    if name == "region":
        return regions.name(value) or value
    if name == "rule":
        return by_id()[value].title if value in by_id() else value
    return _FIXED.get(name, {}).get(value, value)


def pages(sieve: Sieve, groups: int) -> list[Choice]:
    """The first and last page and those around this one; empty where one page holds all."""
    last = -(-groups // GROUPS_A_PAGE)
    if last < 2:
        return []
    numbers = sorted({1, last, *range(max(1, sieve.page - 2), min(last, sieve.page + 2) + 1)})
    found = [Choice(str(number), 0, sieve.at(number).href(), number == sieve.page) for number in numbers]
    return [*found, Choice("下一页", 0, sieve.at(sieve.page + 1).href())] if sieve.page < last else found


def _number(arguments: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = arguments.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= most and (int(text) or not default)):
        raise PageFault(400, f"bad_{name}", f"{name}是“{text[:40]}”，要写1到{most:,}的整数", f"去掉{name}就好")
    return int(text)
