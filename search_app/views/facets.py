"""The ways to narrow hits down: values with counts as links, the chosen ones with a link that takes them away, and the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ontology import regions
from search_app.asked import Asked
from search_app.search import Facet, SearchResult

TITLES = {"unit": "单位", "region": "地区", "year": "年度", "type": "报告", "section": "章节", "subject": "科目", "project": "项目"}
ORDERS = {"relevance": "最相关", "newest": "年度新到旧", "oldest": "年度旧到新"}
_SHOWN = 8
# Values with a link: thousands of units would fill the page.
_MOST = 60
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A link with a count."""

    label: str
    count: int
    href: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one facet; `more` are those after the first few."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, and the address without it."""

    key: str
    value: str
    href: str


def groups(asked: Asked, result: SearchResult) -> list[Group]:
    """The facets that divide the hits, and those that are chosen."""
    given = asked.filters.given()
    return [_group(asked, name, found) for name, found in result.facets.items() if len(found) > 1 or name in given]


def _group(asked: Asked, name: str, found: Sequence[Facet]) -> Group:
    if name == "year":
        found = sorted(found, key=lambda facet: facet.value, reverse=True)
    chosen = getattr(asked.filters, name)
    choices = tuple(_choice(asked, name, facet, is_chosen=chosen in {facet.value, facet.label}) for facet in found[:_MOST])
    return Group(TITLES[name], choices[:_SHOWN], choices[_SHOWN:])


def _choice(asked: Asked, name: str, facet: Facet, *, is_chosen: bool) -> Choice:
    return Choice(facet.label, facet.count, asked.filtered(name, "" if is_chosen else facet.value).href(), is_chosen)


def chosen(asked: Asked) -> list[Chosen]:
    """The filters that are on."""
    return [Chosen(TITLES[name], _words(name, value), asked.filtered(name, "").href()) for name, value in asked.filters.given().items()]


def scope(asked: Asked, result: SearchResult) -> list[Chosen]:
    """What the question itself says of unit and years: hits from there come first until that is dropped."""
    said = [("unit", result.scope["unit"]), ("year", "、".join(map(str, result.scope["years"])))]
    return [Chosen(TITLES[name], value, asked.unscoped().href()) for name, value in said if value and name not in asked.filters.given()]


def _words(name: str, value: str) -> str:
    return regions.name(value) if name == "region" and value.isdigit() else value


def orders(asked: Asked) -> list[Choice]:
    """The orders that hits may have."""
    return [Choice(label, 0, asked.sorted(name).href(), name == asked.sort) for name, label in ORDERS.items()]


def pages(asked: Asked, total: int) -> list[Choice]:
    """The first and last page and those around this one; an empty list where one page holds all."""
    last = -(-total // asked.k)
    if last < 2:
        return []
    near = range(max(1, asked.page - _AROUND), min(last, asked.page + _AROUND) + 1)
    found = [Choice(str(number), 0, asked.on(number).href(), number == asked.page) for number in sorted({1, *near, last})]
    return [*found, Choice("下一页", 0, asked.on(asked.page + 1).href())] if asked.page < last else found
