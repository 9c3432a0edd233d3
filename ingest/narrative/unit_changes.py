"""Changes of the unit itself that the report states: 升格, 更名, 合并组建, 成立, 撤销, 划转, 加挂牌子.

Only statements in which the unit takes part are given; what becomes of divisions is read in `reshaping`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from ingest.narrative.sieve import Sought, sign_of, sought
from ingest.narrative.wordings import plain, wordings
from kg.facts import Passage, TextPlace, UnitChange

_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[初底末]?")


def unit_changes(passages: Sequence[Passage], unit: str) -> tuple[UnitChange, ...]:
    """Each change once, where it is stated first. Names are in full where the unit's own name shows what stands before them."""
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], UnitChange] = {}
    for passage in passages:
        for change in _stated(passage, unit):
            found.setdefault((change.kind, change.former, change.current), change)
    return tuple(found.values())


def _stated(passage: Passage, unit: str) -> Iterator[UnitChange]:
    for sentence in _SENTENCE.finditer(plain(passage.text)):
        taken: list[tuple[int, int]] = []
        for kind, match in _told(sentence[0]):
            change = None if _is_of_division(match, unit) else _read(kind, match, unit)
            if change and not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield _placed(change, passage, sentence, match)


@lru_cache(maxsize=4096)  # most sentences tell none, and many come in every report
def _told(sentence: str) -> tuple[tuple[str, re.Match[str]], ...]:
    """The kinds of change whose wordings are in the sentence, with the match."""
    if not _sign().search(sentence):
        return ()
    return tuple((kind, match) for kind, pattern in _changes() for match in pattern.finditer(sentence))


@cache
def _changes() -> tuple[tuple[str, Sought], ...]:
    """Each pattern with the kind of change that it tells."""
    return tuple((entry["kind"], sought(pattern)) for entry in wordings("changes")["changes"] for pattern in entry["patterns"])


@cache
def _sign() -> re.Pattern[str]:
    return sign_of(pattern for _, pattern in _changes())


def _is_of_division(match: re.Match[str], unit: str) -> bool:
    """True in brackets behind a name that is not the unit's: 内设…经济发展办公室（加挂统计办公室牌子）."""
    before = match.string[: match.start()]
    own = (*(unit[-length:] for length in range(3, len(unit) + 1)), "本单位", "本部门", "本局")
    return before.endswith("（") and not before[:-1].endswith(own)


def _read(kind: str, match: re.Match[str], unit: str) -> UnitChange | None:
    """The change, with names in full; None where a name is none or the unit takes no part."""
    groups = match.groupdict()
    former, current, sign = (_names(groups.get(name) or "") for name in ("former", "current", "sign"))
    if None in (former, current, sign):
        return None
    before, after, other = former or (), current or (), sign or ()
    if kind in {"sign", "transferred"}:
        own = kind == "sign" or not groups.get("former") or not _is_unit(before[0], unit)
        return UnitChange(kind, before, after or other, _NOWHERE, original=(unit,), resulting=(unit,)) if own and (after or other) else None
    if not before and not after:
        return None
    if kind in {"upgraded", "renamed", "merged"} and not after:
        after = (unit,)
    prefix = _prefix((*before, *after), unit)
    if prefix is None or (kind == "founded" and not _is_unit(after[0], unit)) or (kind == "abolished" and not _is_unit(before[0], unit)):
        return None
    full = [tuple(_full(name, prefix, unit) for name in names) for names in (before, after)]
    return UnitChange(kind, before, after, _NOWHERE, original=full[0], resulting=full[1]) if full[0] != full[1] else None


_NOWHERE = TextPlace(0, 0, 0)


def _placed(change: UnitChange, passage: Passage, sentence: re.Match[str], match: re.Match[str]) -> UnitChange:
    start = sentence.start() + match.start()
    dates = [found[0] for found in _DATE.finditer(sentence[0]) if found.start() < match.end()]
    place = TextPlace(passage.number, start, sentence.start() + match.end(), passage.page, passage.line)
    text = passage.text[sentence.start() : sentence.end()].strip()
    return replace(change, place=place, text=text, when=dates[-1] if dates else "")


def _names(printed: str) -> tuple[str, ...] | None:
    """The names of a group; None where one of them is the name of no unit."""
    if not printed:
        return ()
    form = wordings("changes")
    names = [re.sub(form["before_name"], "", part) for part in re.split(form["split"], printed)]
    if any(len(name) < 3 or re.search(form["not_name"], name) for name in names):
        return None
    return tuple(names)


def _is_unit(name: str, unit: str) -> bool:
    return name == unit or bool(re.search(wordings("changes")["self_name"], name)) or (len(name) > 3 and unit.endswith(name))


def _prefix(names: Sequence[str], unit: str) -> str | None:
    """What stands before the short form of the unit's name, "" where it is printed in full; None where the unit is not among them."""
    own = next((name for name in names if _is_unit(name, unit)), None)
    if own is None:
        return None
    return unit.removesuffix(own) if unit.endswith(own) else ""


def _full(name: str, prefix: str, unit: str) -> str:
    if _is_unit(name, unit):
        return unit
    return name if not prefix or name.startswith(prefix[:2]) or re.match(r".{2,3}[省市县区州]", name) else prefix + name
