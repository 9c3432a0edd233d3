"""Numbers that the narrative states under a wording of its own: 知识产权质押贷款, 减免租金. Found by that wording alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from functools import reduce

from pyoxigraph import Literal, NamedNode, Store

from kg.store import Row, rows
from search_app.ask.answer import Answer, Given, Source
from search_app.ask.characters import folded
from search_app.ask.joined import joined
from search_app.ask.nearest import nearest
from search_app.ask.notes import year_note
from search_app.ask.printed import plain, shown
from search_app.ask.reading import Part, Reading
from search_app.ask.templates import fill, target_rows
from search_app.ask.texts import is_said
from search_app.ask.words import words

_LEADING = re.compile("^(?:现有|共有|全县|全市|全区|全省|全年|累计|共|已)+")
_CLAUSES = re.compile("[^,，;；、?？。]+")
_ASKS_NUMBER = re.compile("多少|几|若干")
_ENOUGH = 0.65  # of the statement's wording that the question must hold
_LEAST = 2  # characters of the unknown words


def statement(store: Store, reading: Reading) -> Answer | None:
    """The one number that is stated in the words that were not understood, or near to them; None where there is none, or more than one.

    Of a question of several clauses the number of each, or None.
    """
    clauses = list(_clauses(reading))
    if len(clauses) < 2:
        return _in_those_words(store, reading) or _near(store, reading)
    known = [one for clause in clauses if (one := _in_those_words(store, clause) or _near(store, clause))]
    if len(known) < len(clauses):
        return None
    return replace(reduce(joined, known), reading=replace(reading, refusal=""))


def _near(store: Store, reading: Reading) -> Answer | None:
    near = nearest(store, reading)
    return _answer(reading, near.row, near.query, several=True) if near else None


def _clauses(reading: Reading) -> Iterator[Reading]:
    """受理多少件，办结多少件: each clause that asks for a number of its own, as a question."""
    for piece in _CLAUSES.finditer(reading.typed):
        parts = tuple(part for part in reading.parts if piece.start() <= part.start and part.end <= piece.end())
        named = [folded(part.text) for part in parts if part.kind == "indicator"]
        left = (*(gap for gap in reading.left if gap in folded(piece.group())), *named)
        if _ASKS_NUMBER.search(piece.group()):
            yield replace(reading, typed=piece.group(), left=left or (piece.group(),), parts=parts)


def _in_those_words(store: Store, reading: Reading) -> Answer | None:
    gap = max(reading.left, key=len)
    if len(reading.targets) != 1 or reading.operation.name not in ("value", "indicators") or len(gap) < _LEAST:
        return None
    if not is_said(store, reading.targets, gap):
        return None
    query = fill("statements", {"unit": target_rows(reading.targets), "wording": [(Literal(gap),)]})
    scored = [(_held(reading, row["what"]), row) for row in rows(store, query)]
    best = max((score for score, _ in scored), default=0.0)
    found = [row for score, row in scored if score == best and score >= _ENOUGH]
    if len({(row["amount"], row["printed_unit"]) for row in found}) != 1:
        return None
    return _answer(reading, found[0], query, several=len(scored) > len(found))


def _parted(printed: str) -> tuple[str, str]:
    """428.6万 is the number 428.6 and the power 万."""
    return (printed[:-1], printed[-1]) if printed[-1:] in ("万", "亿") else (printed, "")


def _held(reading: Reading, what: str) -> float:
    """Which part of the statement's wording the question holds, all unknown words in it."""
    said, wording = folded(reading.typed), _LEADING.sub("", folded(what))
    measured = [folded(part.text) for part in reading.parts if _is_said_of(part)]
    if any(gap not in wording for gap in (*reading.left, *measured)):
        return 0.0
    match = SequenceMatcher(None, said, wording, autojunk=False).find_longest_match()
    return match.size / len(wording)


def _is_said_of(part: Part) -> bool:
    """True for the name of an amount or of a group of persons, which must be that of the figure, too: 退休 of 退休教师."""
    return part.kind in ("measure", "subject", "phase") or (part.kind == "headcount" and folded(part.text) not in words().weak)


def _answer(reading: Reading, row: Row, query: str, *, several: bool) -> Answer:
    number = shown(row["printed"], row["printed_unit"])
    text = f"{row['unit_name']}{row['year']}年的报告写：{row['what']}{number}。{year_note(reading)}"
    named = f"\nVALUES ?place {{ {NamedNode(row['place'])} }}\n" if several else ""
    source = Source(row["report"], row["file"], "", None, None, row["quote"], row["place"])
    bare, power = _parted(plain(row["printed"]))
    given = Given(bare, power + row["printed_unit"], row["what"])
    return Answer(replace(reading, refusal=""), text, (given,), None, query.rstrip() + "\n" + named.lstrip(), (source,))
