"""Where on a web page the report stands: everything around it (navigation, share bars, footers, lists of downloads) is dropped.

What counts as chrome is in forms/web_pages.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from ingest.forms import load
from kg.amounts import fold

_MOST = 0.85  # share of the text of an element that its main child must hold
_CHROME_SHARE = 1 / 3  # an element with the name of chrome that holds more of the text is none
_INDEX_LABELS = 3  # a table with as many labels of the index describes the report
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_REPORT = re.compile(
    r"^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|公开\d+表|注[:：])|[^\s]{25,}[。；]"
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_INSIDE_TABLE = ("table", "tbody", "thead", "tr")
_TITLE = ("ArticleTitle", "title")
_DATE = ("PubDate", "publishdate", "PublishDate", "firstpublishedtime")
_DAY = re.compile(r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_PUBLISHED = re.compile(
    r"(?:时间|日期)\s*[:：]?\s*" + _DAY.pattern + r"|" + _DAY.pattern + r"[\s日\d:|【\[(（]{0,14}(?:\S{0,2}来源|浏览|点击|字[体号])"
)
_SITE = re.compile(r"\s*[-_|－—–·]+\s*|\s{2,}")
_OF_A_REPORT = re.compile(r"决算|绩效|自评")


@dataclass(frozen=True, slots=True)
class Page:
    """`content` holds the report; title and day of publication (YYYY-MM-DD) as the page prints them, "" where it does not."""

    content: HtmlElement
    title: str
    published: str


def page(root: HtmlElement) -> Page:
    """The report on the page; takes what never belongs to one out of `root`."""
    title, day = _meta(root, _TITLE), _DAY.search(_meta(root, _DATE))
    heading = " ".join(" ".join(h.itertext()) for h in root.iter("h1"))
    index = _index(root)
    _strip(root)
    body = root.find("body") if root.tag == "html" else root
    body = root if body is None else body
    content = _content(body)
    day = day or _DAY.search(index.get("published", "")) or _PUBLISHED.search(_around(body, content))
    return Page(content, _title(title or index.get("title", ""), heading, root.findtext(".//title") or ""), _iso(day) if day else "")


@cache
def _chrome() -> dict[str, Any]:
    return dict(load("web_pages"))


@cache
def chrome_line() -> re.Pattern[str]:
    """Matches a folded line of chrome."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _chrome()["lines"]))


@cache
def _names() -> re.Pattern[str]:
    words = re.sub(r"\s+", "", _chrome()["names"])
    return re.compile(rf"(?:^|[\s_-])(?:{words})\d*(?:$|[\s_-])", re.IGNORECASE)


# taking out ----------------------------------------------------------------------------------------------------------------


def _strip(root: HtmlElement) -> None:
    for element in list(root.iter(*_chrome()["tags"], etree.Comment, etree.ProcessingInstruction)):
        _drop(element)
    for element in [e for e in root.iter(etree.Element) if _HIDDEN.search(e.get("style", "")) or e.get("hidden") is not None]:
        _drop(element)
    total = _weight(root)
    for element in [e for e in root.iter(etree.Element) if e.tag not in ("html", "body") and _is_named_chrome(e)]:
        if _weight(element) <= total * _CHROME_SHARE:
            _drop(element)


def _is_named_chrome(element: HtmlElement) -> bool:
    return any(_names().search(name) for name in (element.get("class", ""), element.get("id", "")) if name)


def _drop(element: HtmlElement) -> None:
    """Take the element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    if before is None:
        parent.text = _legal((parent.text or "") + tail)
    else:
        before.tail = _legal((before.tail or "") + tail)
    parent.remove(element)


def _legal(text: str) -> str:
    """`text` without what a page may hold and no XML text may: the parser reads it and will not write it."""
    return _NOT_XML.sub("", text)


# finding -------------------------------------------------------------------------------------------------------------------


def _content(body: HtmlElement) -> HtmlElement:
    """The innermost element with nearly all of the text, as long as what stands beside it looks like no part of a report."""
    found = body
    while True:
        weights = [(_weight(child), child) for child in found if isinstance(child.tag, str)]
        weight, main = max(weights, key=lambda pair: pair[0], default=(0, None))
        if main is None or weight < _MOST * sum(w for w, _ in weights) or any(_is_report(c) for _, c in weights if c is not main):
            break
        if any(_REPORT.search(text.strip()) for text in (found.text or "", *(c.tail or "" for c in found))):
            break
        found = main
    while found.tag in _INSIDE_TABLE and found is not body:
        found = found.getparent()
    return found


def _is_report(element: HtmlElement) -> bool:
    """True where the element could be a part of a report: a paragraph, an ordinal, a table."""
    if any(len(list(table.iter("td"))) > 3 and _weight(table) > 20 for table in element.iter("table")):
        return True
    return any(_REPORT.search(text.strip()) and not chrome_line().fullmatch(fold(text)) for text in element.itertext())


def _weight(element: HtmlElement) -> int:
    """Characters of an element outside of links to other pages."""
    linked = sum(_length(link) for link in element.iter("a") if "#" not in link.get("href", "#"))
    return _length(element) - linked


def _length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _around(body: HtmlElement, content: HtmlElement) -> str:
    """The text before the report, and its first lines."""
    before: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element is content:
            break
        before.append((element.text if event == "start" else element.tail) or "")
    return " ".join([*before, *_first_lines(content)])


def _first_lines(content: HtmlElement) -> Iterator[str]:
    texts = (text for text in content.itertext() if text.strip())
    return (text for text, _ in zip(texts, range(12), strict=False))


# what the page says --------------------------------------------------------------------------------------------------------


def _meta(root: HtmlElement, names: tuple[str, ...]) -> str:
    wanted = {name.lower() for name in names}
    return next((m.get("content", "") for m in root.iter("meta") if m.get("name", "").lower() in wanted and m.get("content")), "")


def _title(named: str, heading: str, window: str) -> str:
    """The report's title: as the site names it, the page's heading, or the part of the window's title that names a report."""
    parts = [part for part in _SITE.split(window.strip()) if part]
    of_report = next((part for part in parts if _OF_A_REPORT.search(part)), "")
    return next((text.strip() for text in (named, heading) if _OF_A_REPORT.search(text) and len(text.strip()) <= 80), of_report)


def _iso(day: re.Match[str]) -> str:
    year, month, date = (part for part in day.groups() if part)
    return f"{year}-{month.zfill(2)}-{date.zfill(2)}"


def _index(root: HtmlElement) -> dict[str, str]:
    """Title and day of publication in the table that describes the report, which is taken out."""
    described: dict[str, str] = {}
    form = _chrome()["index"]
    for table in [t for t in root.iter("table") if t.find(".//table") is None]:
        cells = [fold("".join(cell.itertext())) for cell in table.iter("td", "th")]
        labelled = [(cell.rstrip("：:"), after) for cell, after in zip(cells, cells[1:], strict=False)]
        known = [pair for pair in labelled if re.fullmatch(form["labels"], pair[0])]
        if len(known) >= _INDEX_LABELS:
            for label, after in known:
                described |= {key: after for key in ("title", "published") if re.fullmatch(form[key], label)}
            _drop(table)
    return described
