"""Lists of organisational names in running text: 内设机构包括：A、B（挂C牌子）和D等4个科室."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.narrative.ordinals import ordinal_at
from ingest.narrative.wordings import plain, wordings

_PART = re.compile(r"(?:（[^（）]*）|[^、，；。：（）])+")
_SEPARATOR = re.compile(r"[、，；\s]*")
_BRACKET = re.compile(r"（[^（）]*）")
_JOINT = re.compile(r"以及|[和及与]")
_BLANKS = re.compile(r"\s*")
_INSIDE = re.compile(r"（[\u4e00-\u9fff]{1,4}）(?![和及与等、，]|以及|$)")  # 政务（便民）服务中心
_HOLE = "\0"
_LONGEST = 40  # characters of a name


class Name(NamedTuple):
    """A name printed at [start, end) of a text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """True for the name of an office, division or unit; never for a person's."""
    return 2 <= len(text) <= _LONGEST and bool(_named().fullmatch(text)) and not _pattern("not_name").search(text)


def listed(text: str, flat: str, start: int) -> tuple[Name, ...]:
    """The names that stand in a row from `start` on; the row ends with the sentence or with the first thing that is no name.

    `flat` is `text` in one width.
    """
    return tuple(_listed(text, flat, start))


def leading(text: str, start: int) -> Name | None:
    """The name a paragraph begins with (after its ordinal), where the paragraph is an entry of a list."""
    ordinal = ordinal_at(text, start)
    begin = _skipped(_BLANKS, text, ordinal.end if ordinal else start)
    found = _PART.match(plain(text), begin)
    names = list(_split(found[0], begin)) if found else []
    return names[0] if len(names) == 1 else None


def _listed(text: str, flat: str, start: int) -> Iterator[Name]:
    position = start
    while position < len(flat):
        position = _skipped(_SEPARATOR, flat, position)
        ordinal = ordinal_at(text, position)
        position = ordinal.end if ordinal else position
        part = _PART.match(flat, position)
        names = list(_split(part[0], position)) if part else []
        if not part or not names:
            return
        yield from names
        position = part.end()
        if flat[position : position + 1] in ("。", "："):
            following = ordinal_at(text, position + 1)
            if flat[position] == "：" or not (ordinal and following and following.style == ordinal.style):
                return
            position += 1


def _skipped(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where the text goes on after what the pattern matches at `start`."""
    found = pattern.match(text, start)
    return found.end() if found else start


def _split(part: str, start: int) -> Iterator[Name]:
    """The names of a part of a list: one, or two joined by 和; nothing where it is no name."""
    begin = _lead(part)
    bare = _bare(part[begin:])
    for joint in _JOINT.finditer(bare):
        left, right = _bare(bare[: joint.start()]), bare[joint.end() :]
        lead = _lead(right)
        if _is_bare_name(left) and _is_bare_name(right[lead:]):
            yield _name(left, start + begin)
            yield _name(right[lead:], start + begin + joint.end() + lead)
            return
    if _is_bare_name(bare):
        yield _name(bare, start + begin)


def _lead(part: str) -> int:
    """How many characters before the name (下属事业单位) are not part of it."""
    lead = _pattern("before_name").match(part)
    return lead.end() if lead and _is_bare_name(_bare(part[lead.end() :])) else 0


def _is_bare_name(bare: str) -> bool:
    return is_name(bare.replace(_HOLE, ""))


def _bare(part: str) -> str:
    """A part of a list without what follows the name; brackets become holes of the same length."""
    kept = _pattern("kept_brackets")
    bare = _BRACKET.sub(lambda m: m[0] if kept.fullmatch(m[0]) or _INSIDE.match(part, m.start()) else _HOLE * len(m[0]), part)
    tail = _tail().search(bare)
    return bare[: tail.start()] if tail else bare


def _name(bare: str, start: int) -> Name:
    return Name(bare.replace(_HOLE, ""), start, start + len(bare.rstrip(_HOLE)))


@cache
def _named() -> re.Pattern[str]:
    found = wordings("organisation")
    return re.compile(rf"(?:[\u4e00-\u9fa5A-Za-z0-9“”·\-—]|{_INSIDE.pattern})*?(?:{found['name_end']})(?:{found['kept_brackets']})?")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{_pattern('after_name').pattern}){_HOLE}*$")


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(wordings("organisation")[key])
