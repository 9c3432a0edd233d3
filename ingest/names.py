"""Lists of organisational names in running text: 内设机构包括：A、B（挂C牌子）和D等4个科室."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.ordinals import ordinal_at
from ingest.wordings import plain, wordings

_PART = re.compile(r"(?:（[^（）]*）|[^、，；。：（）])+")
_SEPARATOR = re.compile(r"[、，；\s]*")
_BRACKET = re.compile(r"（[^（）]*）")
_LEAD = re.compile(r"^(?:以及|以|其中|分别(?:为|是)|(?:即|为|是)(?!\S{0,1}$)|包括|还有|另有|和(?!平|谐)|及|与)")
_JOINT = re.compile(r"以及|[和及与]")
_TAIL = re.compile(
    r"(?:等)?(?:共|共计|合计)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[个家](?:[\u4e00-\u9fa5]{1,12})?$|等[\u4e00-\u9fa5]{0,6}$|(?:组成|构成)$"
)
_LONGEST = 40  # characters of a name


@dataclass(frozen=True, slots=True)
class Name:
    """A name printed at [start, end) of a text."""

    text: str
    start: int
    end: int


def is_name(text: str) -> bool:
    """True for the name of an office, division or unit; never for a person's."""
    return 2 <= len(text) <= _LONGEST and bool(_named().fullmatch(text)) and not _never().search(text)


def listed(text: str, start: int) -> tuple[Name, ...]:
    """The names that stand in a row from `start` on; the row ends with the sentence or with the first thing that is no name."""
    return tuple(_listed(text, plain(text), start))


def leading(text: str, start: int) -> Name | None:
    """The name a paragraph begins with (after its ordinal), where the paragraph is an entry of a list."""
    ordinal = ordinal_at(text, start)
    begin = ordinal.end if ordinal else start
    found = _PART.match(plain(text), begin)
    names = list(_split(found[0], begin)) if found else []
    return names[0] if len(names) == 1 else None


def _listed(text: str, flat: str, start: int) -> Iterator[Name]:
    position = start
    while position < len(flat):
        position = _SEPARATOR.match(flat, position).end()  # type: ignore[union-attr]
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


def _split(part: str, start: int) -> Iterator[Name]:
    """The names of a part of a list: one, or two joined by 和; nothing where it is no name."""
    lead = _LEAD.match(part)
    begin = lead.end() if lead else 0
    bare = _BRACKET.sub(lambda m: "\0" * len(m[0]), part[begin:])
    tail = _TAIL.search(bare)
    bare = bare[: tail.start()] if tail else bare
    whole = bare.replace("\0", "")
    for joint in _JOINT.finditer(bare):
        pair = (bare[: joint.start()], bare[joint.end() :])
        if all(is_name(p.replace("\0", "")) for p in pair):
            yield _name(pair[0], start + begin)
            yield _name(pair[1], start + begin + joint.end())
            return
    if is_name(whole):
        yield _name(bare, start + begin)


def _name(bare: str, start: int) -> Name:
    return Name(bare.replace("\0", "").strip(), start, start + len(bare.rstrip("\0")))


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fa5A-Za-z0-9“”·\-—]*?(?:{wordings('organisation')['name_end']})")


@cache
def _never() -> re.Pattern[str]:
    return re.compile(wordings("organisation")["not_name"])
