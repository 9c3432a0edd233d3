"""Divisions (内设机构), subunits (决算单位) and superior units, from the passages that speak of the unit itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from ingest.narrative.names import Name, leading, listed
from ingest.narrative.ordinals import ordinal_at
from ingest.narrative.reshaping import Reshaping, is_unit, reshapings
from ingest.narrative.sieve import Sought, sought, sought_in
from ingest.narrative.topics import Spot, spots
from ingest.narrative.wordings import any_of, plain, wordings
from kg.facts import Division, Passage, TextPlace

_PLACE_ENDS = "省市区县州旗"
_SENTENCE = re.compile(r"[^。]+")
_END = re.compile(r"(?:[(（][^()（）]*[)）]|等)?[。；;]?")


def divisions(passages: Sequence[Passage], unit: str) -> tuple[Division, ...]:
    """Each name once per relation, in the order of the text; a former division that is also a current one is current.

    `relation` is division, subunit or parent. Names are as printed, without brackets after them; a bare 本级 gets the unit's
    name. Never a person's.
    """
    return _divisions(spots(passages), unit)


@lru_cache(maxsize=1)  # asked for twice: as divisions, and as names that passages mention
def _divisions(found: tuple[Spot, ...], unit: str) -> tuple[Division, ...]:
    rows: dict[tuple[str, str], Division] = {}
    for stated in _stated(found, unit):
        row = replace(stated, name=with_owner(stated.name, unit))
        key = (row.name, row.relation)
        if key not in rows or (row.status == "current" and rows[key].status == "former"):
            rows[key] = row
    return tuple(row for row in rows.values() if not _is_short(row, rows.values()))


def together(told: Sequence[Division], listed: Sequence[Division]) -> tuple[Division, ...]:
    """What the narrative names, and what only a table lists; brackets (某局（本级）) and a place before a name make no other one."""
    rows: dict[tuple[str, str], Division] = {}
    for row in (*told, *listed):
        rows.setdefault((re.sub("[()（）]", "", row.name), row.relation), row)
    return tuple(row for row in rows.values() if not _is_short(row, rows.values()))


def with_owner(name: str, unit: str) -> str:
    """A name that only says that it is the unit itself (局本级, 机关) with the unit's name before it."""
    own = re.compile(wordings("organisation")["own"]).fullmatch(name)
    return unit + (own[1] or own[2]) if own else name


def _is_short(row: Division, rows: Iterable[Division]) -> bool:
    """True for a subunit or parent that is also printed with its place before the name."""
    longer = (other.name for other in rows if other.relation == row.relation and other.name.endswith(row.name))
    places = [name.removesuffix(row.name) for name in longer if name != row.name]
    return row.relation != "division" and any(place[-1] in _PLACE_ENDS or row.name[0] in _PLACE_ENDS for place in places)


def _stated(found: Sequence[Spot], unit: str) -> Iterator[Division]:
    relation = ""  # of the list that the paragraphs are in
    before: Spot | None = None
    for spot in found:
        if before is None or (before.passage.section, before.heading) != (spot.passage.section, spot.heading):
            relation = _relation_of(spot.topics)
        yield from _divided(spot, relation, unit)
        yield from _parents(spot, unit)
        relation = _opened(spot.passage.text) or relation
        before = spot


def _relation_of(topics: Sequence[str]) -> str:
    return "subunit" if "subunits" in topics and "divisions" not in topics else "division" if "divisions" in topics else ""


def _divided(spot: Spot, relation: str, unit: str) -> Iterator[Division]:
    """What the paragraph says has been reshaped, and its lists; without a list it may be an entry of one."""
    passage, text = spot.passage, spot.passage.text
    changed = () if spot.topics == ("duties",) else reshapings(text, plain(text), spot.start, unit)
    rows = [_division(passage, name, "division", "former") for one in changed for name in one.former]
    rows += [_division(passage, name, "division", "current") for one in changed for name in one.current]
    rows += list(_in_text(spot, changed)) or [row for row in _entries(spot, relation) if not _overlaps(row, changed)]
    for row in sorted(rows, key=_span):
        if row.relation != "division" or not is_unit(row.name, unit):
            yield row


def _overlaps(row: Division, changed: Sequence[Reshaping]) -> bool:
    start, end = _span(row)
    return any(start < one.end and one.start < end for one in changed)


def _span(row: Division) -> tuple[int, int]:
    return (row.place.start, row.place.end) if isinstance(row.place, TextPlace) else (0, 0)


def _in_text(spot: Spot, changed: Sequence[Reshaping]) -> Iterator[Division]:
    """Names in lists that a sentence opens; where two wordings fit, the one that opens first. What is reshaped has been read."""
    text = spot.passage.text
    flat = plain(text)
    opens = [(relation, opening.pattern) for relation, opening in _opens() if opening.can_be_in(flat)]
    for sentence in _SENTENCE.finditer(flat, spot.start) if opens else ():
        position = sentence.start()
        for begin, start, relation in _openings(opens, flat, sentence.start(), sentence.end()):
            read = begin < position or any(one.start <= begin < one.end for one in changed)
            names = () if read else listed(text, flat, start)
            status = _status(flat[max(sentence.start(), begin - 12) : begin], flat[begin:start])
            for name in names:
                yield _division(spot.passage, name, relation, status)
            position = names[-1].end if names else position


def _status(before: str, opening: str) -> str:
    found = wordings("organisation")
    return "former" if re.search(found["former"], before) and not re.match(found["now"], opening) else "current"


def _openings(opens: Sequence[tuple[str, re.Pattern[str]]], flat: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Where words begin that open a list, where its first name begins, its relation; the longer of two wordings first."""
    found = [(m.start(), m.end(), relation) for relation, opening in opens for m in opening.finditer(flat, start, end)]
    return sorted(found, key=lambda opening: (opening[0], -opening[1]))


def _opened(text: str) -> str:
    """Relation of the list that a paragraph opens with its last words, or ""."""
    flat = plain(text)
    if not flat.endswith("："):
        return ""
    openings = _openings([(relation, opening.pattern) for relation, opening in _opens()], flat, 0, len(flat))
    ends = [(begin, relation) for begin, start, relation in openings if start == len(flat)]
    return min(ends)[1] if ends else ""


def _entries(spot: Spot, relation: str) -> Iterator[Division]:
    """The entry of a list that runs over paragraphs or headings (1.办公室。负责…), or a paragraph of bare names."""
    passage, text = spot.passage, spot.passage.text
    if not relation:
        return
    if spot.below and ordinal_at(spot.below[0]) and (head := leading(spot.below[0], 0)):
        yield Division(head.text, relation, "current", TextPlace(passage.number, 0, len(text), passage.page, passage.line))
        return
    names = listed(text, plain(text), spot.start)
    whole = bool(names) and _END.fullmatch(text, names[-1].end) is not None
    entry = leading(text, spot.start) if ordinal_at(text, spot.start) else None
    for name in names if whole else [entry] if entry else []:
        yield _division(passage, name, "subunit" if name.text.endswith("本级") else relation, "current")


def _division(passage: Passage, name: Name, relation: str, status: str) -> Division:
    return Division(name.text, relation, status, TextPlace(passage.number, name.start, name.end, passage.page, passage.line))


def _parents(spot: Spot, unit: str) -> Iterator[Division]:
    passage, flat = spot.passage, plain(spot.passage.text)
    for found in sought_in("organisation", "parents").finditer(flat):
        name = next(value for value in found.groups() if value)
        start = found.start() + found[0].index(name)
        if not re.search(wordings("organisation")["not_parent"], name) and name != unit:
            status = "former" if re.search(wordings("organisation")["former_parent"], flat[: found.start()]) else "current"
            yield _division(passage, Name(passage.text[start : start + len(name)], start, start + len(name)), "parent", status)


@cache
def _opens() -> tuple[tuple[str, Sought], ...]:
    return tuple((entry["relation"], sought(any_of(entry["opens"]).pattern)) for entry in wordings("organisation")["lists"])
