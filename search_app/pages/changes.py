"""`/changes`: which reports each release added, replaced or removed; as a page, an Atom feed and a JSON feed."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from flask import Blueprint, Response, jsonify, make_response, request

from search_app.addresses import page_of, path_of
from search_app.dumps import Change, changes
from search_app.holdings import holdings
from search_app.language import render
from search_app.reading import pinned
from search_app.shelf import Reading
from search_app.sparql.formats import HTML, Format, accepted

pages = Blueprint("changes", __name__)
ATOM = Format("atom", "application/atom+xml", False, ("application/xml", "text/xml"))
JSON = Format("json", "application/feed+json", False, ("application/json",))
KINDS = (("added", "新增"), ("replaced", "重新读取"), ("removed", "撤下"))
# Reports of a release that the feeds name, and those that the page lists.
_NAMED, _LISTED = 500, 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in the feed: its kinds of changes, each with the names and addresses of the reports."""

    change: Change
    groups: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...]

    @property
    def summary(self) -> str:
        """“新增3份，撤下1份”, or that no report changed."""
        said = "，".join(f"{kind}{count}份" for kind, count, _ in self.groups)
        return said or "报告没有变动"


@pages.get("/changes")
def by_accept() -> Response:
    """The changes in the form that the client reads."""
    return _answer(accepted(request.headers.get("Accept", ""), (HTML, ATOM, JSON)))


@pages.get("/changes.atom")
def atom() -> Response:
    """The changes as an Atom feed (RFC 4287)."""
    return _answer(ATOM)


@pages.get("/changes.json")
def json() -> Response:
    """The changes as a JSON Feed (version 1.1)."""
    return _answer(JSON)


def _answer(chosen: Format) -> Response:
    entries = _entries(pinned())
    if chosen is ATOM:
        return make_response(_atom(entries), 200, {"Content-Type": "application/atom+xml; charset=utf-8"})
    if chosen is JSON:
        response = jsonify(_feed(entries))
        response.mimetype = JSON.media_type
        return response
    return make_response(render("changes.html", entries=entries, listed=_LISTED))


def _entries(reading: Reading) -> list[Entry]:
    """The releases, newest first; read once a release, as each may name thousands of reports."""
    found = reading.memory.get("change_entries")
    if not isinstance(found, list):
        found = reading.memory["change_entries"] = [_entry(change, holdings(reading).base) for change in changes(reading.release)]
    return found


def _entry(change: Change, base: str) -> Entry:
    groups = []
    for name, title in KINDS:
        iris: tuple[str, ...] = getattr(change, name)
        if iris:
            named = tuple((_title(iri, base), page_of(iri, base)) for iri in iris[:_NAMED])
            groups.append((title, len(iris), named))
    return Entry(change, tuple(groups))


def _title(iri: str, base: str) -> str:
    """“示例单位2024年部门决算”, from the IRI: a removed report has nothing else."""
    parts = (path_of(iri, base) or iri).split("/")
    return f"{parts[2]}{parts[3]}年{parts[4]}" if len(parts) == 5 else iri


def _id(change: Change) -> str:
    return f"urn:juesuan:release:{change.release}"


def _feed(entries: list[Entry]) -> dict[str, object]:
    root = request.url_root
    items = [
        {
            "id": _id(entry.change),
            "url": f"{root}changes#{entry.change.release}",
            "title": f"数据发布版{entry.change.release}：{entry.summary}",
            "content_text": "\n".join(f"{kind} {title}" for kind, _, named in entry.groups for title, _ in named) or entry.summary,
            "date_published": entry.change.date,
            "_juesuan": {
                "release": entry.change.release,
                "reports": entry.change.reports,
                **{name: list(getattr(entry.change, name)) for name, _ in KINDS},
            },
        }
        for entry in entries
    ]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "决算图谱：数据变动",
        "home_page_url": f"{root}changes",
        "feed_url": f"{root}changes.json",
        "language": "zh-CN",
        "items": items,
    }


def _atom(entries: list[Entry]) -> str:
    root = request.url_root
    updated = entries[0].change.date if entries else "1970-01-01T00:00:00Z"
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<title>决算图谱：数据变动</title><id>{escape(root)}changes</id><updated>{updated}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{escape(root)}changes.atom"/>',
        f'<link rel="alternate" type="text/html" href="{escape(root)}changes"/>',
        "<author><name>决算图谱</name></author>",
    ]
    for entry in entries:
        text = "\n".join(f"{kind} {title}" for kind, _, named in entry.groups for title, _ in named)
        parts.append(
            f"<entry><id>{_id(entry.change)}</id><title>{escape(f'数据发布版{entry.change.release}：{entry.summary}')}</title>"
            f"<updated>{entry.change.date}</updated>"
            f'<link rel="alternate" href="{escape(root)}changes#{entry.change.release}"/>'
            f'<content type="text">{escape(text or entry.summary)}</content></entry>'
        )
    return "\n".join([*parts, "</feed>", ""])
