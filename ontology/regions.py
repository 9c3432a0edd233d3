"""行政区划: which place a unit's name begins with, by GB/T 2260 code.

The list is `codelists/regions.csv` (divisions of 2016 to 2026, former names marked) and `codelists/regions_sample.csv` (the
fictional places of the sample reports). A development zone (高新区, 经开区, 新区 …) has no code of its own: the nearest
place above it counts. Between equal candidates nothing is guessed: their nearest common parent is the answer.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

COUNTRY: Final = "100000"

_FOLDER: Final = Path(__file__).parent / "codelists"
_FILES: Final = (("regions.csv", False), ("regions_sample.csv", True))

# Words before the place in the name of a party committee, a league or an office of a ministry.
_BEFORE: Final = re.compile(
    "(?:中共|中国共产党|共青团|中国共产主义青年团|国家税务总局|国家统计局|中国国民党革命委员会|中国民主同盟|中国民主建国会"
    "|中国民主促进会|中国农工民主党|中国致公党|九三学社|台湾民主自治同盟|民革|民盟|民建|民进|农工党|致公党|台盟)"
)
# How the name of a development zone goes on after its place.
_ZONE: Final = re.compile(
    "(?:国家|国际)?(?:高新|高技术|经济(?:技术)?开发|经济技术|经开|开发区|新区|示范区|试验区|综合保税|保税|工业园|产业园|园区|科技园|科学城"
    "|临港|空港|循环经济|旅游度假|自由贸易|自贸)"
)
# 南京路街道, 河南镇: the short name of a place, but part of another name.
_OTHER_NAME: Final = re.compile("[东西南北中一二三]?路|[东西南北中]?街|大道|镇|乡|村")
# Names of districts that say nothing without their city.
_GENERIC: Final = frozenset({"城区", "郊区", "矿区"})

_PEOPLES: Final = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉"
    "|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
_AUTONOMOUS: Final = re.compile(f"(.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治([州县旗区])")
_SUFFIX: Final = re.compile("(.{2,}?)(?:特别行政区|自治区|新区|林区|地区|省|市|盟|县|区)")


@dataclass(frozen=True, slots=True)
class Place:
    """One name of one division; a division that was renamed or moved has several."""

    code: str
    name: str
    former: bool
    sample: bool


@dataclass(slots=True)
class _Gazetteer:
    """All names: official ones (`full`), short ones of provinces and prefectures, short ones of counties."""

    names: dict[str, str] = field(default_factory=dict)
    full: dict[str, list[Place]] = field(default_factory=dict)
    short: dict[str, list[Place]] = field(default_factory=dict)
    county_short: dict[str, list[Place]] = field(default_factory=dict)
    longest: int = 0

    def add(self, place: Place) -> None:
        self.names.setdefault(place.code, place.name)
        self.full.setdefault(place.name, []).append(place)
        self.longest = max(self.longest, len(place.name))
        stem, kind = _stem(place.name)
        if kind:
            self.full.setdefault(stem + kind, []).append(place)
        shorts = self.short if place.code.endswith("00") else self.county_short
        if stem != place.name:
            shorts.setdefault(stem, []).append(place)


def _stem(official: str) -> tuple[str, str]:
    """The name without its rank, and the rank that replaces 自治州, 自治县, 自治旗: 恩施土家族苗族自治州 gives 恩施, 州."""
    if found := _AUTONOMOUS.fullmatch(official):
        return found[1], found[2] if found[2] != "区" else ""
    found = _SUFFIX.fullmatch(official)
    return (found[1] if found else official), ""


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    table = _Gazetteer(names={COUNTRY: "全国"})
    for file, sample in _FILES:
        with (_FOLDER / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                table.add(Place(row["code"], row["name"], row["status"] == "former", sample))
    return table


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def name(code: str) -> str:
    """The division's name today, 全国 for 100000; the code itself where it is not in the list."""
    return _gazetteer().names.get(code, code)


@lru_cache(maxsize=4096)
def parents(code: str) -> tuple[str, ...]:
    """The divisions above `code`, nearest first, up to 100000 (of which there are none)."""
    if code == COUNTRY:
        return ()
    above = [wider for wider in (code[:4] + "00", code[:2] + "0000") if wider != code and wider in _gazetteer().names]
    return (*dict.fromkeys(above), COUNTRY)


@lru_cache(maxsize=4096)
def locate(name: str, hints: tuple[str, ...] = ()) -> str:
    """The code of the place that `name` begins with: its longest chain of places (省? 市? 区县?), short names understood.

    `hints` are other places that the report names; they decide between equal candidates. Without a decision the
    nearest common parent comes back, and 100000 (全国) where `name` begins with no place at all.
    """
    text = _fold(name)
    found = _longest_chain(text) or _longest_chain(_BEFORE.sub("", text, count=1))
    near = [code for code in map(locate, hints) if code != COUNTRY]
    if not found:
        return _common(near) if near and _ZONE.match(text) else COUNTRY
    return _common([place.code for place in _likeliest(found, near)])


def _longest_chain(text: str) -> list[Place]:
    """The places at the end of the chains that cover most of the beginning of `text`."""
    best, found = 0, list[Place]()
    for length, place in _chains(text, None):
        if length > best:
            best, found = length, []
        if length == best and place not in found:
            found.append(place)
    return found


def _chains(text: str, within: str | None) -> Iterator[tuple[int, Place]]:
    """Every chain of places at the beginning of `text`, each inside the one before: characters covered and last place."""
    for length in range(min(len(text), _gazetteer().longest), 1, -1):
        for place in _named(text[:length], text[length:], within):
            yield length, place
            for more, deeper in _chains(text[length:], place.code):
                yield length + more, deeper


def _named(word: str, rest: str, within: str | None) -> list[Place]:
    """The places inside `within` that `word` may mean when `rest` follows it."""
    table = _gazetteer()
    places = _inside(table.full.get(word, ()), within)
    if within is None and word in _GENERIC:
        return []
    if not places and not _OTHER_NAME.match(rest):
        places = _widest(_inside(table.short.get(word, ()), within))
        if not places and _ZONE.match(rest):
            places = _inside(table.county_short.get(word, ()), within)
    return places


def _inside(places: Iterable[Place], within: str | None) -> list[Place]:
    return [place for place in places if within is None or within in parents(place.code)]


def _widest(places: list[Place]) -> list[Place]:
    """Of places that share a short name the province: 吉林 is the province, the city is 吉林市."""
    return [place for place in places if place.code.endswith("0000")] or places


def _likeliest(places: list[Place], near: list[str]) -> list[Place]:
    """The candidates that share most with the places nearby; without such, today's real ones before former and fictional."""
    shared = {place: sum(len(_line(place.code) & _line(other)) for other in near) for place in places}
    most = max(shared.values())
    kept = [place for place in places if shared[place] == most]
    rank = min((place.sample, place.former) for place in kept)
    return [place for place in kept if (place.sample, place.former) == rank]


def _line(code: str) -> set[str]:
    return {code, *parents(code)} - {COUNTRY}


def _common(codes: list[str]) -> str:
    """The nearest division that holds all of `codes` (itself where there is one)."""
    first, *others = codes
    held = [{code, *parents(code)} for code in others]
    return next(code for code in (first, *parents(first)) if all(code in line for line in held))
