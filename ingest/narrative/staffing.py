"""Headcounts: posts (编制), staff, retired staff, pupils and so on, as the passages about the unit state them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest.narrative.headcount_kinds import kind_of, part, part_of
from ingest.narrative.topics import spots
from ingest.narrative.wordings import plain, wordings
from kg.amounts import read_number
from kg.facts import Headcount, Passage, TextPlace

_SENTENCE = re.compile(r"[^。]+")
_CLAUSE = 30  # characters before a number that can tell that it is a change
_N = r"\d+(?:,\d{3})*"


def headcounts(passages: Sequence[Passage]) -> tuple[Headcount, ...]:
    """Each statement of a kind of people, a number and a time once; `when` is "" where no time is printed."""
    rows: dict[tuple[str, str, str], Headcount] = {}
    read = frozenset(wordings("staffing")["topics"])
    opened = ""  # the time of the paragraph before, where that one opens a list
    for spot in spots(passages):
        for row in _stated(spot.passage, opened) if read.intersection(spot.topics) else ():
            rows.setdefault((row.what, row.quantity.text, row.when), row)
        opened = _opened(plain(spot.passage.text).rpartition("。")[2])
    return _whole(tuple(rows.values()))


def _whole(rows: tuple[Headcount, ...]) -> tuple[Headcount, ...]:
    """A unit that counts those in post of one kind only (实有事业人员268人), and no other posts: they are all of its staff."""
    in_post = wordings("staffing")["in_post"]
    counted = {row.what for row in rows}
    own = counted.intersection(in_post["parts"])
    if len(own) != 1 or counted.intersection(in_post["all"]):
        return rows
    posts = in_post["parts"][next(iter(own))]
    if any(part(what, "在职") for what in counted - own) or any(what.endswith("编制") and what not in posts for what in counted):
        return rows
    return tuple(replace(row, what=in_post["all"][0]) if row.what in own else row for row in rows)


def time_in(text: str) -> str:
    """The last time that `text` names (2024年底, 年末), one with a year before one without, or ""."""
    times: list[str] = re.findall(wordings("staffing")["when"], text)
    dated = [time for time in times if time[0].isdigit()] or times
    return dated[-1].replace("年年", "年") if dated else ""


def _stated(passage: Passage, opened: str) -> Iterator[Headcount]:
    """The headcounts of a paragraph; `opened` is the time that a sentence before it gives."""
    flat = plain(passage.text)
    for sentence in _SENTENCE.finditer(flat):
        for found in _counts().finditer(flat, sentence.start(), sentence.end()):
            clause = re.split(r"[，：、；]", flat[max(sentence.start(), found.start() - _CLAUSE) : found.start()])[-1]
            if not _changes().search(clause) and not _changes().search(found[0].rstrip("0123456789,人名个位")):
                when = _when(sentence[0], found.end() - sentence.start()) or opened
                row = _headcount(passage, found, flat[sentence.start() : found.start()], when)
                yield from [row] if row else []
        opened = _opened(sentence[0]) or _as_of(sentence[0]) or opened


def _headcount(passage: Passage, found: re.Match[str], before: str, when: str) -> Headcount | None:
    """The headcount of a match; `before` are the words of its sentence before it."""
    first = found["before"] is not None
    number, unit, words = (found["n1"], found["u1"], found["before"]) if first else (found["n2"], found["u2"], found["after"])
    quantity = read_number(number, unit or "人")
    what = kind_of(words) or ("" if unit in ("个", "位") else part_of(words, before))
    went = re.search(wordings("staffing")["left"], words) and re.search(wordings("staffing")["moves"], before)
    if not quantity or not what or unit == "人次" or went:
        return None
    return Headcount(what, quantity, when, TextPlace(passage.number, found.start(), found.end(), passage.page, passage.line))


def _when(sentence: str, end: int) -> str:
    """The time of a number that ends at `end`: the last one before it, one with a year before one without; else the one after it.

    As printed: 2024年底, 2024年12月31日, 年末. A time after the number holds for it only if it is a day or the end of a year or
    month and the only time of the sentence (编制38名，2024年末在职36人).
    """
    after: list[str] = re.findall(wordings("staffing")["when"], sentence[end:])
    only = len(after) == 1 and re.search(wordings("staffing")["at_end"], after[0])
    return time_in(sentence[:end]) or (time_in(after[0]) if only else "")


def _opened(sentence: str) -> str:
    """The time of a sentence that opens a list (截至2024年底，人员情况如下), else ""."""
    return time_in(sentence) if re.search(wordings("staffing")["opens"], sentence.strip()) else ""


def _as_of(sentence: str) -> str:
    """The time that a sentence names for the rest of its paragraph (截至2024年12月31日, 2024年末), else ""."""
    found = re.search(wordings("staffing")["as_of"], sentence)
    return found[0].replace("年年", "年") if found else ""


@cache
def _counts() -> re.Pattern[str]:
    """Words and then a number (编制数29人), or a number and then words (26名在职人员)."""
    words = "|".join(word for key in ("kinds", "parts") for entry in wordings("staffing")[key] for word in entry["words"])
    before = rf"(?P<before>{words}){wordings('staffing')['link']}(?P<n1>{_N})(?P<u1>人次|人|名|个|位)?(?![\d.%％年月辆台张床套部平㎡亩间])"
    after = rf"(?P<n2>{_N})(?P<u2>人|名|个|位)(?P<after>{words})"
    return re.compile(f"{before}|{after}")


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(wordings("staffing")["changes"])
