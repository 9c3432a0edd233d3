"""Divisions that a report says have gone or have come: 原A科、B科调整为X部, A股的职能并入B股, 撤销A股, 将A科更名为B科."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.narrative.names import Name, listed
from ingest.narrative.sieve import sought_in
from ingest.narrative.wordings import wordings


@dataclass(frozen=True, slots=True)
class Reshaping:
    """What the words at [start, end) of a text say: the divisions that were, and those that they have become."""

    start: int
    end: int
    former: tuple[Name, ...]
    current: tuple[Name, ...]


def reshapings(text: str, flat: str, start: int, unit: str) -> tuple[Reshaping, ...]:
    """The statements from `start` on, in order; only those whose every name is a division's and none is the unit's own.

    `flat` is `text` in one width. A division that takes in another one (A科并入B科) is not given: it may stand outside the unit.
    """
    found = (_read(text, flat, match, unit) for match in sought_in("organisation", "reshaping").finditer(flat, start))
    return tuple(one for one in found if one)


def _read(text: str, flat: str, match: re.Match[str], unit: str) -> Reshaping | None:
    """None where one of the groups of the pattern is not a list of divisions, or holds the unit."""
    sides: dict[str, tuple[Name, ...]] = {"former": (), "current": (), "into": ()}
    for group, value in match.groupdict().items():
        if value is not None:
            side = group.rstrip("0123456789")
            sides[side] = tuple(_divisions(text, flat, match.span(group), whole=side == "former"))
            if not sides[side] or any(is_unit(name.text, unit) for name in sides[side]):
                return None
    return Reshaping(match.start(), match.end(), sides["former"], sides["current"])


def _divisions(text: str, flat: str, span: tuple[int, int], whole: bool) -> Iterator[Name]:
    """The names in a stretch; none if one is no division's or, where the names must fill the stretch, if anything else is left."""
    names = listed(text, flat[: span[1]], span[0])
    rest = flat[names[-1].end : span[1]] if names else ""
    if (whole and not re.fullmatch(wordings("organisation")["reshaped_rest"], rest)) or any(_is_other(name.text) for name in names):
        return
    yield from names


def _is_other(name: str) -> bool:
    """True for what has the form of a name but is a clause, or an office of a place and not of the unit."""
    found = wordings("organisation")
    return bool(re.search(found["not_reshaped"], name)) or not re.search(found["reshaped_end"], name)


def is_unit(name: str, unit: str) -> bool:
    """True for the unit's name, also without its place (产业服务中心 of 云溪区产业服务中心); a bare 办公室 is a division."""
    return len(name) > 2 and unit.endswith(name) and (name == unit or name != "办公室")
