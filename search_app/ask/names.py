"""Short names of units: 示例市企业服务中心 is also 示例企业服务中心 and, where no other unit has that name, 企业服务中心."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ontology.regions import COUNTRY, parents
from ontology.regions import name as region_name
from search_app.ask.characters import folded
from search_app.ask.words import words

_RANK = re.compile("(.{2,}?)(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治[区州县旗]|新区|林区|地区|省|市|盟|县|区)")
_RANKS = tuple("省市区县州盟旗")
_ENDS = ("中心", "管理局", "服务局", "局", "委员会", "办公室")  # 产业服务中心 is also 产服中心, 企业服务局 企服局
_LEAST = 3  # characters that a name without its place must have


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a unit: `placed` begin with its own place, `bare` say no place."""

    placed: tuple[str, ...]
    bare: tuple[str, ...]


def stem(place: str) -> str:
    """The name of a place without its rank: 云溪区 gives 云溪, 沙县 stays."""
    found = _RANK.fullmatch(place)
    return found[1] if found else place


def names(official: str, region: str) -> Names:
    """All names of the unit called `official` in the division `region` (GB/T 2260 code)."""
    parts, core = _split(folded(official), region)
    cores = (core, *_shortened(core))
    placed = {folded(official)}
    for first in range(len(parts)):
        placed.update("".join(chosen) + end for chosen in product(*parts[first:]) for end in cores)
    ranks = [part[0][-1] for part in parts[-1:] if part[0].endswith(_RANKS)]
    known = {word for short in words().offices.values() for word in short}
    bare = {rank + name for rank in ("", *ranks) for name in cores if parts and (len(name) >= _LEAST or name in known)}
    return Names(tuple(sorted(placed)), tuple(sorted(bare - placed)))


def _split(text: str, region: str) -> tuple[list[tuple[str, ...]], str]:
    """The places and zones that `text` begins with, each with its wordings, and the rest."""
    parts: list[tuple[str, ...]] = []
    for code in (*reversed(parents(region)), region):
        place = region_name(code) if code != COUNTRY else ""
        said = _beginning(text, place)
        if said:
            parts.append(tuple(dict.fromkeys((place, stem(place)))))
            text = text.removeprefix(said)
    for long, short in words().zones.items():
        said = next((word for word in (long, *short) if text.startswith(word)), "")
        if said:
            parts.append((long, *short))
            return parts, text.removeprefix(said)
    return parts, text


def _beginning(text: str, place: str) -> str:
    """How `text` names `place` at its beginning; 吉林市… does not begin with the province 吉林."""
    if place and text.startswith(place) and len(place) < len(text):
        return place
    short = stem(place)
    rest = text.removeprefix(short)
    return short if place and rest not in (text, "") and not rest.startswith(_RANKS) else ""


def _shortened(core: str) -> Iterator[str]:
    for end in _ENDS:
        if core.endswith(end) and len(name := core.removesuffix(end)) in (4, 6):
            yield name[::2] + end
    if core.endswith("服务中心") and len(core) >= 6:
        yield core.removesuffix("服务中心") + "中心"
    for long, short in words().offices.items():
        if long in core:
            yield from (core.replace(long, word) for word in short)
