"""Companies, projects, policies, platforms, awards, events and organizations that the narrative names. Never persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.narrative.organisation import divisions
from ingest.narrative.project_statements import statements
from ingest.narrative.wordings import plain, wordings
from kg.amounts import fold
from kg.facts import Mention, Passage, TextPlace

_LONGEST = 40  # characters of a name
_SHORTEST = {"company": 4, "event": 3, "organization": 2}


@dataclass(frozen=True, slots=True)
class _Found:
    type: str
    start: int
    end: int


def mentions(passages: Sequence[Passage], unit: str) -> tuple[Mention, ...]:
    """Each name once per type, where it is printed first, in the order of the text.

    The unit itself, its divisions and its projects are among them.
    """
    known = [
        ("organization", unit),
        *(("organization", d.name) for d in divisions(passages, unit) if d.relation != "subunit" and d.status != "former"),
    ]
    known += [("project", s.name) for s in statements(passages, ())]
    rows: dict[tuple[str, str], Mention] = {}
    for passage in passages:
        if any("名词解释" in heading for heading in passage.section):
            continue
        for found in _named(passage.text, known):
            text = passage.text[found.start : found.end]
            place = TextPlace(passage.number, found.start, found.end, passage.page, passage.line)
            rows.setdefault((found.type, fold(text)), Mention(found.type, text, place))
    return tuple(rows.values())


def _named(text: str, known: Sequence[tuple[str, str]]) -> list[_Found]:
    """Names in a text without those that lie inside a longer one."""
    flat = plain(text)
    found = [f for f in (*_by_form(flat), *_by_list(flat)) if not _is_never(flat[f.start : f.end])]
    kept: list[_Found] = []
    taken = bytearray(len(text))
    for one in sorted((*_known(text, known), *found), key=lambda f: (f.start - f.end, f.start)):
        if not any(taken[one.start : one.end]):
            kept.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(kept, key=lambda f: f.start)


def _known(text: str, known: Sequence[tuple[str, str]]) -> Iterator[_Found]:
    """Names that other parts of the report told."""
    for kind, name in dict.fromkeys(known):
        if len(name) >= 3:
            yield from (_Found(kind, m.start(), m.end()) for m in re.finditer(re.escape(name), text))


def _by_form(flat: str) -> Iterator[_Found]:
    """Names known by their ending or their quotation marks, cut back to where they start."""
    for kind, finds in _finds():
        for find in finds:
            for match in find.finditer(flat):
                start, end = match.span("name") if match.groupdict().get("name") else match.span()
                start += 0 if match.groupdict().get("name") else _lead(flat[start:end])
                if end - start >= _SHORTEST.get(kind, 2):
                    yield _Found(kind, start, end)


def _lead(name: str) -> int:
    """How many characters at the start do not belong to the name: all up to the last boundary before a quotation, then verbs."""
    open_part = name.partition("“")[0] if "“" in name else name[:-2]
    ends = [found.end() for found in _boundary().finditer(open_part)]
    start = ends[-1] if ends else 0
    lead = re.match(wordings("mentions")["lead"], open_part[start:])
    return start + (lead.end() if lead else 0)


def _by_list(flat: str) -> Iterator[_Found]:
    """Short names in a row before 等企业 or 等项目."""
    for entry in wordings("mentions")["listed"]:
        for match in re.finditer(entry["find"], flat):
            begin = match.start("list")
            for part in re.finditer(r"[^、]+", match["list"]):
                start = begin + part.start() + _lead(part[0])
                end = begin + part.end()
                name = flat[start:end]
                if len(name) >= 3 and not any(re.search(wordings("mentions")[key], name) for key in ("never_listed", "person")):
                    yield _Found(entry["type"], start, end)


def _is_never(name: str) -> bool:
    return len(name) > _LONGEST or len(name) < 2 or bool(re.search(wordings("mentions")["never"], name))


@cache
def _finds() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    return tuple((entry["type"], tuple(re.compile(find) for find in entry["finds"])) for entry in wordings("mentions")["types"])


@cache
def _boundary() -> re.Pattern[str]:
    return re.compile(wordings("mentions")["boundary"])
