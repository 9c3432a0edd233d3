"""What a request asks the search for: the question, the page of hits, their order and filters; and the address that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlencode

from search_app.faults import PageFault
from search_app.search import SORTS, Filters
from search_app.search.query import LONGEST_QUESTION, MOST_HITS

HITS_A_PAGE = 10
_FILTERS = tuple(one.name for one in fields(Filters))
_LAST_PAGE = 10_000
_OFF = "off"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that the address says about its hits.

    `scoped`: hits from the units and years that the question names come first; `scope=off` in the address drops that.
    """

    text: str
    k: int = HITS_A_PAGE
    page: int = 1
    sort: str = SORTS[0]
    filters: Filters = field(default_factory=Filters)
    scoped: bool = True

    def href(self) -> str:
        """The address of the page that answers this."""
        said: dict[str, object] = {"q": self.text, **self.filters.given()}
        for name, value in (("k", HITS_A_PAGE), ("sort", SORTS[0]), ("page", 1)):
            if getattr(self, name) != value:
                said[name] = getattr(self, name)
        if not self.scoped:
            said["scope"] = _OFF
        return f"/search?{urlencode(said)}"

    def filtered(self, name: str, value: str) -> Asked:
        """The same with another value of a filter (empty: without it), from its first page on."""
        return replace(self, page=1, filters=replace(self.filters, **{name: value}))

    def unscoped(self) -> Asked:
        """The same where the units and years that the question names are words like others."""
        return replace(self, page=1, scoped=False)

    def on(self, page: int) -> Asked:
        """Another page of the same hits."""
        return replace(self, page=page)

    def sorted(self, sort: str) -> Asked:
        """The same hits in another order, from the first page on."""
        return replace(self, sort=sort, page=1)


def question(arguments: Mapping[str, str]) -> str:
    """The question in `q`; raises `PageFault` where there is none or it is too long."""
    text = arguments.get("q", "").strip()
    if not text:
        raise PageFault(400, "no_question", "没有写要查什么", "用参数q写一个问题或几个词，例如q=公务接待费为什么减少")
    if len(text) > LONGEST_QUESTION:
        hint = f"缩短到{LONGEST_QUESTION:,}个字以内"
        raise PageFault(400, "question_too_long", f"问题有{len(text):,}个字，最多{LONGEST_QUESTION:,}个", hint)
    return text


def read(arguments: Mapping[str, str]) -> Asked:
    """What the arguments of a request ask; raises `PageFault` where one makes no sense."""
    sort = arguments.get("sort") or SORTS[0]
    if sort not in SORTS:
        raise PageFault(400, "bad_sort", f"没有“{sort[:40]}”这种排序", f"sort用{'、'.join(SORTS)}之一")
    return Asked(
        text=question(arguments),
        k=_number(arguments, "k", HITS_A_PAGE, MOST_HITS),
        page=_number(arguments, "page", 1, _LAST_PAGE),
        sort=sort,
        filters=Filters(**{name: arguments.get(name, "").strip() for name in _FILTERS}),
        scoped=arguments.get("scope") != _OFF,
    )


def _number(arguments: Mapping[str, str], name: str, default: int, most: int) -> int:
    given = arguments.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= most):
        raise PageFault(400, f"bad_{name}", f"{name}是“{given[:40]}”，要写1到{most:,}的整数", f"去掉{name}就是{default}")
    return int(given)
