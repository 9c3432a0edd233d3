"""Companies, projects, policies, platforms, awards, events and organizations that the narrative names. Never persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.narrative.organisation import divisions
from ingest.narrative.project_statements import statements
from ingest.narrative.sieve import Sieve, Sought, sought
from ingest.narrative.wordings import pattern, plain, wordings
from kg.amounts import fold
from kg.facts import Mention, Passage, Project, TextPlace

_LONGEST = 40  # characters of a name
_FAR = 26  # characters before its ending where a name may begin
_ENTRY = re.compile(r"[^、]+")
_BACK = re.compile(r"[\u4e00-\u9fa5A-Za-z0-9（）]+$")
_BACK_QUOTED = re.compile(r"(?:[\u4e00-\u9fa5A-Za-z0-9（）]|“[^“”]{2,30}”)+$")
_PLAIN = 3  # characters of 区政府, 市委: they stand for themselves
_SURE = 3  # characters of a name that other parts of the report told
_TELLING = 9  # characters of a project's name that no text prints by chance
_SHORTEST = {"company": 4, "event": 3, "organization": 2}


class _Found(NamedTuple):
    type: str
    start: int
    end: int


def mentions(passages: Sequence[Passage], unit: str, told: Sequence[Passage] = (), projects: Sequence[Project] = ()) -> tuple[Mention, ...]:
    """Each name once per type, where it is printed first, in the order of the text and then of what tables tell in words (`told`).

    The unit itself, its divisions and the report's `projects` are among them.
    """
    known = [
        ("organization", unit),
        *(("organization", d.name) for d in divisions(passages, unit) if d.relation != "subunit" and d.status != "former"),
    ]
    known += [("project", s.name) for s in statements(passages, ()) if not s.is_described]
    known += [("project", name) for project in projects for name in (project.name, *project.also_named) if len(name) >= _TELLING]
    sure = [(kind, name) for kind, name in dict.fromkeys(known) if len(name) >= _SURE]
    rows: dict[tuple[str, str], Mention] = {}
    for passage in (*passages, *told):
        if any("名词解释" in heading for heading in passage.section):
            continue
        for found in _named(passage.text, sure):
            text = passage.text[found.start : found.end]
            place = TextPlace(passage.number, found.start, found.end, passage.page, passage.line)
            rows.setdefault((found.type, fold(text)), Mention(found.type, text, place))
    return tuple(mention for mention in rows.values() if not _is_short_form(mention, rows.values(), unit))


def _is_short_form(mention: Mention, named: Iterable[Mention], unit: str) -> bool:
    """True for an organization that is named in full too: 县教育局 beside 示例县教育局."""
    if mention.type != "organization" or mention.text == unit:
        return False
    longer = (other.text for other in named if other.type == "organization" and other != mention)
    return mention.text in unit or (len(mention.text) > _PLAIN and any(name.endswith(mention.text) for name in longer))


def _named(text: str, known: Sequence[tuple[str, str]]) -> list[_Found]:
    """Names in a text without those that lie inside a longer one."""
    kept: list[_Found] = []
    taken = bytearray(len(text))
    for one in sorted((*_known(text, known), *_told(plain(text))), key=lambda f: (f.start - f.end, f.start)):
        if not any(taken[one.start : one.end]):
            kept.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(kept, key=lambda f: f.start)


@lru_cache(maxsize=4096)  # units say much in the words of last year, and of each other
def _told(flat: str) -> tuple[_Found, ...]:
    """What the text itself shows to be a name."""
    holdable = _sieve().holdable(flat)
    return tuple(f for f in (*_by_form(flat, holdable), *_by_list(flat, holdable)) if not _is_never(flat[f.start : f.end]))


def _known(text: str, known: Sequence[tuple[str, str]]) -> Iterator[_Found]:
    """Names that other parts of the report told."""
    for kind, name in known:
        if name in text:
            printed = re.escape(name) + (wordings("mentions")["project_end"] if kind == "project" else "")
            yield from (_Found(kind, m.start(), m.end()) for m in re.finditer(printed, text))


def _by_form(flat: str, holdable: Set[Sought]) -> Iterator[_Found]:
    """Names known by their ending or their quotation marks, cut back to where they start; `holdable` are the patterns to look for."""
    for kind in _kinds():
        for start, end, named in (*_whole(flat, holdable, kind), *_ended(flat, holdable, kind)):
            begin = start if named else start + _lead(flat[start:end], kind)
            if end - begin >= _SHORTEST.get(kind.type, 2) and not (kind.never and kind.never.search(flat[begin:end])):
                yield _Found(kind.type, begin, end)


def _whole(flat: str, holdable: Set[Sought], kind: _Kind) -> Iterator[tuple[int, int, bool]]:
    """[start, end) of what the patterns of a type find, and whether it is the name as it stands."""
    for match in (found for find in kind.finds if find in holdable for found in find.pattern.finditer(flat)):
        named = bool(match.groupdict().get("name"))
        yield *(match.span("name") if named else match.span()), named


def _ended(flat: str, holdable: Set[Sought], kind: _Kind) -> Iterator[tuple[int, int, bool]]:
    """[start, end) from as far back as a name may begin to each ending of a name; a name begins after the one before it."""
    for ending in (ending for ending in kind.ends if ending in holdable):
        position = 0
        for match in ending.pattern.finditer(flat):
            back = (_BACK_QUOTED if kind.quoted else _BACK).search(flat, max(position, match.start() - _FAR), match.start())
            if back:
                yield back.start(), match.end(), False
                position = match.end()


def _lead(name: str, kind: _Kind) -> int:
    """How many characters at the start do not belong to the name: all up to the last boundary before a quotation, then verbs."""
    open_part = name.partition("“")[0] if "“" in name else name[:-2]
    ends = [found.end() for mark in (pattern("mentions", "boundary"), kind.stop) if mark for found in mark.finditer(open_part)]
    start = max(ends, default=0)
    lead = kind.lead.match(open_part[start:])
    return start + (lead.end() if lead else 0)


def _by_list(flat: str, holdable: Set[Sought]) -> Iterator[_Found]:
    """Short names in a row before 等企业 or 等项目."""
    for kind, rows in _listings():
        for match in rows.pattern.finditer(flat) if rows in holdable else ():
            begin = match.start("list")
            for part in _ENTRY.finditer(match["list"]):
                start = begin + part.start() + _lead(part[0], kind)
                end = begin + part.end()
                name = flat[start:end]
                if len(name) >= _SURE and not any(pattern("mentions", key).search(name) for key in ("never_listed", "person")):
                    yield _Found(kind.type, start, end)


def _is_never(name: str) -> bool:
    never = pattern("mentions", "never_titled" if name.startswith("《") else "never")
    return not 2 <= len(name) <= _LONGEST or bool(never.search(name))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type of names: how they are found, what stops the way back to their start, what is none."""

    type: str
    finds: tuple[Sought, ...]
    ends: tuple[Sought, ...]
    lead: re.Pattern[str]
    stop: re.Pattern[str] | None
    never: re.Pattern[str] | None
    quoted: bool


@cache
def _kinds() -> tuple[_Kind, ...]:
    form = wordings("mentions")
    return tuple(
        _Kind(
            entry["type"],
            tuple(map(sought, entry.get("finds", ()))),
            tuple(map(sought, entry.get("ends", ()))),
            re.compile(entry.get("lead", form["lead"])),
            _optional(entry.get("stop")),
            _optional(entry.get("never")),
            entry.get("quoted", False),
        )
        for entry in form["types"]
    )


@cache
def _listings() -> tuple[tuple[_Kind, Sought], ...]:
    """The kind of the names in a row, and how such rows are found."""
    kinds = {kind.type: kind for kind in _kinds()}
    return tuple((kinds[entry["type"]], sought(entry["find"])) for entry in wordings("mentions")["listed"])


@cache
def _sieve() -> Sieve:
    return Sieve((*(one for kind in _kinds() for one in (*kind.finds, *kind.ends)), *(rows for _, rows in _listings())))


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None
