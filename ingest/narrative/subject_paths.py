"""Subject paths in running text: 一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.narrative.ordinals import ordinal_at

# （类）, （204类）, and the code alone: （20404）.
_LEVEL = re.compile(r"（(?:\d{0,7}([类款项])|(2\d{2}(?:\d{2}){0,2}))）")
_LEVEL_OF_CODE = {3: "类", 5: "款", 7: "项"}
_PART = r"[^，。；：/>—–-]{2,30}"
_SPLIT = re.compile(rf"^([^，。；：]{{2,24}}?支出)([-—–/>])({_PART})(?:\2({_PART}))?(?=[，。；：]|年初|支出决算|$)")
_BOUNDARY = re.compile(r"[。；：，\n]")
_LEAD = re.compile(r"^(?:其中|用于|主要用于|本年度?|20\d\d年度?|[“”\s]|20[12349]\d{2,5}|2\d{2,6}(?=\D)|支出(?=\S{3}))+")
_TAIL = re.compile(r"([^。；：，“”]{2,30}?)(?=[。：，；]|年初|支出决算|决算|20\d\d年|预算数|$)")
_NEXT = {"类": "款", "款": "项"}


@dataclass(frozen=True, slots=True)
class SubjectPath:
    """A path printed at [start, end): (level, name) from 类 to 项, names as printed. `code` is the last one printed in brackets."""

    names: tuple[tuple[str, str], ...]
    start: int
    end: int
    code: str = ""


def subject_paths(flat: str) -> tuple[SubjectPath, ...]:
    """Paths in a text with wide brackets, in order. A level that is printed without its mark at the end is understood."""
    return tuple(_completed(flat, path) for path in _marked(flat)) or tuple(_split(flat))


def _split(flat: str) -> Iterator[SubjectPath]:
    """The path at the head of a text whose levels a dash or a stroke parts: 教育支出-普通教育-小学教育."""
    ordinal = ordinal_at(flat)
    start = ordinal.end if ordinal else 0
    found = _SPLIT.match(flat[start:])
    if found:
        names = [name for name in (found[1], found[3], found[4]) if name]
        yield SubjectPath(tuple(zip("类款项", names, strict=False)), start, start + found.end())


def _marked(flat: str) -> Iterator[SubjectPath]:
    held: SubjectPath | None = None
    position = 0
    for mark in _LEVEL.finditer(flat):
        start = _start_of_name(flat, position, mark.start())
        name, level = flat[start : mark.start()].strip("“”"), mark[1] or _LEVEL_OF_CODE[len(mark[2])]
        joined = held is not None and start <= held.end + 2 and "类款项".index(level) > "类款项".index(held.names[-1][0])
        if held and joined:
            held = SubjectPath((*held.names, (level, name)), held.start, mark.end(), mark[2] or held.code)
        elif name:
            if held:
                yield held
            held = SubjectPath(((level, name),), start, mark.end(), mark[2] or "")
        position = mark.end()
    if held:
        yield held


def _start_of_name(flat: str, position: int, end: int) -> int:
    """Where the name before a level mark starts: after the last boundary, an ordinal, a code or a leading word."""
    start = max([position, *(found.end() for found in _BOUNDARY.finditer(flat, position, end))])
    ordinal = ordinal_at(flat, start)
    start = ordinal.end if ordinal and ordinal.end < end else start
    lead = _LEAD.match(flat[start:end])
    return start + lead.end() if lead and start + lead.end() < end else start


def _completed(flat: str, path: SubjectPath) -> SubjectPath:
    """The path with the name after its last mark, where that level's mark is missing: …（款）行政运行。年初预算…"""
    level = _NEXT.get(path.names[-1][0])
    tail = _TAIL.match(flat, path.end) if level else None
    if not level or not tail or tail[1].strip("“”") in ("支出", "决算") or re.search(r"\d|预算", tail[1]):
        return path
    return SubjectPath((*path.names, (level, tail[1].removeprefix("支出"))), path.start, tail.end(), path.code)
