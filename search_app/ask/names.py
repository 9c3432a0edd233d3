"""Short names of units: 示例市企业服务中心 is also 示例企业服务中心 and, where no other unit has that name, 企业服务中心."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from ontology.regions import COUNTRY, parents
from ontology.regions import name as region_name
from search_app.ask.characters import folded
from search_app.ask.words import words

_RANK = re.compile("(.{2,}?)(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治[区州县旗]|新区|林区|地区|省|市|盟|县|区)")
_RANKS = tuple("省市区县州盟旗")
_WITH_DISTRICTS = ("省", "市", "州", "盟", "自治区")
# 城市, 社区, 园区 and the like are no places; nor is what 市场, 市容, 市民中心, 市政设施 begin with.
_NO_PLACE = "(?<![城都]市)(?<![社园城景发小校山林地税假护胜库矿牧]区)(?!场|容|民[中服之广]|政[设工公园建道维养])"
_COMMITTEE = "(?!中国|中共|共青团|国家)"
_UNLISTED = re.compile(
    rf"{_COMMITTEE}(\w{{2,3}}省|\w{{2,4}}自治区)?(\w{{2,5}}?(?:自治州|[市州盟]){_NO_PLACE})?"
    rf"(\w{{1,6}}?(?:自治[县旗]|县)|\w{{2,5}}?[区市旗]{_NO_PLACE})?"
)
_NUMBERED = re.compile("第(?P<number>[一二三四五六七八九十]+)")
_LEAGUE = "团委"
_ENDS = ("中心", "管理局", "服务局", "局", "委员会", "办公室")  # 产业服务中心 is also 产服中心, 企业服务局 企服局
_OF_ZONE = (2, 3, 4)  # characters of a place before its zone: 宁滩经开区
_LEAST = 3  # characters that a name without its place must have


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a unit: `placed` begin with its own place, `bare` say no place."""

    placed: tuple[str, ...]
    bare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """A unit's name taken apart: the wordings of its `places`, the `ranks` that may stand for them (市, 区), and the rest, `core`."""

    places: tuple[str, ...]
    ranks: tuple[str, ...]
    core: str


def stem(place: str) -> str:
    """The name of a place without its rank: 云溪区 gives 云溪, 沙县 stays."""
    found = _RANK.fullmatch(place)
    return found[1] if found else place


def names(official: str, region: str) -> Names:
    """All names of the unit called `official` in the division `region` (GB/T 2260 code)."""
    placed, bare = {folded(official)}, set[str]()
    known = {word for short in words().offices.values() for word in short}
    for one in parted(official, region):
        cores = (one.core, *_shortened(one.core))
        placed.update(place + core for place in one.places for core in cores)
        bare.update(rank + core for rank in ("", *one.ranks) for core in cores if one.places and (len(core) >= _LEAST or core in known))
        placed.update(_of_league(one))
    return Names(tuple(sorted(placed)), tuple(sorted(bare - placed)))


def parted(official: str, region: str) -> Iterator[Parted]:
    """The name as it stands, and as a committee is called whose name begins with what it is: 中共松岭县委员会组织部, 松岭县委组织部."""
    for text in dict.fromkeys((folded(official), *_recast(folded(official)))):
        parts, core = _split(text, region)
        ranks = tuple(part[0][-1] for part in parts[-1:] if part[0].endswith(_RANKS))
        places = ("".join(chosen) for first in range(len(parts)) for chosen in product(*parts[first:]))
        yield Parted(tuple(dict.fromkeys(places)), ranks, core)


def _recast(text: str) -> Iterator[str]:
    yield from (found.expand(usual) for pattern, usual in _committees() if (found := pattern.fullmatch(text)))


@cache
def _committees() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), usual) for pattern, usual in words().committees.items())


def _of_league(unit: Parted) -> Iterator[str]:
    """团县委, 松岭团县委 and 共青团松岭县委 for 松岭县团委."""
    if unit.core == _LEAGUE:
        yield from (f"共青团{place}委" for place in unit.places)
        yield from (f"{place}团{rank}委" for rank in unit.ranks for place in ("", *(stem(place) for place in unit.places)))


def _split(text: str, region: str) -> tuple[list[tuple[str, ...]], str]:
    """The places and zones that `text` begins with, each with its wordings, and the rest."""
    parts: list[tuple[str, ...]] = []
    for code in (*reversed(parents(region)), region):
        place = region_name(code) if code != COUNTRY else ""
        said = _beginning(text, place)
        if said:
            parts.append(tuple(dict.fromkeys((place, stem(place)))))
            text = text.removeprefix(said)
    zones, rest = _zone(text)
    if not zones and (not parts or parts[-1][0].endswith(_WITH_DISTRICTS)):
        places, rest = _unlisted(text)
        parts += places
        zones, rest = _zone(rest)
    return parts + zones, rest


def _zone(text: str) -> tuple[list[tuple[str, ...]], str]:
    for long, short in words().zones.items():
        said = next((word for word in (long, *short) if text.startswith(word)), "")
        if said:
            return [(long, *short)], text.removeprefix(said)
    return [], text


def _unlisted(text: str) -> tuple[list[tuple[str, ...]], str]:
    """The places that `text` begins with and that the list of divisions lacks, told by their ranks: 宁滩市, 北屏区."""
    found = _UNLISTED.match(text)
    places = [place for place in found.groups() if place] if found and found.end() < len(text) else []
    before_zone = next((text[:length] for length in _OF_ZONE if _zone(text[length:])[0]), "") if not places else ""
    places += [before_zone] if before_zone else []
    return [tuple(dict.fromkeys((place, stem(place)))) for place in places], text[sum(map(len, places)) :]


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
    for kind, short in words().numbered.items():
        if (found := _NUMBERED.match(core)) and core[found.end() :] == kind:
            yield from (found["number"] + word for word in short)
